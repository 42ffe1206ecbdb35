"""Who stands before a group: whether he takes part in talk at all, and what he may do in it."""

from typing import NoReturn

import frappe
from frappe import _

from task_discipline import chat_rights
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.services import settings

Row = frappe._dict
_GROUP_FIELDS = (
	"name, kind, title, description, reference_doctype, reference_name, archived, message_count, last_message,"
	" last_message_at"
)


def person() -> str:
	"""The session's user. Raises ``frappe.PermissionError`` where he may not chat, or nobody may."""
	user = frappe.session.user
	if not chat_rights.may_chat(user):
		frappe.throw(
			_("The chat is for people with a desk. Log in with such an account."), frappe.PermissionError
		)
	if not settings.load().chat.enabled:
		frappe.throw(
			_("The chat is switched off on this site. Ask a System Manager."), frappe.PermissionError
		)
	return user


def group_of(name: object, user: str) -> Row:
	"""The group with what ``user`` is in it (``is_admin``). Raises ``frappe.PermissionError`` for a stranger."""
	fields = ", ".join(f"about.{field.strip()}" for field in _GROUP_FIELDS.split(","))
	found = isinstance(name, str) and frappe.db.sql(
		f"""select {fields}, member.is_admin, member.muted, member.last_read, member.unread, member.mentions
		from `tab{MEMBER}` member join `tab{GROUP}` about on about.name = member.chat_group
		where member.chat_group = %s and member.`user` = %s""",
		(name, user),
		as_dict=True,
	)
	return found[0] if found else chat_rights.deny(name)


def require_open(group: Row) -> None:
	"""Raises ``frappe.ValidationError`` where nothing is said in the group any more."""
	if group.archived:
		frappe.throw(
			_(
				"This group is archived: it can be read, and nothing is added. One of its admins can bring it back."
			)
		)


def require_admin(group: Row) -> None:
	"""Raises ``frappe.PermissionError`` for whoever is no admin of the group."""
	if group.kind in ("Direct", "Record"):
		refuse_kind(group)
	if not group.is_admin:
		frappe.throw(_("Only admins of the group do this. Ask one of them."), frappe.PermissionError)


def refuse_kind(group: Row) -> NoReturn:
	"""Raises ``frappe.ValidationError``: the people of such a group are not chosen in the chat."""
	if group.kind == "Direct":
		frappe.throw(_("A direct talk is between two people and stays so. Make a group for more."))
	frappe.throw(_("The people of this group follow the record it is about. Change them there."))


def refuse_stranger() -> NoReturn:
	"""Raises ``frappe.ValidationError``: a question goes to a member of its group."""
	frappe.throw(_("Only members of the group can be asked. Choose one of them, or add the person first."))
