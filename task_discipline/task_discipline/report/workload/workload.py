"""Workload: people, what they have to do, and the hours that they have for it."""

from typing import Any

import frappe
from frappe import _

from task_discipline.services.reports import glossary, workload


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
	return [
		_column("person_name", _("Person"), "Data", 180),
		_column("open", _("Open", context="TD Task"), "Int", 75),
		_column("overdue", _("Overdue"), "Int", 90),
		_column("this_week", _("Due this week"), "Int", 125),
		_column("next_week", _("Due next week"), "Int", 130),
		_column("estimated_hours", _("Hours due"), "Float", 100, precision=1),
		_column("available_hours", _("Hours at work"), "Float", 125, precision=1),
		_column("load", _("Load"), "Percent", 75, precision=0),
		_column("in_review", _("In review"), "Int", 95),
		_column("on_hold", _("On hold"), "Int", 90),
		_column("waiting", _("Waiting"), "Int", 90),
		_column("helps", _("Helps with"), "Int", 105),
		_column("without_deadline", _("No deadline"), "Int", 115),
		_column("without_estimate", _("No estimate"), "Int", 110),
		_column("seen", _("Tasks counted"), "Data", 160),
	]


def _column(fieldname: str, label: str, fieldtype: str, width: int, **more: object) -> dict[str, object]:
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}
