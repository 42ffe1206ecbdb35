"""Who may see and touch records that belong to one person, named in their field ``user``: himself; managers read them."""

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions


def has_permission(doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False) -> bool:
	"""Hook for such a record."""
	user = user or frappe.session.user
	stored = permissions.stored_values(doc, "user")
	if ptype in permissions.READING and stored and _reads_all(user):
		return True
	# Nobody turns his own record into somebody else's, nor the other way round.
	named = {*(stored or ()), *filter(None, [doc.get("user")])}
	if ptype != "share" and all(is_own(user, str(one)) for one in named):
		return True
	frappe.permissions.push_perm_check_log(_("This belongs to one person, and only that person changes it."))
	return permissions.denied(doc)


def reads(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may see what is kept beside the stored record: its owner and managers."""
	user = user or frappe.session.user
	return _reads_all(user) or is_own(user, str(frappe.db.get_value(doctype, str(name), "user")))


def _reads_all(user: str) -> bool:
	return permissions.is_active(user) and permissions.is_manager(user)


def is_own(user: str, person: str) -> bool:
	"""Whether ``user`` writes what belongs to ``person``: everybody his own."""
	return user == "Administrator" or (user == person and permissions.is_active(user))


def condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for such records: one's own; all of them for a manager."""
	user = user or frappe.session.user
	if not permissions.is_active(user):
		return "(1=0)"
	return "" if permissions.is_manager(user) else f"(`tab{doctype}`.`user` = {frappe.db.escape(user)})"


def among_own(column: str, doctype: str, user: str) -> str:
	"""Condition on a ``column`` that names such records; empty where the person reads them all."""
	own = condition(user, doctype)
	return own and f"({column} in (select `name` from `tab{doctype}` where {own}))"
