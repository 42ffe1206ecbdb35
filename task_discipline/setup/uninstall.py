"""Removes everything that the host leaves behind when an app is uninstalled.

The host drops our doctypes and what links to our module; the rows below belong to its own doctypes.
"""

import frappe

from task_discipline.permissions import MANAGER_ROLE, USER_ROLE

_BY_DOCTYPE_FIELD = {
	"Activity Log": "reference_doctype",
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Calendar View": "reference_doctype",
	"Comment": "reference_doctype",
	"Communication": "reference_doctype",
	"Custom DocPerm": "parent",
	"Custom Field": "dt",
	"Document Follow": "ref_doctype",
	"DocShare": "share_doctype",
	"Email Queue": "reference_doctype",
	"Email Unsubscribe": "reference_doctype",
	"Kanban Board": "reference_doctype",
	"List Filter": "reference_doctype",
	"List View Settings": "name",
	"Notification": "document_type",
	"Notification Log": "document_type",
	"Property Setter": "doc_type",
	"Tag Link": "document_type",
	"ToDo": "reference_type",
	"User Permission": "allow",
	"Version": "ref_doctype",
	"View Log": "reference_doctype",
}


def before_uninstall() -> None:
	"""Delete files, rows, jobs and roles that name our doctypes."""
	doctypes = frappe.get_all("DocType", filters={"module": "Task Discipline"}, pluck="name", order_by=None)
	_delete_files(doctypes)
	for host_doctype, fieldname in _BY_DOCTYPE_FIELD.items():
		_delete_rows(host_doctype, {fieldname: ("in", doctypes)})
	_delete_children()
	frappe.db.delete("__global_search", {"doctype": ("in", doctypes)})
	frappe.db.delete("__UserSettings", {"doctype": ("in", doctypes)})
	_delete_rows("Scheduled Job Type", {"method": ("like", "task_discipline.%")})
	_delete_rows("Has Role", {"role": ("in", [USER_ROLE, MANAGER_ROLE])})
	_delete_rows("Role", {"name": ("in", [USER_ROLE, MANAGER_ROLE])})


def _delete_files(doctypes: list[str]) -> None:
	for name in frappe.get_all(
		"File", filters={"attached_to_doctype": ("in", doctypes)}, pluck="name", order_by=None
	):
		# Through the document, so that the file leaves the disk too.
		frappe.delete_doc("File", name, ignore_permissions=True, force=True)


def _delete_rows(doctype: str, filters: dict[str, object]) -> None:
	if frappe.db.table_exists(doctype):
		frappe.db.delete(doctype, filters)


def _delete_children() -> None:
	"""Rows of child tables whose parent the statements above deleted."""
	for child, parent in (("Kanban Board Column", "Kanban Board"), ("Email Queue Recipient", "Email Queue")):
		table, owner = frappe.qb.DocType(child), frappe.qb.DocType(parent)
		alive = frappe.qb.from_(owner).select(owner.name)
		frappe.qb.from_(table).delete().where((table.parenttype == parent) & table.parent.notin(alive)).run()
