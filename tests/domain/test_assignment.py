"""Warnings at assignment."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from task_discipline.domain.assignment import Absence, Warning, absent_until, warnings, whole_days
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(
	week=(((540, 780), (840, 1080)),) * 5 + ((), ()),
	zone=BERLIN,
	exceptions={date(2026, 5, 1): ()},
	filled_until=date(2026, 12, 31),
)
NIGHT = WorkCalendar(week=(((1320, 1800),),) * 7, zone=BERLIN)
MONDAY = date(2026, 4, 27)
NOW = datetime(2026, 4, 27, 10, 0, tzinfo=BERLIN)
FOUR_HOURS = timedelta(hours=4)
HOLIDAYS: tuple[Absence, ...] = ((date(2026, 4, 29), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 5, 3)))


def local(*moment: int) -> datetime:
	"""A moment in Berlin."""
	return datetime(*moment, tzinfo=BERLIN)


@pytest.mark.parametrize(
	("deadline", "found"),
	[
		(None, ()),
		(local(2026, 4, 28, 12), ()),
		(local(2026, 4, 27, 15), ()),
		(local(2026, 4, 27, 14, 59), (Warning.SHORT_NOTICE,)),
		(local(2026, 4, 28, 13, 30), ()),
		(local(2026, 4, 28, 18), ()),
		(local(2026, 4, 28, 18, 0, 1), (Warning.OUTSIDE_HOURS,)),
		(local(2026, 4, 28, 8, 59), (Warning.OUTSIDE_HOURS,)),
		(local(2026, 5, 1, 12), (Warning.DAY_OFF,)),
		(local(2026, 5, 2, 12), (Warning.DAY_OFF,)),
		(local(2027, 1, 4, 12), (Warning.BEYOND_CALENDAR,)),
		(local(2027, 1, 2, 12), (Warning.DAY_OFF, Warning.BEYOND_CALENDAR)),
		(local(2026, 4, 27, 9), (Warning.SHORT_NOTICE,)),
	],
)
def test_a_deadline_is_held_against_the_calendar(
	deadline: datetime | None, found: tuple[Warning, ...]
) -> None:
	assert warnings(OFFICE, (), deadline, NOW, FOUR_HOURS) == found


def closed(absences: tuple[Absence, ...]) -> WorkCalendar:
	"""The office without the days of the absences."""
	days = [first + timedelta(days=n) for first, last in absences for n in range((last - first).days + 1)]
	return closed_on(OFFICE, days)


@pytest.mark.parametrize(
	("absences", "deadline", "found"),
	[
		(((MONDAY, MONDAY),), None, (Warning.ABSENT_NOW,)),
		(((MONDAY, MONDAY),), local(2026, 4, 28, 13), (Warning.ABSENT_NOW,)),
		(((MONDAY, MONDAY),), local(2026, 4, 28, 12), (Warning.ABSENT_NOW, Warning.SHORT_NOTICE)),
		(((MONDAY, MONDAY),), local(2026, 4, 27, 18), (Warning.ABSENT_AT_DEADLINE,)),
		(
			((MONDAY, MONDAY), *HOLIDAYS),
			local(2026, 4, 30, 12),
			(Warning.ABSENT_NOW, Warning.ABSENT_AT_DEADLINE),
		),
		(HOLIDAYS, local(2026, 4, 30, 12), (Warning.ABSENT_AT_DEADLINE,)),
		(HOLIDAYS, local(2026, 5, 1, 12), (Warning.ABSENT_AT_DEADLINE,)),
	],
)
def test_an_absence_is_told_by_its_day(
	absences: tuple[Absence, ...], deadline: datetime | None, found: tuple[Warning, ...]
) -> None:
	assert warnings(closed(absences), absences, deadline, NOW, FOUR_HOURS) == found


def test_nothing_is_too_short_where_the_limit_is_switched_off() -> None:
	assert warnings(OFFICE, (), local(2026, 4, 27, 10, 1), NOW, timedelta()) == ()


def test_the_night_belongs_to_the_day_on_which_it_begins() -> None:
	assert warnings(NIGHT, (), local(2026, 4, 29, 5), NOW, FOUR_HOURS) == ()
	assert warnings(NIGHT, (), local(2026, 4, 29, 7), NOW, FOUR_HOURS) == (Warning.OUTSIDE_HOURS,)


def test_without_a_calendar_there_is_nothing_to_warn_of() -> None:
	assert warnings(ALWAYS, (), NOW + timedelta(days=1000), NOW, FOUR_HOURS) == ()


def test_absences_that_follow_each_other_are_one() -> None:
	assert absent_until(HOLIDAYS, date(2026, 4, 29)) == date(2026, 5, 3)
	assert absent_until(HOLIDAYS, date(2026, 5, 3)) == date(2026, 5, 3)
	assert absent_until(HOLIDAYS, date(2026, 5, 4)) is None
	assert absent_until((), MONDAY) is None


@pytest.mark.parametrize(
	("half", "days"),
	[
		(None, [(27, 30)]),
		(27, [(28, 30)]),
		(29, [(27, 28), (30, 30)]),
		(30, [(27, 29)]),
		(20, [(27, 30)]),
	],
)
def test_half_a_day_off_takes_nothing_from_the_other_days(
	half: int | None, days: list[tuple[int, int]]
) -> None:
	april = date(2026, 4, 1)
	left = whole_days(april.replace(day=27), april.replace(day=30), half and april.replace(day=half))
	assert left == [(april.replace(day=first), april.replace(day=last)) for first, last in days]


def test_half_a_day_off_is_no_absence() -> None:
	assert whole_days(MONDAY, MONDAY, MONDAY) == []
