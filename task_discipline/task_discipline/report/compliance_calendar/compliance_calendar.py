"""Compliance Calendar: systemic tasks by the dates of their rules, and what became of each."""

from typing import Any

import frappe

from task_discipline.services.reports import compliance, compliance_view, glossary


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows, message, chart and sums for the reader who is logged in."""
	found = compliance.sheet(filters or {}, frappe.session.user)
	return (
		compliance_view.columns(found),
		list(found.rows),
		glossary.printed("Compliance Calendar"),
		compliance_view.chart(found),
		compliance_view.summary(found) if found.rows else None,
		True,
	)
