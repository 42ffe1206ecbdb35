"""When a person's morning digest goes: once for each of his working days, while there is day left."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from task_discipline.domain.worktime import WorkCalendar, end_of_work, is_working_day

LATE_AFTER = timedelta(minutes=45)
"""What goes so long after its moment says so: the job has missed at least two of its turns then."""
LEAST_WINDOW = timedelta(hours=2)
"""For so long a digest may go at least, even where its hour lies after the day's work."""
_WHOLE_DAY = 1440
_DAY = timedelta(days=1)


class Verdict(str, Enum):
	"""What becomes of the digest of a day whose moment has come."""

	SEND = "Send"
	LATE = "Late"
	DAY_OFF = "Day off"
	OVER = "The day was over"


@dataclass(frozen=True)
class Wish:
	"""The hour that a person has chosen, by the clock of which zone; None means when his work begins."""

	hour: int | None
	zone: ZoneInfo


@dataclass(frozen=True)
class Turn:
	"""The digest of one day: when it should go, and what becomes of it now."""

	day: date
	due: datetime
	verdict: Verdict

	@property
	def goes(self) -> bool:
		"""Whether it is sent now."""
		return self.verdict in (Verdict.SEND, Verdict.LATE)


def turn_at(now: datetime, calendar: WorkCalendar, wish: Wish, morning_hour: int) -> Turn | None:
	"""The latest digest of a person whose moment has come.

	``morning_hour`` counts on days off and where work never pauses. None where nothing is due of a day that still
	matters: what was over before the present day began is not told of.
	"""
	today = now.astimezone(calendar.zone).date()
	# The chosen hour may be by a clock far from that of the calendar, and a night's work ends on the next day.
	for day in (today + _DAY, today, today - _DAY):
		due = moment_of(calendar, day, wish, morning_hour)
		if due <= now:
			end = _end(calendar, day, due)
			is_past = end <= datetime.combine(today, time.min, calendar.zone)
			return None if is_past else Turn(day, due, _verdict(now, calendar, day, due, end))
	return None


def moment_of(calendar: WorkCalendar, day: date, wish: Wish, morning_hour: int) -> datetime:
	"""When the digest of ``day`` should go."""
	if wish.hour is not None:
		return datetime.combine(day, time(wish.hour), wish.zone)
	begin = min((begin for begin, _end in calendar.shifts_on(day)), default=None)
	if begin is None or (0, _WHOLE_DAY) in calendar.shifts_on(day):
		return datetime.combine(day, time(morning_hour), calendar.zone)
	return datetime.combine(day, time(begin // 60, begin % 60), calendar.zone)


def _end(calendar: WorkCalendar, day: date, due: datetime) -> datetime:
	midnight = datetime.combine(day + _DAY, time.min, calendar.zone)
	return max(end_of_work(calendar, day) or midnight, due + LEAST_WINDOW)


def _verdict(now: datetime, calendar: WorkCalendar, day: date, due: datetime, end: datetime) -> Verdict:
	if not is_working_day(calendar, day):
		return Verdict.DAY_OFF
	if now >= end:
		return Verdict.OVER
	return Verdict.LATE if now - due >= LATE_AFTER else Verdict.SEND
