"""Doors of the host that hand out values of any record without asking for the right on it, closed for our doctypes.

As in ``host_guards``, every other doctype gets what it would get without us.
"""

from typing import Any

import frappe
from frappe import _

from task_discipline import beside, compat, permissions, prepared_rights
from task_discipline.api.doors import fitting, reader
from task_discipline.api.host_guards import call_host, parsed

_WATCHED = frozenset({*permissions.GUARDED, *beside.HOST_RECORDS, prepared_rights.PREPARED})


@reader
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: Any) -> Any:
	"""The host lists the values of any field of all records: of ours those that the caller may read."""
	if doctype not in _WATCHED:
		return call_host(
			"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
			doctype=doctype,
			workflow_state_field=workflow_state_field,
			states=states,
		)
	if frappe.is_table(doctype):
		_refuse()
	frappe.has_permission(doctype, "read", throw=True)
	if workflow_state_field not in frappe.get_meta(doctype).get_valid_columns():
		return None
	others = {workflow_state_field: ("not in", parsed(states))}
	rows = compat.count_permitted_by(doctype, others, [workflow_state_field])
	values = [(row.get(workflow_state_field), row.total) for row in rows]
	return [{workflow_state_field: value, "count": total} for value, total in values if value]


@reader
def get_password(doctype: str, name: str | int, fieldname: str) -> Any:
	"""The host shows a System Manager any field of any record: none of ours keeps a password."""
	if doctype in permissions.GUARDED:
		_refuse()
	if doctype in _WATCHED:
		frappe.has_permission(doctype, "read", doc=name, throw=True)
	return call_host("frappe.client.get_password", doctype=doctype, name=name, fieldname=fieldname)


@frappe.whitelist(methods=["GET", "POST"], allow_guest=True)
@fitting
def get_form_data(doctype: str, docname: str | None = None, web_form_name: str | None = None) -> Any:
	"""The host shows a record of any doctype to whoever made it, by any web form: ours to those who may read it."""
	answer = call_host(
		"frappe.website.doctype.web_form.web_form.get_form_data",
		doctype=doctype,
		docname=docname,
		web_form_name=web_form_name,
	)
	if doctype in _WATCHED and answer.get("doc"):
		answer.doc.check_permission("read")
	return answer


def _refuse() -> None:
	frappe.throw(_("This is not shown here. Open the record instead."), frappe.PermissionError)
