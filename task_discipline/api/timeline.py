"""The history of a task, a project or a statement, for the timeline of its form."""

from typing import Any

import frappe

from task_discipline.services import timeline
from task_discipline.services.money import statement_timeline
from task_discipline.services.projects import timeline as project_timeline


def get_task_events(doctype: str, docname: str) -> list[dict[str, Any]]:
	"""Entries for the host's hook ``additional_timeline_content``; the host has checked the right to read."""
	return timeline.entries(docname) if doctype == "TD Task" and frappe.session.user != "Guest" else []


def get_project_events(doctype: str, docname: str) -> list[dict[str, Any]]:
	"""Entries for the host's hook ``additional_timeline_content``; the host has checked the right to read."""
	if doctype != "TD Project Link" or frappe.session.user == "Guest":
		return []
	return project_timeline.entries(docname)


def get_statement_events(doctype: str, docname: str) -> list[dict[str, Any]]:
	"""Entries for the host's hook ``additional_timeline_content``; the host has checked the right to read."""
	if doctype != "TD Discipline Statement" or frappe.session.user == "Guest":
		return []
	return statement_timeline.entries(docname)
