"""Project Progress: how far projects are, whether they will be in time, and why not."""

from typing import Any

import frappe
from frappe import _

from task_discipline.services.reports import glossary, progress


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows, message, chart and sums for the reader who is logged in."""
	found = progress.rows(filters or {}, frappe.session.user)
	sums = progress.summary(found) if found else None
	return _columns(), found, glossary.printed("Project Progress"), progress.chart(found), sums, True


def _columns() -> list[dict[str, object]]:
	return [
		_column("project_name", _("Project"), "Data", 240),
		_column("manager_name", _("Manager"), "Data", 150),
		_column("health", _("Health"), "Data", 100),
		_column("why", _("Why"), "Data", 330),
		_column("progress", _("Work done"), "Percent", 100, precision=0),
		_column("time_passed", _("Time passed"), "Percent", 110, precision=0),
		_column("tasks", _("Tasks"), "Int", 80),
		_column("tasks_done", _("Done"), "Int", 80),
		_column("overdue", _("Overdue"), "Int", 90),
		_column("milestones_missed", _("Milestones missed"), "Int", 140),
		_column("next_milestone", _("Next milestone"), "Data", 220),
		_column("next_milestone_on", _("Due on"), "Date", 110),
		_column("ends_on", _("Project ends"), "Date", 115),
		_column("status", _("Status"), "Data", 90),
	]


def _column(fieldname: str, label: str, fieldtype: str, width: int, **more: object) -> dict[str, object]:
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}
