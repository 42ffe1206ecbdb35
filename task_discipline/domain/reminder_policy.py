"""Which reminders a site sends: their kinds, the rules of each, and the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from task_discipline.domain.lifecycle import RUNNING_STATES, Status
from task_discipline.domain.reminder_times import Unit


class Kind(str, Enum):
	"""What a reminder tells of."""

	BEFORE_DEADLINE = "Before Deadline"
	DEADLINE = "Deadline"
	OVERDUE = "Overdue"
	REVIEW_DUE = "Review Due"
	REVIEW_OVERDUE = "Review Overdue"
	MILESTONE = "Milestone"
	STEP = "Plan Step"
	NOT_ACCEPTED = "Not Accepted"
	REQUEST = "Deadline Request"
	WAKE_UP = "Wake-up"
	ESCALATION = "Escalation"


class Rung(str, Enum):
	"""Whom a step of the escalation ladder tells."""

	ASSIGNER = "Assigner"
	HEAD = "Head"
	MANAGERS = "Managers"


STATES: Mapping[Kind, frozenset[Status]] = {
	Kind.BEFORE_DEADLINE: RUNNING_STATES,
	Kind.DEADLINE: RUNNING_STATES,
	Kind.OVERDUE: RUNNING_STATES,
	Kind.ESCALATION: RUNNING_STATES,
	Kind.MILESTONE: RUNNING_STATES,
	Kind.STEP: RUNNING_STATES,
	Kind.REQUEST: RUNNING_STATES,
	Kind.NOT_ACCEPTED: frozenset({Status.NEW}),
	Kind.REVIEW_DUE: frozenset({Status.SUBMITTED}),
	Kind.REVIEW_OVERDUE: frozenset({Status.SUBMITTED}),
	Kind.WAKE_UP: frozenset({Status.ON_HOLD}),
}
"""In which states of its task a reminder of each kind may go: never in a closed one."""

LEADING_ON = frozenset({Kind.DEADLINE, Kind.OVERDUE, Kind.ESCALATION, Kind.REVIEW_DUE, Kind.REVIEW_OVERDUE})
"""Kinds after which the next reminder of a task is planned once one of them is dealt with."""


@dataclass(frozen=True)
class Rule:
	"""One line of the policy: how far from its date a kind is sent, for tasks of which priorities."""

	kind: Kind
	amount: int = 0
	unit: Unit = Unit.WORKING_HOURS
	priorities: frozenset[str] = frozenset()
	"""Empty: all of them."""
	tell: Rung | None = None
	always: bool = False
	"""Sent at the exact moment, whoever sleeps then."""

	@property
	def label(self) -> str:
		"""What tells apart several reminders of one kind and date."""
		return f"{self.amount} {self.unit.value}"


URGENT = frozenset({"High", "Urgent"})

DEFAULT_RULES = (
	Rule(Kind.BEFORE_DEADLINE, 1, Unit.WORKING_DAYS),
	Rule(Kind.BEFORE_DEADLINE, 3, Unit.WORKING_DAYS, URGENT),
	Rule(Kind.BEFORE_DEADLINE, 2, Unit.WORKING_HOURS, URGENT),
	Rule(Kind.DEADLINE),
	Rule(Kind.OVERDUE, 1, Unit.WORKING_DAYS),
	Rule(Kind.REVIEW_DUE),
	Rule(Kind.REVIEW_OVERDUE, 1, Unit.WORKING_DAYS),
	Rule(Kind.MILESTONE),
	Rule(Kind.STEP),
	Rule(Kind.NOT_ACCEPTED, 8),
	Rule(Kind.REQUEST, 8),
	Rule(Kind.WAKE_UP),
	Rule(Kind.ESCALATION, 8, tell=Rung.ASSIGNER),
	Rule(Kind.ESCALATION, 16, tell=Rung.HEAD),
	Rule(Kind.ESCALATION, 40, tell=Rung.MANAGERS),
)


@dataclass(frozen=True)
class Policy:
	"""What the site sends."""

	rules: tuple[Rule, ...] = DEFAULT_RULES
	most_repeats: int = 10
	morning_hour: int = 9
	"""When a person without hours of work is told of a day."""

	def of(self, kind: Kind, priority: str) -> list[Rule]:
		"""The rules of a kind for tasks of that priority, the nearest first."""
		if (kind, priority) not in self._sorted:
			found = [
				rule
				for rule in self.rules
				if rule.kind is kind and (not rule.priorities or priority in rule.priorities)
			]
			self._sorted[kind, priority] = sorted(found, key=lambda rule: rule.amount * _HOURS[rule.unit])
		return self._sorted[kind, priority]

	@cached_property
	def _sorted(self) -> dict[tuple[Kind, str], list[Rule]]:
		return {}

	def is_for_any_hour(self, kind: Kind, step: str, priority: str) -> bool:
		"""Whether the rule behind a reminder sends it whoever sleeps then."""
		rules = self.of(kind, priority)
		named = [rule for rule in rules if step in (rule.label, rule.tell and rule.tell.value)]
		return any(rule.always for rule in (named or rules)[:1])


_HOURS = {Unit.HOURS: 1, Unit.WORKING_HOURS: 3, Unit.DAYS: 24, Unit.WORKING_DAYS: 24}
"""Roughly, to put rules of different units in order: eight working hours are a day."""
