"""The one place where working calendars enter: until they exist, every hour of every day is working time."""

from datetime import date, datetime, time, timedelta

from task_discipline.domain.clocks import delay_minutes
from task_discipline.services import settings


def review_due(submitted_at: datetime) -> datetime:
	"""When the assigner should have judged a result that was submitted at ``submitted_at``."""
	return submitted_at + timedelta(hours=settings.load().review_hours)


def working_delay_minutes(deadline: datetime | None, at: datetime) -> int:
	"""Working minutes from ``deadline`` to ``at``; negative where ``at`` comes first, 0 without a deadline."""
	return delay_minutes(deadline, at) if deadline else 0


def end_of_day(day: date) -> datetime:
	"""The moment that a deadline without a time of day means."""
	return datetime.combine(day, time(settings.load().day_end_hour))
