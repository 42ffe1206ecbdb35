"""Removes the demo: its tasks, its people, and everything that the host keeps about them.

A task belongs to the demo where both its assigner and its responsible are people of the demo, a template where its
assigner is and whoever made it. A person of the demo
whom something real still names, such as a task that a colleague has set for him, stays as a disabled user, so that
no real record loses a name.
"""

from collections.abc import Collection

import frappe
from frappe.model.rename_doc import get_link_fields

from task_discipline import money_names
from task_discipline.setup import traces
from task_discipline.setup.demo import company, money, project_clearance, surroundings, talks

_TASK_ROWS = {
	"TD Deadline Request": "task",
	"TD Milestone": "task",
	"TD Plan Step": "parent",
	"TD Reminder": "task",
	"TD Task Access": "task",
	"TD Task Dependency": "parent",
	"TD Task Event": "task",
	"TD Task Rating": "task",
	"TD Task User": "parent",
	"TD Task": "name",
}


def clear(people: list[str], *, but_not_for: Collection[str] = ()) -> dict[str, object]:
	"""Delete the rows of the demo of ``people``; returns the number of tasks and people gone and the users who stay.

	Records of the doctypes ``but_not_for`` keep nobody.
	"""
	if not people:
		return {"tasks": 0, "people": 0, "kept": []}
	project_clearance.clear(people)
	tasks = _tasks_among(people)
	shared = project_clearance.untie(tasks)
	_clear_tasks(tasks)
	project_clearance.count(shared)
	_clear_templates(_templates_of(people))
	traces.delete("TD Team", {"name": ("in", list(company.TEAMS))})
	talks.clear(people)
	surroundings.clear(people)
	_clear_personal(people)
	kept = sorted(_still_named(people, but_not_for))
	gone = [user for user in people if user not in kept]
	frappe.db.set_value("User", {"name": ("in", [*kept, ""])}, "enabled", 0)
	traces.delete("User", {"name": ("in", [*gone, ""])})
	return {"tasks": len(tasks), "people": len(gone), "kept": kept}


def files_of(people: list[str]) -> list[str]:
	"""Names of the files of the demo: those of its tasks, and what its people keep for themselves."""
	them = ("in", [*people, ""])
	tasks = ("in", [*_tasks_among(people), ""])
	templates = ("in", [*_templates_of(people), ""])
	return [
		*_files({"attached_to_doctype": "TD Task", "attached_to_name": tasks}),
		*_files({"attached_to_doctype": "TD Task Template", "attached_to_name": templates}),
		*talks.files_of(people),
		*_files({"attached_to_doctype": "User", "attached_to_name": them}),
		*_files({"attached_to_name": ("is", "not set"), "owner": them}),
	]


def _files(filters: dict[str, object]) -> list[str]:
	return frappe.get_all("File", filters=filters, pluck="name", order_by=None)


def _tasks_among(people: list[str]) -> list[str]:
	them = ("in", [*people, ""])
	return frappe.get_all(
		"TD Task", filters={"assigner": them, "responsible": them}, pluck="name", order_by="name asc"
	)


def _clear_tasks(tasks: list[str]) -> None:
	if not tasks:
		return
	traces.delete_references(["TD Task"], tasks)
	_forget_on_boards(tasks)
	for doctype, fieldname in _TASK_ROWS.items():
		frappe.db.delete(doctype, {fieldname: ("in", tasks)})
	real = frappe.qb.DocType("TD Task")
	frappe.qb.update(real).set(real.parent_task, None).where(real.parent_task.isin(tasks)).run()


def _templates_of(people: list[str]) -> list[str]:
	them = ("in", [*people, ""])
	return frappe.get_all(
		"TD Task Template", filters={"assigner": them, "owner": them}, pluck="name", order_by="name asc"
	)


def _clear_templates(templates: list[str]) -> None:
	if not templates:
		return
	traces.delete_references(["TD Task Template"], templates)
	traces.delete("TD Template Event", {"template": ("in", templates)})
	traces.delete("TD Task Template", {"name": ("in", templates)})
	kept = frappe.qb.DocType("TD Task")
	frappe.qb.update(kept).set(kept.template, None).set(kept.occurrence, None).where(
		kept.template.isin(templates)
	).run()


def _clear_personal(people: list[str]) -> None:
	contacts = frappe.get_all("Contact", filters={"user": ("in", people)}, pluck="name", order_by=None)
	traces.delete_references(["Contact"], contacts)
	traces.delete_references(["User"], people)
	traces.delete_personal(people)
	for doctype in money_names.PERSONAL:
		frappe.db.delete(doctype, {"user": ("in", people)})
	money.clear(people)


def _forget_on_boards(tasks: Collection[str]) -> None:
	boards = frappe.get_all(
		"Kanban Board", filters={"reference_doctype": "TD Task"}, pluck="name", order_by=None
	)
	columns = frappe.get_all(
		"Kanban Board Column",
		filters={"parent": ("in", boards), "order": ("like", '%"%')},
		fields=["name", "order"],
		order_by=None,
	)
	for column in columns:
		stored = frappe.parse_json(column.order)
		order = [task for task in stored if task not in tasks]
		if order != stored:
			frappe.db.set_value(
				"Kanban Board Column",
				column.name,
				"order",
				frappe.as_json(order, indent=None),
				update_modified=False,
			)


def _still_named(people: list[str], but_not_for: Collection[str]) -> set[str]:
	"""Those of ``people`` to whom a record still links, the history of real tasks included."""
	passed_over = set(frappe.get_hooks("ignore_links_on_delete")) - {
		"TD Task Event",
		"TD Task Access",
		"TD Task Rating",
		"TD Reminder",
	}
	named: set[str] = set()
	for link in get_link_fields("User"):
		if link["parent"] not in passed_over | set(but_not_for):
			named |= _named_in(link, people)
	return named


def _named_in(link: dict[str, object], people: list[str]) -> set[str]:
	doctype, fieldname = link["parent"], link["fieldname"]
	if link["issingle"]:
		return {frappe.db.get_single_value(doctype, fieldname)} & set(people)
	return set(
		frappe.get_all(
			doctype, filters={fieldname: ("in", people)}, pluck=fieldname, distinct=True, order_by=None
		)
	)
