"""Reads ERPNext's tasks with their people, edges and projects, in a few queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import frappe
from frappe.utils import cstr

THEIRS, THEIR_PROJECT = "Task", "Project"
OURS, OUR_PROJECT = "TD Task", "TD Project Link"
_FIELDS = (
	"name",
	"subject",
	"status",
	"project",
	"priority",
	"parent_task",
	"is_template",
	"exp_start_date",
	"exp_end_date",
	"act_start_date",
	"completed_on",
	"completed_by",
	"expected_time",
	"task_weight",
	"progress",
	"owner",
	"creation",
	"modified",
	"_assign",
)
_PROJECT_FIELDS = (
	"name",
	"project_name",
	"status",
	"expected_start_date",
	"expected_end_date",
	"notes",
	"owner",
	"modified",
)


@dataclass(frozen=True)
class Assignments:
	"""Who a task was given to, in the order of time, and by whom."""

	open: list[str] = field(default_factory=list)
	closed: list[str] = field(default_factory=list)
	givers: dict[str, str] = field(default_factory=dict)
	"""Who gave it, by the one to whom."""


@dataclass(frozen=True)
class Source:
	"""All that there is to import."""

	tasks: list[frappe._dict]
	assignments: dict[str, Assignments]
	awaited: dict[str, list[str]]
	"""Which tasks each task waits for."""
	known: dict[str, str]
	"""Names of the tasks that were made of them before."""
	projects: dict[str, str | None]
	"""Names of our projects for theirs; None where there is none yet."""
	users: dict[str, bool]
	"""Whether each person may be given work."""


def is_there() -> bool:
	"""Whether ERPNext's tasks are on this site."""
	names = (THEIRS, THEIR_PROJECT, "Task Depends On", "Project User")
	return frappe.db.count("DocType", {"name": ("in", names)}) == len(names)


def load() -> Source:
	"""Everything that the session's user may read in ERPNext."""
	tasks = frappe.get_list(THEIRS, fields=list(_FIELDS), order_by="creation asc, name asc", limit=0)
	return Source(
		tasks=tasks,
		assignments=_assignments(tasks),
		awaited=_awaited(),
		known=_known(),
		projects=_projects({task.project for task in tasks if task.project}),
		users=_users(),
	)


def descriptions(names: Collection[str]) -> dict[str, str]:
	"""The texts of tasks, which only those need that are written now."""
	rows = frappe.get_all(
		THEIRS, {"name": ("in", list(names))}, ["name", "description"], order_by=None, limit=0
	)
	return {row.name: row.description or "" for row in rows}


def project(name: str) -> tuple[frappe._dict, list[str]]:
	"""One of their projects, and its people."""
	row = frappe.db.get_value(THEIR_PROJECT, name, list(_PROJECT_FIELDS), as_dict=True)
	place = {"parent": name, "parenttype": THEIR_PROJECT}
	return row, frappe.get_all("Project User", place, pluck="user", order_by="idx asc")


def _assignments(tasks: Sequence[frappe._dict]) -> dict[str, Assignments]:
	found: dict[str, Assignments] = defaultdict(Assignments)
	for row in frappe.get_all(
		"ToDo",
		{"reference_type": THEIRS, "status": ("!=", "Cancelled")},
		["reference_name", "allocated_to", "assigned_by", "status"],
		order_by="creation asc",
		limit=0,
	):
		of_task = found[row.reference_name]
		(of_task.open if row.status == "Open" else of_task.closed).append(row.allocated_to)
		of_task.givers.setdefault(row.allocated_to, row.assigned_by)
	for task in tasks:
		found[task.name].open.extend(_mirrored(task.get("_assign")))
	return found


def _mirrored(value: object) -> list[str]:
	try:
		names = frappe.parse_json(cstr(value) or "[]")
	except ValueError:
		names = []
	return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _awaited() -> dict[str, list[str]]:
	found: dict[str, list[str]] = defaultdict(list)
	rows = frappe.get_all(
		"Task Depends On", {"parenttype": THEIRS}, ["parent", "task"], order_by="parent asc, idx asc", limit=0
	)
	for row in rows:
		if row.task:
			found[row.parent].append(row.task)
	return found


def _known() -> dict[str, str]:
	rows = frappe.get_all(
		OURS, {"imported_from": ("is", "set")}, ["imported_from", "name"], order_by=None, limit=0
	)
	return {row.imported_from: row.name for row in rows}


def _projects(wanted: Collection[str]) -> dict[str, str | None]:
	there = (
		frappe.get_all(THEIR_PROJECT, {"name": ("in", list(wanted))}, pluck="name", order_by=None)
		if wanted
		else []
	)
	ours = frappe.get_all(
		OUR_PROJECT,
		{"reference_doctype": THEIR_PROJECT, "reference_name": ("in", there or [""])},
		["reference_name", "name"],
		order_by="creation desc",
	)
	return dict.fromkeys(there) | {row.reference_name: row.name for row in ours}


def _users() -> dict[str, bool]:
	rows = frappe.get_all("User", fields=["name", "enabled", "user_type"], order_by=None, limit=0)
	return {row.name: bool(row.enabled) and row.user_type == "System User" for row in rows}
