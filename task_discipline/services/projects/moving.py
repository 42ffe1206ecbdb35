"""Puts tasks into a project and takes them out again: one at a time by their form, or many from the list."""

from collections.abc import Mapping, Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.services import history, inputs, rows
from task_discipline.services.projects import access, figures, log, standing
from task_discipline.services.ratings import writing as ratings

PROJECT, TASK = "TD Project Link", "TD Task"
_MOST = 5_000
_TOLD = 100
_FIELDS = (
	"name",
	"project",
	"milestone",
	"status",
	"weight",
	"is_group",
	"assigner",
	"responsible",
	"deadline",
	"subject",
)


_COUNTED = ("project", "milestone", "status", "weight", "is_group", "deadline")
"""What of a task the figures and the health of its project hang on."""


def follow(task: Document, before: Mapping[str, object] | None) -> None:
	"""Bring projects in line with a task that was made, changed or moved on."""
	was = before.get("project") if before else None
	if not (task.project or was) or (before and all(task.get(name) == before.get(name) for name in _COUNTED)):
		return
	if task.project != was:
		figures.hold({was, task.project})
		bring = access.move if before else access.give_people
		bring([task.name], task.project)
	figures.follow(before, task)
	standing.refresh({project for project in (was, task.project) if project})


def made(tasks: Sequence[Mapping[str, object]]) -> None:
	"""Bring projects in line with tasks that were just made in bulk."""
	by_project: dict[str, list[Mapping[str, object]]] = {}
	for task in tasks:
		if task.get("project"):
			by_project.setdefault(str(task["project"]), []).append(task)
	figures.hold(by_project)
	for project, members in by_project.items():
		access.give([str(task["name"]) for task in members], access.people_of(project))
	figures.follow_many((None, task) for task in tasks)
	standing.refresh(by_project)


def check_link(task: Document) -> None:
	"""Raises where a task is put into a project, or out of one, that its saver may not change, or that has ended."""
	before = task.get_doc_before_save()
	was = before.project if before else None
	if task.project != was:
		for project in filter(None, (was, task.project)):
			require_open(project)
	if task.milestone and (task.milestone, task.project) != (before and before.milestone, was):
		_require_fitting(task)


def require_open(project: str) -> None:
	"""Raises where the session's user may not put tasks into the project, or it has ended."""
	permissions.require_work(project)
	status = frappe.db.get_value(PROJECT, project, "status")
	if status in standing.ENDED:
		frappe.throw(
			_("The project is {0}: its tasks stay as they are. Reopen it first.").format(
				frappe.bold(_(status, context=PROJECT))
			)
		)


def _require_fitting(task: Document) -> None:
	milestone = frappe.db.get_value("TD Milestone", task.milestone, ["project", "task"], as_dict=True)
	if not milestone or not milestone.project or milestone.project != task.project:
		frappe.throw(
			_("The milestone belongs to another project. Choose one of the project of the task."),
			title=_("Milestone", context="TD Task"),
		)


def move(names: Sequence[str], project: str | None, reason: str | None = None) -> dict[str, object]:
	"""Put the tasks ``names`` into ``project``, or out of any where it is None; returns how many moved.

	Raises ``frappe.PermissionError`` where one of them is not the session's user's to move; nothing is moved then.
	"""
	tasks = _movable(names)
	if project:
		require_open(project)
	moving = [task for task in tasks if task.project != project]
	for source in sorted({task.project for task in moving if task.project}):
		require_open(source)
	_move(moving, project, reason)
	return {"moved": len(moving), "project": project}


def _movable(names: Sequence[str]) -> list[frappe._dict]:
	wanted = list(dict.fromkeys(names))
	if not wanted or len(wanted) > _MOST:
		frappe.throw(_("Choose between 1 and {0} tasks.").format(_MOST))
	seen = frappe.get_list(
		TASK, {"name": ("in", wanted)}, pluck="name", order_by="name asc", limit=len(wanted)
	)
	for name in set(wanted) - set(seen):
		permissions.deny_read(str(name))
	# Held, for a figure is taken from where a task is, and somebody else may be moving it.
	tasks = frappe.db.get_values(
		TASK, {"name": ("in", seen)}, list(_FIELDS), as_dict=True, order_by="name asc", for_update=True
	)
	_require_direction(tasks)
	return tasks


def _require_direction(rows: Sequence[frappe._dict]) -> None:
	"""Which project a task belongs to is part of the order, so its assigner or a manager decides it."""
	foreign = [row for row in rows if row.assigner != frappe.session.user]
	if foreign and not permissions.is_manager():
		frappe.throw(
			_("Only the assigner or a manager moves a task into a project. Leave out: {0}").format(
				", ".join(frappe.utils.escape_html(row.subject) for row in foreign[:3])
			),
			frappe.PermissionError,
		)


def _move(tasks: Sequence[frappe._dict], project: str | None, reason: str | None) -> None:
	if not tasks:
		return
	words = inputs.plain_text(reason)[: inputs.MAX_PLAIN_TEXT] or None
	by_source: dict[str | None, list[str]] = {}
	for task in tasks:
		by_source.setdefault(task.project, []).append(task.name)
	task = frappe.qb.DocType(TASK)
	names = [row.name for row in tasks]
	frappe.qb.update(task).set(task.project, project).set(task.milestone, None).where(
		task.name.isin(names)
	).run()
	figures.hold({project, *by_source})
	access.move(names, project)
	for source, gone in by_source.items():
		_tell(source, "Tasks Moved Out", gone, words)
	_tell(project, "Tasks Moved In", names, words)
	figures.follow_many((task, dict(task, project=project)) for task in tasks)
	ratings.follow_move(names, project)
	rows.insert(
		"TD Task Event",
		[
			history.entry(task, "Edited", details={"project": [task.project or "", project or ""]})
			for task in tasks
		],
	)
	standing.refresh({name for name in (project, *by_source) if name})


def _tell(project: str | None, event: str, tasks: Sequence[str], reason: str | None) -> None:
	if project:
		log.record(project, event, reason=reason, details={"tasks": tasks[:_TOLD], "number": len(tasks)})
