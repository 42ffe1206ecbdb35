"""Doors to the working behind a rating, for everybody who may read the task."""

from typing import Any

import frappe

from task_discipline import permissions
from task_discipline.services.ratings import view


@frappe.whitelist(methods=["GET", "POST"])
def why(task: str) -> list[dict[str, Any]]:
	"""Why the task counts as it does for each person rated, and for whoever is late with it now."""
	permissions.require_read(task)
	return view.of_task(task)


@frappe.whitelist(methods=["GET", "POST"])
def why_this(rating: int | str) -> list[dict[str, Any]]:
	"""The same of one rating by its name."""
	task = frappe.db.get_value("TD Task Rating", {"name": rating}, "task")
	permissions.require_read(task or "")
	return view.of_rating(int(rating))
