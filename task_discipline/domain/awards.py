"""What fines and rewards are computed from: marks of tasks, the month, the site, and what is known from earlier months.

``award_limits.evaluate`` is the whole: pure, and the same for any order of its input. ``award_tasks`` and
``award_months`` find the cases; limits cut them in order of time: first that of a task, then those of the rule for a
person's month and year, then that of the site for all fines of a person's month. A case goes by the version of the rule
that was in force when it was settled; of several rules the narrowest counts. ``award_ledger`` tells what to write.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from task_discipline.domain.award_terms import NOTHING, SIGN, AmountKind, Event, Kind, Terms

Line = tuple[str, Mapping[str, object]]
"""One line of an explanation: what it says, and with which figures."""
CaseKey = tuple[str, Event, str]
"""A person, an event and a task; no task where the event is of his whole month."""
AGREED = frozenset({"Accepted", "Own Proposal", "Silence"})
OPEN = "Open"
"""Outcome of a task that is not submitted, rated as it stands: a part of a miss is a miss already."""


class Mark(NamedTuple):
	"""What the rating of a task says of a person, as far as money follows from it."""

	rating: int | None
	task: str
	user: str
	assigner: str
	project: str | None
	template: str | None
	priority: str | None
	weight: float
	given_at: datetime | None
	first_deadline: datetime | None
	missed_at: datetime | None
	"""When a deadline passed last while the task was not done."""
	settled_at: datetime
	outcome: str
	agreement: str
	counted: int
	timeliness: str
	first_timeliness: str
	fair_delay_minutes: int
	first_fair_delay_minutes: int
	late_days: int
	early_minutes: int
	first_delay_minutes: int
	"""Against the first deadline; negative where it came before that."""
	first_pass: int
	reviewed_at: datetime | None
	late_review: int
	review_delay_minutes: int

	@property
	def is_fit(self) -> bool:
		"""Whether money may follow: it counts, and the person has agreed to its deadline."""
		return bool(self.counted) and self.agreement in AGREED


@dataclass(frozen=True)
class Month:
	"""The time of which cases are: from ``begin`` until just before ``end``, as known at ``as_of``."""

	begin: datetime
	end: datetime
	as_of: datetime

	@property
	def is_over(self) -> bool:
		"""Whether the figures of the whole month are known."""
		return self.as_of >= self.end

	def has(self, moment: datetime | None) -> bool:
		"""Whether the moment lies in what is known of the month."""
		return moment is not None and self.begin <= moment <= self.as_of and moment < self.end


@dataclass(frozen=True)
class Site:
	"""What holds for all rules."""

	exponent: Decimal = Decimal("0.01")
	"""The smallest coin."""
	most_fines: Decimal = NOTHING
	"""Of one person in one month; zero for no limit."""
	most_fines_percent: Decimal = NOTHING
	"""The same as a share of his bonus base."""
	least_sample: int = 1
	shortest_minutes: int = 0
	bases: Mapping[str, Decimal] = field(default_factory=dict)
	"""Bonus bases in force at the end of the month."""

	def coins(self, amount: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
		"""An amount in whole coins."""
		return amount.quantize(self.exponent, rounding)

	def signed(self, amount: Decimal, kind: Kind) -> Decimal:
		"""The same with the sign of its kind; nothing has none."""
		return self.coins(SIGN[kind] * amount) if amount else self.coins(NOTHING)


class Sums(NamedTuple):
	"""What stands on record of a case, signed: what the rule came to, and what was left of it by all limits."""

	computed: Decimal = NOTHING
	amount: Decimal = NOTHING


@dataclass(frozen=True)
class Past:
	"""What is known from earlier months."""

	before: Mapping[CaseKey, Sums] = field(default_factory=dict)
	"""Of cases that an earlier month has dealt with in part, such as of a task that was overdue at its end: what the rules
	came to, and what is left of that after all that was given back."""
	spent: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
	"""By rule and person: taken or given in the other months of the calendar year, signed."""
	runs: Mapping[tuple[str, str], int] = field(default_factory=dict)
	"""By rule and person: tasks on time in a row when the month began."""


@dataclass(frozen=True)
class Case:
	"""One thing that a rule fines or rewards; ``total`` is without a sign and without limits."""

	user: str
	terms: Terms
	at: datetime
	total: Decimal
	lines: tuple[Line, ...]
	task: str = ""
	rating: int | None = None

	@property
	def key(self) -> CaseKey:
		"""By which earlier entries of the same case are found."""
		return (self.user, self.terms.event, self.task)


@dataclass
class Cases:
	"""What was found, and what could not be counted: (code, person, rule) once each."""

	found: list[Case] = field(default_factory=list)
	notes: set[tuple[str, str, str]] = field(default_factory=set)


def price(
	terms: Terms, user: str, site: Site, *, times: int = 1, shared_by: int = 1
) -> tuple[Decimal, tuple[Line, ...]] | None:
	"""What a case comes to, with the lines that show the sum; None where the person has no bonus base.

	``times`` is a number of days, or of streaks. What several people share is rounded down.
	"""
	if terms.amount_kind is not AmountKind.PERCENT:
		total = site.coins(terms.amount * times)
		line = _line_of_fixed(terms, site, times, total)
	else:
		base = site.bases.get(user)
		if base is None:
			return None
		total = site.coins(base * terms.amount * times / 100)
		line = (
			"percent",
			{
				"percent": plain(terms.amount),
				"base": str(site.coins(base)),
				"times": times,
				"sum": str(total),
			},
		)
	if shared_by == 1:
		return total, (line,)
	part = site.coins(total / shared_by, ROUND_DOWN)
	return part, (line, ("shared", {"people": shared_by, "sum": str(part)}))


def _line_of_fixed(terms: Terms, site: Site, times: int, total: Decimal) -> Line:
	each = str(site.coins(terms.amount))
	if terms.event is Event.DAY_LATE:
		return ("per_day", {"days": times, "amount": each, "sum": str(total)})
	if times != 1:
		return ("times", {"times": times, "amount": each, "sum": str(total)})
	return ("fixed", {"amount": each})


def plain(number: Decimal) -> str:
	"""A number without zeros at its end."""
	text = f"{number:f}"
	return text.rstrip("0").rstrip(".") if "." in text else text


def by_person(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
	"""The marks of each person, in order of time."""
	found: dict[str, list[Mark]] = defaultdict(list)
	for mark in sorted(marks, key=lambda one: (one.user, one.settled_at, one.task)):
		found[mark.user].append(mark)
	return dict(found)


def first_for(rules: Sequence[Terms], mark: Mark, user: str, moment: datetime) -> Iterator[Terms]:
	"""The rules that a task of a person may fall under, the one that counts first."""
	for terms in rules:
		if (
			terms.is_in_force(moment)
			and terms.scope.has_person(user)
			and terms.scope.has_task(mark.project, mark.template, mark.priority)
		):
			yield terms
