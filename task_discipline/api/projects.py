"""Doors of projects: their plan, and tasks that are put together or moved."""

from typing import Any

import frappe
from frappe import _

from task_discipline.api.doors import reader, writer
from task_discipline.services.projects import make, moving
from task_discipline.services.projects import plan as plans


@reader
def plan(project: str) -> dict[str, Any]:
	"""Tasks of a project with dates, waits and milestones; those that the caller may see, for people of the project."""
	return plans.load(project)


@writer
def make_of_tasks(names: list | str, values: dict | str, with_people: int = 1) -> dict[str, Any]:
	"""A new project of the caller with these tasks in it; all of them, or nothing is made."""
	return make.out_of(_names(names), _values(values), with_people=bool(int(with_people)))


@writer
def move_tasks(names: list | str, project: str | None = None, reason: str | None = None) -> dict[str, Any]:
	"""Put these tasks into a project, or out of any; all of them, or none."""
	return moving.move(_names(names), project or None, reason)


def _names(value: list | str) -> list[str]:
	names = _parsed(value)
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Send the names as a list."))
	return names


def _values(value: dict | str) -> dict[str, Any]:
	values = _parsed(value)
	if not isinstance(values, dict):
		frappe.throw(_("Send the fields of the project by name."))
	return values


def _parsed(value: Any) -> Any:
	try:
		return frappe.parse_json(value)
	except ValueError:
		frappe.throw(_("The call could not be read. Reload the page and try again."))
