"""Asks how projects stand today, keeps the answer in their rows, and says it in words."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import frappe
from frappe import _lt
from frappe.query_builder.functions import Count, Date
from frappe.utils import cint, create_batch

from task_discipline import compat
from task_discipline.domain import progress
from task_discipline.domain.lifecycle import OPEN_STATES, RUNNING_STATES
from task_discipline.domain.progress import NEAR, Cause, Health, Reason, Standing
from task_discipline.services import clock
from task_discipline.services.languages import filled
from task_discipline.services.projects import figures

PROJECT, TASK, MILESTONE = "TD Project Link", "TD Task", "TD Milestone"
_AT_ONCE = 200
RUNNING = ("Open", "On Hold")
"""States of a project that is rated."""
ENDED = ("Closed", "Cancelled")
"""States in which a project stays as it is."""
_COLUMNS = ("name", "status", "starts_on", "ends_on", "tasks_total", "tasks_done", "work_total", "work_done")
_WORDS: Mapping[Cause, object] = {
	Cause.END_PASSED: _lt("The end of the project passed {0} days ago and {1} tasks are open"),
	Cause.MILESTONES_MISSED: _lt("{0} milestones were not reached in time"),
	Cause.TASKS_OVERDUE: _lt("{0} tasks are overdue"),
	Cause.MILESTONES_NEAR: _lt("{0} milestones are due within three days and have open tasks"),
	Cause.TASKS_BEYOND_END: _lt("{0} tasks are due after the end of the project"),
	Cause.BEHIND_TIME: _lt("The work is {0} percentage points behind the time that has passed"),
}

_OF_ONE: Mapping[Cause, object] = {
	Cause.END_PASSED: _lt("The end of the project passed yesterday and {1} tasks are open"),
	Cause.MILESTONES_MISSED: _lt("A milestone was not reached in time"),
	Cause.TASKS_OVERDUE: _lt("A task is overdue"),
	Cause.MILESTONES_NEAR: _lt("A milestone is due within three days and has open tasks"),
	Cause.TASKS_BEYOND_END: _lt("A task is due after the end of the project"),
}


def refresh(projects: Collection[str]) -> None:
	"""Rate ``projects`` anew and store their health with its reasons."""
	found = {name: rated(standing) for name, standing in load(projects).items()}
	not_rated = {"health": Health.NOT_RATED.value, "health_reasons": None}
	found = {name: found.get(name, not_rated) for name in projects}
	if found:
		compat.update_many(PROJECT, found)


def running_batches() -> Iterator[list[str]]:
	"""The projects that run, in portions of one transaction each."""
	names = frappe.get_all(PROJECT, {"status": ("in", RUNNING)}, pluck="name", order_by="name asc", limit=0)
	yield from create_batch(names, _AT_ONCE)


def rated(standing: Standing) -> dict[str, object]:
	"""Health and its reasons as a project's row keeps them."""
	health, reasons = progress.health(standing)
	stored = [[reason.cause.value, reason.number] for reason in reasons]
	return {"health": health.value, "health_reasons": frappe.as_json(stored, indent=None) if stored else None}


def running(projects: Collection[str]) -> frozenset[str]:
	"""Those of ``projects`` that take tasks."""
	if not projects:
		return frozenset()
	filters = {"name": ("in", sorted(projects)), "status": ("in", RUNNING)}
	return frozenset(frappe.get_all(PROJECT, filters, pluck="name", order_by=None, limit=0))


def in_words(row: Mapping[str, object]) -> list[str]:
	"""The reasons that a project's row holds, as sentences in the current language."""
	reasons = [
		Reason(Cause(cause), cint(number))
		for cause, number in frappe.parse_json(row.get("health_reasons") or "[]")
	]
	still_open = cint(row.get("tasks_total")) - cint(row.get("tasks_done"))
	return [filled(_sentence(reason), reason.number, still_open) for reason in reasons]


def _sentence(reason: Reason) -> object:
	words = _OF_ONE if reason.number == 1 and reason.cause in _OF_ONE else _WORDS
	return words[reason.cause]


def load(projects: Collection[str]) -> dict[str, Standing]:
	"""How those of ``projects`` that run stand on the site's present day."""
	if not projects:
		return {}
	rows = frappe.get_all(
		PROJECT,
		{"name": ("in", list(projects)), "status": ("in", RUNNING)},
		list(_COLUMNS),
		order_by=None,
		limit=0,
	)
	names = [row.name for row in rows]
	tasks, milestones = _late_tasks(names), _milestones(names)
	return {
		row.name: _standing(row, tasks.get(row.name, (0, 0)), milestones.get(row.name, (0, 0)))
		for row in rows
	}


def _standing(row: frappe._dict, tasks: tuple[int, int], milestones: tuple[int, int]) -> Standing:
	return Standing(
		today=clock.now().date(),
		starts_on=row.starts_on,
		ends_on=row.ends_on,
		figures=figures.of_project(row),
		overdue=tasks[0],
		beyond_end=tasks[1],
		milestones_missed=milestones[0],
		milestones_near=milestones[1],
	)


def _late_tasks(projects: Sequence[str]) -> dict[str, tuple[int, int]]:
	"""Overdue tasks, and open ones that are due after the end, by project; both read one stretch of an index each."""
	counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
	for place, query in enumerate((_overdue(projects), _beyond_end(projects)) if projects else ()):
		for name, number in query.run():
			counts[name][place] = number
	return {name: (overdue, beyond) for name, (overdue, beyond) in counts.items()}


def _overdue(projects: Sequence[str]) -> "frappe.qb":
	task = frappe.qb.DocType(TASK)
	return (
		frappe.qb.from_(task)
		.where(
			task.project.isin(list(projects)) & task.status.isin([state.value for state in RUNNING_STATES])
		)
		.where(task.deadline <= clock.now())
		.groupby(task.project)
		.select(task.project, Count("*"))
	)


def _beyond_end(projects: Sequence[str]) -> "frappe.qb":
	task, project = frappe.qb.DocType(TASK), frappe.qb.DocType(PROJECT)
	return (
		frappe.qb.from_(project)
		.join(task)
		.on(task.project == project.name)
		.where(project.name.isin(list(projects)) & task.status.isin([state.value for state in OPEN_STATES]))
		.where(Date(task.deadline) > project.ends_on)
		.groupby(task.project)
		.select(task.project, Count("*"))
	)


def _milestones(projects: Sequence[str]) -> dict[str, tuple[int, int]]:
	"""Milestones whose day has passed, and those that are due soon and have open tasks, by project."""
	if not projects:
		return {}
	milestone, today = frappe.qb.DocType(MILESTONE), clock.now().date()
	rows = (
		frappe.qb.from_(milestone)
		.where(milestone.project.isin(list(projects)) & milestone.state.isin(["Pending", "Missed"]))
		.where(milestone.due_date <= today + NEAR)
		.select(milestone.name, milestone.project, milestone.due_date)
		.run(as_dict=True)
	)
	missed = Counter(row.project for row in rows if row.due_date < today)
	unfinished = _with_open_tasks([row.name for row in rows if row.due_date >= today])
	near = Counter(row.project for row in rows if row.name in unfinished)
	return {project: (missed[project], near[project]) for project in {*missed, *near}}


def _with_open_tasks(milestones: Sequence[str]) -> set[str]:
	if not milestones:
		return set()
	task = frappe.qb.DocType(TASK)
	query = (
		frappe.qb.from_(task)
		.select(task.milestone)
		.distinct()
		.where(task.milestone.isin(list(milestones)))
		.where(task.status.isin([state.value for state in OPEN_STATES]))
	)
	return set(query.run(pluck=True))
