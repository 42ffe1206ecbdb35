"""Doctypes of other apps, as stand-ins where the app is not installed: the same names and the same fields."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import frappe

LEAD, DEAL, CUSTOMER = "CRM Lead", "CRM Deal", "Customer"
_READER = {"role": "Desk User", "read": 1, "write": 1, "create": 1, "delete": 1, "if_owner": 1}
"""Everybody has his own records and nobody else's."""

Shape = Mapping[str, str]
"""Fields by name, with their type and options as in ``Link/User``."""
CRM: Mapping[str, Shape] = {
	LEAD: {"lead_name": "Data"},
	DEAL: {
		"deal": "Tab Break",
		"organization": "Data",
		"lead": f"Link/{LEAD}",
		"connections": "Tab Break/dashboard",
		"source": "Data",
	},
}
SELLING: Mapping[str, Shape] = {CUSTOMER: {"customer_name": "Data"}}
ERPNEXT: Mapping[str, Shape] = {
	"Project User": {"user": "Link/User"},
	"Project": {
		"project_name": "Data",
		"status": "Select/Open\nCompleted\nCancelled",
		"expected_start_date": "Date",
		"expected_end_date": "Date",
		"notes": "Text Editor",
		"users": "Table/Project User",
	},
	"Task Depends On": {"task": "Data", "subject": "Text"},
	"Task": {
		"subject": "Data",
		"project": "Link/Project",
		"status": "Select/Open\nWorking\nPending Review\nOverdue\nTemplate\nCompleted\nCancelled",
		"priority": "Select/Low\nMedium\nHigh\nUrgent",
		"is_group": "Check",
		"is_template": "Check",
		"is_milestone": "Check",
		"parent_task": "Link/Task",
		"exp_start_date": "Date",
		"exp_end_date": "Date",
		"act_start_date": "Date",
		"completed_on": "Date",
		"completed_by": "Link/User",
		"expected_time": "Float",
		"task_weight": "Float",
		"progress": "Percent",
		"description": "Text Editor",
		"depends_on": "Table/Task Depends On",
	},
}
"""What the import of tasks reads of ERPNext."""

HRMS: Mapping[str, Shape] = {
	"Employee": {
		"user_id": "Link/User",
		"company": "Data",
		"status": "Select/Active\nInactive\nSuspended\nLeft",
		"date_of_joining": "Date",
		"reports_to": "Data",
		"lft": "Int",
		"rgt": "Int",
	},
	"Salary Component": {"type": "Select/Earning\nDeduction"},
	"Salary Structure Assignment": {"employee": "Data", "currency": "Data", "from_date": "Date"},
	"Additional Salary": {
		"employee": "Data",
		"company": "Data",
		"salary_component": "Data",
		"amount": "Float",
		"currency": "Data",
		"payroll_date": "Date",
		"overwrite_salary_structure_amount": "Check",
		"ref_doctype": "Data",
		"ref_docname": "Data",
	},
}
"""What statements read of employees, and what they write for payroll."""


@contextmanager
def present(shapes: Mapping[str, Shape]) -> Iterator[None]:
	"""The doctypes are there; those that no app has brought are gone afterwards."""
	frappe.set_user("Administrator")
	made = [name for name in shapes if not frappe.db.exists("DocType", name)]
	for name in made:
		_make(name, shapes[name])
	frappe.db.commit()
	frappe.clear_cache()  # desks that are open elsewhere learn of them
	try:
		yield
	finally:
		_drop(made)


def _drop(made: list[str]) -> None:
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for name in reversed(made):
		frappe.delete_doc("DocType", name, force=True)
		frappe.db.sql_ddl(f"drop table if exists `tab{name}`")
	frappe.db.commit()
	frappe.clear_cache()


def _make(name: str, shape: Shape) -> None:
	is_row = name in ("Project User", "Task Depends On")
	doctype = frappe.get_doc(
		doctype="DocType",
		name=name,
		module="Custom",
		custom=1,
		istable=int(is_row),
		autoname="" if is_row else "hash" if name == "Additional Salary" else "prompt",
		naming_rule="" if is_row else "Random" if name == "Additional Salary" else "Set by user",
		allow_rename=1,
		fields=[_field(*pair) for pair in shape.items()],
		permissions=[] if is_row else [dict(_READER), {"role": "System Manager", "read": 1, "write": 1}],
	)
	doctype.insert()


def _field(fieldname: str, kind: str) -> dict[str, Any]:
	fieldtype, _slash, options = kind.partition("/")
	field = {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname}
	return field | ({"show_dashboard": 1} if options == "dashboard" else {"options": options})


def make_record(doctype: str, name: str, owner: str, **fields: Any) -> str:
	"""A record of another app that belongs to ``owner``; written past that app's own rules."""
	record = frappe.get_doc(doctype=doctype, name=name, owner=owner, **fields)
	record.flags.name_set = True
	record.db_insert()
	hidden = {key: value for key, value in fields.items() if key.startswith("_")}
	frappe.db.set_value(doctype, name, {"owner": owner, **hidden}, update_modified=False)
	return name
