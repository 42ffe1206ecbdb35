"""Who may see and touch records that belong to one person, named in their field ``user``: himself; managers read them.

Absences are planned by heads and managers, too.
"""

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import people, permissions, stored_rows


def has_permission(doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False) -> bool:
	"""Hook for such a record."""
	user = user or frappe.session.user
	stored = stored_rows.values(doc, "user")
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


def has_absence_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Absence: written by managers and heads of the person, read by the person too."""
	user = user or frappe.session.user
	stored = None if stored_rows.is_unsaved(doc) else stored_rows.values(doc, "user")
	# A head moves no absence from or to somebody who is not his.
	named = {*(stored or ()), *filter(None, [doc.get("user")])}
	if ptype in permissions.READING and stored:
		return stored == (user,) or may_plan_for(user, str(stored[0])) or permissions.denied(doc)
	if not named:
		return may_plan(user)
	if ptype != "share" and all(may_plan_for(user, str(one)) for one in named):
		return True
	frappe.permissions.push_perm_check_log(_("Absences are written by managers and the heads of a person."))
	return permissions.denied(doc)


def may_plan(user: str) -> bool:
	"""Whether there is anybody for whom ``user`` writes absences."""
	return permissions.is_manager(user) or bool(people.people_of(user))


def may_plan_for(user: str, person: str) -> bool:
	"""Whether ``user`` writes down when ``person`` is away: as a manager or as his head."""
	return permissions.is_active(user) and (permissions.is_manager(user) or people.is_head_of(user, {person}))


def absence_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Absence: one's own, and those of the people whose head one is."""
	user = user or frappe.session.user
	if not permissions.is_active(user):
		return "(1=0)"
	if permissions.is_manager(user):
		return ""
	names = ", ".join(frappe.db.escape(name) for name in sorted({user, *people.people_of(user)}))
	return f"(`tabTD Absence`.`user` in ({names}))"
