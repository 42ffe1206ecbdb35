"""Who of a project's people sees its tasks: rows of TD Task Access, written in bulk when people or tasks move."""

from collections.abc import Collection, Iterable

import frappe

from task_discipline import compat
from task_discipline.permissions import ROLE_COLUMNS
from task_discipline.services import rows
from task_discipline.services.access import PROJECT_COLUMN as COLUMN

PROJECT, TASK, ACCESS = "TD Project Link", "TD Task", "TD Task Access"
_OTHERS = tuple(column for column in ROLE_COLUMNS if column != COLUMN)


def people_of(project: str | None) -> tuple[str, ...]:
	"""Who sees all tasks of a project: its manager, members and observers, where it is set so."""
	if not project:
		return ()
	row = frappe.db.get_value(PROJECT, project, ["manager", "members_see_tasks"], as_dict=True)
	if not row or not row.members_see_tasks:
		return (row.manager,) if row else ()
	beside = frappe.get_all(
		"TD Task User", {"parenttype": PROJECT, "parent": project}, pluck="user", order_by="idx asc"
	)
	return tuple(dict.fromkeys((row.manager, *beside)))


def sync_project(project: str, before: Collection[str]) -> None:
	"""Bring the access to all tasks of a project in line with its people, who were ``before``."""
	after = people_of(project)
	tasks = frappe.get_all(TASK, {"project": project}, pluck="name", order_by=None, limit=0)
	take(tasks, set(before) - set(after))
	give(tasks, [user for user in after if user not in before])


def give(tasks: Collection[str], users: Collection[str]) -> None:
	"""Let people of a project see its ``tasks``."""
	if not (tasks and users):
		return
	known = _rows(tasks, users)
	compat.update_many(ACCESS, {row.name: {COLUMN: 1} for row in known.values() if not row[COLUMN]})
	blank = dict.fromkeys(_OTHERS, 0)
	rows.insert(
		ACCESS,
		[
			{"task": task, "user": user, **blank, COLUMN: 1}
			for task in tasks
			for user in users
			if (task, user) not in known
		],
	)
	_noted()


def take(tasks: Collection[str], users: Iterable[str]) -> None:
	"""Take from people what they see through a project only."""
	users = list(users)
	if not (tasks and users):
		return
	held = [row for row in _rows(tasks, users).values() if row[COLUMN]]
	stay = {row.name: {COLUMN: 0} for row in held if any(row[column] for column in _OTHERS)}
	compat.update_many(ACCESS, stay)
	gone = [row.name for row in held if row.name not in stay]
	if gone:
		frappe.db.delete(ACCESS, {"name": ("in", gone)})
	_noted()


def _rows(tasks: Collection[str], users: Collection[str]) -> dict[tuple[str, str], frappe._dict]:
	found = frappe.get_all(
		ACCESS,
		{"task": ("in", list(tasks)), "user": ("in", list(users))},
		["name", "task", "user", *ROLE_COLUMNS],
		order_by=None,
		limit=0,
	)
	return {(row.task, row.user): row for row in found}


def _noted() -> None:
	# Documents in hand ask anew what people are to them.
	frappe.flags.task_access_written = (frappe.flags.task_access_written or 0) + 1
