"""What a save of a working calendar may hold: hours that can be worked, days once each, people with one calendar."""

from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, format_date

from task_discipline.domain.timeline import Shift
from task_discipline.services import calendars, inputs, people_rules
from task_discipline.services.calendars import DAY_OFF, WEEKDAYS, WORKING_DAY

_DAY, _WEEK = 1440, 7 * 1440
_SAID_BY_A_DAY = ("date", "kind", "title", "starts_at", "ends_at", "ends_next_day")


def prepare(calendar: Document) -> None:
	"""Fill what is left out and bring every field into one form. Raises ``frappe.ValidationError`` on bad input."""
	calendar.calendar_name = " ".join(inputs.plain_text(calendar.calendar_name).split())
	calendar.time_zone = inputs.plain_text(calendar.time_zone) or calendars.site_zone().key
	for row in (*calendar.hours, *calendar.days):
		_tidy_hours(row)
	for row in calendar.days:
		row.title = inputs.plain_text(row.title)[:140]
		row.date = calendar_date(row.date, _place(row))
	_forget_source_of_edited_days(calendar)
	calendar.set("people", list({row.user: row for row in calendar.people if row.user}.values()))


def check(calendar: Document) -> None:
	"""Refuse a calendar by which nobody could work. Raises ``frappe.ValidationError`` with a word on what to change."""
	_check_zone(calendar.time_zone)
	_check_week(calendar.hours)
	_check_days(calendar)
	_check_people(calendar)


def calendar_date(value: object, place: str) -> date:
	"""A date of a sensible year. Raises ``frappe.ValidationError`` for anything else."""
	try:
		day = date.fromisoformat(str(value)[:10])
	except ValueError:
		day = None
	if day is None or not inputs.FIRST_YEAR <= day.year <= inputs.LAST_YEAR:
		frappe.throw(
			_("{0}: {1} is not a date between {2} and {3}.").format(
				place, frappe.bold(escape_html(str(value or ""))[:40]), inputs.FIRST_YEAR, inputs.LAST_YEAR
			)
		)
	return day


def _place(row: Document) -> str:
	return _("{0}, row {1}").format(_("Days") if row.parentfield == "days" else _("Hours"), row.idx)


def _tidy_hours(row: Document) -> None:
	if row.get("kind") == DAY_OFF:
		row.update({"starts_at": None, "ends_at": None, "ends_next_day": 0})
		return
	row.ends_next_day = cint(row.ends_next_day)
	for fieldname in ("starts_at", "ends_at"):
		value = row.get(fieldname)
		if value not in (None, ""):
			row.set(fieldname, _clock(value, row))
		else:
			row.set(fieldname, None)


def _clock(value: object, row: Document) -> str:
	try:
		minutes = calendars.minutes_of(value)
	except (ValueError, TypeError, AttributeError):
		minutes = -1
	if not 0 <= minutes < _DAY:
		frappe.throw(
			_("{0}: {1} is not a time of day. Write it like 09:00.").format(
				_place(row), frappe.bold(escape_html(str(value))[:40])
			)
		)
	return f"{minutes // 60:02}:{minutes % 60:02}:00"


def _forget_source_of_edited_days(calendar: Document) -> None:
	"""A filled day that somebody has changed is his own from then on: the next filling leaves it alone."""
	before = calendar.get_doc_before_save()
	was = {row.name: _said(row) for row in before.days} if before else {}
	for row in calendar.days:
		if row.filled_from and row.name in was and was[row.name] != _said(row):
			row.filled_from = None


def _said(row: Document) -> list[str]:
	return [
		str(calendars.minutes_of(row.get(name)))
		if name in ("starts_at", "ends_at") and row.get(name) is not None
		else str(row.get(name) or "")
		for name in _SAID_BY_A_DAY
	]


def _check_zone(zone: str) -> None:
	try:
		known = zone in available_timezones() and bool(ZoneInfo(zone))
	except (ValueError, OSError):
		known = False
	if not known:
		frappe.throw(
			_("There is no time zone {0}. Choose one from the list, such as Europe/Berlin.").format(
				frappe.bold(escape_html(zone)[:60])
			)
		)


def _check_week(hours: list[Document]) -> None:
	if not hours:
		frappe.throw(
			_("The calendar has no working day. Add at least one row to the hours of the week."),
			frappe.MandatoryError,
		)
	for row in hours:
		if row.weekday not in WEEKDAYS:
			frappe.throw(_("{0}: choose a weekday from Monday to Sunday.").format(_place(row)))
		_check_span(row)
	spans = sorted((_in_week(row), row) for row in hours)
	for (first, earlier), (second, later) in pairwise([*spans, _next_week(spans[0])]):
		if second[0] < first[1]:
			_refuse_overlap(earlier, later)


def _in_week(row: Document) -> Shift:
	begin, end = calendars.shift_of(row.as_dict())
	monday = WEEKDAYS.index(row.weekday) * _DAY
	return monday + begin, monday + end


def _next_week(span: tuple[Shift, Document]) -> tuple[Shift, Document]:
	(begin, end), row = span
	return (begin + _WEEK, end + _WEEK), row


def _check_span(row: Document) -> None:
	if row.starts_at is None or row.ends_at is None:
		frappe.throw(_("{0}: give both the begin and the end of the work.").format(_place(row)))
	begin, end = calendars.shift_of(row.as_dict())
	if end <= begin:
		frappe.throw(
			_(
				"{0}: the work ends before it begins. Correct the times, or tick Ends next day for a night shift."
			).format(_place(row))
		)
	if end - begin > _DAY:
		frappe.throw(
			_("{0}: the work lasts longer than a day. Untick Ends next day, or end it earlier.").format(
				_place(row)
			)
		)


def _refuse_overlap(earlier: Document, later: Document) -> None:
	frappe.throw(
		_("The hours overlap: {0} and {1}. Let one end before the other begins.").format(
			frappe.bold(_in_words(earlier)), frappe.bold(_in_words(later))
		)
	)


def _in_words(row: Document) -> str:
	day = _(row.weekday) if row.get("weekday") else format_date(row.date)
	return f"{day} {str(row.starts_at)[:5]}-{str(row.ends_at)[:5]}"


def _check_days(calendar: Document) -> None:
	by_date: dict[object, list[Document]] = {}
	for row in calendar.days:
		if row.kind not in (DAY_OFF, WORKING_DAY):
			frappe.throw(_("{0}: choose Day Off or Working Day.").format(_place(row)))
		if row.kind == WORKING_DAY and (row.starts_at is not None or row.ends_at is not None):
			_check_span(row)
		by_date.setdefault(row.date, []).append(row)
	for rows in by_date.values():
		_check_one_day(rows)


def _check_one_day(rows: list[Document]) -> None:
	if len(rows) > 1 and any(row.starts_at is None for row in rows):
		frappe.throw(
			_("{0} stands in the days twice: rows {1} and {2}. Keep one of them.").format(
				frappe.bold(format_date(rows[0].date)), rows[0].idx, rows[1].idx
			)
		)
	spans = [(calendars.shift_of(row.as_dict()), row) for row in rows if row.starts_at is not None]
	for (first, earlier), (second, later) in pairwise(sorted(spans, key=lambda span: span[0])):
		if second[0] < first[1]:
			_refuse_overlap(earlier, later)


def _check_people(calendar: Document) -> None:
	before = calendar.get_doc_before_save()
	present = {row.user for row in before.people} if before else set()
	users = [row.user for row in calendar.people]
	people_rules.require_active([user for user in users if user not in present])
	taken = frappe.get_all(
		"TD Task User",
		filters={
			"parenttype": calendar.doctype,
			"parent": ("!=", calendar.name or ""),
			"user": ("in", [*users, ""]),
		},
		fields=["user", "parent"],
		order_by="parent asc",
		limit=1,
	)
	if taken:
		frappe.throw(
			_("{0} works by the calendar {1} already. Take them off there first.").format(
				frappe.bold(escape_html(taken[0].user)), frappe.bold(escape_html(taken[0].parent))
			)
		)
