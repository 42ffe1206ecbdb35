"""Tells people of the tasks that an import of the host has brought: each of them once, however many tasks are his."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline.domain.people import Cast
from task_discipline.permissions import TASK
from task_discipline.services import notices
from task_discipline.services.generation import announcing

IMPORT, _LOG = "Data Import", "Data Import Log"
_ENDED = ("Success", "Error", "Timed Out")
_AT_ONCE = 1_000


def follow(data_import: Document) -> None:
	"""Tell of what the import has brought since people were told last, once it is at its end."""
	if data_import.reference_doctype != TASK or not data_import.name or not _is_over(data_import):
		return
	names = _untold(data_import.name)
	if names:
		told = _tell(names)
		_remember(data_import.name, len(told), len(names))


def _is_over(data_import: Document) -> bool:
	# The host says Partial Success after the first row, and again after the last one.
	if data_import.status == "Partial Success":
		logged = frappe.db.count(_LOG, {"data_import": data_import.name})
		return logged >= cint(data_import.payload_count)
	return data_import.status in _ENDED


def _untold(name: str) -> list[str]:
	"""Tasks that came since the last word about this import: a worker may have been killed, or rows tried again."""
	filters: dict[str, object] = {"data_import": name, "success": 1}
	last = frappe.db.get_value(
		"Comment", {**_place(name), "subject": TASK}, "creation", order_by="creation desc"
	)
	if last:
		filters["creation"] = (">", last)
	return frappe.get_all(_LOG, filters=filters, pluck="docname", order_by="log_index asc", limit=0)


def _tell(names: Sequence[str]) -> list[str]:
	pairs = [
		pair for begin in range(0, len(names), _AT_ONCE) for pair in _pairs(names[begin : begin + _AT_ONCE])
	]
	return notices.announce(list(announcing.of_tasks(pairs, frappe.session.user)))


def _pairs(names: Sequence[str]) -> list[tuple[Cast, frappe._dict]]:
	among = {"name": ("in", names), "status": "New"}
	tasks = frappe.get_all(TASK, filters=among, fields=["*"], order_by="name asc", limit=0)
	people = frappe.get_all(
		"TD Task User",
		filters={"parenttype": TASK, "parent": ("in", names)},
		fields=["parent", "parentfield", "user"],
		order_by="idx asc",
		limit=0,
	)
	listed: dict[tuple[str, str], list[str]] = {}
	for row in people:
		listed.setdefault((row.parent, row.parentfield), []).append(row.user)
	return [(_cast(task, listed), task) for task in tasks]


def _cast(task: frappe._dict, listed: dict[tuple[str, str], list[str]]) -> Cast:
	task.pop("description", None)  # of thousands of tasks it would not fit into the memory of a worker
	co_assignees, observers = (
		tuple(listed.get((task.name, field), ())) for field in ("co_assignees", "observers")
	)
	return Cast(task.assigner, task.responsible, co_assignees, observers)


def _remember(name: str, people: int, tasks: int) -> None:
	"""Write on the import whom it told, in the same transaction: what is written there is not told again."""
	words = _("Told {0} people of {1} tasks.").format(people, tasks)
	comment = {
		"doctype": "Comment",
		"comment_type": "Info",
		"content": words,
		"subject": TASK,
		**_place(name),
	}
	# The person may write the import, and need no right to comment on it.
	frappe.get_doc(comment).insert(ignore_permissions=True)


def _place(name: str) -> dict[str, str]:
	return {"reference_doctype": IMPORT, "reference_name": name}
