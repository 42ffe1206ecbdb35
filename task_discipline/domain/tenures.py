"""The history of a task read as stretches of time: who had it, what deadline was in force, and when no work could be done.

Moments are aware. For all sums they count as the whole minute in which they end, so that every sum can be checked by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from itertools import pairwise

from task_discipline.domain.lifecycle import Status

_MINUTE = timedelta(minutes=1)


class Cause(str, Enum):
	"""Why a stretch of time is not the person's."""

	HOLD = "hold"
	REVIEW = "review"
	DONE = "done"
	DECLINED = "declined"
	WAITING = "waiting"
	ELSEWHERE = "elsewhere"
	ABSENCE = "absence"
	OUTAGE = "outage"
	QUESTION = "question"
	"""He had asked something about the task and nobody answered."""
	MADE_LATE = "made_late"
	HOPELESS = "hopeless"
	"""Late under a deadline that could not be kept, to which he never said yes, and which was put off."""


@dataclass(frozen=True)
class Event:
	"""One row of the history: what happened, when, and to whom."""

	kind: str
	at: datetime
	responsible: str
	"""Before the event."""
	to_status: str
	is_his: bool = False
	"""The responsible did it himself, and no other task asked in his name."""
	new_person: str | None = None
	old_deadline: datetime | None = None
	new_deadline: datetime | None = None
	warnings: tuple[str, ...] = ()
	"""What spoke against giving him the task then."""
	review_due: datetime | None = None
	due_at: datetime | None = None
	"""When a template should have made the task, where its date does not say it."""

	@property
	def moves(self) -> bool:
		"""Whether another deadline is in force from here on; one that is only asked for is not."""
		return self.kind != "Deadline Proposed" and self.new_deadline != self.old_deadline


@dataclass(frozen=True)
class Span:
	"""A stretch of time and why it is not the person's."""

	cause: Cause
	begin: datetime
	end: datetime

	def within(self, begin: datetime, end: datetime) -> "Span | None":
		"""The part of it that lies between two moments."""
		first, last = max(self.begin, begin), min(self.end, end)
		return Span(self.cause, first, last) if first < last else None


@dataclass(frozen=True)
class Tenure:
	"""A stretch of time in which one person answers for the task."""

	user: str
	begin: datetime
	end: datetime | None
	"""None: he has it still."""
	first: int
	"""Number of the event by which he got it."""
	last: int | None
	"""Number of the event by which it was taken from him."""


@dataclass(frozen=True)
class Term:
	"""A deadline and the time in which it was in force for somebody."""

	deadline: datetime | None
	begin: datetime
	end: datetime
	is_replaced: bool


def minute(moment: datetime) -> datetime:
	"""The whole minute that counts for a moment: the one in which it ends."""
	moment = moment.astimezone(timezone.utc)  # on the wall an hour may come twice
	down = moment.replace(second=0, microsecond=0)
	return down if down == moment else down + _MINUTE


def tenures(events: Sequence[Event]) -> list[Tenure]:
	"""Who had the task, one after the other."""
	found: list[Tenure] = []
	user, first = events[0].responsible, 0
	for number, event in enumerate(events):
		if event.kind == "Reassigned" and event.new_person:
			found.append(Tenure(user, events[first].at, event.at, first, number))
			user, first = event.new_person, number
	return [*found, Tenure(user, events[first].at, None, first, None)]


def entered(events: Sequence[Event]) -> int:
	"""Number of the event that brought the task into its present state."""
	number = len(events) - 1
	while number and events[number - 1].to_status == events[number].to_status:
		number -= 1
	return number


def statuses(events: Sequence[Event]) -> list[tuple[str, datetime, Event | None]]:
	"""Each state that the task was in, since when, and the event that ended it; None for the present one."""
	found: list[tuple[str, datetime, Event | None]] = []
	state, since = events[0].to_status, events[0].at
	for event in events[1:]:
		if event.to_status != state:
			found.append((state, since, event))
			state, since = event.to_status, event.at
	return [*found, (state, since, None)]


_CAUSES = {
	Status.ON_HOLD.value: Cause.HOLD,
	Status.SUBMITTED.value: Cause.REVIEW,
	Status.DONE.value: Cause.DONE,
	Status.DECLINED.value: Cause.DECLINED,
}


def pauses(events: Sequence[Event], user: str, until: datetime) -> list[Span]:
	"""Stretches of time up to ``until`` in which the task was not ``user``'s to work on.

	A submission that he took back himself gave him no time.
	"""
	found = [
		Span(_CAUSES[state], since, ended.at if ended else until)
		for state, since, ended in statuses(events)
		if state in _CAUSES and not (ended and ended.kind == "Withdrawn" and ended.responsible == user)
	]
	return [*found, *_waits(events, until)]


def _waits(events: Iterable[Event], until: datetime) -> list[Span]:
	found: list[Span] = []
	since = None
	for event in events:
		if event.kind == "Blocked":
			since = since or event.at
		elif event.kind == "Unblocked" and since:
			found.append(Span(Cause.WAITING, since, event.at))
			since = None
	return [*found, Span(Cause.WAITING, since, until)] if since else found


def elsewhere(mine: Sequence[Tenure]) -> list[Span]:
	"""When others had the task between two times that the person had it."""
	return [Span(Cause.ELSEWHERE, before.end, after.begin) for before, after in pairwise(mine) if before.end]


def terms(events: Sequence[Event], begin: datetime, end: datetime) -> list[Term]:
	"""The deadlines in force from ``begin`` to ``end``, in order."""
	deadline, since, found = events[0].new_deadline, begin, []
	for event in events:
		if not event.moves:
			continue
		if event.at > since:
			found.append(Term(deadline, since, event.at, is_replaced=True))
			since = event.at
		deadline = event.new_deadline
	return [*found, Term(deadline, since, end, is_replaced=False)]
