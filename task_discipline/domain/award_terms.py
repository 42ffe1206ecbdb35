"""The terms of a rule of fines and rewards: what it counts, for whom, how much, and which rule goes before which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import TypeVar

NOTHING = Decimal(0)


class Kind(str, Enum):
	"""Which way the money goes."""

	FINE = "Fine"
	REWARD = "Reward"


class Event(str, Enum):
	"""What is fined or rewarded."""

	LATE = "Late"
	DAY_LATE = "Working Day Late"
	LATE_REVIEW = "Late Review"
	STREAK = "Streak"
	MOST_DONE = "Most Done on Time"
	EARLY = "Early"
	FIRST_PASS = "First-Pass Rate"


class Clock(str, Enum):
	"""Against which deadline a task is late or on time."""

	CURRENT = "Current Deadline"
	FIRST = "First Deadline"


class AmountKind(str, Enum):
	"""How the amount of a rule is meant."""

	FIXED = "Fixed"
	PER_DAY = "Per Day"
	PERCENT = "Percent of Base"


class Breadth(IntEnum):
	"""Whom a rule is for; of two rules for the same case the narrower one counts."""

	PERSON = 0
	TEAM = 1
	EVERYBODY = 2


FINES = frozenset({Event.LATE, Event.DAY_LATE, Event.LATE_REVIEW})
OF_A_TASK = FINES | {Event.EARLY}
"""Events of one task; the others are of a person's month."""
SIGN = {Kind.FINE: Decimal(-1), Kind.REWARD: Decimal(1)}


def kind_of(event: Event) -> Kind:
	"""What is late is fined, what is well done is rewarded."""
	return Kind.FINE if event in FINES else Kind.REWARD


def amount_kinds(event: Event) -> tuple[AmountKind, ...]:
	"""How the amount of a rule for this event may be meant."""
	return (AmountKind.PER_DAY if event is Event.DAY_LATE else AmountKind.FIXED, AmountKind.PERCENT)


def clocks(event: Event) -> tuple[Clock, ...]:
	"""By which deadlines the event can be measured; days late are counted against the current one only."""
	both = event in (Event.LATE, Event.STREAK, Event.MOST_DONE)
	return (Clock.CURRENT, Clock.FIRST) if both else (Clock.CURRENT,)


@dataclass(frozen=True)
class Scope:
	"""For whom and for which tasks a rule is; None means everybody and every task."""

	people: frozenset[str] | None = None
	breadth: Breadth = Breadth.EVERYBODY
	project: str | None = None
	template: str | None = None
	priority: str | None = None

	@property
	def tasks(self) -> tuple[str | None, ...]:
		"""What it asks of a task."""
		return (self.project, self.template, self.priority)

	def has_person(self, user: str) -> bool:
		"""Whether the rule is for this person."""
		return self.people is None or user in self.people

	def has_task(self, project: str | None, template: str | None, priority: str | None) -> bool:
		"""Whether the rule is for a task of these."""
		asked = zip(self.tasks, (project, template, priority), strict=True)
		return all(wanted is None or wanted == found for wanted, found in asked)

	def meets(self, other: "Scope") -> bool:
		"""Whether there may be a case that both are for."""
		if not all(
			one is None or two is None or one == two for one, two in zip(self.tasks, other.tasks, strict=True)
		):
			return False
		return self.people is None or other.people is None or bool(self.people & other.people)


@dataclass(frozen=True)
class Limits:
	"""The most that a rule takes or gives; zero where it sets no limit."""

	task: Decimal = NOTHING
	month: Decimal = NOTHING
	"""Of one person in one month."""
	year: Decimal = NOTHING
	"""Of one person in one calendar year."""


@dataclass(frozen=True)
class Terms:
	"""One version of a rule, in force from ``since`` until just before ``until``."""

	rule: str
	version: int
	event: Event
	amount: Decimal
	since: datetime
	until: datetime | None = None
	amount_kind: AmountKind = AmountKind.FIXED
	clock: Clock = Clock.CURRENT
	grace_minutes: int = 0
	early_minutes: int = 0
	streak_length: int = 1
	least_rate: Decimal = NOTHING
	least_sample: int = 0
	limits: Limits = Limits()
	scope: Scope = Scope()
	first_since: datetime | None = None
	"""Since when the rule is in force with whatever terms: a streak is counted from there."""
	made_at: datetime = datetime.min
	"""When the rule was made: of two that are equally narrow the newer one counts."""

	@property
	def kind(self) -> Kind:
		"""Fine or reward."""
		return kind_of(self.event)

	@property
	def begun_at(self) -> datetime:
		"""From when on the rule has counted anything."""
		return self.first_since or self.since

	def is_in_force(self, moment: datetime) -> bool:
		"""Whether a case that was settled at ``moment`` goes by these terms."""
		return self.since <= moment and (self.until is None or moment < self.until)

	def meets(self, other: "Terms") -> bool:
		"""Whether a case may fall under both."""
		in_time = (self.until is None or other.since < self.until) and (
			other.until is None or self.since < other.until
		)
		return (
			self.rule != other.rule
			and self.event is other.event
			and in_time
			and self.scope.meets(other.scope)
		)


AnyTerms = TypeVar("AnyTerms", bound=Terms)


def in_order(rules: Iterable[AnyTerms]) -> list[AnyTerms]:
	"""The rule that counts first: the one for a person, for a team, for all; for named tasks; the newer one."""
	newest_first = sorted(rules, key=lambda one: (one.made_at, one.rule, one.version), reverse=True)
	return sorted(newest_first, key=lambda one: (one.scope.breadth, -_named(one.scope)))


def _named(scope: Scope) -> int:
	return sum(asked is not None for asked in scope.tasks)


def by_event(rules: Iterable[Terms]) -> dict[Event, Sequence[Terms]]:
	"""The rules of each event, the one that counts first before the others."""
	ordered = in_order(rules)
	return {event: [one for one in ordered if one.event is event] for event in Event}
