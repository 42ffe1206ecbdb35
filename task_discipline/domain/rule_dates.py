"""The dates of a rule: from any day on, without walking there from the anchor.

Days, weeks, months, quarters and years have a closed form, which the tests hold equal to dateutil's reading of
RFC 5545; texts of that RFC go through dateutil itself.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import count, islice

from task_discipline.domain import rrules
from task_discipline.domain.rules import MonthDay, Rule, ShortMonth, Unit
from task_discipline.domain.worktime import (
	WorkCalendar,
	add_working_days,
	is_working_day,
	working_days_between,
)

LAST_YEAR = 9900
"""Rules end here, so that no shift leaves the calendar."""

ONE_DAY = timedelta(days=1)
_LAST_DAY = date(LAST_YEAR, 12, 31)
_LAST_ORDINAL = _LAST_DAY.toordinal()
_LAST_MONTH = LAST_YEAR * 12 + 11
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_SIZES = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_TO_WALK = 14


def dates_from(rule: Rule, calendar: WorkCalendar, day: date) -> Iterator[date]:
	"""Dates of the rule from ``day`` on, in order, days off not considered."""
	last = rule.until or _LAST_DAY
	for found in _READERS[rule.unit](rule, calendar, max(day, rule.starts)):
		if found > last:
			return
		yield found


def working_day_near(calendar: WorkCalendar, day: date, number: int) -> date:
	"""What ``add_working_days`` says, found by looking at the next few days where that is enough."""
	step, missing = (ONE_DAY, number) if number > 0 else (-ONE_DAY, -number)
	for _look in range(_DAYS_TO_WALK if missing else 0):
		day += step
		missing -= is_working_day(calendar, day)
		if not missing:
			return day
	return add_working_days(calendar, day, missing if number > 0 else -missing)


def _days(rule: Rule, _calendar: WorkCalendar, day: date) -> Iterator[date]:
	first = rule.starts.toordinal()
	begin = -(-(day.toordinal() - first) // rule.interval)
	end = _end(rule.count, _LAST_ORDINAL - first, rule.interval)
	return (date.fromordinal(first + rule.interval * number) for number in range(begin, end))


def _end(counted: int | None, room: int, step: int) -> int:
	"""The number after the last one: by count, and within what is left of the calendar."""
	most = room // step + 1
	return most if counted is None else min(counted, most)


def _working_days(rule: Rule, calendar: WorkCalendar, day: date) -> Iterator[date]:
	first = (
		rule.starts if is_working_day(calendar, rule.starts) else working_day_near(calendar, rule.starts, 1)
	)
	gone = 0
	if day > first:
		gone = working_days_between(calendar, first, day - ONE_DAY) // rule.interval + 1
	if rule.count is not None and gone >= rule.count:
		return
	found = working_day_near(calendar, first, gone * rule.interval)
	yield found
	for _number in count(gone + 1) if rule.count is None else range(gone + 1, rule.count):
		found = working_day_near(calendar, found, rule.interval)
		yield found


def _weeks(rule: Rule, _calendar: WorkCalendar, day: date) -> Iterator[date]:
	"""Chosen weekdays of every ``interval``-th week, numbered from the Monday of the first week."""
	monday = rule.starts.toordinal() - rule.starts.weekday()
	length, per_week = 7 * rule.interval, len(rule.weekdays)
	weekdays = sorted(rule.weekdays)
	before = sum(weekday < rule.starts.weekday() for weekday in weekdays)
	begin = max(before, (day.toordinal() - monday) // length * per_week)
	counted = None if rule.count is None else before + rule.count
	end = _end(counted, (_LAST_ORDINAL - monday) * per_week, length)
	low = day.toordinal()
	for number in range(begin, end):
		week, place = divmod(number, per_week)
		ordinal = monday + week * length + weekdays[place]
		if ordinal >= low:
			yield date.fromordinal(ordinal)


def _months(rule: Rule, calendar: WorkCalendar, day: date) -> Iterator[date]:
	"""One date in a month of every ``interval``-th month, quarter or year."""
	first, step = _first_month(rule), rule.interval * _MONTHS[rule.unit]
	begin = max(0, (day.year * 12 + day.month - 1 - first) // step)
	end = _months_end(rule, calendar, first, step)
	for number in range(begin, end):
		found = _in_month(rule, calendar, *divmod(first + number * step, 12))
		if found is not None and found >= day:
			yield found


def _months_end(rule: Rule, calendar: WorkCalendar, first: int, step: int) -> int:
	"""The number of the first period that the rule does not reach any more."""
	if rule.count is None:
		return _end(None, _LAST_MONTH - first, step)
	if rule.month_day is MonthDay.DAY and rule.day > 28 and rule.short_month is ShortMonth.SKIP:
		return _end_with_gaps(rule, first, step)
	early = _in_month(rule, calendar, *divmod(first, 12))
	counted = rule.count + (early is not None and early < rule.starts)
	return _end(counted, _LAST_MONTH - first, step)


@lru_cache(maxsize=4096)
def _end_with_gaps(rule: Rule, first: int, step: int) -> int:
	"""Where the count ends if some months have no date: the one case that must be counted through."""
	periods = range(_end(None, _LAST_MONTH - first, step))
	early = _day_of_month(rule, *divmod(first, 12))
	months = (divmod(first + number * step, 12) for number in periods)
	with_date = (number for number, month in enumerate(months) if rule.day <= _size(*month))
	counted = (rule.count or 1) + (early is not None and early < rule.starts)
	return next(islice(with_date, counted - 1, None), len(periods) - 1) + 1


def _size(year: int, month: int) -> int:
	return 28 + isleap(year) if month == 1 else _SIZES[month]


def _first_month(rule: Rule) -> int:
	"""The month of the first period, counted from the year 0; its date may still lie before ``starts``."""
	starts, month = rule.starts, rule.month
	if rule.unit is Unit.MONTH:
		return starts.year * 12 + starts.month - 1
	if rule.unit is Unit.YEAR:
		return starts.year * 12 + (month or starts.month) - 1
	if not month:
		is_last = rule.month_day in (MonthDay.LAST_DAY, MonthDay.LAST_WORKING_DAY)
		month = 3 if is_last else (starts.month - 1) % 3 + 1
	return starts.year * 12 + (starts.month - 1) // 3 * 3 + month - 1


def _in_month(rule: Rule, calendar: WorkCalendar, year: int, month: int) -> date | None:
	"""The rule's date in a month given with January as 0."""
	if rule.month_day is MonthDay.LAST_WORKING_DAY:
		return _last_working_day(calendar, year, month + 1)
	return _day_of_month(rule, year, month)


def _day_of_month(rule: Rule, year: int, month: int) -> date | None:
	first_weekday, size = monthrange(year, month + 1)
	if rule.month_day is MonthDay.WEEKDAY:
		return date(year, month + 1, _nth_weekday(rule, first_weekday, size))
	day = rule.day if rule.month_day is MonthDay.DAY else size
	if day > size and rule.short_month is ShortMonth.SKIP:
		return None
	return date(year, month + 1, min(day, size))


def _nth_weekday(rule: Rule, first_weekday: int, size: int) -> int:
	first = 1 + (rule.weekday - first_weekday) % 7
	return first + 7 * (rule.nth - 1) if rule.nth > 0 else first + (size - first) // 7 * 7


def _last_working_day(calendar: WorkCalendar, year: int, month: int) -> date:
	"""The month's last day where none of it is working, so that the rule for days off decides."""
	size = monthrange(year, month)[1]
	days = (date(year, month, day) for day in range(size, 0, -1))
	return next((day for day in days if is_working_day(calendar, day)), date(year, month, size))


def _from_text(rule: Rule, _calendar: WorkCalendar, day: date) -> Iterator[date]:
	last = rrules.counted(rule.rrule, rule.starts, rule.count) if rule.count else None
	for found in rrules.dates(rule.rrule, rule.starts, day):
		if found > (last or _LAST_DAY):
			return
		yield found


_READERS: dict[Unit, Callable[[Rule, WorkCalendar, date], Iterator[date]]] = {
	Unit.DAY: _days,
	Unit.WORKING_DAY: _working_days,
	Unit.WEEK: _weeks,
	Unit.MONTH: _months,
	Unit.QUARTER: _months,
	Unit.YEAR: _months,
	Unit.RRULE: _from_text,
}
