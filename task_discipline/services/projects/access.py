"""Who of a project's people sees its tasks: rows of TD Task Access, written in bulk when people or tasks move."""

from collections.abc import Collection
from functools import partial

import frappe

from task_discipline import compat
from task_discipline.permissions import ROLE_COLUMNS
from task_discipline.services import rows
from task_discipline.services.access import PROJECT_COLUMN as COLUMN

PROJECT, TASK, ACCESS = "TD Project Link", "TD Task", "TD Task Access"
_OTHERS = tuple(column for column in ROLE_COLUMNS if column != COLUMN)
_COLUMNS = ("name", "task", "user", *_OTHERS)


def people_of(project: str | None) -> tuple[str, ...]:
	"""Who sees all tasks of a project: its manager, members and observers, where it is set so.

	As committed now, and so until the transaction ends: whoever changes them holds the project's row, too.
	"""
	if not project:
		return ()
	columns = ["manager", "members_see_tasks"]
	row = frappe.db.get_value(PROJECT, project, columns, as_dict=True, for_update=True)
	if not row or not row.members_see_tasks:
		return (row.manager,) if row else ()
	beside = compat.children_now("TD Task User", ("user",), project)
	people = [one.user for one in beside if one.parenttype == PROJECT]
	return tuple(dict.fromkeys((row.manager, *people)))


def sync_project(project: str, before: Collection[str]) -> None:
	"""Bring the access to all tasks of a project in line with its people, who were ``before``."""
	after, tasks = people_of(project), _tasks_of(project)
	give(tasks, [user for user in after if user not in before])
	_take(_seen_through(tasks), after)
	frappe.db.after_commit.add(partial(_look_again, project, tasks))


def _look_again(project: str, tasks: Collection[str]) -> None:
	"""After a commit: set right what somebody moved while the people of the project changed.

	A transaction does not see what others commit meanwhile. This one begins with the project's row in its hands, so
	it sees all that happened before; whoever moves a task after that waits, and reads who sees it when he goes on.
	"""
	left = set(tasks) - set(_settle(project))
	frappe.db.commit()
	for name in sorted(left):
		move([name], frappe.db.get_value(TASK, name, "project", for_update=True))
		frappe.db.commit()


def _settle(project: str) -> list[str]:
	"""Let exactly its people see all tasks of a project through it; returns the tasks."""
	people, tasks = people_of(project), _tasks_of(project)
	held = _seen_through(tasks)
	seen = {(row.task, row.user) for row in held}
	for user in people:
		give([task for task in tasks if (task, user) not in seen], [user])
	_take(held, people)
	return tasks


def _tasks_of(project: str) -> list[str]:
	return frappe.get_all(TASK, {"project": project}, pluck="name", order_by="name asc", limit=0)


def move(tasks: Collection[str], project: str | None) -> None:
	"""Let the people of ``project``, where the tasks are now, see them through it, and nobody else."""
	people = people_of(project)
	give(tasks, people)
	# As committed now; whoever has just settled the project that they leave holds some of them a moment longer.
	_take(compat.rows_now(ACCESS, _COLUMNS, {"task": list(tasks), COLUMN: (1,)}), people)


def give_people(tasks: Collection[str], project: str | None) -> None:
	"""Let the people of ``project`` see tasks that were made in it."""
	give(tasks, people_of(project))


def give(tasks: Collection[str], users: Collection[str]) -> None:
	"""Let people of a project see its ``tasks``."""
	if not (tasks and users):
		return
	blank = dict.fromkeys(_OTHERS, 0)
	records = [{"task": task, "user": user, **blank, COLUMN: 1} for task in tasks for user in users]
	rows.insert_or_mark(ACCESS, records, COLUMN)
	_noted()


def _take(held: Collection[frappe._dict], stay: Collection[str]) -> None:
	"""Take from everybody but ``stay`` what rows let them see through a project only."""
	lost = [row for row in held if row.user not in stay]
	kept = {row.name: {COLUMN: 0} for row in lost if any(row[column] for column in _OTHERS)}
	compat.update_many(ACCESS, kept)
	gone = [row.name for row in lost if row.name not in kept]
	if gone:
		frappe.db.delete(ACCESS, {"name": ("in", gone)})
	_noted()


def _seen_through(tasks: Collection[str]) -> list[frappe._dict]:
	"""The rows by which people see ``tasks`` through a project."""
	where = {"task": ("in", list(tasks)), COLUMN: 1}
	return frappe.get_all(ACCESS, where, list(_COLUMNS), order_by=None, limit=0)


def _noted() -> None:
	# Documents in hand ask anew what people are to them.
	frappe.flags.task_access_written = (frappe.flags.task_access_written or 0) + 1
