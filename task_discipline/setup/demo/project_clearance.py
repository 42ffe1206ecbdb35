"""Removes the projects of the demo, and unties its tasks from real ones.

A project belongs to the demo where a person of it has made and leads it, a kind of project where such a person has
made it.
"""

from collections.abc import Collection

import frappe

from task_discipline import compat
from task_discipline.services import dependencies
from task_discipline.services.projects import access, figures, standing
from task_discipline.setup import traces
from task_discipline.setup.demo.ventures import CLIENT_ADDRESS

PROJECT, TASK, KIND = "TD Project Link", "TD Task", "TD Project Template"


def clear(people: Collection[str]) -> None:
	"""Delete the projects, kinds and the client of the demo; tasks of others stay, in no project."""
	them = ("in", list(people))
	projects = _names(PROJECT, {"owner": them, "manager": them})
	for project in projects:
		_let_go(project, people)
	_delete(PROJECT, projects)
	for doctype in ("TD Milestone", "TD Project Event"):
		traces.delete(doctype, {"project": ("in", [*projects, ""])})
	_delete(KIND, _names(KIND, {"owner": them}))
	_delete("Contact", _names("Contact", {"owner": them, "email_id": CLIENT_ADDRESS}))


def _let_go(project: str, people: Collection[str]) -> None:
	"""Tasks that somebody real has set or answers for leave the project; its people see them no more through it."""
	task = frappe.qb.DocType(TASK)
	kept = (
		frappe.qb.from_(task)
		.select(task.name)
		.where(task.project == project)
		.where(task.assigner.notin(list(people)) | task.responsible.notin(list(people)))
		.run(pluck=True)
	)
	if kept:
		frappe.qb.update(task).set(task.project, None).set(task.milestone, None).where(
			task.name.isin(kept)
		).run()
		access.move(kept, None)


def untie(tasks: Collection[str]) -> set[str]:
	"""Let no real task wait for one of ``tasks``; returns the real projects that hold some, to be counted anew."""
	if not tasks:
		return set()
	gone = ("in", list(tasks))
	place = {"parenttype": TASK, "parentfield": "depends_on"}
	waiting = frappe.get_all(
		"TD Task Dependency", {"task": gone, "parent": ("not in", list(tasks)), **place}, pluck="parent"
	)
	frappe.db.delete("TD Task Dependency", {"task": gone})
	_name_anew(set(waiting))
	dependencies.mark(waiting)
	return {project for project in frappe.get_all(TASK, {"name": gone}, pluck="project") if project}


def count(projects: Collection[str]) -> None:
	"""Count and rate ``projects`` anew, after tasks of the demo have left them."""
	left = frappe.get_all(PROJECT, {"name": ("in", [*projects, ""])}, pluck="name")
	figures.recount(left)
	standing.refresh(left)


def _name_anew(waiting: Collection[str]) -> None:
	"""The field by which the host's Gantt reads what a task waits for."""
	awaited: dict[str, list[str]] = {name: [] for name in waiting}
	rows = frappe.get_all(
		"TD Task Dependency",
		{"parent": ("in", [*waiting, ""]), "parenttype": TASK, "parentfield": "depends_on"},
		["parent", "task"],
		order_by="task asc",
	)
	for row in rows:
		awaited[row.parent].append(row.task)
	compat.update_many(
		TASK, {name: {"depends_on_tasks": ",".join(names) or None} for name, names in awaited.items()}
	)


def _names(doctype: str, filters: dict[str, object]) -> list[str]:
	return frappe.get_all(doctype, filters, pluck="name", order_by="name asc")


def _delete(doctype: str, names: list[str]) -> None:
	if names:
		traces.delete_references([doctype], names)
		traces.delete(doctype, {"name": ("in", names)})
