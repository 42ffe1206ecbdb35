"""Doors of the host's reports that believe what a client says: whose eyes, which stored result, which joined columns."""

from typing import Any

import frappe

from task_discipline import prepared_rights
from task_discipline.api import request_guard
from task_discipline.api.doors import reader
from task_discipline.api.host_guards import call_host, parsed


@reader
def run(
	report_name: str,
	filters: Any = None,
	user: Any = None,
	ignore_prepared_report: Any = False,
	custom_columns: Any = None,
	is_tree: Any = False,
	parent_field: Any = None,
	are_default_filters: Any = True,
) -> Any:
	"""The host takes the person from the client, and any stored result by its name: of ours only one's own."""
	_check(filters, custom_columns)
	return call_host(
		"frappe.desk.query_report.run",
		report_name=report_name,
		filters=filters,
		user=None if prepared_rights.is_ours(report_name) else user,
		ignore_prepared_report=ignore_prepared_report,
		custom_columns=parsed(custom_columns) if custom_columns else None,
		is_tree=is_tree,
		parent_field=parent_field,
		are_default_filters=are_default_filters,
	)


@reader
def export_query() -> Any:
	"""As ``run``; the host reads all arguments of an export from the request."""
	form = frappe.local.form_dict
	_check(form.get("filters"), form.get("custom_columns"))
	return call_host("frappe.desk.query_report.export_query")


def _check(filters: Any, custom_columns: Any) -> None:
	filters = parsed(filters)
	if isinstance(filters, dict) and (result := filters.get("prepared_report_name")):
		prepared_rights.require(result)
	request_guard.refuse_joined_columns(parsed(custom_columns))
