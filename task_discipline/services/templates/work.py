"""What people do with a stored template besides editing it: pause, resume, make a task now, delete it."""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.domain import recurrence
from task_discipline.domain.recurrence import RuleError
from task_discipline.services import calendars, clock, inputs, rule_texts
from task_discipline.services.generation import run, schedule
from task_discipline.services.templates import intake, log, records

_MOST_COUNTED = 1_000


def pause(name: str, reason: str | None = None) -> None:
	"""Make no more tasks until somebody resumes the template; ``reason`` goes on record."""
	template = _locked(name)
	if template.status != "Active":
		frappe.throw(
			_("The template is {0}. Only an active one can be paused.").format(
				frappe.bold(_(template.status, context="TD Task Template"))
			)
		)
	template.status = "Paused"
	schedule.refresh(template)
	_store(template, "Paused", _words(reason))


def resume(name: str, reason: str | None = None) -> None:
	"""Go on from now: dates of a pause are left out, those missed by a failure are made up for as the template says."""
	template = _locked(name)
	if template.status not in ("Paused", "Suspended"):
		frappe.throw(
			_("The template is {0}. There is nothing to resume.").format(
				frappe.bold(_(template.status, context="TD Task Template"))
			)
		)
	was_paused = template.status == "Paused"
	words = [_words(reason), _left_out(template) if was_paused else None]
	template.update({"status": "Active", "failures": 0, "last_error": None})
	_refresh(template, forget_past=was_paused)
	_store(template, "Resumed", " ".join(filter(None, words)) or None)


def create_now(name: str) -> str:
	"""Make one task beside the rule; returns its name."""
	_locked(name)
	return run.create_now(name)


def forget(template: Document) -> None:
	"""Let a template go that has made nothing, with its history. Raises where tasks name it."""
	# The host lets a client ask for deletion without permission (``Document.delete``).
	if not permissions.can_read_template(template.name):
		permissions.deny_read(str(template.name), permissions.TEMPLATE)
	# The generator may be at work on it: what it makes is seen only by a read that waits for it.
	frappe.db.get_value(permissions.TEMPLATE, template.name, "name", for_update=True)
	made = {"template": template.name}
	# Without an order: by the host's own one the database would walk through all tasks, and lock them.
	if frappe.db.get_value(permissions.TASK, made, "name", for_update=True, order_by=None):
		frappe.throw(
			_("Tasks were made from this template, so it stays on record. Pause it: it makes no more."),
			title=_("The template stays"),
		)
	frappe.db.delete(log.EVENT, {"template": template.name})


def _locked(name: object) -> Document:
	"""The newest state of the template under lock, whatever a client says of it."""
	if not permissions.can_read_template(name):
		permissions.deny_read(str(name), permissions.TEMPLATE)
	return frappe.get_doc(permissions.TEMPLATE, name, for_update=True)


def _refresh(template: Document, *, forget_past: bool) -> None:
	try:
		schedule.refresh(template, forget_past=forget_past)
	except RuleError as error:
		frappe.throw(rule_texts.error_text(error))


def _store(template: Document, outcome: str, reason: str | None) -> None:
	state = {fieldname: template.get(fieldname) for fieldname in ("status", *intake.STATE_FIELDS)}
	template.db_set(state, notify=True)
	log.record(log.Entry(template.name, outcome, reason))


def _words(reason: str | None) -> str | None:
	return inputs.limited(inputs.plain_text(reason), _("Reason"), inputs.MAX_PLAIN_TEXT) or None


def _left_out(template: Document) -> str | None:
	rule, calendar = records.rule_of(template), calendars.named(template.work_calendar)
	passed = 0
	for found in recurrence.occurrences(rule, calendar, template.handled_until):
		if found.create_at > clock.now() or passed == _MOST_COUNTED:
			break
		passed += not found.is_skipped
	return _("Dates left out in the pause: {0}.").format(passed) if passed else None
