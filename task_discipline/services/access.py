"""Keeps TD Task Access equal to the people of a task, in the same transaction."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from task_discipline.domain.people import Cast
from task_discipline.permissions import ROLE_COLUMNS
from task_discipline.services import rows

ACCESS = "TD Task Access"
PROJECT_COLUMN = "is_project_member"
Record = dict[str, object]


def cast_of(doc: Document) -> Cast:
	"""The people of a task document."""
	return Cast(
		assigner=doc.assigner or "",
		responsible=doc.responsible or "",
		co_assignees=tuple(row.user for row in doc.co_assignees),
		observers=tuple(row.user for row in doc.observers),
	)


def records_for(task: str, cast: Cast) -> list[Record]:
	"""The rows that the people of one task need, ready for a bulk insert."""
	return [_record(task, cast, user) for user in cast.everyone if user]


def sync(task: str, cast: Cast) -> frozenset[str]:
	"""Write the difference between the stored rows and ``cast``; returns who lost access."""
	stored = _stored(task)
	wanted = _with_project(records_for(task, cast), stored)
	# Documents in hand ask anew what people are to them.
	frappe.flags.task_access_written = (frappe.flags.task_access_written or 0) + 1
	stale = [user for user, record in stored.items() if record not in wanted]
	if stale:
		frappe.db.delete(ACCESS, {"task": task, "user": ("in", stale)})
	rows.insert(ACCESS, [record for record in wanted if record not in stored.values()])
	return frozenset(stored) - {record["user"] for record in wanted}


def _with_project(wanted: list[Record], stored: Mapping[str, Record]) -> list[Record]:
	"""What people see through a project stays theirs, whatever they are to the task itself."""
	through = {user for user, record in stored.items() if record[PROJECT_COLUMN]}
	kept = [record | {PROJECT_COLUMN: int(record["user"] in through)} for record in wanted]
	here = {record["user"] for record in wanted}
	none = dict.fromkeys(ROLE_COLUMNS, 0) | {PROJECT_COLUMN: 1}
	return kept + [stored[user] | none for user in sorted(through - here)]


def _record(task: str, cast: Cast, user: str) -> Record:
	roles = cast.roles_of(user)
	flags = {column: int(role in roles) for column, role in ROLE_COLUMNS.items()}
	return {"task": task, "user": user, **flags}


def _stored(task: str) -> dict[str, Record]:
	fields = ["task", "user", *ROLE_COLUMNS]
	found = frappe.get_all(ACCESS, filters={"task": task}, fields=fields, order_by="name asc")
	return {row.user: dict(row) for row in found}
