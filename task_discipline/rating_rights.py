"""Who may read a rating: whoever reads its task, the person rated, whose task it may be no more, and his heads.

A rating says nothing of what the task is about, so it is shown to them without the task; what a list could fetch from
there through the link is refused at the door. Services alone write ratings.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import people, permissions, visibility
from task_discipline.standing import is_active, is_manager


def has_permission(doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False) -> bool:
	"""Hook for TD Task Rating."""
	return (ptype in permissions.READING and reads(doc.name, user)) or permissions.denied(doc)


def reads(rating: object, user: str | None = None) -> bool:
	"""Whether the person may see the stored rating."""
	user = user or frappe.session.user
	if not isinstance(rating, str | int):
		return False
	row = frappe.db.get_value(permissions.RATING, {"name": rating}, ["task", "user"])
	return bool(row) and (_is_about(row[1], user) or permissions.can_read(row[0], user))


def _is_about(rated: str, user: str) -> bool:
	return is_active(user) and (rated == user or rated in people.people_of(user))


def require_read(rating: object) -> None:
	"""Raises ``frappe.PermissionError``, in the same words for a hidden rating and for one that does not exist."""
	if not reads(rating):
		frappe.throw(
			_("You have no access to this rating. Ask the assigner of its task to add you as an observer."),
			frappe.PermissionError,
		)


def condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task Rating."""
	user = user or frappe.session.user
	if not is_active(user):
		return "(1=0)"
	return "" if is_manager(user) else visibility.ratings_condition(user)
