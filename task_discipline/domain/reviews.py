"""How long an assigner let submitted work lie: the judge is measured too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from task_discipline.domain import deductions
from task_discipline.domain.deductions import Person, minutes_between
from task_discipline.domain.tenures import Cause, Event, Span
from task_discipline.domain.worktime import NoWorkingTime, add_work_time

_DECISIONS = frozenset({"Accepted", "Returned"})
Outages = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Review:
	"""One judgement of what was submitted, in working minutes of the assigner."""

	submitted_at: datetime
	due: datetime
	decided_at: datetime
	minutes: int
	delay: int
	"""Beyond ``due``; time in which the system did not work is not counted."""
	is_return: bool


@dataclass(frozen=True)
class Reviews:
	"""All judgements of what one person submitted of a task, in order."""

	all: tuple[Review, ...] = ()

	@property
	def minutes(self) -> int:
		return sum(one.minutes for one in self.all)

	@property
	def delay(self) -> int:
		return sum(one.delay for one in self.all)

	@property
	def returns(self) -> int:
		"""How often it was handed back to be done again."""
		return sum(one.is_return for one in self.all)

	@property
	def decided_at(self) -> datetime | None:
		"""When the last of them was given."""
		return self.all[-1].decided_at if self.all else None


def of(
	history: Iterable[Event], user: str, assigner: Person, allowed: timedelta, outages: Outages
) -> Reviews:
	"""Reviews of what ``user`` submitted; ``allowed`` is the working time for one that does not say when it was due."""
	found: list[Review] = []
	waiting: Event | None = None
	for event in history:
		if waiting and event.kind in _DECISIONS:
			is_return = event.kind == "Returned"
			when = waiting.at, waiting.review_due, event.at
			found.append(judged(assigner, *when, allowed, outages, is_return=is_return))
		if event.kind in _DECISIONS or event.kind in ("Submitted", "Withdrawn"):
			is_his = event.kind == "Submitted" and event.responsible == user
			waiting = event if is_his and event.to_status == "Submitted" else None
	return Reviews(tuple(found))


def _due(assigner: Person, submitted_at: datetime, allowed: timedelta) -> datetime:
	try:
		return add_work_time(assigner.present, submitted_at, allowed)
	except NoWorkingTime:
		return submitted_at + allowed


def judged(
	assigner: Person,
	submitted_at: datetime,
	due: datetime | None,
	decided_at: datetime,
	allowed: timedelta,
	outages: Outages,
	*,
	is_return: bool = False,
) -> Review:
	"""One judgement; ``allowed`` is the working time for a submission of which is not known when it was ``due``."""
	due = due or _due(assigner, submitted_at, allowed)
	late = minutes_between(assigner.present, due, decided_at)
	if late:
		late = max(0, late - _lost(assigner, submitted_at, decided_at, outages))
	taken = minutes_between(assigner.present, submitted_at, decided_at)
	return Review(submitted_at, due, decided_at, taken, late, is_return)


def _lost(assigner: Person, begin: datetime, end: datetime, outages: Outages) -> int:
	"""Working time in which the system did not work."""
	present = Person(assigner.present, assigner.present)
	spans = [Span(Cause.OUTAGE, *outage) for outage in outages]
	return deductions.total(deductions.within(present, spans, begin, end))
