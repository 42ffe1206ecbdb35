"""Days off: shifts, merged dates, and creating ahead, held against a reading of every single date."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from task_discipline.domain.recurrence import DayOff, MonthDay, Note, Rule, Unit, occurrences, upcoming
from task_discipline.domain.worktime import WorkCalendar, add_working_days, is_working_day
from tests.domain.recurrence_helpers import (
	DAY,
	NINE,
	OFFICE,
	calendars,
	days,
	office,
	rule,
	rules,
	settle,
	up_to,
	walk,
)

D = date.fromisoformat
LAST_DAY = {"month_day": MonthDay.LAST_DAY}


@settings(max_examples=200)
@given(
	rules(st.dates(date(2019, 11, 1), date(2020, 10, 31))),
	st.sampled_from(DayOff),
	st.integers(0, 3),
	calendars,
	st.integers(-10, 500),
)
def test_occurrences_are_the_settled_dates_from_wherever_one_reads(
	own: Rule, policy: DayOff, ahead: int, calendar: WorkCalendar, later: int
) -> None:
	own = Rule(**{**vars(own), "day_off": policy, "days_ahead": ahead})
	after = datetime.combine(own.starts + DAY * later, NINE)
	# Read a good deal further, so that the last group of days off is whole.
	planned = up_to(walk(own, calendar), after.date() + DAY * 300)
	settled = settle(planned, policy, calendar)
	expected = [
		(datetime.combine(planned, own.at), datetime.combine(day, own.at), skipped)
		for planned, day, skipped in settled
		if datetime.combine(planned, own.at) > after
	][:10]
	found = upcoming(own, calendar, after, len(expected))
	assert [(each.planned, each.moment, each.is_skipped) for each in found] == expected
	assert [each.create_at for each in found] == [
		datetime.combine(add_working_days(calendar, each.moment.date(), -ahead), own.at) for each in found
	]


@given(
	rules(st.dates(date(2019, 11, 1), date(2020, 10, 31))),
	st.sampled_from(DayOff),
	calendars,
	st.integers(0, 40),
)
def test_reading_from_the_middle_is_the_tail_of_reading_from_the_start(
	own: Rule, policy: DayOff, calendar: WorkCalendar, number: int
) -> None:
	own = Rule(**{**vars(own), "day_off": policy, "days_ahead": 1})
	from_start = upcoming(own, calendar, None, number + 15)
	if len(from_start) > number:
		after = from_start[number].planned
		assert upcoming(own, calendar, after, 14) == from_start[number + 1 :]


@given(rules(st.dates(date(2019, 11, 1), date(2020, 10, 31))), st.sampled_from(DayOff), calendars)
def test_everything_comes_in_order_and_one_task_at_most_stands_on_a_day(
	own: Rule, policy: DayOff, calendar: WorkCalendar
) -> None:
	found = upcoming(Rule(**{**vars(own), "day_off": policy, "days_ahead": 2}), calendar, None, 40)
	for field in ("planned", "moment", "create_at"):
		values = [getattr(each, field) for each in found]
		assert values == sorted(values)
	standing = [each.moment for each in found if not each.is_skipped]
	assert len(set(standing)) == len(standing)
	if policy is not DayOff.KEEP:
		assert all(is_working_day(calendar, moment.date()) for moment in standing)


SATURDAY = D("2026-01-31")
FRIDAY, MONDAY = D("2026-01-30"), D("2026-02-02")


@pytest.mark.parametrize(
	("policy", "moment", "notes"),
	[
		(DayOff.KEEP, SATURDAY, ()),
		(DayOff.NEXT, MONDAY, (Note.SHIFTED_NEXT,)),
		(DayOff.PREVIOUS, FRIDAY, (Note.SHIFTED_PREVIOUS,)),
		(DayOff.SKIP, SATURDAY, (Note.SKIPPED_DAY_OFF,)),
	],
)
def test_every_policy_for_days_off_says_what_it_did(
	policy: DayOff, moment: date, notes: tuple[Note, ...]
) -> None:
	"""Template dates ignored weekends, or were lost (complaint 18)."""
	own = rule(Unit.MONTH, SATURDAY, **LAST_DAY, day_off=policy)
	found = upcoming(own, OFFICE, None, 1)[0]
	assert (found.planned.date(), found.moment.date(), found.notes) == (SATURDAY, moment, notes)
	assert found.is_skipped is (policy is DayOff.SKIP)


def test_dates_beyond_the_filled_holidays_are_marked() -> None:
	"""A holiday list expires unnoticed (complaint 18)."""
	calendar = office(filled_until=D("2026-12-31"))
	found = upcoming(rule(Unit.MONTH, D("2026-11-30"), day=31, day_off=DayOff.NEXT), calendar, None, 3)
	assert [each.notes for each in found] == [
		(Note.SHORT_MONTH,),
		(),
		(Note.SHIFTED_NEXT, Note.BEYOND_CALENDAR),
	]


def test_a_shift_past_the_filled_holidays_is_marked_too() -> None:
	calendar = office(D("2026-12-31"), filled_until=D("2026-12-31"))
	found = upcoming(rule(Unit.YEAR, D("2026-12-31"), day=31, day_off=DayOff.NEXT), calendar, None, 1)
	assert found[0].notes == (Note.SHIFTED_NEXT, Note.BEYOND_CALENDAR)


@pytest.mark.parametrize(
	("starts", "policy", "moment"),
	[
		("2026-08-01", DayOff.PREVIOUS, "2026-07-31"),
		("2028-01-01", DayOff.PREVIOUS, "2027-12-31"),
		("2026-02-28", DayOff.NEXT, "2026-03-02"),
		("2027-12-31", DayOff.NEXT, "2027-12-31"),
		("2022-12-31", DayOff.NEXT, "2023-01-02"),
	],
)
def test_shifts_cross_months_and_years(starts: str, policy: DayOff, moment: str) -> None:
	own = rule(Unit.YEAR, D(starts), day=D(starts).day, day_off=policy)
	found = upcoming(own, OFFICE, None, 1)[0]
	assert (found.planned.date(), found.moment.date()) == (D(starts), D(moment))


def test_a_shift_may_pass_the_end_of_the_rule_but_no_date_does() -> None:
	own = rule(Unit.DAY, FRIDAY, until=SATURDAY, day_off=DayOff.NEXT)
	found = upcoming(own, OFFICE, None, 9)
	assert [each.moment.date() for each in found] == [FRIDAY, MONDAY]
	assert not found[1].is_skipped


def test_of_dates_shifted_to_one_day_the_unshifted_one_stays() -> None:
	weekend = upcoming(rule(Unit.DAY, FRIDAY, day_off=DayOff.NEXT), OFFICE, None, 4)
	assert [each.is_skipped for each in weekend] == [False, True, True, False]
	assert weekend[1].notes == (Note.SHIFTED_NEXT, Note.MERGED)


def test_of_dates_shifted_to_one_day_the_first_stays_where_none_is_there_anyway() -> None:
	own = rule(Unit.WEEK, SATURDAY, weekdays=(5, 6), day_off=DayOff.NEXT)
	assert [each.is_skipped for each in upcoming(own, OFFICE, None, 4)] == [False, True, False, True]


def test_two_weeks_of_holidays_are_one_occurrence_from_wherever_one_reads() -> None:
	first = D("2026-12-21")
	calendar = office(*(first + DAY * number for number in range(14)))
	for policy, standing in ((DayOff.NEXT, D("2027-01-04")), (DayOff.PREVIOUS, D("2026-12-18"))):
		own = rule(Unit.DAY, D("2026-12-01"), day_off=policy)
		for number in range(-2, 16):
			after = datetime.combine(first + DAY * number, NINE)
			found = [each for each in upcoming(own, calendar, after, 30) if not each.is_skipped]
			again = [each for each in found if each.moment.date() == standing]
			assert days(again) == ([standing] if datetime.combine(standing, NINE) > after else [])


def test_tasks_are_created_working_days_ahead_at_the_same_hour() -> None:
	calendar = office(D("2026-12-25"))
	own = rule(Unit.YEAR, D("2026-12-31"), day=31, days_ahead=5)
	assert upcoming(own, calendar, None, 1)[0].create_at == datetime(2026, 12, 23, 9)


def test_reading_is_lazy() -> None:
	endless = occurrences(rule(Unit.DAY, D("1990-01-01"), day_off=DayOff.NEXT), OFFICE, None)
	assert days([next(endless) for _number in range(3)]) == [
		D("1990-01-01"),
		D("1990-01-02"),
		D("1990-01-03"),
	]
