"""What the host's Data Import brings beyond a form: its names, its dates without an hour, and who hears of it.

Its rows pass through the same save as the form; here is only what a file says in another way than a person.
"""

from datetime import datetime, time

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from task_discipline.permissions import TASK
from task_discipline.services import inputs

_LONGEST = 140


def is_running() -> bool:
	"""Whether the task at hand is a row of an import. People are told of all rows at once, after the last one."""
	return bool(frappe.flags.in_import)


def take_name(task: Document) -> None:
	"""Take the ID of a file for what the task was made of: outside an import the host drops it by itself.

	As a name it could stand in the way of a number that the series has yet to give.
	Raises ``frappe.ValidationError`` where it is the name of a task that is here.
	"""
	if not is_running() or not task.name:
		return
	if frappe.db.exists(TASK, {"name": str(task.name)}):
		frappe.throw(
			_(
				"{0} is here already. Choose Update Existing Records to change it, or leave its ID empty."
			).format(frappe.bold(escape_html(str(task.name))))
		)
	task.imported_from = task.imported_from or str(task.name)
	task.name = None


def prepare(task: Document) -> None:
	"""A moment at midnight is a date without an hour: a file knows no other way to write one."""
	if is_running() and task.is_new():
		for fieldname in ("deadline", "latest_deadline"):
			value = task.get(fieldname)
			if isinstance(value, datetime) and value.time() == time.min:
				task.set(fieldname, value.date())


def origin(task: Document) -> str | None:
	"""The record of another app that the row was made of; None outside an import.

	Raises ``frappe.ValidationError`` where a task was made of it already.
	"""
	found = inputs.plain_text(task.imported_from) if is_running() else ""
	if not found:
		return None
	inputs.limited(found, _("Imported from"), _LONGEST)
	known = frappe.db.get_value(TASK, {"imported_from": found})
	if known:
		frappe.throw(
			_("{0} was imported before, as task {1}. There is nothing to do for this row.").format(
				frappe.bold(escape_html(found)), frappe.bold(known)
			)
		)
	return found
