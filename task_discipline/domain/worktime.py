"""Arithmetic of working time: exact, in closed form, and bounded.

A moment is working time where the local wall clock of the calendar stands inside a shift. What is counted are
real elapsed minutes: an hour that the clock repeats counts twice, one that it skips not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from task_discipline.domain.timeline import Shift, Timeline, day_number, day_of
from task_discipline.domain.zones import (
	DAY,
	Segment,
	as_utc,
	instant,
	offset_at,
	segments,
	segments_back,
)

HORIZON_DAYS = 20 * 366
"""Days within which work must be found: who has none in twenty years has none."""

_kept = lru_cache(maxsize=8192)
"""For answers in plain numbers: tasks that are made together ask the same of the same calendars."""

_MIDNIGHT = 1440
_LAST_DAY = day_number(date(9998, 12, 31))
_FIRST_DAY = day_number(date(2, 1, 1))


class NoWorkingTime(ValueError):
	"""A calendar has not as much working time before its horizon as was asked for."""

	def __init__(self, calendar: str) -> None:
		super().__init__(f"no working time in sight: {calendar}")
		self.calendar = calendar


@dataclass(frozen=True, eq=False)
class WorkCalendar:
	"""When somebody works, by his own wall clock. One is equal to itself alone, so that answers can be kept by it."""

	week: tuple[tuple[Shift, ...], ...]
	"""Shifts of the seven weekdays, Monday first."""
	zone: ZoneInfo
	exceptions: Mapping[date, tuple[Shift, ...]] = field(default_factory=dict)
	"""Days with other shifts than their weekday has, by the day on which the shifts start; a holiday has none."""
	name: str = ""
	filled_until: date | None = None
	"""Holidays are known up to this day; None where that is no matter."""

	@cached_property
	def timeline(self) -> Timeline:
		"""Running totals of the shifts, made at the first question."""
		return Timeline(self.week, self.exceptions)

	def shifts_on(self, day: date) -> tuple[Shift, ...]:
		"""The shifts that start on that day."""
		return self.exceptions.get(day, self.week[day.weekday()])


ALWAYS = WorkCalendar(week=(((0, _MIDNIGHT),),) * 7, zone=ZoneInfo("UTC"))
"""Every minute of every day."""


def work_time_between(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
	"""Working time from ``start`` to ``end``; negative where ``end`` comes first."""
	first, last = instant(start), instant(end)
	if last < first:
		return -work_time_between(calendar, end, start)
	parts = segments(calendar.zone, first, last)
	return timedelta(microseconds=sum(_work_in(calendar, part) for part in parts))


def _work_in(calendar: WorkCalendar, part: Segment) -> int:
	worked = calendar.timeline.worked
	return worked(part.end + part.offset) - worked(part.begin + part.offset)


def add_work_time(calendar: WorkCalendar, start: datetime, amount: timedelta) -> datetime:
	"""The moment at which ``amount`` of working time has passed since ``start``; backwards where it is negative.

	Raises ``NoWorkingTime`` where that does not happen within the horizon.
	"""
	if not amount:
		return start
	work = amount // timedelta(microseconds=1)
	found = _after(calendar, instant(start), work) if work > 0 else _before(calendar, instant(start), -work)
	return as_utc(found).astimezone(start.tzinfo)


@_kept
def _after(calendar: WorkCalendar, start: int, missing: int) -> int:
	for part in segments(calendar.zone, start, start + HORIZON_DAYS * DAY):
		available = _work_in(calendar, part)
		if missing <= available:
			low, high = part.begin + part.offset, part.end + part.offset
			done = calendar.timeline.worked(low)
			return calendar.timeline.first_at(done + missing, low, high) - part.offset
		missing -= available
	raise NoWorkingTime(calendar.name)


@_kept
def _before(calendar: WorkCalendar, end: int, missing: int) -> int:
	for part in segments_back(calendar.zone, end - HORIZON_DAYS * DAY, end):
		available = _work_in(calendar, part)
		if missing <= available:
			low, high = part.begin + part.offset, part.end + part.offset
			done = calendar.timeline.worked(high)
			return calendar.timeline.last_at(done - missing, low, high) - part.offset
		missing -= available
	raise NoWorkingTime(calendar.name)


def is_working(calendar: WorkCalendar, moment: datetime) -> bool:
	"""Whether somebody works at ``moment``; the end of a shift is not work any more."""
	return _works_at(calendar, instant(moment))


def _works_at(calendar: WorkCalendar, moment: int) -> bool:
	day, into = divmod(moment + offset_at(calendar.zone, moment), DAY)
	return any(begin <= into < end for begin, end in calendar.timeline.spans(day))


def next_working_moment(calendar: WorkCalendar, moment: datetime) -> datetime:
	"""The first working moment from ``moment`` on. Raises ``NoWorkingTime`` where the horizon has none."""
	start = instant(moment)
	found = _working_from(calendar, start)
	return moment if found == start else as_utc(found).astimezone(moment.tzinfo)


@_kept
def _working_from(calendar: WorkCalendar, start: int) -> int:
	if _works_at(calendar, start):
		return start
	for part in segments(calendar.zone, start, start + HORIZON_DAYS * DAY):
		low, high = part.begin + part.offset, part.end + part.offset
		found = calendar.timeline.last_at(calendar.timeline.worked(low), low, high)
		if found < high:
			return found - part.offset
	raise NoWorkingTime(calendar.name)


def is_working_day(calendar: WorkCalendar, day: date) -> bool:
	"""Whether a shift starts on that day."""
	return bool(calendar.shifts_on(day))


def add_working_days(calendar: WorkCalendar, day: date, count: int) -> date:
	"""The ``count``-th working day after ``day``, before it where ``count`` is negative, ``day`` itself for 0.

	Raises ``NoWorkingTime`` where the calendar has not so many within the horizon.
	"""
	if not count:
		return day
	number, days_before = day_number(day), calendar.timeline.working_days.before
	# One working day a week must do; the horizon is what is allowed on top of that.
	reach = HORIZON_DAYS + 7 * abs(count)
	if count > 0:
		return _day_reaching(calendar, days_before(number + 1) + count, number + 1, number + reach)
	return _day_reaching(calendar, days_before(number) + count + 1, number - reach, number - 1)


@_kept
def _day_reaching(calendar: WorkCalendar, total: int, low: int, high: int) -> date:
	"""The first day from ``low`` to ``high`` up to which there are ``total`` working days."""
	before = calendar.timeline.working_days.before
	low, high = max(low, _FIRST_DAY), min(high, _LAST_DAY)
	if not before(low) < total <= before(high + 1):
		raise NoWorkingTime(calendar.name)
	while low < high:
		middle = (low + high) // 2
		low, high = (low, middle) if before(middle + 1) >= total else (middle + 1, high)
	return day_of(low)


def working_days_between(calendar: WorkCalendar, first: date, last: date) -> int:
	"""Working days after ``first`` up to and with ``last``; negative where ``last`` comes first."""
	before = calendar.timeline.working_days.before
	return before(day_number(last) + 1) - before(day_number(first) + 1)


def end_of_work(calendar: WorkCalendar, day: date) -> datetime | None:
	"""When the last shift that starts on that day ends; None on a day off and where work never ends."""
	shifts = calendar.shifts_on(day)
	if not shifts or (0, DAY) in calendar.timeline.spans(day_number(day)):
		return None
	wall = day_number(day) * DAY + max(end for _begin, end in shifts) * (DAY // _MIDNIGHT)
	return as_utc(_end_of(calendar.zone, wall)).astimezone(calendar.zone)


def _end_of(zone: ZoneInfo, wall: int) -> int:
	"""The moment after which the wall clock never stands before ``wall`` again."""
	# Offsets differ by less than a day, so the jump that matters lies within one day of the plain answer.
	near = wall - offset_at(zone, wall)
	last = near
	for part in segments(zone, near - DAY, near + DAY):
		if part.begin + part.offset < wall:
			last = min(part.end, wall - part.offset)
	return last


def closed_on(calendar: WorkCalendar, days: Iterable[date]) -> WorkCalendar:
	"""The same calendar with these days closed."""
	return replace(calendar, exceptions={**calendar.exceptions, **dict.fromkeys(days, ())})
