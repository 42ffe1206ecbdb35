"""Workload: people, what they have to do, and the hours that they have for it."""

from typing import Any

import frappe
from frappe import _

from task_discipline.services.reports import glossary, workload

_WIDTHS = {"this_week": 130, "next_week": 135, "without_deadline": 115}


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows, message, chart and sums for the reader who is logged in."""
	found = workload.rows(filters or {}, frappe.session.user)
	return (
		_columns(),
		found,
		glossary.printed("Workload"),
		workload.chart(found),
		workload.summary(found),
		True,
	)


def _columns() -> list[dict[str, object]]:
	counts = {
		"open": _("Open"),
		"overdue": _("Overdue"),
		"this_week": _("Due this week"),
		"next_week": _("Due next week"),
		"on_hold": _("On hold"),
		"waiting": _("Waiting"),
		"in_review": _("In review"),
		"without_deadline": _("No deadline"),
		"helps": _("Helps with"),
	}
	hours = {"estimated_hours": _("Hours due"), "available_hours": _("Hours at work")}
	return [
		{"fieldname": "person_name", "label": _("Person"), "fieldtype": "Data", "width": 190},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Int", "width": _WIDTHS.get(name, 100)}
			for name, label in counts.items()
		),
		*(
			{"fieldname": name, "label": label, "fieldtype": "Float", "precision": 1, "width": 115}
			for name, label in hours.items()
		),
		{"fieldname": "load", "label": _("Load"), "fieldtype": "Percent", "precision": 0, "width": 90},
		{"fieldname": "without_estimate", "label": _("No estimate"), "fieldtype": "Int", "width": 105},
		{"fieldname": "seen", "label": _("Tasks counted"), "fieldtype": "Data", "width": 160},
	]
