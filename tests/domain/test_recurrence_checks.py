"""Bad input: every rule that cannot be followed is refused with a code that says why."""

from datetime import date, datetime
from time import perf_counter

import pytest

from task_discipline.domain.recurrence import DayOff, MonthDay, RuleError, ShortMonth, Unit, check, upcoming
from task_discipline.domain.worktime import WorkCalendar
from tests.domain.bad_rules import BAD_RULES, BAD_TEXTS, STARTS
from tests.domain.recurrence_helpers import DAY, OFFICE, office, rule

D = date.fromisoformat
CLOSED = WorkCalendar(((),) * 7, OFFICE.zone, name="Closed")


def refusal(unit: Unit, calendar: WorkCalendar = OFFICE, **given: object) -> RuleError:
	"""The error that a rule is refused with."""
	with pytest.raises(RuleError) as caught:
		check(rule(unit, **{"starts": STARTS, **given}), calendar)  # type: ignore[arg-type]
	return caught.value


@pytest.mark.parametrize(("unit", "given", "code"), BAD_RULES)
def test_rules_that_make_no_sense_are_refused(unit: Unit, given: dict[str, object], code: str | None) -> None:
	if code:
		assert refusal(unit, **given).code == code  # type: ignore[arg-type]
	else:
		check(rule(unit, **{"starts": STARTS, **given}), OFFICE)  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "code"), BAD_TEXTS)
def test_texts_that_are_no_rules_of_dates_are_refused_at_once(text: str, code: str | None) -> None:
	begun = perf_counter()
	if code:
		assert refusal(Unit.RRULE, rrule=text).code == code
	else:
		check(rule(Unit.RRULE, STARTS, rrule=text), OFFICE)
	assert perf_counter() - begun < 5


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
	assert perf_counter() - begun < 5
	assert len(found) == 12 and found[0].planned > today
