"""The dates of rules, held against dateutil and against a walk from the anchor day by day."""

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from task_discipline.domain.recurrence import MonthDay, Rule, ShortMonth, Unit, upcoming
from task_discipline.domain.rule_dates import dates_from, working_day_near
from task_discipline.domain.worktime import WorkCalendar, add_working_days
from tests.domain.recurrence_helpers import (
	DAY,
	NINE,
	OFFICE,
	anchors,
	calendars,
	days,
	office,
	rule,
	rules,
	texts,
	up_to,
	walk,
)

D = date.fromisoformat


@settings(max_examples=200)
@given(rules(st.dates(date(2019, 6, 1), date(2020, 12, 31))), calendars, st.integers(-50, 900))
def test_dates_are_those_of_dateutil_from_any_day_on(own: Rule, calendar: WorkCalendar, later: int) -> None:
	day = own.starts + DAY * later
	last = max(day, own.starts) + DAY * 800
	expected = [found for found in up_to(walk(own, calendar), last) if found >= day]
	assert up_to(dates_from(own, calendar, day), last) == expected


@settings(max_examples=100, deadline=None)
@given(texts(), anchors, st.integers(-50, 3_000))
def test_texts_are_read_as_dateutil_reads_them_from_any_day_on(text: str, starts: date, later: int) -> None:
	own = rule(Unit.RRULE, starts, rrule=text)
	day = starts + DAY * later
	expected = islice((found for found in walk(own, OFFICE) if found >= day), 12)
	assert list(islice(dates_from(own, OFFICE, day), 12)) == list(expected)


@pytest.mark.parametrize(
	"text",
	[
		"FREQ=DAILY;INTERVAL=3",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU;WKST=SU",
		"FREQ=WEEKLY;BYDAY=MO,TU,FR;BYSETPOS=1",
		"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15,-1",
		"FREQ=YEARLY;BYWEEKNO=1,53",
		"FREQ=YEARLY;BYYEARDAY=1,-1",
	],
)
def test_texts_give_the_same_dates_from_every_single_day(text: str) -> None:
	own = rule(Unit.RRULE, D("2024-10-17"), rrule=text)
	every = list(islice(walk(own, OFFICE), 80))
	for later in range(100):
		day = own.starts + DAY * later
		expected = [found for found in every if found >= day][:4]
		assert list(islice(dates_from(own, OFFICE, day), 4)) == expected


@given(st.dates(date(2019, 12, 1), date(2021, 1, 31)), st.integers(-40, 40), calendars)
def test_near_working_days_are_those_of_the_calendar(day: date, number: int, calendar: WorkCalendar) -> None:
	assert working_day_near(calendar, day, number) == add_working_days(calendar, day, number)


JANUARY = D("2024-01-31")
MONDAYS = {"weekdays": (0,)}
THIRD_FRIDAY = {"month_day": MonthDay.WEEKDAY, "nth": 3, "weekday": 4}
LAST_MONDAY = {"month_day": MonthDay.WEEKDAY, "nth": -1, "weekday": 0}
LAST_DAY = {"month_day": MonthDay.LAST_DAY}
LAST_WORKING_DAY = {"month_day": MonthDay.LAST_WORKING_DAY}
ON_31 = {"day": 31}


@pytest.mark.parametrize(
	("unit", "interval", "starts", "more", "expected"),
	[
		(Unit.DAY, 1, "2024-02-27", {}, "02-27 02-28 02-29 03-01"),
		(Unit.DAY, 2, "2023-02-27", {}, "02-27 03-01 03-03 03-05"),
		(Unit.DAY, 10, "2024-12-25", {}, "12-25 01-04 01-14 01-24"),
		(Unit.WORKING_DAY, 1, "2024-05-03", {}, "05-03 05-06 05-07 05-08"),
		(Unit.WORKING_DAY, 1, "2024-05-04", {}, "05-06 05-07 05-08 05-09"),
		(Unit.WORKING_DAY, 3, "2024-05-03", {}, "05-03 05-08 05-13 05-16"),
		(Unit.WEEK, 1, "2024-01-03", MONDAYS, "01-08 01-15 01-22 01-29"),
		(Unit.WEEK, 2, "2024-01-03", MONDAYS, "01-15 01-29 02-12 02-26"),
		(Unit.WEEK, 2, "2024-01-03", {"weekdays": (4, 0)}, "01-05 01-15 01-19 01-29"),
		(Unit.WEEK, 3, "2024-12-30", {"weekdays": (0, 6)}, "12-30 01-05 01-20 01-26"),
		(Unit.MONTH, 1, "2024-01-31", ON_31, "01-31 02-29 03-31 04-30"),
		(Unit.MONTH, 1, "2024-01-31", {"day": 30}, "02-29 03-30 04-30 05-30"),
		(Unit.MONTH, 3, "2024-01-15", {"day": 10}, "04-10 07-10 10-10 01-10"),
		(Unit.MONTH, 1, "2024-01-31", {**ON_31, "short_month": ShortMonth.SKIP}, "01-31 03-31 05-31 07-31"),
		(Unit.MONTH, 1, "2024-01-10", LAST_DAY, "01-31 02-29 03-31 04-30"),
		(Unit.MONTH, 1, "2024-03-10", LAST_WORKING_DAY, "03-29 04-30 05-31 06-28"),
		(Unit.MONTH, 2, "2024-01-20", THIRD_FRIDAY, "03-15 05-17 07-19 09-20"),
		(Unit.MONTH, 1, "2024-01-01", LAST_MONDAY, "01-29 02-26 03-25 04-29"),
		(Unit.QUARTER, 1, "2024-02-20", {"day": 5}, "05-05 08-05 11-05 02-05"),
		(Unit.QUARTER, 1, "2024-02-20", {"day": 5, "month": 3}, "03-05 06-05 09-05 12-05"),
		(Unit.QUARTER, 1, "2024-02-20", LAST_DAY, "03-31 06-30 09-30 12-31"),
		(Unit.QUARTER, 2, "2024-02-20", LAST_WORKING_DAY, "03-29 09-30 03-31 09-30"),
		(Unit.QUARTER, 1, "2024-02-20", {**LAST_DAY, "month": 2}, "02-29 05-31 08-31 11-30"),
		(Unit.YEAR, 1, "2023-06-10", {"day": 29, "month": 2}, "02-29 02-28 02-28 02-28"),
		(Unit.YEAR, 4, "2024-02-29", {"day": 29}, "02-29 02-29 02-29 02-29"),
		(Unit.YEAR, 1, "2024-03-01", {**LAST_WORKING_DAY, "month": 12}, "12-31 12-31 12-31 12-31"),
		(Unit.YEAR, 1, "2025-01-01", {**THIRD_FRIDAY, "month": 11}, "11-21 11-20 11-19 11-17"),
		(Unit.RRULE, 1, "2024-01-01", {"rrule": "FREQ=MONTHLY;BYDAY=-1FR"}, "01-26 02-23 03-29 04-26"),
		(Unit.RRULE, 1, "2024-01-31", {"rrule": "RRULE:FREQ=MONTHLY"}, "01-31 03-31 05-31 07-31"),
	],
)
def test_every_unit_and_interval_gives_the_dates_a_person_expects(
	unit: Unit, interval: int, starts: str, more: dict[str, object], expected: str
) -> None:
	"""Peers gave wrong day counts and a wrong next date for some frequencies (complaint 5)."""
	own = rule(unit, D(starts), interval=interval, **more)
	assert [f"{day:%m-%d}" for day in days(upcoming(own, OFFICE, None, 4))] == expected.split()


@pytest.mark.parametrize("day", [28, 29, 30, 31])
@pytest.mark.parametrize("year", [2023, 2024, 2096, 2100])
def test_the_end_of_the_month_never_drifts_after_february(day: int, year: int) -> None:
	"""The 31st drifted to the 29th, or January 31 plus a month became March 3 (complaints 4 and 16)."""
	own = rule(Unit.MONTH, date(year, 1, 1), day=day)
	sizes = (31, 29 if year in (2024, 2096) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
	assert [found.day for found in days(upcoming(own, OFFICE, None, 12))] == [
		min(day, size) for size in sizes
	]


def test_day_31_is_the_last_day_of_every_month() -> None:
	"""Events at the end of a month were wrong (complaint 6)."""
	as_31, as_last = rule(Unit.MONTH, JANUARY, day=31), rule(Unit.MONTH, JANUARY, **LAST_DAY)
	assert days(upcoming(as_31, OFFICE, None, 60)) == days(upcoming(as_last, OFFICE, None, 60))


def test_the_last_working_day_honours_weekends_holidays_and_extra_days() -> None:
	"""Explicit last day and last working day (complaint 6)."""
	calendar = office(D("2024-12-30"), D("2024-12-31"), extra=(D("2024-06-30"),))
	own = rule(Unit.MONTH, D("2024-06-01"), **LAST_WORKING_DAY)
	found = days(upcoming(own, calendar, None, 7))
	assert (found[0], found[2], found[6]) == (D("2024-06-30"), D("2024-08-30"), D("2024-12-27"))


def test_a_month_without_working_days_keeps_its_last_day() -> None:
	calendar = office(*(D("2024-08-01") + DAY * number for number in range(31)))
	own = rule(Unit.MONTH, D("2024-07-01"), **LAST_WORKING_DAY)
	assert days(upcoming(own, calendar, None, 3)) == [D("2024-07-31"), D("2024-08-31"), D("2024-09-30")]


def test_every_second_week_stays_every_second_week_from_wherever_one_reads() -> None:
	"""Every two weeks ran weekly, counted from today instead of the plan (complaint 12)."""
	own = rule(Unit.WEEK, D("1990-01-01"), interval=2, weekdays=(0,))
	for later in range(0, 15_000, 97):
		found = upcoming(own, OFFICE, datetime(1990, 1, 1) + timedelta(later), 2)
		assert [(day - own.starts).days % 14 for day in days(found)] == [0, 0]


@pytest.mark.parametrize("unit", [Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.WORKING_DAY])
def test_the_day_until_is_the_last_one_and_belongs_to_the_rule(unit: Unit) -> None:
	"""Series went on after their end, or left the end date itself out (complaint 7)."""
	own = rule(unit, D("2024-01-01"), weekdays=(0,))
	fifth = days(upcoming(own, OFFICE, None, 5))[-1]
	assert days(upcoming(rule(unit, own.starts, weekdays=(0,), until=fifth), OFFICE, None, 9))[-1] == fifth
	ended = rule(unit, own.starts, weekdays=(0,), until=fifth - DAY)
	assert len(upcoming(ended, OFFICE, None, 9)) == 4


@pytest.mark.parametrize(
	("text", "until", "count", "expected"),
	[
		("FREQ=DAILY;COUNT=3", None, None, 3),
		("FREQ=DAILY;COUNT=3", None, 5, 3),
		("FREQ=DAILY;COUNT=5", None, 3, 3),
		("FREQ=DAILY;UNTIL=20240104", None, None, 4),
		("FREQ=DAILY;UNTIL=20240104T120000Z", "2024-01-09", None, 4),
		("FREQ=DAILY;UNTIL=20240109", "2024-01-04", 7, 4),
	],
)
def test_of_two_ends_the_earlier_one_counts(
	text: str, until: str | None, count: int | None, expected: int
) -> None:
	own = rule(Unit.RRULE, D("2024-01-01"), rrule=text, until=until and D(until), count=count)
	assert len(upcoming(own, OFFICE, None, 20)) == expected
	assert upcoming(own, OFFICE, datetime(2024, 1, expected, 9), 20) == []


@pytest.mark.parametrize(
	("unit", "starts", "given", "last"),
	[
		(Unit.DAY, "2024-01-30", {"interval": 2}, "2024-02-03"),
		(Unit.WORKING_DAY, "2024-01-27", {}, "2024-01-31"),
		(Unit.WEEK, "2024-01-31", {"weekdays": (0, 2, 4)}, "2024-02-05"),
		(Unit.MONTH, "2024-01-30", {"day": 29}, "2024-04-29"),
		(Unit.MONTH, "2023-01-30", {"day": 29, "short_month": ShortMonth.SKIP}, "2023-05-29"),
		(Unit.MONTH, "2024-01-30", {"day": 30, "short_month": ShortMonth.SKIP}, "2024-04-30"),
		(Unit.MONTH, "2024-01-31", LAST_WORKING_DAY, "2024-03-29"),
		(Unit.QUARTER, "2024-02-15", {"day": 31, "month": 1, "short_month": ShortMonth.SKIP}, "2025-01-31"),
		(Unit.YEAR, "2024-03-01", {"day": 29, "month": 2, "short_month": ShortMonth.SKIP}, "2036-02-29"),
		(Unit.RRULE, "2024-01-30", {"rrule": "FREQ=MONTHLY;BYMONTHDAY=29"}, "2024-04-29"),
	],
)
def test_only_dates_of_the_rule_from_its_first_day_on_are_counted(
	unit: Unit, starts: str, given: dict[str, object], last: str
) -> None:
	own = rule(unit, D(starts), count=3, **given)
	found = days(upcoming(own, OFFICE, None, 9))
	assert (len(found), found[-1]) == (3, D(last))


@pytest.mark.parametrize("day", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-12-30"])
def test_turning_the_clocks_moves_neither_date_nor_hour(day: str) -> None:
	"""The night of daylight saving gave the same day twice or the wrong one (complaint 17)."""
	at = datetime(2026, 1, 1, 2, 30).time()
	for zone in ("Europe/Berlin", "America/New_York", "Pacific/Tongatapu", "UTC"):
		calendar = WorkCalendar(OFFICE.week, type(OFFICE.zone)(zone))
		found = upcoming(rule(Unit.DAY, D("2026-01-01"), at=at), calendar, datetime.combine(D(day), at), 3)
		assert [each.moment for each in found] == [
			datetime.combine(D(day) + DAY * number, at) for number in (1, 2, 3)
		]


def test_midnight_and_the_last_second_belong_to_their_own_day() -> None:
	"""At UTC+13 a date became the day before (complaint 17)."""
	for at in (datetime.min.time(), datetime(2026, 1, 1, 23, 59, 59).time()):
		own = rule(Unit.MONTH, D("2026-01-01"), at=at, day=1)
		found = upcoming(own, OFFICE, datetime(2026, 1, 31, 23, 59, 59), 2)
		assert [each.planned for each in found] == [
			datetime.combine(D("2026-02-01"), at),
			datetime.combine(D("2026-03-01"), at),
		]


def test_an_occurrence_of_the_same_day_counts_by_its_hour() -> None:
	own = rule(Unit.DAY, D("2026-01-01"))
	assert days(upcoming(own, OFFICE, datetime(2026, 1, 5, 8, 59), 1)) == [D("2026-01-05")]
	assert days(upcoming(own, OFFICE, datetime.combine(D("2026-01-05"), NINE), 1)) == [D("2026-01-06")]
