"""The rule and the term of a template, cleaned and checked: for a save and for the preview of a form alike."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_system_timezone, get_time, getdate

from task_discipline.domain import recurrence, terms
from task_discipline.domain.recurrence import Occurrence, RuleError
from task_discipline.domain.terms import TermError
from task_discipline.domain.worktime import NoWorkingTime, WorkCalendar
from task_discipline.services import calendars, inputs, rule_texts, settings
from task_discipline.services.templates import records

RULE_FIELDS = (
	"repeat_unit",
	"repeat_every",
	"rrule",
	*(f"on_{day}" for day in records.WEEKDAYS),
	"month",
	"quarter_month",
	"month_day",
	"day",
	"nth",
	"weekday",
	"short_month",
	"time_of_day",
	"starts_on",
	"ends",
	"until",
	"occurrences_limit",
	"day_off",
	"work_calendar",
	"days_ahead",
)
"""What decides on the dates."""
TERM_FIELDS = ("term", "term_unit", "due_time")
RUN_FIELDS = ("missed_runs", "missed_cap")

_FIELDS = {
	"count": "occurrences_limit",
	"day_": "day",
	"days_ahead": "days_ahead",
	"due": "due_time",
	"interval": "repeat_every",
	"no_working_day": "work_calendar",
	"rrule": "rrule",
	"starts": "starts_on",
	"term": "term",
	"until": "until",
}
"""Where a rule or a term goes wrong, by the beginning of the code of its error."""

_MOST = 1_000_000_000
_WHOLE = ("repeat_every", "day", "occurrences_limit", "days_ahead", "term", "missed_cap")
_DATES, _TIMES = ("starts_on", "until"), ("time_of_day", "due_time")
_MOST_CAUGHT_UP, _LONGEST_TERM, _LONGEST_RRULE = 100, 10_000, 500


def clean(template: Document) -> None:
	"""Turn every field of the rule into what it says. Raises ``frappe.ValidationError`` for what says nothing."""
	for fieldname in (*RULE_FIELDS, *TERM_FIELDS, *RUN_FIELDS):
		check_choice(template, fieldname)
	for fieldname in _WHOLE:
		most = _LONGEST_TERM if fieldname == "term" else _MOST
		template.set(fieldname, inputs.whole(template.get(fieldname), _label(template, fieldname), most))
	for fieldname in _DATES:
		template.set(fieldname, _date(template, fieldname))
	for fieldname in _TIMES:
		template.set(fieldname, _time(template, fieldname) or template.meta.get_field(fieldname).default)
	template.rrule = inputs.limited(
		inputs.plain_text(template.rrule), _label(template, "rrule"), _LONGEST_RRULE
	)


def check(template: Document) -> None:
	"""Refuse a rule or a term that cannot be. Raises ``frappe.ValidationError`` with what to do."""
	_require(template, "starts_on")
	if template.ends == "On Date":
		_require(template, "until")
	_check_limits(template)
	calendar = calendars.named(template.work_calendar)
	try:
		rule = records.rule_of(template)
		recurrence.check(rule, calendar)
		first = next(recurrence.occurrences(rule, calendar, None), None)
		if first:
			_check_term(template, first, calendar)
	except (RuleError, TermError) as error:
		frappe.throw(rule_texts.error_text(error), title=_label(template, _field_of(error)))
	except NoWorkingTime as error:
		frappe.throw(no_time_text(error), title=_label(template, "work_calendar"))


def no_time_text(error: NoWorkingTime) -> str:
	"""What to do about a calendar that a term cannot be counted in, as HTML."""
	return _("The calendar {0} has no working time to count in. Choose another one, or other units.").format(
		frappe.bold(frappe.utils.escape_html(str(error.calendar)))
	)


def deadline(template: Document, moment: datetime, calendar: WorkCalendar) -> datetime:
	"""When a task of ``moment`` is due."""
	day_end = time(settings.load().day_end_hour)
	zone = ZoneInfo(get_system_timezone())
	return terms.deadline(records.term_of(template), moment, calendar, zone, day_end)


def has_changed(template: Document, before: Document) -> bool:
	"""Whether the template has other dates than the stored one."""
	return records.rule_of(template) != records.rule_of(before) or (
		(template.work_calendar or None) != (before.work_calendar or None)
	)


def check_choice(doc: Document, fieldname: str) -> None:
	"""Raises ``frappe.ValidationError`` where a Select holds what it does not offer; fills an empty one."""
	df = doc.meta.get_field(fieldname)
	if df.fieldtype != "Select":
		return
	value, options = doc.get(fieldname) or df.default or "", df.options.split("\n")
	if value not in options:
		frappe.throw(
			_("{0} is none of the choices: {1}.").format(
				frappe.bold(inputs.plain_text(str(value))[:60]), ", ".join(_(one) for one in options if one)
			),
			title=_(df.label),
		)
	doc.set(fieldname, value)


def _check_limits(template: Document) -> None:
	if not 1 <= template.missed_cap <= _MOST_CAUGHT_UP:
		frappe.throw(
			_("At most {0} tasks are made at once for missed dates, and at least one.").format(
				_MOST_CAUGHT_UP
			),
			title=_label(template, "missed_cap"),
		)


def _check_term(template: Document, first: Occurrence, calendar: WorkCalendar) -> None:
	terms.check(records.term_of(template), first.moment.time())
	deadline(template, first.moment, calendar)  # raises where the calendar has no working time to count in


def _field_of(error: RuleError | TermError) -> str:
	return next((field for code, field in _FIELDS.items() if error.code.startswith(code)), "repeat_unit")


def _require(template: Document, *fieldnames: str) -> None:
	for fieldname in fieldnames:
		if template.get(fieldname) is None:
			label = _label(template, fieldname)
			frappe.throw(_("Fill in {0}.").format(frappe.bold(label)), frappe.MandatoryError, title=label)


def _label(template: Document, fieldname: str) -> str:
	return _(template.meta.get_label(fieldname))


def _date(template: Document, fieldname: str) -> date | None:
	value = template.get(fieldname)
	return _parsed(getdate, value, _label(template, fieldname), "2026-01-31") if value else None


def _time(template: Document, fieldname: str) -> str | None:
	value = template.get(fieldname)
	if value in (None, ""):
		return None
	if isinstance(value, str):
		value = _parsed(get_time, value, _label(template, fieldname), "09:00")
	found = records.time_of(value)
	# The host fills an empty time of a new document with the present one, to the microsecond.
	return None if found.microsecond else str(found)


def _parsed(parse: Any, value: object, label: str, example: str) -> Any:
	try:
		parsed = parse(value)
	except Exception:
		# Whatever the host's parser makes of it: it was not what was asked for.
		parsed = None
	year = getattr(parsed, "year", inputs.FIRST_YEAR)
	if parsed is None or not inputs.FIRST_YEAR <= year <= inputs.LAST_YEAR:
		shown = frappe.bold(inputs.plain_text(str(value))[:60])
		frappe.throw(
			_("{0}: {1} cannot be read. Write it like {2}.").format(label, shown, example), title=label
		)
	return parsed
