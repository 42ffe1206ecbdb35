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
			due = waiting.review_due or _due(assigner, waiting.at, allowed)
			found.append(_review(assigner, waiting.at, due, event, outages))
		if event.kind in _DECISIONS or event.kind in ("Submitted", "Withdrawn"):
			is_his = event.kind == "Submitted" and event.responsible == user
			waiting = event if is_his and event.to_status == "Submitted" else None
	return Reviews(tuple(found))


def _due(assigner: Person, submitted_at: datetime, allowed: timedelta) -> datetime:
	try:
		return add_work_time(assigner.present, submitted_at, allowed)
	except NoWorkingTime:
		return submitted_at + allowed


def _review(
	assigner: Person, submitted_at: datetime, due: datetime, decision: Event, outages: Outages
) -> Review:
	decided_at = decision.at
	lost = deductions.total(
		deductions.within(
			Person(assigner.present, assigner.present),
			[Span(Cause.OUTAGE, begin, end) for begin, end in outages],
			submitted_at,
			decided_at,
		)
	)
	late = minutes_between(assigner.present, due, decided_at)
	taken = minutes_between(assigner.present, submitted_at, decided_at)
	is_return = decision.kind == "Returned"
	return Review(submitted_at, due, decided_at, taken, max(0, late - lost), is_return)
