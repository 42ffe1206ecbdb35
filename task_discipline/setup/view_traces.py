"""What people have made of the app's reports, cards and charts: removed with it, also from their own dashboards."""

from collections.abc import Mapping

import frappe

from task_discipline.setup import traces

_PLACED = {
	"Dashboard Chart": {"Dashboard Chart Link": "chart", "Workspace Chart": "chart_name"},
	"Number Card": {"Number Card Link": "card", "Workspace Number Card": "number_card_name"},
	"Report": {"Prepared Report": "report_name", "Custom Role": "report", "Auto Email Report": "report"},
}
"""Where each kind of view can be named, and the field that names it."""
_LINKS_TO = {"Report": "ref_doctype", "Dashboard Chart": "document_type", "Number Card": "document_type"}


def delete(module: str, doctypes: list[str]) -> None:
	"""Delete what names a report, chart or card of ``module``, or one that somebody made on one of ``doctypes``."""
	for kind, places in _PLACED.items():
		names = {*_names(kind, {"module": module}), *_names(kind, {_LINKS_TO[kind]: ("in", doctypes)})}
		for doctype, fieldname in places.items():
			traces.delete(doctype, {fieldname: ("in", [*names, ""])})
		if kind == "Dashboard Chart":
			_forget_choices(names)


def places(module: str) -> list[str]:
	"""How the desk calls the pages of the module's reports and dashboards."""
	return [*_names("Report", {"module": module}), *_names("Dashboard", {"module": module})]


def _names(doctype: str, filters: Mapping[str, object]) -> list[str]:
	return frappe.get_all(doctype, filters, pluck="name", order_by=None)


def _forget_choices(charts: set[str]) -> None:
	"""The period that a person has chosen for a chart stands in one text for all charts of his."""
	stored = frappe.get_all("Dashboard Settings", fields=["name", "chart_config"], order_by=None)
	for row in stored:
		chosen = frappe.parse_json(row.chart_config or "{}")
		kept = {chart: choice for chart, choice in chosen.items() if chart not in charts}
		if kept != chosen:
			values = {"chart_config": frappe.as_json(kept, indent=None)}
			frappe.db.set_value("Dashboard Settings", row.name, values, update_modified=False)
