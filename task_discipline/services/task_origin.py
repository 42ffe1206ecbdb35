"""Where a task comes from and which milestones came with it, for its form."""

import frappe
from frappe.model.document import Document

from task_discipline import permissions


def template(task: Document) -> dict[str, str] | None:
	"""Name and subject of the template that made the task, for those who may open it."""
	if not task.template or not permissions.can_read_template(task.template):
		return None
	return {
		"name": task.template,
		"subject": frappe.db.get_value(permissions.TEMPLATE, task.template, "subject"),
	}


def milestones(task: str) -> list[frappe._dict]:
	"""Title, date and state of the task's milestones, in the order of their dates."""
	# Asked at every form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"select title, due_date, state from `tabTD Milestone` where task = %s order by due_date, name",
		task,
		as_dict=True,
	)
