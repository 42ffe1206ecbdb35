"""Marks open tasks as overdue in one statement."""

import frappe

from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import RUNNING_STATES
from task_discipline.services import clock


def mark() -> None:
	"""Set every running task past its deadline to Overdue; a second run changes nothing."""
	task = frappe.qb.DocType("TD Task")
	newly_due = (
		task.status.isin([status.value for status in sorted(RUNNING_STATES)])
		& (task.deadline < clock.now())
		& (task.timeliness == Timeliness.OPEN.value)
	)
	# Mostly there is none: an index alone tells so, where an update would read and lock rows to find out.
	if frappe.qb.from_(task).select(task.name).where(newly_due).limit(1).run():
		frappe.qb.update(task).set(task.timeliness, Timeliness.OVERDUE.value).where(newly_due).run()
