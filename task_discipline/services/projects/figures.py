"""Keeps the figures of projects: by differences with every change of a task, and by a recount of everything.

A difference costs the same in a project of three tasks and of a hundred thousand. It is taken under the lock of
the project's row, so that two people who finish two tasks at once are both counted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import cint

from task_discipline import compat
from task_discipline.domain.lifecycle import Status
from task_discipline.domain.progress import NOTHING, USUAL_WEIGHT, Figures, figures_of

PROJECT, TASK = "TD Project Link", "TD Task"
_COLUMNS = ("tasks_total", "tasks_done", "work_total", "work_done")
Task = Mapping[str, object]
"""A task with ``project``, ``status``, ``weight`` and ``is_group``."""
Change = tuple[Task | None, Task | None]
"""A task before and after; None where it was, or is, not there."""


def follow(before: Task | None, after: Task | None) -> set[str]:
	"""Count one change of a task; returns the projects that it moved."""
	return follow_many([(before, after)])


def follow_many(changes: Iterable[Change]) -> set[str]:
	"""Count many changes, with one write for each project; returns the projects that they moved."""
	moved: dict[str, Figures] = defaultdict(Figures)
	for before, after in changes:
		if before and before.get("project"):
			moved[str(before.get("project"))] -= _of(before)
		if after and after.get("project"):
			moved[str(after.get("project"))] += _of(after)
	differences = {project: change for project, change in moved.items() if change != NOTHING}
	_add(differences)
	return set(differences)


def hold(projects: Iterable[str | None]) -> None:
	"""Let nobody else change the people or figures of ``projects`` until the transaction ends."""
	_lock([project for project in projects if project])


def of_project(row: Task) -> Figures:
	"""The figures that a project's row holds."""
	tasks, done, work, work_done = (row.get(column) or 0 for column in _COLUMNS)
	return Figures(cint(tasks), cint(done), _exact(work), _exact(work_done))


def recount(projects: Collection[str]) -> None:
	"""Count the tasks of ``projects`` anew, in one query."""
	if not projects:
		return
	_lock(projects)  # no task is counted twice that changes meanwhile
	found = dict.fromkeys(projects, NOTHING) | _counted(projects)
	_store({project: found[project] for project in sorted(found)})


def _of(task: Task) -> Figures:
	return figures_of(Status(task.get("status")), task.get("weight"), is_group=bool(task.get("is_group")))


def _add(differences: Mapping[str, Figures]) -> None:
	rows = _lock(differences)
	_store({name: of_project(row) + differences[name] for name, row in rows.items()})


def _lock(projects: Collection[str]) -> dict[str, frappe._dict]:
	"""The rows of projects under lock, always in the same order, so that two changes never wait for each other."""
	if not projects:
		return {}
	project = frappe.qb.DocType(PROJECT)
	rows = (
		frappe.qb.from_(project)
		.select(project.name, *(project[column] for column in _COLUMNS))
		.where(project.name.isin(sorted(projects)))
		.orderby(project.name)
		.for_update()
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _store(found: Mapping[str, Figures]) -> None:
	values = {
		name: {
			"tasks_total": figures.tasks,
			"tasks_done": figures.tasks_done,
			"work_total": figures.work,
			"work_done": figures.work_done,
			"progress": figures.percent,
		}
		for name, figures in found.items()
	}
	compat.update_many(PROJECT, values)


def _counted(projects: Collection[str]) -> dict[str, Figures]:
	task = frappe.qb.DocType(TASK)
	worth = Case().when(Coalesce(task.weight, 0) == 0, USUAL_WEIGHT).else_(task.weight)
	is_done = task.status == Status.DONE.value
	rows = (
		frappe.qb.from_(task)
		.where(task.project.isin(list(projects)))
		.where((task.status != Status.CANCELLED.value) & (Coalesce(task.is_group, 0) == 0))
		.groupby(task.project)
		.select(
			task.project,
			Count("*"),
			Sum(Case().when(is_done, 1).else_(0)),
			Sum(worth),
			Sum(Case().when(is_done, worth).else_(0)),
		)
		.run()
	)
	return {
		name: Figures(tasks, cint(done), _exact(work), _exact(ended))
		for name, tasks, done, work, ended in rows
	}


def _exact(value: object) -> Decimal:
	return Decimal(str(value)).quantize(Decimal("0.000000001"))
