"""Doors of the form of a template."""

from typing import Any

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.api.doors import reader
from task_discipline.services.templates import preview as previews


@reader
def preview(doc: dict | str) -> dict[str, Any]:
	"""The rule of a form in words and its next dates; nothing is saved, and only a readable template is looked up."""
	frappe.has_permission(permissions.TEMPLATE, "read", throw=True)
	values = _parsed(doc)
	if not isinstance(values, dict):
		frappe.throw(_("Send the template as a document."))
	return previews.of_form(values)


def _parsed(value: Any) -> Any:
	try:
		return frappe.parse_json(value)
	except ValueError:
		frappe.throw(_("The call could not be read. Reload the page and try again."))
