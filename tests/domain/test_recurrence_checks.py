"""Bad input: every rule that cannot be followed is refused with a code that says why."""

from datetime import date, datetime
from time import perf_counter

import pytest

from task_discipline.domain.recurrence import DayOff, MonthDay, RuleError, ShortMonth, Unit, check, upcoming
from task_discipline.domain.worktime import WorkCalendar
from tests.domain.recurrence_helpers import DAY, OFFICE, office, rule

D = date.fromisoformat
STARTS = D("2026-01-01")
CLOSED = WorkCalendar(((),) * 7, OFFICE.zone, name="Closed")


def refusal(unit: Unit, calendar: WorkCalendar = OFFICE, **given: object) -> RuleError:
	"""The error that a rule is refused with."""
	with pytest.raises(RuleError) as caught:
		check(rule(unit, **{"starts": STARTS, **given}), calendar)  # type: ignore[arg-type]
	return caught.value


@pytest.mark.parametrize(
	("unit", "given", "code"),
	[
		(Unit.DAY, {"interval": 0}, "interval_out_of_range"),
		(Unit.DAY, {"interval": -1}, "interval_out_of_range"),
		(Unit.WEEK, {"weekdays": (0,), "interval": 1_001}, "interval_out_of_range"),
		(Unit.DAY, {"until": D("2025-12-31")}, "until_before_start"),
		(Unit.DAY, {"count": 0}, "count_out_of_range"),
		(Unit.DAY, {"count": -5}, "count_out_of_range"),
		(Unit.DAY, {"count": 10**9}, "count_out_of_range"),
		(Unit.DAY, {"days_ahead": -1}, "days_ahead_out_of_range"),
		(Unit.DAY, {"days_ahead": 251}, "days_ahead_out_of_range"),
		(Unit.DAY, {"starts": D("0026-01-01")}, "starts_out_of_range"),
		(Unit.DAY, {"starts": D("9026-01-01")}, "starts_out_of_range"),
		(Unit.WEEK, {}, "no_weekday"),
		(Unit.WEEK, {"weekdays": (7,)}, "weekday_out_of_range"),
		(Unit.WEEK, {"weekdays": (1, 1)}, "weekday_twice"),
		(Unit.MONTH, {"day": 0}, "day_out_of_range"),
		(Unit.MONTH, {"day": 32}, "day_out_of_range"),
		(Unit.MONTH, {"month_day": MonthDay.WEEKDAY, "nth": 5}, "nth_out_of_range"),
		(Unit.MONTH, {"month_day": MonthDay.WEEKDAY, "nth": 0}, "nth_out_of_range"),
		(Unit.MONTH, {"month_day": MonthDay.WEEKDAY, "weekday": -1}, "weekday_out_of_range"),
		(Unit.QUARTER, {"month": 4}, "quarter_month_out_of_range"),
		(Unit.YEAR, {"month": 13}, "month_out_of_range"),
		(Unit.YEAR, {"month": 2, "day": 30, "short_month": ShortMonth.SKIP}, "never_happens"),
		(Unit.YEAR, {"month": 2, "day": 29, "interval": 2, "short_month": ShortMonth.SKIP}, None),
		(
			Unit.YEAR,
			{
				"starts": D("2025-01-01"),
				"month": 2,
				"day": 29,
				"interval": 2,
				"short_month": ShortMonth.SKIP,
			},
			"never_happens",
		),
		(Unit.MONTH, {"day": 31, "until": D("2026-01-30")}, "never_happens"),
		(Unit.WEEK, {"weekdays": (5, 6), "day_off": DayOff.SKIP}, "never_happens"),
		(Unit.WEEK, {"weekdays": (5, 6), "day_off": DayOff.NEXT}, None),
		(Unit.MONTH, {"day": 31, "count": 10_000, "interval": 1_000}, None),
	],
)
def test_rules_that_make_no_sense_are_refused(unit: Unit, given: dict[str, object], code: str | None) -> None:
	if code:
		assert refusal(unit, **given).code == code  # type: ignore[arg-type]
	else:
		check(rule(unit, **{"starts": STARTS, **given}), OFFICE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
	("text", "code"),
	[
		("", "rrule_empty"),
		(" RRULE: ", "rrule_empty"),
		("nonsense", "rrule_part"),
		("every day", "rrule_part"),
		("INTERVAL=2", "rrule_frequency"),
		("FREQ=SOMETIMES", "rrule_frequency"),
		("FREQ=HOURLY", "rrule_subdaily"),
		("FREQ=MINUTELY;INTERVAL=5", "rrule_subdaily"),
		("FREQ=SECONDLY", "rrule_subdaily"),
		("FREQ=DAILY;BYHOUR=9", "rrule_has_time"),
		("FREQ=DAILY;BYMINUTE=30", "rrule_has_time"),
		("FREQ=DAILY;BYSECOND=1", "rrule_has_time"),
		("FREQ=DAILY;DTSTART=20260101", "rrule_has_start"),
		("DTSTART:20260101T090000\nRRULE:FREQ=DAILY", "rrule_has_start"),
		("FREQ=DAILY;FREQ=WEEKLY", "rrule_part"),
		("FREQ=DAILY;BYDAY", "rrule_part"),
		("FREQ=DAILY;COLOUR=RED", "rrule_part"),
		("FREQ=YEARLY;BYEASTER=1", "rrule_part"),
		("FREQ=DAILY;INTERVAL=0", "rrule_value"),
		("FREQ=DAILY;INTERVAL=1.5", "rrule_value"),
		("FREQ=DAILY;INTERVAL=1,2", "rrule_value"),
		("FREQ=DAILY;COUNT=1000000000", "rrule_value"),
		("FREQ=DAILY;COUNT=0", "rrule_value"),
		("FREQ=DAILY;UNTIL=tomorrow", "rrule_value"),
		("FREQ=DAILY;UNTIL=20260231", "rrule_value"),
		("FREQ=MONTHLY;BYMONTHDAY=0", "rrule_value"),
		("FREQ=MONTHLY;BYMONTHDAY=32", "rrule_value"),
		("FREQ=MONTHLY;BYDAY=6MO", "rrule_value"),
		("FREQ=WEEKLY;BYDAY=2MO", "rrule_value"),
		("FREQ=WEEKLY;BYDAY=XX", "rrule_value"),
		("FREQ=WEEKLY;BYDAY=MO,", "rrule_value"),
		("FREQ=YEARLY;BYMONTH=13", "rrule_value"),
		("FREQ=WEEKLY;WKST=1", "rrule_value"),
		("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=0", "rrule_value"),
		("FREQ=DAILY;BYMONTHDAY=²", "rrule_value"),
		("FREQ=DAILY;BYSETPOS=1", "rrule_setpos"),
		("FREQ=MONTHLY;BYWEEKNO=20", "rrule_misplaced"),
		("FREQ=DAILY;BYYEARDAY=100", "rrule_misplaced"),
		("FREQ=DAILY;UNTIL=20251231", "until_before_start"),
		("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never_happens"),
		("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never_happens"),
		("FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", "rrule_misplaced"),
		("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=5", "never_happens"),
		("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260130", "never_happens"),
		("FREQ=DAILY;" + "BYMONTH=1;" * 60, "rrule_too_long"),
		("freq=monthly;byday=mo,tu,we,th,fr;bysetpos=-1", None),
		("RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;", None),
		("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29", "never_happens"),
		("FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", None),
	],
)
def test_texts_that_are_no_rules_of_dates_are_refused_at_once(text: str, code: str | None) -> None:
	begun = perf_counter()
	if code:
		assert refusal(Unit.RRULE, rrule=text).code == code
	else:
		check(rule(Unit.RRULE, STARTS, rrule=text), OFFICE)
	assert perf_counter() - begun < 1


@pytest.mark.parametrize(
	("unit", "given"),
	[
		(Unit.WORKING_DAY, {}),
		(Unit.MONTH, {"month_day": MonthDay.LAST_WORKING_DAY}),
		(Unit.DAY, {"day_off": DayOff.NEXT}),
		(Unit.DAY, {"day_off": DayOff.PREVIOUS}),
		(Unit.DAY, {"day_off": DayOff.SKIP}),
		(Unit.DAY, {"days_ahead": 1}),
	],
)
def test_a_calendar_without_working_days_is_refused_where_it_is_needed(
	unit: Unit, given: dict[str, object]
) -> None:
	error = refusal(unit, CLOSED, **given)
	assert (error.code, error.values) == ("no_working_day", {"calendar": "Closed"})


def test_a_calendar_without_working_days_is_no_matter_where_nothing_asks_it() -> None:
	check(rule(Unit.DAY, STARTS), CLOSED)
	assert len(upcoming(rule(Unit.DAY, STARTS), CLOSED, None, 3)) == 3


YEARS_OF_HOLIDAYS = office(
	*(date(year, month, 1) + DAY for year in range(1990, 2030) for month in range(1, 13))
)
LONG_AGO = D("1990-01-31")


@pytest.mark.parametrize(
	("unit", "given"),
	[
		(Unit.DAY, {"interval": 2, "count": 10_000}),
		(Unit.WORKING_DAY, {"interval": 3, "count": 9_000}),
		(Unit.WEEK, {"interval": 2, "weekdays": (0, 3, 6), "day_off": DayOff.PREVIOUS, "count": 10_000}),
		(Unit.MONTH, {"day": 31, "short_month": ShortMonth.SKIP, "count": 10_000}),
		(Unit.MONTH, {"month_day": MonthDay.LAST_WORKING_DAY, "days_ahead": 5}),
		(Unit.QUARTER, {"month_day": MonthDay.WEEKDAY, "nth": -1, "day_off": DayOff.NEXT}),
		(Unit.YEAR, {"month": 2, "day": 29, "short_month": ShortMonth.SKIP}),
		(Unit.RRULE, {"rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=1000"}),
		(Unit.RRULE, {"rrule": "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"}),
	],
)
def test_the_next_dates_of_a_rule_from_long_ago_come_at_once(unit: Unit, given: dict[str, object]) -> None:
	own = rule(unit, LONG_AGO, **given)
	today = datetime(2026, 11, 23, 12)
	begun = perf_counter()
	found = upcoming(own, YEARS_OF_HOLIDAYS, today, 12)
	# The goal is 5 ms; a walk from the anchor would take far longer than this margin for busy machines.
	assert perf_counter() - begun < 0.1
	assert len(found) == 12 and found[0].planned > today
