"""The open tasks of one person, by what he is to them: what the tabs of the task list show."""

from collections.abc import Sequence

import frappe
from frappe.query_builder import Order

from task_discipline import permissions
from task_discipline.domain.lifecycle import OPEN_STATES

_MOST_NAMED = 2_000
_MOST_PEOPLE = 500
_WORKING = ("is_responsible", "is_co_assignee")


def tabs() -> dict[str, object]:
	"""Names of the open tasks that the session's user works on, soonest deadline first, and the size of each tab.

	The names go into an ordinary filter of the host's list: a person is responsible for one task and
	co-assignee of another, and a filter of the host cannot say "or".
	"""
	rows = _open_rows(frappe.session.user)
	mine = [row.task for row in rows if any(row[column] for column in _WORKING)]
	return {
		"mine": mine[:_MOST_NAMED],
		"counts": {
			"mine": len(mine),
			"set_by_me": sum(row.is_assigner for row in rows),
			"observing": sum(row.is_observer for row in rows),
		},
	}


def full_names(users: Sequence[str]) -> dict[str, str]:
	"""The full names of enabled and disabled people alike, for lists that hold user names only."""
	rows = frappe.get_all(
		"User",
		filters={"name": ("in", list(users[:_MOST_PEOPLE])), "user_type": "System User"},
		fields=["name", "full_name"],
		order_by=None,
	)
	return {row.name: row.full_name or row.name for row in rows}


def _open_rows(user: str) -> list[frappe._dict]:
	if not permissions.is_active(user):
		return []
	access, task = frappe.qb.DocType("TD Task Access"), frappe.qb.DocType(permissions.TASK)
	return (
		frappe.qb.from_(access)
		.join(task)
		.on(task.name == access.task)
		.where((access.user == user) & task.status.isin([status.value for status in OPEN_STATES]))
		.select(access.task, access.is_assigner, access.is_observer, *(access[name] for name in _WORKING))
		.orderby(task.deadline, order=Order.asc)
		.run(as_dict=True)
	)
