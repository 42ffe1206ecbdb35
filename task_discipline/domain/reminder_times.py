"""Moments of reminders: offsets in working time, and hours at which a person may be disturbed."""

from datetime import date, datetime, time, timedelta, timezone
from enum import Enum

from task_discipline.domain.timeline import day_number
from task_discipline.domain.worktime import (
	NoWorkingTime,
	WorkCalendar,
	add_work_time,
	add_working_days,
	is_working,
	next_working_moment,
	working_days_between,
)
from task_discipline.domain.zones import DAY

_BEFORE_WORK_ENDS = timedelta(minutes=30)
"""A reminder that moves back to an earlier shift leaves the person so much of it to act."""


class Unit(str, Enum):
	"""How the distance of a reminder from its date is counted."""

	WORKING_HOURS = "Working Hours"
	WORKING_DAYS = "Working Days"
	HOURS = "Hours"
	DAYS = "Days"


def shifted(calendar: WorkCalendar, moment: datetime, amount: int, unit: Unit) -> datetime:
	"""The moment that lies ``amount`` after ``moment``, before it where the amount is negative.

	Working time that the calendar does not have is counted in hours and days as they pass.
	"""
	try:
		if unit is Unit.WORKING_HOURS:
			return add_work_time(calendar, moment, timedelta(hours=amount))
		if unit is Unit.WORKING_DAYS:
			return _working_days_away(calendar, moment, amount)
	except NoWorkingTime:
		pass
	if unit in (Unit.WORKING_DAYS, Unit.DAYS):
		return moment + timedelta(days=amount)
	# Hours that pass, whatever the clocks are set to meanwhile.
	return (moment.astimezone(timezone.utc) + timedelta(hours=amount)).astimezone(moment.tzinfo)


def _working_days_away(calendar: WorkCalendar, moment: datetime, amount: int) -> datetime:
	"""The same time of day by the calendar's clock, ``amount`` working days away."""
	local = moment.astimezone(calendar.zone)
	day = add_working_days(calendar, local.date(), amount)
	return datetime.combine(day, local.time(), calendar.zone).astimezone(moment.tzinfo)


def not_later(calendar: WorkCalendar, moment: datetime) -> datetime:
	"""``moment`` itself in working time, else one shortly before the end of the work that comes before it."""
	try:
		if is_working(calendar, moment):
			return moment
		return add_work_time(calendar, moment, -_BEFORE_WORK_ENDS)
	except NoWorkingTime:
		return moment


def not_earlier(calendar: WorkCalendar, moment: datetime) -> datetime:
	"""``moment`` itself in working time, else when work begins after it."""
	try:
		return next_working_moment(calendar, moment)
	except NoWorkingTime:
		return moment


def morning_of(calendar: WorkCalendar, day: date, hour: int) -> datetime:
	"""When the person's work begins on ``day``, on a day off the next time; ``hour`` where work never pauses."""
	begin = datetime.combine(day, time(0), calendar.zone)
	never_pauses = (0, DAY) in calendar.timeline.spans(day_number(day))
	start = not_earlier(calendar, begin)
	if never_pauses or (start == begin and not is_working(calendar, begin)):
		return datetime.combine(day, time(hour), calendar.zone)
	return start


def next_turn(
	calendar: WorkCalendar, since: datetime, every: int, now: datetime, *, always: bool = False
) -> datetime:
	"""The first moment after ``now`` that lies a whole number of turns of ``every`` working days after ``since``."""
	zone = calendar.zone
	passed = working_days_between(calendar, since.astimezone(zone).date(), now.astimezone(zone).date())
	turn = max(1, passed // every)
	while True:
		moment = shifted(calendar, since, turn * every, Unit.WORKING_DAYS)
		moment = moment if always else not_earlier(calendar, moment)
		if moment > now:
			return moment
		turn += 1
