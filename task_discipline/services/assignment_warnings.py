"""What an assigner is told before he gives somebody a task: in words for the form, in codes for the record."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from frappe import _
from frappe.utils import format_date, get_fullname

from task_discipline.domain import assignment
from task_discipline.domain.assignment import Absence, Warning
from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars, settings

_FAR = timedelta(days=366)


def warnings(
	responsible: str, deadline: datetime | None, now: datetime, calendar: WorkCalendar | None = None
) -> tuple[str, ...]:
	"""Codes of what speaks against the deadline or the person; ``calendar`` is his working time where it is known."""
	found, _away = _look(responsible, deadline, now, calendar)
	return tuple(warning.value for warning in found)


def on_record(codes: Iterable[str], due_at: datetime | None = None) -> dict[str, object] | None:
	"""Details of the event by which a task was made; ``due_at`` is when its template should have made it."""
	due = {"due_at": str(due_at)} if due_at else {}
	warned = list(codes)
	return ({"warnings": warned} if warned else {}) | due or None


def texts(codes: Iterable[str]) -> list[str]:
	"""The codes in words, for a record that is read later."""
	words = {
		Warning.ABSENT_NOW: _("The responsible was absent"),
		Warning.ABSENT_AT_DEADLINE: _("The responsible is absent on the day of the deadline"),
		Warning.SHORT_NOTICE: _("Little working time until the deadline"),
		Warning.DAY_OFF: _("The deadline falls on a day off"),
		Warning.OUTSIDE_HOURS: _("The deadline falls outside working hours"),
		Warning.BEYOND_CALENDAR: _("Holidays are not filled as far as the deadline"),
	}
	return [words[Warning(code)] for code in codes if code in Warning._value2member_map_]


def in_words(responsible: str, deadline: datetime | None, now: datetime) -> list[str]:
	"""What speaks against the deadline or the person, one sentence each; says no more of an absence than its last day."""
	calendar = calendars.of_people([responsible])[responsible]
	found, away = _look(responsible, deadline, now, calendar)
	return [_sentence(warning, responsible, deadline, now, calendar, away) for warning in found]


def _look(
	responsible: str, deadline: datetime | None, now: datetime, calendar: WorkCalendar | None
) -> tuple[tuple[Warning, ...], list[Absence]]:
	calendar = calendar or calendars.of_people([responsible])[responsible]
	days = [moment.date() for moment in (now, deadline) if moment]
	# As far as an absence may be followed by the next one, and a day more for the person's own zone.
	span = min(days) - timedelta(days=1), max(days) + _FAR
	away = calendars.absences_of([responsible], *span).get(responsible, [])
	due = calendars.aware(deadline) if deadline else None
	short_notice = settings.load().short_notice
	return assignment.warnings(calendar, away, due, calendars.aware(now), short_notice), away


def _sentence(
	warning: Warning,
	responsible: str,
	deadline: datetime | None,
	now: datetime,
	calendar: WorkCalendar,
	away: list[Absence],
) -> str:
	name = get_fullname(responsible)
	if warning is Warning.ABSENT_NOW:
		return _("{0} is absent until {1}.").format(name, _last_day(calendar, away, now))
	if warning is Warning.ABSENT_AT_DEADLINE:
		return _("{0} is absent at the deadline, until {1}.").format(
			name, _last_day(calendar, away, deadline)
		)
	if warning is Warning.SHORT_NOTICE:
		hours = settings.load().short_notice.total_seconds() / 3600
		return _("Less than {0} working hours of {1} are left until the deadline.").format(int(hours), name)
	if warning is Warning.BEYOND_CALENDAR:
		return _(
			"Holidays in the calendar {0} are filled until {1} only: the deadline may fall on one."
		).format(calendar.name, format_date(calendar.filled_until))
	if warning is Warning.DAY_OFF:
		return _("The deadline falls on a day off of {0}.").format(name)
	return _("The deadline falls outside the working hours of {0}.").format(name)


def _last_day(calendar: WorkCalendar, away: list[Absence], moment: datetime | None) -> str:
	day = calendars.aware(moment or datetime.min).astimezone(calendar.zone).date()
	return format_date(assignment.absent_until(away, day))
