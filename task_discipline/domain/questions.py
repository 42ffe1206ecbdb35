"""A question to one person, to be answered by a moment: who may ask whom, when the person is reminded, how long it waited.

Moments are aware.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from task_discipline.domain.worktime import (
	NoWorkingTime,
	WorkCalendar,
	add_work_time,
	is_working,
	work_time_between,
)

_SHARE = 4
"""A quarter of the working time that was given is left when the person is reminded,"""
LONGEST_NOTICE = timedelta(hours=2)
"""but never more than so much,"""
SHORTEST_NOTICE = timedelta(minutes=10)
"""and not at all where so little is left: nobody has forgotten by then."""


ASKED, ANSWERED, WITHDRAWN = "Question Asked", "Question Answered", "Question Withdrawn"
"""What the history of a task calls it."""
EVENTS = (ASKED, ANSWERED, WITHDRAWN)


class State(str, Enum):
	"""States of a question, as the field holds them."""

	OPEN = "Open"
	ANSWERED = "Answered"
	WITHDRAWN = "Withdrawn"


class Refusal(str, Enum):
	"""Why a question cannot be asked."""

	ONESELF = "oneself"
	NO_MEMBER = "no_member"
	PAST = "past"


class Turn(str, Enum):
	"""What the person is reminded of."""

	SOON = "soon"
	LAPSED = "lapsed"


@dataclass(frozen=True)
class Question:
	"""The dates of an open question."""

	asked_at: datetime
	answer_by: datetime
	reminded_at: datetime | None = None
	"""When the person was reminded last."""


def refusal(
	asker: str, person: str, members: Collection[str], answer_by: datetime, now: datetime
) -> Refusal | None:
	"""Why ``asker`` may not ask ``person`` for an answer by that moment; None where he may."""
	if person == asker:
		return Refusal.ONESELF
	if person not in members:
		return Refusal.NO_MEMBER
	return Refusal.PAST if answer_by <= now else None


def may_withdraw(state: State, *, is_asker: bool, is_admin: bool) -> bool:
	"""Whether somebody takes a question back: what was answered stays."""
	return state is State.OPEN and (is_asker or is_admin)


def is_answer(state: State, asked: str, author: str) -> bool:
	"""Whether a reply to the question answers it: the first one of the person who was asked."""
	return state is State.OPEN and asked == author


def turn_at(question: Question, calendar: WorkCalendar, now: datetime) -> Turn | None:
	"""What the person is to be reminded of now: once shortly before, once after the moment has passed.

	Outside the hours of his ``calendar`` nothing is due: it waits until he works again.
	"""
	if not is_working(calendar, now):
		return None
	reminded = question.reminded_at
	if question.answer_by <= now:
		return Turn.LAPSED if reminded is None or reminded < question.answer_by else None
	notice = notice_at(question, calendar)
	return Turn.SOON if reminded is None and notice and notice <= now else None


def notice_at(question: Question, calendar: WorkCalendar) -> datetime | None:
	"""When the person is reminded shortly before; None where too little working time was given for that."""
	given = work_time_between(calendar, question.asked_at, question.answer_by)
	ahead = min(given / _SHARE, LONGEST_NOTICE)
	if ahead < SHORTEST_NOTICE:
		return None
	try:
		return add_work_time(calendar, question.answer_by, -ahead)
	except NoWorkingTime:
		return None


def waiting_minutes(calendar: WorkCalendar, asked_at: datetime, until: datetime) -> int:
	"""How long a question waited, in whole working minutes of the person who was asked."""
	return max(work_time_between(calendar, asked_at, until), timedelta()) // timedelta(minutes=1)
