"""Doors of the imports of tasks, ERPNext's and those of sheets, for managers only."""

import base64
import binascii
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline.api.doors import reader, writer
from task_discipline.services.imports import erpnext_tasks, task_sheets


@reader
def dry_run(start: int | str = 0) -> dict[str, Any]:
	"""What an import would do, line by line; writes nothing."""
	return erpnext_tasks.dry_run(max(cint(start), 0))


@reader
def state() -> dict[str, Any]:
	"""How far the import is."""
	erpnext_tasks.require_right()
	return erpnext_tasks.state()


@writer
def start() -> dict[str, Any]:
	"""Begin the import in the background."""
	return erpnext_tasks.start()


@reader
def look_at_sheet(content: str) -> dict[str, Any]:
	"""What an import of a sheet (its bytes in base64) would do, line by line, and the converted file; writes nothing."""
	task_sheets.require_right()
	return task_sheets.dry_run(_bytes(content))


@writer
def import_sheet(content: str, by_mail: int = 1) -> str:
	"""Make a Data Import of the host with the converted sheet, and return its name; nothing comes before it is started.

	With ``by_mail`` people are told by e-mail too, once each.
	"""
	task_sheets.require_right()
	return task_sheets.make_import(_bytes(content), by_mail=bool(by_mail))


def _bytes(content: str) -> bytes:
	try:
		return base64.b64decode(content, validate=True)
	except (binascii.Error, ValueError):
		frappe.throw(_("Send the bytes of the file in base64."))
