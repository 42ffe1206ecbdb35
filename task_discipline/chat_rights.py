"""Who may read what is said: the members of a group, as long as they have a desk, and nobody by his role.

Managers and System Managers read no talk of others; an inquiry is an export, on record. Nobody writes through the
host's doors: what may be done is done by services, which ask here.
"""

from typing import NoReturn

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import compat_words, permissions, stored_rows
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.standing import is_active


def may_chat(user: str) -> bool:
	"""Whether the person takes part in talk at all: an active account of the desk, not one of the website."""
	return is_active(user) and frappe.get_cached_value("User", user, "user_type") == "System User"


def is_member(group: object, user: str | None = None) -> bool:
	"""Whether the person belongs to the stored group, as committed or as this transaction has left it."""
	user = user or frappe.session.user
	# A document built from a client's JSON can bring a filter in place of its name.
	if not isinstance(group, str) or not may_chat(user):
		return False
	return bool(frappe.db.exists(MEMBER, {"chat_group": group, "user": user}))


def deny(group: object) -> NoReturn:
	"""Raises ``frappe.PermissionError``, in the same words for a group of others and for one that does not exist."""
	frappe.throw(_no_access(group), frappe.PermissionError)


def require_member(group: object) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user does not belong to the group."""
	if not is_member(group):
		deny(group)


def has_group_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Chat Group: its members read it."""
	return _reads(doc, ptype, user)


def has_member_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Chat Member: how far somebody has read is his own."""
	user = user or frappe.session.user
	own = may_chat(user) and stored_rows.values(doc, "user") == (user,)
	return (own and ptype in permissions.READING) or permissions.denied(doc)


def has_message_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Chat Message: members of its group read it."""
	return _reads(doc, ptype, user)


def _reads(doc: Document, ptype: str, user: str | None) -> bool:
	if ptype in permissions.READING and reads(doc.doctype, doc.name, user):
		return True
	frappe.permissions.push_perm_check_log(_no_access(doc.name))
	return permissions.denied(doc)


def reads(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may see a stored group or message, and what the host keeps beside it."""
	user = user or frappe.session.user
	return user == "Administrator" or is_member(_group_of(doctype, name, user), user)


def _group_of(doctype: str, name: object, user: str) -> object:
	if doctype == GROUP:
		return name
	asked = {"name": int(str(name)) if str(name).isdecimal() else 0}
	# What stands beside a member is for him alone.
	asked |= {"user": user} if doctype == MEMBER else {}
	return frappe.db.get_value(doctype, asked, "chat_group")


def group_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Chat Group: one's own groups."""
	return _among_groups(f"`tab{GROUP}`.`name`", user or frappe.session.user)


def member_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Chat Member: one's own rows."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	return f"(`tab{MEMBER}`.`user` = {frappe.db.escape(user)})" if may_chat(user) else "(1=0)"


def message_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Chat Message: what is said in one's own groups."""
	return _among_groups(f"`tab{MESSAGE}`.`chat_group`", user or frappe.session.user)


def among_own(column: str, doctype: str, user: str) -> str:
	"""Condition on a ``column`` of text that names groups or messages; empty where the person reads them all."""
	if doctype == GROUP or user == "Administrator" or not may_chat(user):
		return _among_groups(column, user)
	# Row by row and by the key: the messages of one's groups may be a million. A number, for their names are numbers.
	number = compat_words.text_as_number(column)
	if doctype == MEMBER:
		return f"({number} in (select `name` from `tab{MEMBER}` where `user` = {frappe.db.escape(user)}))"
	return (
		f"(exists (select 1 from `tab{MESSAGE}` said join `tab{MEMBER}` present"
		f" on present.`chat_group` = said.`chat_group` where said.`name` = {number}"
		f" and present.`user` = {frappe.db.escape(user)}))"
	)


def _among_groups(column: str, user: str) -> str:
	if user == "Administrator":
		return ""
	if not may_chat(user):
		return "(1=0)"
	return f"({column} in (select `chat_group` from `tab{MEMBER}` where `user` = {frappe.db.escape(user)}))"


def _no_access(name: object) -> str:
	return _("You do not belong to this group ({0}). Ask one of its members to add you.").format(
		frappe.utils.escape_html(str(name))
	)
