"""Where groups and their messages stand in the desk."""

import frappe


def path_to(group: str, message: int | None = None) -> str:
	"""Where the desk shows a group, or one message of it."""
	return "/".join(["/app/td-chat", frappe.utils.quote(group), *([str(message)] if message else [])])


def address_of(group: str, message: int | None = None) -> str:
	"""The same for a mail."""
	return frappe.utils.get_url(path_to(group, message))
