"""Keeps on each task whether it only gathers others: such a task is not counted beside its parts."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from task_discipline.services.projects import figures, standing

TASK = "TD Task"


def follow(task: Document, before: Mapping[str, object] | None) -> None:
	"""Bring the tasks above in line with a task that was made or put elsewhere."""
	was = before.get("parent_task") if before else None
	if task.parent_task == was:
		return
	for parent in filter(None, (was, task.parent_task)):
		_mark(parent)


def _mark(parent: str) -> None:
	row = frappe.db.get_value(
		TASK, parent, ["project", "status", "weight", "is_group"], as_dict=True, for_update=True
	)
	is_group = int(bool(frappe.db.exists(TASK, {"parent_task": parent})))
	if not row or row.is_group == is_group:
		return
	frappe.db.set_value(TASK, parent, "is_group", is_group, update_modified=False)
	standing.refresh(figures.follow(row, dict(row, is_group=is_group)))
