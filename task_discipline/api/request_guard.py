"""Refuses the one question that no list condition can answer with less: the fields of a linked record.

A list of tasks may ask for ``parent_task.subject``. The host joins the linked row and looks at the right on
its doctype alone, so whoever sees a subtask would read everything that the task above it says, whoever got a task
would read the template that it was made from or the project that it belongs to, whoever waits for a task
would read that task, and whoever was fined would read his statement before it is shown to him.
"""

import json

import frappe
from frappe import _

_JOINED = {
	"TD Chat Message": ("task.",),
	"TD Discipline Entry": ("statement.", "task."),
	"TD Discipline Rule": ("project.", "template."),
	"TD Milestone": ("project.", "task."),
	"TD Project Event": ("milestone.",),
	"TD Task": ("parent_task.", "template.", "project.", "milestone."),
	"TD Task Dependency": ("task.",),
	"TD Task Rating": ("project.", "task.", "template."),
	"TD Task Template": ("project.",),
	"TD Template Event": ("task.",),
}
"""Links to records that need not be readable for whoever reads the row, as a question names them."""

_NAMES_OF_FIELDS = ("chart", "field", "field_map", "fieldname", "fields", "group_by", "order_by")


def refuse_joined_records() -> None:
	"""Hook ``before_request``. Raises ``frappe.PermissionError``; looks at the names of fields only."""
	form = frappe.local.form_dict
	asked = [_as_read(form.get(key)) for key in _NAMES_OF_FIELDS]
	if any(link in names for names in asked for links in _JOINED.values() for link in links):
		place = f"{frappe.local.request.path} {form.doctype} {form.chart}"
		for doctype in _JOINED:
			refuse_joins(doctype if doctype in place else None, *asked)


def refuse_joins(doctype: str | None, *names_of_fields: object) -> None:
	"""Raises ``frappe.PermissionError`` where a list asks for fields of a linked record that may be hidden."""
	links = _JOINED.get(str(doctype), ())
	if any(link in _as_read(names) for names in names_of_fields for link in links):
		frappe.throw(
			_("Fields of a linked record are not shown in this list. Open that record instead."),
			frappe.PermissionError,
		)


def _as_read(names: object) -> str:
	"""Names of fields as the host will read them: JSON may write any letter of them, and the dot, by its number."""
	text = str(names)
	return text if "\\" not in text else f"{text} {_decoded(names)}"


def _decoded(value: object) -> object:
	while isinstance(value, str):
		try:
			value = json.loads(value)
		except (ValueError, RecursionError):
			break
	return value


def refuse_joined_columns(columns: object) -> None:
	"""``refuse_joins`` for columns that somebody adds to a report: the host fetches them by the names in the rows."""
	for column in columns if isinstance(columns, list) else []:
		if isinstance(column, dict):
			refuse_joins(column.get("doctype"), column.get("fieldname"))
