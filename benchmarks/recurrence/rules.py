"""Dates of every kind of rule and working time over ten years: plain arithmetic, without a host."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from benchmarks.measure import Figure, measured
from benchmarks.table import Row
from task_discipline.domain import recurrence
from task_discipline.domain.recurrence import DayOff, MonthDay, Rule, Unit
from task_discipline.domain.worktime import WorkCalendar, work_time_between

_HOURS = ((540, 780), (840, 1_080))
_HOLIDAYS = {
	date(year, month, day): () for year in range(2000, 2041) for month in (1, 5, 12) for day in (1, 6, 24)
}
_CALENDAR = WorkCalendar((_HOURS,) * 5 + ((), ()), ZoneInfo("Europe/Berlin"), _HOLIDAYS, "Ten years")
_ANCHOR, _NOW = date(1990, 1, 31), datetime(2026, 11, 23, 12)
_RULES = {
	"every third day": Rule(Unit.DAY, _ANCHOR, time(9), 3),
	"every fifth working day": Rule(Unit.WORKING_DAY, _ANCHOR, time(9), 5),
	"every second week on two days": Rule(Unit.WEEK, _ANCHOR, time(9), 2, weekdays=(0, 3)),
	"the 31st of each month": Rule(Unit.MONTH, _ANCHOR, time(9), day=31, day_off=DayOff.PREVIOUS),
	"last working day of each month": Rule(Unit.MONTH, _ANCHOR, time(9), month_day=MonthDay.LAST_WORKING_DAY),
	"third Friday of each quarter": Rule(
		Unit.QUARTER, _ANCHOR, time(9), month_day=MonthDay.WEEKDAY, nth=3, weekday=4
	),
	"29 February, yearly": Rule(Unit.YEAR, _ANCHOR, time(9), day=29, month=2),
	"an RRULE": Rule(Unit.RRULE, _ANCHOR, time(9), rrule="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
}


def rows(runs: int) -> Iterator[Row]:
	"""Measure the next twelve dates of each rule, and working minutes over ten years."""
	for name, rule in _RULES.items():
		yield Row(
			f"twelve next dates: {name}, since 1990", _figure(lambda rule=rule: _upcoming(rule), runs), goal=5
		)
	start = datetime(2016, 1, 1, 8, 30, tzinfo=ZoneInfo("UTC"))
	end = start + timedelta(days=3_653)
	yield Row(
		"working time over ten years", _figure(lambda: work_time_between(_CALENDAR, start, end), runs), goal=1
	)


def _figure(call: object, runs: int) -> Figure:
	return measured(call, runs, "Administrator")


def _upcoming(rule: Rule) -> list[object]:
	return list(islice(recurrence.occurrences(rule, _CALENDAR, _NOW), 12))
