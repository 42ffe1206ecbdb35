"""Where a task comes from, what it waits for and which milestones came with it, for its form."""

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


def places(task: Document) -> dict[str, str | None]:
	"""How the project and the milestone of the task are called, for those who may see them."""
	seen = task.project and permissions.reads(permissions.PROJECT, task.project)
	name = frappe.db.get_value(permissions.PROJECT, task.project, "project_name") if seen else None
	title = frappe.db.get_value("TD Milestone", task.milestone, "title") if seen and task.milestone else None
	return {"project_name": name, "milestone_title": title}


def awaited(task: Document) -> dict[str, str]:
	"""Subjects of the tasks that the task waits for, as far as the session's user may see them."""
	names = [row.task for row in task.depends_on]
	if not names:
		return {}
	found = frappe.get_list(permissions.TASK, {"name": ("in", names)}, ["name", "subject"], limit=0)
	return {row.name: row.subject for row in found}


def milestones(task: str) -> list[frappe._dict]:
	"""The task's milestones as its form shows them, in the order of their dates."""
	# Asked at every form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select name, title, due_date, first_due_date, due_moves, state, reached_at, reached_by, responsible
		from `tabTD Milestone` where task = %s order by due_date, name""",
		task,
		as_dict=True,
	)
