"""The term of a recurring task: from its occurrence to its deadline."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from zoneinfo import ZoneInfo

from task_discipline.domain.worktime import WorkCalendar, add_work_time, add_working_days, end_of_work

MOST_DAYS = 3_660
MOST_MONTHS = 120


class TermUnit(str, Enum):
	"""What a term counts in."""

	HOURS = "Hours"
	DAYS = "Days"
	WEEKS = "Weeks"
	MONTHS = "Months"
	WORKING_HOURS = "Working Hours"
	WORKING_DAYS = "Working Days"


_OF_HOURS = frozenset({TermUnit.HOURS, TermUnit.WORKING_HOURS})
_MOST = {
	TermUnit.HOURS: MOST_DAYS * 24,
	TermUnit.WEEKS: MOST_DAYS // 7,
	TermUnit.MONTHS: MOST_MONTHS,
	TermUnit.WORKING_HOURS: MOST_DAYS * 8,
}


class TermError(ValueError):
	"""A term that leads to no deadline after the occurrence; ``code`` says why and ``values`` what is wrong."""

	def __init__(self, code: str, **values: object) -> None:
		super().__init__(code, values)
		self.code = code
		self.values = values


@dataclass(frozen=True)
class Term:
	"""So much time after the occurrence; terms of days, weeks and months end at ``due_time`` of their last day."""

	amount: int
	unit: TermUnit
	due_time: time | None = None
	"""None: when work ends on that day."""

	@property
	def counts_hours(self) -> bool:
		"""Whether the hour of the occurrence decides, so that there is no time of day to choose."""
		return self.unit in _OF_HOURS


def check(term: Term, at: time) -> None:
	"""Raise ``TermError`` where an occurrence at that time of day would get a deadline that is not after it."""
	if term.counts_hours and not term.amount:
		raise TermError("term_missing")
	most = _MOST.get(term.unit, MOST_DAYS)
	if not 0 <= term.amount <= most:
		raise TermError("term_out_of_range", value=term.amount, smallest=0, largest=most)
	if not term.amount and term.due_time is not None and term.due_time <= at:
		raise TermError("due_before_occurrence", due_time=term.due_time)


def deadline(
	term: Term, moment: datetime, calendar: WorkCalendar, site_zone: ZoneInfo, day_end: time
) -> datetime:
	"""The deadline of an occurrence; both are naive, in the site's zone.

	Hours are real elapsed time. Other terms end on a day of the site's calendar: at the due time of the term, else
	when work ends there, else at ``day_end``. Of these, the first that lies after the occurrence counts: who gets a
	task late has the rest of the day.
	"""
	if term.counts_hours:
		return _after_hours(term, moment, calendar, site_zone)
	day = _last_day(term, moment.date(), calendar)
	if term.due_time is not None and datetime.combine(day, term.due_time) > moment:
		return datetime.combine(day, term.due_time)
	return _end_of_day(day, moment, calendar, site_zone, day_end)


def _after_hours(term: Term, moment: datetime, calendar: WorkCalendar, site_zone: ZoneInfo) -> datetime:
	amount = timedelta(hours=term.amount)
	start = moment.replace(tzinfo=site_zone).astimezone(timezone.utc)
	end = start + amount if term.unit is TermUnit.HOURS else add_work_time(calendar, start, amount)
	by_the_wall = end.astimezone(site_zone).replace(tzinfo=None, fold=0)
	# In the night that repeats an hour the clock on the wall may stand where it stood when the task began.
	return by_the_wall if by_the_wall > moment else moment + amount


def _last_day(term: Term, day: date, calendar: WorkCalendar) -> date:
	if term.unit is TermUnit.WORKING_DAYS:
		return add_working_days(calendar, day, term.amount)
	if term.unit is TermUnit.MONTHS:
		return _months_later(day, term.amount)
	return day + timedelta(term.amount * (7 if term.unit is TermUnit.WEEKS else 1))


def _months_later(day: date, months: int) -> date:
	"""The same day so many months later, or the last one of a shorter month."""
	year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
	return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_of_day(
	day: date, moment: datetime, calendar: WorkCalendar, site_zone: ZoneInfo, day_end: time
) -> datetime:
	worked = end_of_work(calendar, day)
	ends = [datetime.combine(day, day_end), datetime.combine(day, time(23, 59, 59))]
	if worked is not None:
		ends.insert(0, worked.astimezone(site_zone).replace(tzinfo=None, fold=0))
	# In the last second of a day there is no rest of it.
	return next((end for end in ends if end > moment), datetime.combine(day + timedelta(1), day_end))


def offset_day(amount: int, working: bool, moment: datetime, calendar: WorkCalendar) -> date:
	"""The day so many days, or working days, after an occurrence: for steps of a plan and milestones."""
	day = moment.date()
	return add_working_days(calendar, day, amount) if working else day + timedelta(amount)
