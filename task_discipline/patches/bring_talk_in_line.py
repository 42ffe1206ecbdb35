"""Talk of tasks, projects and teams once let people stay who were taken off the record: now it holds those who are on it."""

import frappe

from task_discipline.chat_names import GROUP, RECORDS
from task_discipline.services.chat import records


def execute() -> None:
	"""One group after the other, each in a transaction of its own: people write in them meanwhile."""
	found = frappe.get_all(
		GROUP,
		{"kind": "Record", "reference_doctype": ("in", RECORDS), "record_key": ("is", "set")},
		["reference_doctype", "reference_name"],
		order_by="name asc",
		limit=0,
	)
	for group in found:
		records.follow(group.reference_doctype, group.reference_name)
		frappe.db.commit()
