"""Reminders are planned when a task is made or changes; what was there before gets those that lie ahead of it."""

import frappe
from frappe.utils import create_batch, update_progress_bar

from task_discipline.services import notices
from task_discipline.services.reminders import planning

_AT_ONCE = 500


def execute() -> None:
	"""Plan for every open task; what lies behind is not told any more."""
	names = frappe.get_all("TD Task", filters={"is_open": 1}, pluck="name", order_by="name asc")
	with notices.muted():
		for number, batch in enumerate(create_batch(names, _AT_ONCE)):
			planning.replan(batch)
			frappe.db.commit()
			done = number * _AT_ONCE + len(batch)
			update_progress_bar("Planning reminders of open tasks", done - 1, len(names))
