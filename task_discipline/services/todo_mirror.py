"""Keeps the host's own assignment as a one-way mirror of a task's workers.

One open ToDo for the responsible and for each co-assignee while the ball is with them, and ``_assign`` to
match, so that "Assigned to me" and the ToDo list work. Written in bulk: the host's own calls would add
comments, shares and an "assignment removed" notice. Never read back: a ToDo gives nobody any right.
"""

from collections.abc import Iterable, Mapping

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from task_discipline.domain.lifecycle import WORKING_STATES, Status
from task_discipline.services import rows

_PRIORITIES = {"Low": "Low", "Medium": "Medium", "High": "High", "Urgent": "High"}
_CLOSED_AS = {Status.CANCELLED: "Cancelled", Status.DECLINED: "Cancelled"}


def sync(task: Document, workers: tuple[str, ...]) -> None:
	"""Make the ToDos of ``task`` and its ``_assign`` equal to its state and workers."""
	status = Status(task.status)
	wanted = list(workers) if status in WORKING_STATES else []
	stored = _mirrored(task, workers)
	_drop([row.name for row in stored if row.allocated_to not in workers])
	kept = [row for row in stored if row.allocated_to in workers]
	as_mapping = task.as_dict()
	todo_status = "Open" if wanted else _CLOSED_AS.get(status, "Closed")
	_update([row.name for row in kept], _content(as_mapping, todo_status))
	present = {row.allocated_to for row in kept}
	rows.insert("ToDo", records_for(as_mapping, [user for user in wanted if user not in present]))
	mirrored = frappe.as_json(wanted, indent=None)
	before = task.get_doc_before_save()
	if before is None or before.get("_assign") != mirrored:
		frappe.db.set_value(task.doctype, task.name, "_assign", mirrored, update_modified=False)
	task.set("_assign", mirrored)


def is_mirrored(task: str, user: str) -> bool:
	"""Whether the person works on the task and the ball is with those who do."""
	if frappe.db.get_value("TD Task", task, "status") not in {status.value for status in WORKING_STATES}:
		return False
	row = frappe.db.get_value(
		"TD Task Access", {"task": task, "user": user}, ["is_responsible", "is_co_assignee"], as_dict=True
	)
	return bool(row and (row.is_responsible or row.is_co_assignee))


def _mirrored(task: Document, workers: tuple[str, ...]) -> list[frappe._dict]:
	people = {*workers, *frappe.parse_json(task.get("_assign") or "[]")}
	# Asked at most saves, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select name, allocated_to from `tabToDo`
		where reference_type = %s and reference_name = %s and allocated_to in %s order by creation""",
		(task.doctype, task.name, tuple(people)),
		as_dict=True,
	)


def records_for(task: Mapping[str, object], users: Iterable[str]) -> list[dict[str, object]]:
	"""The open ToDos that those who work on one task need, ready for a bulk insert."""
	content = _content(task, "Open")
	reference = {"reference_type": "TD Task", "reference_name": task["name"]}
	return [{"allocated_to": user, **reference, **content} for user in users]


def _content(task: Mapping[str, object], status: str) -> dict[str, object]:
	return {
		"status": status,
		"description": frappe.utils.escape_html(task["subject"]),
		"date": getdate(task["deadline"]) if task["deadline"] else None,
		"priority": _PRIORITIES.get(str(task["priority"]), "Medium"),
		"assigned_by": task["assigner"],
	}


def _update(names: list[str], content: dict[str, object]) -> None:
	if names:
		frappe.db.set_value("ToDo", {"name": ("in", names)}, content)


def _drop(names: list[str]) -> None:
	if names:
		frappe.db.delete("ToDo", {"name": ("in", names)})
