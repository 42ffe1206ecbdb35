"""Doors of My Day: the caller's own day, and one of its tasks for a dialog."""

from typing import Any

import frappe

from task_discipline.api.doors import reader
from task_discipline.services.my_day import day


@reader
def load() -> dict[str, Any]:
	"""The day of the caller; nobody's but his."""
	frappe.has_permission("TD Task", "read", throw=True)
	return day.load()


@reader
def task(name: str) -> dict[str, Any]:
	"""What is asked of a task before it is submitted, and what was submitted; for those who may read it."""
	return day.task_for_dialogs(name)
