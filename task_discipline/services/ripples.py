"""What a change of one task means for others: the task above it, its project, and those that wait for it."""

from collections.abc import Mapping
from datetime import datetime

import frappe
from frappe.model.document import Document

from task_discipline.services import dependencies, notices, slips, subtasks
from task_discipline.services.notices import Announcement, News
from task_discipline.services.projects import moving

TASK = "TD Task"


def follow(task: Document, before: Mapping[str, object] | None) -> None:
	"""Let follow what hangs on a task that was made (``before`` is None), edited or moved on."""
	# Tasks are locked before projects, always: the other way round two people could wait for each other.
	freed = dependencies.follow(task, before)
	subtasks.follow(task, before)
	moving.follow(task, before)
	_tell(dict.fromkeys(freed), "Unblocked", "responsible")
	if before:
		_tell(slips.follow(task, before), "Slipped", "assigner")


def _tell(proposed: Mapping[str, datetime | None], event: str, person: str) -> None:
	"""Tell one person of each task, and what deadline is proposed there if any."""
	if not proposed:
		return
	actor = frappe.session.user
	rows = frappe.get_all(TASK, {"name": ("in", list(proposed))}, ["*"], order_by="name asc", limit=0)
	notices.announce(
		[
			Announcement(row, (row[person],), News(event, proposed=proposed[row.name]), actor)
			for row in rows
			if row[person] != actor
		]
	)
