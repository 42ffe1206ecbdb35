"""The history of a task for the timeline of its form."""

from typing import Any

import frappe

from task_discipline.services import timeline


def get_task_events(doctype: str, docname: str) -> list[dict[str, Any]]:
	"""Entries for the host's hook ``additional_timeline_content``; the host has checked the right to read."""
	return timeline.entries(docname) if doctype == "TD Task" and frappe.session.user != "Guest" else []
