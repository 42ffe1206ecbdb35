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
	if any(_JOINED in str(form.get(key) or "") for key in _NAMES_OF_FIELDS) and _is_about_tasks():
		frappe.throw(
			_("Fields of the task above are not shown in a list. Open that task instead."),
			frappe.PermissionError,
		)


def _is_about_tasks() -> bool:
	form = frappe.local.form_dict
	return any("TD Task" in str(place) for place in (form.doctype, form.chart, frappe.local.request.path))
