"""Refuses the one question that no list condition can answer with less: the fields of a linked task.

A list of tasks may ask for ``parent_task.subject``. The host joins the linked row and looks at the right on
its doctype alone, so whoever sees a subtask would read everything that the task above it says.
"""

import frappe
from frappe import _

_JOINED = "parent_task."
_NAMES_OF_FIELDS = ("chart", "field", "field_map", "fieldname", "fields", "group_by", "order_by")


def refuse_joined_tasks() -> None:
	"""Hook ``before_request``. Raises ``frappe.PermissionError``; looks at the names of fields only."""
	form = frappe.local.form_dict
	asked = [form.get(key) for key in _NAMES_OF_FIELDS]
	if any(_JOINED in str(names) for names in asked):
		place = f"{frappe.local.request.path} {form.doctype} {form.chart}"
		refuse_joins("TD Task" if "TD Task" in place else None, *asked)


def refuse_joins(doctype: str | None, *names_of_fields: object) -> None:
	"""Raises ``frappe.PermissionError`` where a list of tasks asks for fields of the task above."""
	if doctype == "TD Task" and any(_JOINED in str(names) for names in names_of_fields):
		frappe.throw(
			_("Fields of the task above are not shown in a list. Open that task instead."),
			frappe.PermissionError,
		)
