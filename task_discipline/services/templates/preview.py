"""What a template will do, before anything is saved: its rule in words and its next dates."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from task_discipline import permissions
from task_discipline.domain import recurrence
from task_discipline.domain.recurrence import Due, Occurrence
from task_discipline.domain.worktime import NoWorkingTime
from task_discipline.services import calendars, clock, rule_texts
from task_discipline.services.templates import records, rota, rule_intake

DATES = 12

_READ = (
	*rule_intake.RULE_FIELDS,
	*rule_intake.TERM_FIELDS,
	*rule_intake.RUN_FIELDS,
	"people_mode",
	"responsible",
	"if_absent",
	"substitute",
)
_LONGEST_LIST = 200


def of_form(values: Mapping[str, object]) -> dict[str, object]:
	"""The preview of a form that need not be saved; what is wrong with it stands in place of the dates."""
	template, messages = _draft(values), len(frappe.message_log)
	try:
		rule_intake.clean(template)
		rule_intake.check(template)
		return _preview(template)
	except frappe.ValidationError as error:
		words = str(error)
	except NoWorkingTime as error:  # of a person, whose own calendar counts for his tasks
		words = rule_intake.no_time_text(error)
	del frappe.message_log[messages:]
	return {"words": "", "rows": [], "error": strip_html(words)}


def handled_until(template: Document, before: Document | None) -> datetime | None:
	"""Up to which date the rule counts as dealt with.

	What a new template has behind its first day was missed, and follows its policy for missed runs. Another rule
	for a template at work is one for the time to come: nothing of the past is made by it.
	"""
	if before is None or before.handled_until is None:
		return None
	if rule_intake.has_changed(template, before):
		return max(clock.now(), before.handled_until)
	return before.handled_until


def _draft(values: Mapping[str, object]) -> Document:
	template = frappe.new_doc(permissions.TEMPLATE)
	known = {name: values[name] for name in _READ if name in values}
	template.update({name: value for name, value in known.items() if not isinstance(value, list | dict)})
	rows = values.get("candidates")
	users = [row.get("user") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
	template.set("candidates", [{"user": user} for user in users[:_LONGEST_LIST] if isinstance(user, str)])
	template.name = values.get("name")
	return template


def _preview(template: Document) -> dict[str, object]:
	before = _stored(template.name)
	due = _due(template, _since(template, before))
	dates = list(_next_dates(template, due))
	people = rota.of(template, before.turn if before else 0, [found.moment for found in dates])
	return {
		"words": rule_texts.in_words(records.rule_of(template), records.term_of(template)),
		"rows": [_row(template, found, people) for found in dates],
		"hint": _holidays_missing(template),
		"error": None,
	}


def _holidays_missing(template: Document) -> str | None:
	"""What to say where dates hang on days off and the calendar knows no holidays at all."""
	calendar = calendars.named(template.work_calendar)
	asks = records.rule_of(template).asks_calendar or template.term_unit == "Working Days"
	if not asks or calendar.exceptions or not calendar.name:
		return None
	return _(
		"The calendar {0} holds no holidays yet: they count as working days. Fill them in there."
	).format(calendar.name)


def _since(template: Document, before: Document | None) -> datetime | None:
	"""As `handled_until`; what fell into a pause is left out when the template is resumed."""
	since = handled_until(template, before)
	return max(clock.now(), since or datetime.min) if before and before.status == "Paused" else since


def _stored(name: object) -> Document | None:
	if not permissions.can_read_template(name) or not frappe.db.exists(permissions.TEMPLATE, name):
		return None
	return frappe.get_doc(permissions.TEMPLATE, name)


def _due(template: Document, since: datetime | None) -> Due:
	rule, calendar = records.rule_of(template), calendars.named(template.work_calendar)
	return recurrence.due(rule, calendar, since, clock.now(), *records.missed_of(template))


def _next_dates(template: Document, due: Due) -> list[Occurrence]:
	"""What is made at once, and what comes after it."""
	rule, calendar = records.rule_of(template), calendars.named(template.work_calendar)
	coming = recurrence.occurrences(rule, calendar, due.handled_until)
	return [*due.make, *islice(coming, DATES)][:DATES]


def _row(template: Document, found: Occurrence, people: rota.Rota) -> dict[str, object]:
	row = {
		"planned": found.planned,
		"moment": found.moment,
		"notes": [rule_texts.note_text(note, found) for note in found.notes],
		"is_skipped": found.is_skipped,
	}
	if found.is_skipped:
		return row | {"create_at": None, "deadline": None, "person": None}
	turn = people.turn_on(found.moment)
	return row | {
		"notes": [*row["notes"], *([turn.remark] if turn.remark else [])],
		"create_at": max(found.create_at, clock.now()),
		"deadline": rule_intake.deadline(template, found.moment, people.calendar_of(turn.person)),
		"person": people.names.get(turn.person) if turn.person else None,
	}
