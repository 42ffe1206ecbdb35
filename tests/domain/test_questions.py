"""Questions: who may be asked, when the person is reminded, who answers and takes back, and how long they waited."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.questions import (
	Question,
	Refusal,
	State,
	Turn,
	is_answer,
	may_withdraw,
	notice_at,
	refusal,
	turn_at,
	waiting_minutes,
)
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(week=(((540, 780), (840, 1080)),) * 5 + ((),) * 2, zone=BERLIN)
"""Nine to one and two to six, Monday to Friday."""
NEVER = WorkCalendar(week=((),) * 7, zone=BERLIN)
ON_LEAVE = closed_on(OFFICE, [date(2031, 3, 4)])
MEMBERS = ("anna", "boris")


def at(text: str) -> datetime:
	"""A moment of March 2031; the 4th is a Tuesday."""
	return datetime.fromisoformat(f"2031-03-{text}").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
	("person", "answer_by", "expected"),
	[
		("boris", "04 12:00", None),
		("anna", "04 12:00", Refusal.ONESELF),
		("clara", "04 12:00", Refusal.NO_MEMBER),
		("boris", "04 10:00", Refusal.PAST),
		("boris", "03 12:00", Refusal.PAST),
	],
)
def test_who_may_be_asked(person: str, answer_by: str, expected: Refusal | None) -> None:
	assert refusal("anna", person, MEMBERS, at(answer_by), at("04 10:00")) is expected


@pytest.mark.parametrize("state", State)
def test_only_an_open_question_is_answered_or_taken_back(state: State) -> None:
	is_open = state is State.OPEN
	assert is_answer(state, "boris", "boris") is is_open
	assert is_answer(state, "boris", "anna") is False
	assert may_withdraw(state, is_asker=True, is_admin=False) is is_open
	assert may_withdraw(state, is_asker=False, is_admin=True) is is_open
	assert may_withdraw(state, is_asker=False, is_admin=False) is False


TURNS = {
	"long before": (OFFICE, "04 09:00", "04 18:00", None, "04 15:59", None),
	"two working hours before": (OFFICE, "04 09:00", "04 18:00", None, "04 16:00", Turn.SOON),
	"a quarter of a short term before": (OFFICE, "04 09:00", "04 11:00", None, "04 10:30", Turn.SOON),
	"and not earlier": (OFFICE, "04 09:00", "04 11:00", None, "04 10:29", None),
	"not twice": (OFFICE, "04 09:00", "04 18:00", "04 16:00", "04 17:00", None),
	"half an hour needs no notice": (OFFICE, "04 09:00", "04 09:30", None, "04 09:29", None),
	"the moment has passed": (OFFICE, "04 09:00", "04 11:00", "04 10:30", "04 11:00", Turn.LAPSED),
	"passed without a notice": (OFFICE, "04 09:00", "04 11:00", None, "04 12:00", Turn.LAPSED),
	"told that it has passed": (OFFICE, "04 09:00", "04 11:00", "04 11:05", "04 12:00", None),
	"it passed at the end of work": (OFFICE, "04 09:00", "04 18:00", "04 16:00", "04 18:00", None),
	"so it waits for the morning": (OFFICE, "04 09:00", "04 18:00", "04 16:00", "05 09:00", Turn.LAPSED),
	"nothing in the break": (OFFICE, "04 09:00", "04 14:00", None, "04 13:30", None),
	"nothing on a day off": (OFFICE, "07 09:00", "08 12:00", None, "08 13:00", None),
	"the notice comes before the days off": (OFFICE, "07 09:00", "10 09:00", None, "07 16:00", Turn.SOON),
	"nothing on leave": (ON_LEAVE, "03 09:00", "04 12:00", None, "04 12:30", None),
	"back from leave": (ON_LEAVE, "03 09:00", "04 12:00", None, "05 09:00", Turn.LAPSED),
	"who never works is not reminded": (NEVER, "03 09:00", "04 12:00", None, "05 09:00", None),
	"who always works is, at night": (ALWAYS, "03 09:00", "04 03:00", None, "04 02:00", Turn.SOON),
}


@pytest.mark.parametrize(
	("calendar", "asked", "answer_by", "reminded", "now", "expected"), TURNS.values(), ids=TURNS
)
def test_when_a_person_is_reminded(
	calendar: WorkCalendar, asked: str, answer_by: str, reminded: str | None, now: str, expected: Turn | None
) -> None:
	question = Question(at(asked), at(answer_by), at(reminded) if reminded else None)
	assert turn_at(question, calendar, at(now)) is expected


@pytest.mark.parametrize(
	("calendar", "until", "minutes"),
	[
		(OFFICE, "04 10:00", 60),
		(OFFICE, "04 15:00", 300),
		(OFFICE, "05 09:30", 510),
		(ON_LEAVE, "05 09:30", 30),
		(OFFICE, "03 08:00", 0),
		(NEVER, "05 09:30", 0),
	],
)
def test_how_long_it_waited(calendar: WorkCalendar, until: str, minutes: int) -> None:
	assert waiting_minutes(calendar, at("04 09:00"), at(until)) == minutes


@given(
	term=st.integers(min_value=1, max_value=40_000),
	steps=st.lists(st.integers(min_value=1, max_value=2_000), max_size=60),
	calendar=st.sampled_from([OFFICE, ON_LEAVE, ALWAYS]),
)
def test_nobody_is_reminded_more_than_twice(term: int, steps: list[int], calendar: WorkCalendar) -> None:
	asked = now = at("03 09:00")
	question, turns = Question(asked, asked + timedelta(minutes=term)), []
	for step in steps:
		now += timedelta(minutes=step)
		if turn := turn_at(question, calendar, now):
			turns.append(turn)
			question = Question(question.asked_at, question.answer_by, now)
	assert turns in ([], [Turn.SOON], [Turn.LAPSED], [Turn.SOON, Turn.LAPSED])


@given(term=st.integers(min_value=0, max_value=40_000), calendar=st.sampled_from([OFFICE, ALWAYS, NEVER]))
def test_a_notice_comes_between_question_and_answer(term: int, calendar: WorkCalendar) -> None:
	asked = at("03 09:00")
	question = Question(asked, asked + timedelta(minutes=term))
	notice = notice_at(question, calendar)
	assert notice is None or asked < notice < question.answer_by
