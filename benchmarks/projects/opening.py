"""A project of thousands of tasks: its page, its plan, a changed task in it, and a recount of a thousand projects."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import frappe
from frappe.desk.form.load import getdoc
from frappe.desk.form.save import savedocs
from frappe.utils import add_days, now_datetime

from benchmarks.measure import measured, side_by_side
from benchmarks.projects import fill
from benchmarks.table import Row
from task_discipline.api import projects as doors
from task_discipline.services.projects import figures, standing

TASK, PROJECT = fill.TASK, fill.PROJECT
_PAGE, _ADDED, _RECOUNT = 1_000, 5, 5_000
_turn = count(2)


def rows(big: int, small: int, tasks_of_small: int, runs: int) -> Iterator[Row]:
	"""Measure everything that the design gives a figure for."""
	fill.remove()
	names = fill.make(big, small, tasks_of_small)
	yield from _page(big, runs)
	yield from _saving(big, runs)
	both = measured(partial(_recount, names), runs, "Administrator")
	yield Row(
		f"projects: recount and rate {len(names):,} with {big + small * tasks_of_small:,} tasks",
		both,
		goal=_RECOUNT,
	)
	fill.remove()


def _page(big: int, runs: int) -> Iterator[Row]:
	for who, user in (("its manager", fill.LEAD), ("a member", fill.MEMBERS[0])):
		page = measured(partial(getdoc, PROJECT, fill.BIG), runs, user)
		yield Row(f"projects: page of {big:,} tasks, {who}", page, goal=_PAGE)
		calls = {"ours": partial(_plan, fill.BIG), "get_list": partial(_host_list, fill.BIG)}
		plans = side_by_side(calls, runs, user)
		beside = {"host's get_list of the same fields": plans["get_list"]}
		yield Row(f"projects: plan of {big:,} tasks, {who}", plans["ours"], beside, _PAGE)


def _plan(project: str) -> str:
	return frappe.as_json(doors.plan(project), indent=None)


def _host_list(project: str) -> str:
	fields = [
		"name",
		"subject",
		"status",
		"responsible",
		"starts_on",
		"deadline",
		"progress",
		"depends_on_tasks",
	]
	found = frappe.get_list(
		TASK, filters={"project": project}, fields=fields, order_by="deadline asc", limit=0
	)
	return frappe.as_json(found, indent=None)


def _saving(big: int, runs: int) -> Iterator[Row]:
	"""A weight moves the figures of the project with every save."""
	documents = {place: _task_in(project) for place, project in (("in", fill.BIG), ("without", None))}
	frappe.db.commit()
	calls: dict[str, Callable[[], object]] = {
		place: partial(_save, sent) for place, sent in documents.items()
	}
	figures_of = side_by_side(calls, runs, fill.LEAD)
	for sent in documents.values():
		_forget(json.loads(sent)["name"])
	plain = figures_of["without"]
	title = f"projects: save a task among {big:,}"
	yield Row(title, figures_of["in"], {"without a project": plain}, plain.total + _ADDED)


def _task_in(project: str | None) -> str:
	"""A stored task as its form holds it."""
	frappe.set_user(fill.LEAD)
	task = frappe.get_doc(
		doctype=TASK,
		subject="Prepare the contract",
		responsible=fill.MEMBERS[0],
		deadline=add_days(now_datetime(), 7).replace(microsecond=0),
		project=project,
	).insert()
	return frappe.as_json(frappe.get_doc(TASK, task.name).as_dict())


def _save(sent: str) -> None:
	savedocs(json.dumps(json.loads(sent) | {"weight": next(_turn)}), "Save")


def _forget(task: str) -> None:
	for doctype, column in (
		("TD Task Access", "task"),
		("TD Task Event", "task"),
		("TD Reminder", "task"),
		(TASK, "name"),
	):
		frappe.db.delete(doctype, {column: task})
	frappe.db.delete("ToDo", {"reference_name": task})
	frappe.db.delete("Notification Log", {"document_name": task})
	frappe.db.commit()


def _recount(names: list[str]) -> None:
	figures.recount(names)
	standing.refresh(names)
