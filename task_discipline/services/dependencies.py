"""Tasks that wait for others: what may wait for what, who is told when the way is free, and what a slip proposes."""

from collections.abc import Collection, Iterable, Mapping

import frappe
from frappe import _, _lt
from frappe.model.document import Document
from frappe.utils import escape_html

from task_discipline import compat, permissions
from task_discipline.domain import dependencies
from task_discipline.domain.lifecycle import OPEN_STATES, WORKING_STATES, Status
from task_discipline.services import history, rows
from task_discipline.services.languages import filled

TASK, DEPENDENCY = "TD Task", "TD Task Dependency"
_WAITS = _lt("It waits for {0}: {1}")
_WAITS_UNSEEN_ONE = _lt("It waits for a task that you cannot see")
_WAITS_UNSEEN = _lt("It waits for {0} tasks that you cannot see")
_MOST, _MOST_FOLLOWED = 50, 10_000
_FREEING = frozenset({Status.DONE.value, Status.CANCELLED.value})
"""Nobody waits for what is done or given up."""


def prepare(task: Document) -> None:
	"""Each task once in the list of those waited for, and their names in one field, as the host's Gantt reads them."""
	first = {row.task: row for row in reversed(task.depends_on) if row.task}
	task.set("depends_on", list(reversed(first.values())))
	task.depends_on_tasks = ",".join(sorted(first)) or None


def names(task: Document) -> set[str]:
	"""The tasks that a task waits for."""
	return {row.task for row in task.depends_on if row.task}


def check(task: Document) -> None:
	"""Raises where a new dependency leads to a hidden task, to the task itself, or round in a circle."""
	before = task.get_doc_before_save()
	added = names(task) - (names(before) if before else set())
	if not added:
		return
	if len(task.depends_on) > _MOST:
		frappe.throw(_("A task waits for {0} others at most. Group them under one task first.").format(_MOST))
	for name in sorted(added):
		permissions.require_read(name)
	if not task.is_new():
		_refuse_circle(task)


def _refuse_circle(task: Document) -> None:
	edges = {task.name: names(task), **_edges(names(task), {task.name})}
	way = dependencies.circle(edges)
	if not way:
		return
	shown = " → ".join(escape_html(name) for name in (*way, way[0]))
	frappe.throw(
		_("These tasks would wait for each other for ever: {0}. Take one of them out of Waits for.").format(
			shown
		),
		title=_("Waits for"),
	)


def _edges(start: Collection[str], known: set[str]) -> dict[str, set[str]]:
	"""What the tasks of ``start`` wait for, and those in turn: one query for each step away from them."""
	edges: dict[str, set[str]] = {}
	front = set(start) - known
	while front and len(edges) < _MOST_FOLLOWED:
		edges |= {name: set() for name in front}
		for row in _rows({"parent": ("in", sorted(front))}):
			edges[row.parent].add(row.task)
		front = {name for awaited in edges.values() for name in awaited} - set(edges) - known
	return edges


def _rows(filters: Mapping[str, object]) -> list[frappe._dict]:
	place = {"parenttype": TASK, "parentfield": "depends_on"}
	return frappe.get_all(DEPENDENCY, {**filters, **place}, ["parent", "task"], order_by=None, limit=0)


def blockers(tasks: Iterable[str]) -> dict[str, list[frappe._dict]]:
	"""Unfinished tasks that each of ``tasks`` waits for, with name, subject, status and deadline; free ones are left out."""
	wanted = list(tasks)
	if not wanted:
		return {}
	edge, awaited = frappe.qb.DocType(DEPENDENCY), frappe.qb.DocType(TASK)
	found = (
		frappe.qb.from_(edge)
		.join(awaited)
		.on(awaited.name == edge.task)
		.where(edge.parent.isin(wanted) & (edge.parenttype == TASK) & awaited.status.notin(sorted(_FREEING)))
		.select(edge.parent, awaited.name, awaited.subject, awaited.status, awaited.deadline)
		.orderby(awaited.deadline, awaited.name)
		.run(as_dict=True)
	)
	grouped: dict[str, list[frappe._dict]] = {}
	for row in found:
		grouped.setdefault(row.parent, []).append(row)
	return grouped


def _blockers_now(tasks: Collection[str]) -> dict[str, list[frappe._dict]]:
	"""The same as committed now, where the rows of ``tasks`` are held.

	Of two who finish what one task waits for, the second comes here when the first is through, and must see it.
	"""
	known = blockers(tasks)
	names = sorted({row.name for rows in known.values() for row in rows})
	states = compat.free_rows(TASK, ("name", "status"), {"name": names}) if names else []
	freed = {row.name for row in states if row.status in _FREEING}
	left = {task: [row for row in rows if row.name not in freed] for task, rows in known.items()}
	return {task: rows for task, rows in left.items() if rows}


def warnings(task: str) -> list[str]:
	"""What speaks against beginning the task now, as sentences; hidden tasks are counted and not named."""
	waited_for = blockers([task]).get(task, [])
	seen = [row for row in waited_for if permissions.can_read(row.name)]
	words = [filled(_WAITS, row.name, row.subject) for row in seen]
	hidden = len(waited_for) - len(seen)
	if hidden:
		words.append(filled(_WAITS_UNSEEN if hidden > 1 else _WAITS_UNSEEN_ONE, hidden))
	return words


def follow(task: Document, before: Mapping[str, object] | None) -> list[str]:
	"""Note who waits now and who does no longer, after a task was made, edited or moved on; returns whose way is free."""
	freed: list[str] = []
	if task.depends_on or (before and before.get("depends_on")):
		freed += mark([task.name])
	was, now = (bool(state in _FREEING) for state in ((before or {}).get("status"), task.status))
	if before and was != now:
		freed += mark(waiting_for(task.name))
	return freed


def waiting_for(task: str) -> list[str]:
	"""Open tasks that wait for this one."""
	edge, waiting = frappe.qb.DocType(DEPENDENCY), frappe.qb.DocType(TASK)
	return (
		frappe.qb.from_(edge)
		.join(waiting)
		.on(waiting.name == edge.parent)
		.where((edge.task == task) & (edge.parenttype == TASK))
		.where(waiting.status.isin([state.value for state in OPEN_STATES]))
		.select(waiting.name)
		.orderby(waiting.name)
		.run(pluck=True)
	)


def mark(tasks: Collection[str]) -> list[str]:
	"""Store on ``tasks`` whether they wait, with an event for each change; returns those that no longer do."""
	if not tasks:
		return []
	columns = ["name", "is_blocked", "status", "assigner", "responsible", "deadline"]
	stored = frappe.db.get_values(
		TASK, {"name": ("in", list(tasks))}, columns, as_dict=True, order_by="name asc", for_update=True
	)
	waited_for = _blockers_now(tasks)
	changed = [row for row in stored if bool(row.is_blocked) != (row.name in waited_for)]
	compat.update_many(TASK, {row.name: {"is_blocked": int(row.name in waited_for)} for row in changed})
	rows.insert("TD Task Event", [_event(row, waited_for.get(row.name)) for row in changed])
	working = {state.value for state in WORKING_STATES}
	return [row.name for row in changed if row.name not in waited_for and row.status in working]


def _event(row: frappe._dict, waited_for: list[frappe._dict] | None) -> dict[str, object]:
	if not waited_for:
		return history.entry(row, "Unblocked")
	return history.entry(row, "Blocked", details={"tasks": [one.name for one in waited_for]})
