"""Doors of the task list: its tabs, and actions on many tasks at once."""

from typing import Any

import frappe
from frappe import _

from task_discipline.api.doors import reader, writer
from task_discipline.services import bulk_actions, my_tasks


@reader
def list_tabs() -> dict[str, Any]:
	"""The caller's own open tasks for the tabs of the list; nobody's but his."""
	return my_tasks.tabs()


@reader
def actions_on_many(names: list | str) -> dict[str, int]:
	"""Which actions the caller may take on how many of the tasks; tasks hidden from him count for none."""
	return bulk_actions.allowed(_names(names))


@reader
def people_names(users: list | str) -> dict[str, str]:
	"""Full names of people on tasks, as any user of the desk reads them in the host's own search for users."""
	frappe.has_permission("TD Task", "read", throw=True)
	return my_tasks.full_names(_names(users))


@writer
def act_on_many(names: list | str, action: str, arguments: dict | str | None = None) -> list[dict[str, Any]]:
	"""Take one action on each of the tasks; every task asks for the caller's right on its own."""
	return bulk_actions.perform(_names(names), bulk_actions.parsed_action(action), _arguments(arguments))


def _names(value: list | str) -> list[str]:
	names = _parsed(value)
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Send the names as a list."))
	return names


def _arguments(value: dict | str | None) -> dict[str, Any]:
	arguments = _parsed(value) or {}
	if not isinstance(arguments, dict):
		frappe.throw(_("Send the arguments of the action by name."))
	return arguments


def _parsed(value: Any) -> Any:
	try:
		return frappe.parse_json(value)
	except ValueError:
		frappe.throw(_("The call could not be read. Reload the page and try again."))
