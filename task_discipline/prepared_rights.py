"""Who may see a report of ours that the host has prepared and stored: whoever had it prepared, and nobody else.

The host shows such a result to everybody who may open the report, though it holds what one person may read. Results
of other reports stay the host's to decide on.
"""

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import compat, permissions, stored_rows

PREPARED = "Prepared Report"


def is_ours(report: str | None) -> bool:
	"""Whether a report, or the one that a custom report is made of, is on a doctype of ours; one that is gone may have been."""
	while report:
		row = frappe.db.get_value("Report", report, ["ref_doctype", "reference_report"], as_dict=True)
		if not row or row.ref_doctype in permissions.GUARDED:
			return True
		report = row.reference_report if row.reference_report != report else None
	return False


def concerns(name: object) -> bool:
	"""Whether a stored result is one of a report of ours."""
	report = frappe.db.get_value(PREPARED, str(name), "report_name")
	return bool(report) and is_ours(report)


def reads(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may see a stored result and what the host keeps beside it."""
	user = user or frappe.session.user
	owner = frappe.db.get_value(PREPARED, str(name), "owner")
	return user in ("Administrator", owner) or not concerns(name)


def require(name: object) -> None:
	"""Raises ``frappe.PermissionError`` where a result was prepared for another person than the session's."""
	if not reads(PREPARED, name):
		frappe.throw(
			_("This report was prepared for another person. Generate it anew: it shows what you may see."),
			frappe.PermissionError,
		)


def has_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for the host's stored results."""
	if stored_rows.is_unsaved(doc) or reads(PREPARED, doc.name, user):
		return compat.undecided()
	return permissions.denied(doc)


def condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for the host's stored results."""
	user = user or frappe.session.user
	return "" if user == "Administrator" else f"(not ({_hidden(user)}))"


def among_own(column: str, doctype: str, user: str | None) -> str:
	"""Condition on a ``column`` that names stored results; empty where the person reads them all."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	return f"({column} not in (select `name` from `tab{PREPARED}` where {_hidden(user)}))"


def _hidden(user: str) -> str:
	guarded = ", ".join(frappe.db.escape(doctype) for doctype in sorted(permissions.GUARDED))
	others = f"select `name` from `tabReport` where `ref_doctype` not in ({guarded})"
	return (
		f"`tab{PREPARED}`.`owner` != {frappe.db.escape(user)}"
		f" and `tab{PREPARED}`.`report_name` not in ({others})"
	)
