"""Where a group and its messages stand in the desk, and what the group is called."""

import frappe
from frappe.utils import get_url

_TITLES = {"TD Task": "subject", "TD Project Link": "project_name", "TD Team": "team_name"}


def path_to(group: str, message: int | str | None = None) -> str:
	"""Where the desk shows a group, or one message of it."""
	return "/".join(["/app/td-chat", frappe.utils.quote(group), *([str(message)] if message else [])])


def address_of(group: str, message: int | str | None = None) -> str:
	"""The same for a mail."""
	return get_url(path_to(group, message))
