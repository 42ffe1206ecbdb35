"""From an occurrence to its deadline."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.terms import Term, TermError, TermUnit, check, deadline, offset_day
from task_discipline.domain.worktime import ALWAYS, WorkCalendar
from tests.domain.recurrence_helpers import NINE, OFFICE_HOURS, OFFICE_WEEK, office

BERLIN = ZoneInfo("Europe/Berlin")
DAY_END = time(20)
GOOD_FRIDAY = date(2026, 4, 3)
CALENDAR = office(GOOD_FRIDAY)
D = datetime.fromisoformat


@pytest.mark.parametrize(
	("amount", "unit", "due_time", "moment", "expected"),
	[
		(3, TermUnit.HOURS, None, "2026-04-02 17:00", "2026-04-02 20:00"),
		(24, TermUnit.HOURS, None, "2026-03-28 09:00", "2026-03-29 10:00"),
		(24, TermUnit.HOURS, None, "2026-10-24 09:00", "2026-10-25 08:00"),
		(3, TermUnit.WORKING_HOURS, None, "2026-04-02 17:00", "2026-04-06 11:00"),
		(1, TermUnit.DAYS, None, "2026-04-01 09:00", "2026-04-02 18:00"),
		(1, TermUnit.DAYS, None, "2026-03-28 09:00", "2026-03-29 20:00"),
		(2, TermUnit.DAYS, None, "2026-04-01 09:00", "2026-04-03 20:00"),
		(2, TermUnit.DAYS, time(12), "2026-04-01 09:00", "2026-04-03 12:00"),
		(2, TermUnit.WORKING_DAYS, None, "2026-04-01 09:00", "2026-04-06 18:00"),
		(2, TermUnit.WORKING_DAYS, time(12), "2026-04-01 09:00", "2026-04-06 12:00"),
		(0, TermUnit.WORKING_DAYS, None, "2026-04-01 09:00", "2026-04-01 18:00"),
		(1, TermUnit.WEEKS, None, "2026-04-01 09:00", "2026-04-08 18:00"),
		(1, TermUnit.MONTHS, None, "2026-01-31 09:00", "2026-02-28 20:00"),
		(1, TermUnit.MONTHS, time(9), "2027-12-31 09:00", "2028-01-31 09:00"),
		(0, TermUnit.DAYS, time(12), "2026-04-01 09:00", "2026-04-01 12:00"),
		(0, TermUnit.DAYS, time(12), "2026-04-01 15:00", "2026-04-01 18:00"),
		(0, TermUnit.DAYS, None, "2026-04-01 19:00", "2026-04-01 20:00"),
		(0, TermUnit.DAYS, None, "2026-04-01 20:00", "2026-04-01 23:59:59"),
	],
)
def test_terms_in_every_unit(
	amount: int, unit: TermUnit, due_time: time | None, moment: str, expected: str
) -> None:
	"""The deadline is the occurrence plus the term, in calendar or working time (complaint 10)."""
	assert deadline(Term(amount, unit, due_time), D(moment), CALENDAR, BERLIN, DAY_END) == D(expected)


def test_work_of_another_zone_ends_by_the_clock_of_the_site() -> None:
	tokyo = WorkCalendar(OFFICE_WEEK, ZoneInfo("Asia/Tokyo"))
	day = Term(1, TermUnit.WORKING_DAYS)
	assert deadline(day, D("2026-04-01 09:00"), tokyo, BERLIN, DAY_END) == D("2026-04-02 11:00")
	hours = Term(1, TermUnit.WORKING_HOURS)
	assert deadline(hours, D("2026-04-01 09:00"), tokyo, BERLIN, DAY_END) == D("2026-04-01 10:00")


@given(
	st.integers(0, 400),
	st.sampled_from(TermUnit),
	st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
	st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0)),
)
def test_a_term_that_passes_the_check_gives_a_deadline_after_the_occurrence(
	amount: int, unit: TermUnit, due_time: time | None, moment: datetime
) -> None:
	"""A task never came with a deadline that had lapsed already (complaint 16)."""
	term = Term(amount, unit, due_time)
	try:
		check(term, moment.time())
	except TermError:
		return
	found = deadline(term, moment, CALENDAR, BERLIN, DAY_END)
	assert found > moment


@pytest.mark.parametrize("unit", [TermUnit.HOURS, TermUnit.WORKING_HOURS])
@pytest.mark.parametrize(("amount", "expected"), [(1, "03:30"), (2, "03:30"), (3, "04:30")])
def test_an_hour_that_the_clock_repeats_takes_no_task_back(
	unit: TermUnit, amount: int, expected: str
) -> None:
	found = deadline(Term(amount, unit), D("2026-10-25 02:30"), ALWAYS, BERLIN, DAY_END)
	assert found == D(f"2026-10-25 {expected}")


def test_in_the_last_second_of_a_day_the_next_one_counts() -> None:
	found = deadline(Term(0, TermUnit.DAYS), D("2026-04-01 23:59:59"), CALENDAR, BERLIN, DAY_END)
	assert found == datetime.combine(D("2026-04-02"), DAY_END)


@pytest.mark.parametrize(
	("term", "code"),
	[
		(Term(0, TermUnit.HOURS), "term_missing"),
		(Term(0, TermUnit.WORKING_HOURS), "term_missing"),
		(Term(-1, TermUnit.DAYS), "term_out_of_range"),
		(Term(10**9, TermUnit.DAYS), "term_out_of_range"),
		(Term(121, TermUnit.MONTHS), "term_out_of_range"),
		(Term(0, TermUnit.DAYS, time(9)), "due_before_occurrence"),
		(Term(0, TermUnit.WORKING_DAYS, time(8, 59)), "due_before_occurrence"),
		(Term(0, TermUnit.DAYS, time(9, 1)), None),
		(Term(0, TermUnit.DAYS), None),
		(Term(1, TermUnit.DAYS, time(8)), None),
	],
)
def test_terms_without_a_deadline_after_the_occurrence_are_refused(term: Term, code: str | None) -> None:
	if code is None:
		check(term, NINE)
		return
	with pytest.raises(TermError) as caught:
		check(term, NINE)
	assert caught.value.code == code


@pytest.mark.parametrize(
	("amount", "working", "expected"),
	[(0, False, 1), (0, True, 1), (2, False, 3), (2, True, 6), (5, True, 9), (-1, True, 31)],
)
def test_steps_and_milestones_lie_days_or_working_days_after_the_occurrence(
	amount: int, working: bool, expected: int
) -> None:
	assert offset_day(amount, working, D("2026-04-01 09:00"), CALENDAR).day == expected


def test_a_night_shift_ends_the_day_on_the_next_morning() -> None:
	night = WorkCalendar((((22 * 60, 30 * 60),),) * 7, BERLIN)
	found = deadline(Term(0, TermUnit.DAYS), D("2026-04-01 22:00"), night, BERLIN, DAY_END)
	assert found == D("2026-04-02 06:00")
	assert OFFICE_HOURS not in night.week
