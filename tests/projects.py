"""Makes projects for the tests."""

from typing import Any

import frappe

from tests import factories

PROJECT = "TD Project Link"


def make_project(led_by: str = factories.ASSIGNER, /, **fields: Any) -> Any:
	"""A stored project that ``led_by`` made; ``members`` and ``observers`` are user names."""
	for table in ("members", "observers"):
		fields[table] = [{"user": user} for user in fields.get(table, ())]
	with factories.acting_as(led_by):
		return frappe.get_doc({"doctype": PROJECT, "project_name": "House", **fields}).insert()


def figures(project: str) -> tuple[int, int, float]:
	"""Tasks, tasks done, and the percentage that a project shows."""
	row = frappe.db.get_value(PROJECT, project, ["tasks_total", "tasks_done", "progress"])
	return int(row[0]), int(row[1]), float(row[2])


def health(project: str) -> str:
	"""How a project is rated."""
	return str(frappe.db.get_value(PROJECT, project, "health"))


def events_of(project: str) -> list[str]:
	"""The events of a project, oldest first."""
	return frappe.get_all("TD Project Event", {"project": project}, pluck="event", order_by="name asc")
