"""Names and pictures of people, as everybody with a desk may know them."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline import chat_rights

People = dict[str, dict[str, str | None]]


def cards(users: Collection[str]) -> People:
	"""Full name and picture of each of ``users``; whoever is gone goes by the name of his account."""
	known = {}
	if users:
		rows = frappe.db.sql(
			"select name, full_name, user_image from `tabUser` where name in %s",
			(tuple(users),),
			as_dict=True,
		)
		known = {row.name: row for row in rows}
	return {user: _card(user, known.get(user)) for user in users}


def _card(user: str, row: frappe._dict | None) -> dict[str, str | None]:
	return {"full_name": (row and row.full_name) or user, "image": (row and row.user_image) or None}


def require(users: Collection[object]) -> list[str]:
	"""``users``, each once. Raises ``frappe.ValidationError`` where one has no account with a desk."""
	named = list(dict.fromkeys(user if isinstance(user, str) else str(user) for user in users))
	# The database finds an account whatever the case of its name: one person would be two.
	known = set(frappe.db.sql("select name from `tabUser` where name in %s", ([*named, ""],), pluck=True))
	unfit = [user for user in named if user not in known or not chat_rights.may_chat(user)]
	if unfit:
		frappe.throw(
			_("{0}: this person has no active account with a desk and cannot be in a group.").format(
				escape_html(", ".join(unfit)[:300])
			)
		)
	return named
