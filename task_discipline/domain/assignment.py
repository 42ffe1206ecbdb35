"""What is worth a word when a task is given to somebody: too little time, an absence, a deadline off work."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum

from task_discipline.domain.worktime import WorkCalendar, is_working_day, work_time_between

Absence = tuple[date, date]
"""First and last day."""


class Warning(str, Enum):
	"""Why an assigner may want to think twice; none of them stops him."""

	ABSENT_NOW = "absent_now"
	ABSENT_AT_DEADLINE = "absent_at_deadline"
	SHORT_NOTICE = "short_notice"
	DAY_OFF = "day_off"
	OUTSIDE_HOURS = "outside_hours"
	BEYOND_CALENDAR = "beyond_calendar"


def warnings(
	calendar: WorkCalendar,
	absences: Iterable[Absence],
	deadline: datetime | None,
	now: datetime,
	short_notice: timedelta,
) -> tuple[Warning, ...]:
	"""Warnings for a person whose working time is ``calendar``, his ``absences`` closed in it.

	Both moments are aware; no notice is too short where ``short_notice`` is zero.
	"""
	away = tuple(absences)
	until_now = absent_until(away, _day(calendar, now))
	until_then = absent_until(away, _day(calendar, deadline)) if deadline else None
	found = [Warning.ABSENT_NOW] if until_now and until_now != until_then else []
	if until_then:
		# That there is little time before follows from it.
		return (*found, Warning.ABSENT_AT_DEADLINE, *_beyond(calendar, deadline))
	if deadline and work_time_between(calendar, now, deadline) < short_notice:
		found.append(Warning.SHORT_NOTICE)
	return (*found, *_off_work(calendar, deadline), *_beyond(calendar, deadline))


def absent_until(absences: Iterable[Absence], day: date) -> date | None:
	"""Last day of the absence that ``day`` lies in, absences that follow at once included; None where there is none."""
	until = None
	for first, last in sorted(absences):
		reached = day if until is None else until + timedelta(days=1)
		if first <= reached and last >= reached:
			until = last
	return until


def whole_days(first: date, last: date, half: date | None) -> list[Absence]:
	"""The days from ``first`` to ``last`` without the one of which only half is taken: on it the person works."""
	if half is None:
		return [(first, last)]
	parts = (first, min(last, half - timedelta(days=1))), (max(first, half + timedelta(days=1)), last)
	return [(begin, end) for begin, end in parts if begin <= end]


def _off_work(calendar: WorkCalendar, deadline: datetime | None) -> tuple[Warning, ...]:
	if deadline is None or _is_in_hours(calendar, deadline):
		return ()
	working = is_working_day(calendar, _day(calendar, deadline))
	return (Warning.OUTSIDE_HOURS if working else Warning.DAY_OFF,)


def _beyond(calendar: WorkCalendar, deadline: datetime | None) -> tuple[Warning, ...]:
	known = calendar.filled_until
	return (Warning.BEYOND_CALENDAR,) if known and deadline and _day(calendar, deadline) > known else ()


def _is_in_hours(calendar: WorkCalendar, moment: datetime) -> bool:
	"""Whether the moment lies between the begin and the end of a day's work; a break counts, and so does the end."""
	local = moment.astimezone(calendar.zone)
	minutes = local.hour * 60 + local.minute + bool(local.second or local.microsecond)
	return any(
		min(begin for begin, _end in shifts) <= since + minutes <= max(end for _begin, end in shifts)
		for since, shifts in (
			(0, calendar.shifts_on(local.date())),
			(1440, calendar.shifts_on(local.date() - timedelta(days=1))),
		)
		if shifts
	)


def _day(calendar: WorkCalendar, moment: datetime) -> date:
	return moment.astimezone(calendar.zone).date()
