"""Who may see fines and rewards: the person himself and managers; heads where the site shows them ranks.

A draft is nobody's to read but a manager's: it is shown to the person by an act of its own. Nobody writes statements
and entries through the host's doors; what may be done is done by methods that ask here. Rules are no secret, and bonus
bases are kept by managers.
"""

from collections.abc import Callable
from typing import NoReturn

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import people, permissions, stored_rows
from task_discipline.money_names import BONUS_BASE, ENTRY, STATEMENT

_HEADS_SEE = ("Heads", "Everybody")
"""Values of the setting ``ranks_shown_to`` that let heads see the money of their people, too."""


def has_statement_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Discipline Statement: read by whom it concerns, written by services only."""
	if reads_statement(doc.name, user):
		return ptype in permissions.READING
	frappe.permissions.push_perm_check_log(_no_access(str(doc.name)))
	return permissions.denied(doc)


def reads_statement(name: object, user: str | None = None) -> bool:
	"""Whether the person may see the stored statement."""
	user = user or frappe.session.user
	if not isinstance(name, str) or not permissions.is_active(user):
		return False
	if permissions.is_manager(user):
		return True
	row = frappe.db.get_value(STATEMENT, name, ["user", "state"], as_dict=True)
	return bool(row) and row.state != "Draft" and row.user in _seen_by(user)


def has_entry_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Discipline Entry: read by whom it concerns, written by services only."""
	if _reads_row_of(doc, _seen_by, user):
		return ptype in permissions.READING
	return permissions.denied(doc)


def has_base_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Bonus Base: the person reads his own, managers keep them all."""
	user = user or frappe.session.user
	if ptype in permissions.READING and not stored_rows.is_unsaved(doc):
		return _reads_row_of(doc, lambda one: frozenset({one}), user) or permissions.denied(doc)
	may = permissions.is_active(user) and permissions.is_manager(user) and ptype != "share"
	return may or permissions.denied(doc)


def _reads_row_of(doc: Document, seen_by: Callable[[str], frozenset[str]], user: str | None) -> bool:
	user = user or frappe.session.user
	if not permissions.is_active(user):
		return False
	stored = stored_rows.values(doc, "user")
	return permissions.is_manager(user) or bool(stored and stored[0] in seen_by(user))


def reads(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may see what the host keeps beside a stored statement."""
	return reads_statement(name, user)


def deny_statement(name: object) -> NoReturn:
	"""Raises ``frappe.PermissionError``, in the same words for a hidden statement and for one that does not exist."""
	frappe.throw(_no_access(str(name)), frappe.PermissionError)


def require_manager(what: str) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user is no manager; ``what`` names the act in words."""
	if not permissions.is_manager() or not permissions.is_active(frappe.session.user):
		frappe.throw(
			_("{0}: only a Task Discipline Manager does this. Ask one of them.").format(what),
			frappe.PermissionError,
		)


def statement_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Discipline Statement."""
	user = user or frappe.session.user
	if not permissions.is_active(user):
		return "(1=0)"
	if permissions.is_manager(user):
		return ""
	names = ", ".join(frappe.db.escape(one) for one in sorted(_seen_by(user)))
	return f"(`tab{STATEMENT}`.`state` <> 'Draft' and `tab{STATEMENT}`.`user` in ({names}))"


def entry_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Discipline Entry."""
	return _condition(ENTRY, _seen_by, user)


def base_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Bonus Base."""
	return _condition(BONUS_BASE, lambda one: frozenset({one}), user)


def _condition(doctype: str, seen_by: Callable[[str], frozenset[str]], user: str | None) -> str:
	user = user or frappe.session.user
	if not permissions.is_active(user):
		return "(1=0)"
	if permissions.is_manager(user):
		return ""
	names = ", ".join(frappe.db.escape(one) for one in sorted(seen_by(user)))
	return f"(`tab{doctype}`.`user` in ({names}))"


def among_own(column: str, doctype: str, user: str) -> str:
	"""Condition on a ``column`` that names statements; empty where the person reads them all."""
	condition = statement_condition(user)
	return condition and f"({column} in (select `name` from `tab{STATEMENT}` where {condition}))"


def _seen_by(user: str) -> frozenset[str]:
	"""Whose money the person sees: his own, and that of his people where the site lets heads see it."""
	shown_to = frappe.get_cached_doc("TD Settings").get("ranks_shown_to")
	return frozenset({user}) | (people.people_of(user) if shown_to in _HEADS_SEE else frozenset())


def _no_access(name: str) -> str:
	return _("You have no access to statement {0}. Ask a Task Discipline Manager.").format(
		frappe.utils.escape_html(name)
	)
