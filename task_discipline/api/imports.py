"""Doors of the import of ERPNext's tasks, for managers only."""

from typing import Any

import frappe
from frappe.utils import cint

from task_discipline.api.doors import writer
from task_discipline.services.imports import erpnext_tasks


@frappe.whitelist(methods=["GET", "POST"])
def dry_run(start: int | str = 0) -> dict[str, Any]:
	"""What an import would do, line by line; writes nothing."""
	return erpnext_tasks.dry_run(max(cint(start), 0))


@frappe.whitelist(methods=["GET", "POST"])
def state() -> dict[str, Any]:
	"""How far the import is."""
	erpnext_tasks.require_right()
	return erpnext_tasks.state()


@writer
def start() -> dict[str, Any]:
	"""Begin the import in the background."""
	return erpnext_tasks.start()
