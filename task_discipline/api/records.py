"""Doors beside the records of other apps: their tasks, in their forms, lists and connections."""

from typing import Any

import frappe
from frappe import _

from task_discipline import compat, permissions
from task_discipline.api import host_guards
from task_discipline.api.doors import reader
from task_discipline.services import beside_records

_COUNTED = (beside_records.TASK, beside_records.PROJECT)
_LINK = ("reference_doctype", "reference_name")


@reader
def beside(doctype: str, name: str) -> dict[str, Any]:
	"""The caller's view of the tasks and projects of one record that he may read."""
	frappe.has_permission("TD Task", "read", throw=True)
	return beside_records.of_record(doctype, name)


@reader
def counts(doctype: str, names: list | str) -> dict[str, dict[str, int]]:
	"""Open and overdue tasks of the rows of a list, as far as the caller may read rows and tasks."""
	frappe.has_permission("TD Task", "read", throw=True)
	frappe.has_permission(doctype, "read", throw=True)
	return beside_records.of_list(doctype, _names(names))


def _names(value: list | str) -> list[str]:
	try:
		names = frappe.parse_json(value)
	except ValueError:
		names = None
	if not isinstance(names, list) or not all(isinstance(name, str | int) for name in names):
		frappe.throw(_("Send the names as a list."))
	return [str(name) for name in names]


@reader
def get_open_count(doctype: str, name: str, items: Any = None) -> dict[str, Any]:
	"""The host counts the connections of a record for whoever reads it: ours are counted as far as he may see them."""
	if doctype in permissions.GUARDED:
		# Asked for here, because later hosts of version 15 take a refusal for an error of the database and break.
		frappe.has_permission(doctype, "read", doc=name, throw=True)
	answer = host_guards.call_host(
		"frappe.desk.notifications.get_open_count", doctype=doctype, name=name, items=items
	)
	counted = answer.get("count") or {}
	for row in counted.get("external_links_found", ()) if isinstance(counted, dict) else ():
		if row["doctype"] in _COUNTED:
			of_record = dict(zip(_LINK, (doctype, name), strict=True))
			row.update(count=compat.count_permitted(row["doctype"], of_record), open_count=0)
	return answer


def connect_customer(data: dict[str, Any]) -> dict[str, Any]:
	"""Hook ``override_doctype_dashboards``: tasks and projects among the connections of a record."""
	return _connected("Customer", data)


def connect_project(data: dict[str, Any]) -> dict[str, Any]:
	"""The same for ERPNext's Project."""
	return _connected("Project", data)


def connect_lead(data: dict[str, Any]) -> dict[str, Any]:
	"""The same for ERPNext's Lead."""
	return _connected("Lead", data)


def connect_opportunity(data: dict[str, Any]) -> dict[str, Any]:
	"""The same for ERPNext's Opportunity."""
	return _connected("Opportunity", data)


def connect_crm_lead(data: dict[str, Any]) -> dict[str, Any]:
	"""The same for the Lead of Frappe's CRM."""
	return _connected("CRM Lead", data)


def connect_crm_deal(data: dict[str, Any]) -> dict[str, Any]:
	"""The same for the Deal of Frappe's CRM."""
	return _connected("CRM Deal", data)


def _connected(doctype: str, data: dict[str, Any]) -> dict[str, Any]:
	type_field, name_field = _LINK
	found = frappe._dict(data)
	found.fieldname = found.fieldname or name_field
	found.non_standard_fieldnames = {
		**(found.non_standard_fieldnames or {}),
		**dict.fromkeys(_COUNTED, name_field),
	}
	found.dynamic_links = {**(found.dynamic_links or {}), name_field: [doctype, type_field]}
	found.transactions = [
		*(found.transactions or ()),
		{"label": _("Task Discipline"), "items": list(_COUNTED)},
	]
	return found
