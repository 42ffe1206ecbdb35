"""Where working calendars meet the clocks of a task."""

from datetime import date, datetime, time

from task_discipline.domain.clocks import whole_minutes
from task_discipline.domain.worktime import (
	NoWorkingTime,
	WorkCalendar,
	add_work_time,
	add_working_days,
	end_of_work,
	work_time_between,
)
from task_discipline.services import calendars, clock, settings


def review_due(submitted_at: datetime, assigner: str) -> datetime:
	"""When the assigner should have judged a result that was submitted at ``submitted_at``, by his own calendar."""
	allowed = settings.load().review_time
	calendar = calendars.of_people([assigner])[assigner]
	try:
		return calendars.naive(add_work_time(calendar, calendars.aware(submitted_at), allowed))
	except NoWorkingTime:
		# Somebody who never works again still has a result before him, so it falls due by the clock on the wall.
		return submitted_at + allowed


def working_delay_minutes(deadline: datetime | None, at: datetime, person: str) -> int:
	"""Working minutes of ``person`` from ``deadline`` to ``at``; negative where ``at`` comes first, 0 without a deadline."""
	if not deadline:
		return 0
	calendar = calendars.of_people([person])[person]
	return whole_minutes(work_time_between(calendar, calendars.aware(deadline), calendars.aware(at)))


def end_of_day(day: date, person: object = None) -> datetime:
	"""The moment that a deadline without a time of day means: the end of the person's working day.

	On a day off, and where work never ends, it is the hour that the settings name.
	"""
	known = isinstance(person, str) and bool(person)
	calendar = calendars.of_people([person])[person] if known else calendars.company()
	return _end(calendar, day) or datetime.combine(day, time(settings.load().day_end_hour))


def next_ends(count: int) -> list[datetime]:
	"""Ends of the next working days of the company after today; none where it works by no calendar."""
	calendar = calendars.company()
	day = calendars.aware(clock.now()).astimezone(calendar.zone).date()
	found = []
	try:
		for _unused in range(count):
			day = add_working_days(calendar, day, 1)
			found.append(_end(calendar, day))
	except NoWorkingTime:
		pass
	return [end for end in found if end]


def _end(calendar: WorkCalendar, day: date) -> datetime | None:
	end = end_of_work(calendar, day)
	return calendars.naive(end) if end else None
