"""Doors of rules and entries: a rule in words before it is saved, examples, and why an entry says what it says."""

from typing import Any

import frappe
from frappe import _

from task_discipline import money_rights
from task_discipline.api.doors import reader, writer
from task_discipline.money_names import ENTRY, RULE
from task_discipline.services.money import entry_words, examples, preview


@reader
def look(doc: dict | str) -> dict[str, Any]:
	"""The rule of a form in words and the rules that it meets; nothing is saved. For everybody who may read rules."""
	frappe.has_permission(RULE, "read", throw=True)
	return preview.look(_values(doc))


@reader
def last_month(doc: dict | str) -> dict[str, Any]:
	"""What the rule of a form would have come to last month; for managers, because it tells of everybody's tasks."""
	money_rights.require_manager(_("Previews of a rule"))
	return preview.last_month(_values(doc))


@reader
def why(entry: int | str) -> list[str]:
	"""The explanation of an entry in the caller's language; for whoever may read the entry."""
	doc = frappe.get_doc(ENTRY, str(entry))
	doc.check_permission("read")
	return entry_words.lines(doc.explanation, doc.unit)


@writer
def add_examples() -> list[str]:
	"""Add disabled rules to begin with; returns the names of the new ones."""
	return examples.add()


def _values(value: dict | str) -> dict[str, Any]:
	try:
		values = frappe.parse_json(value)
	except ValueError:
		values = None
	if not isinstance(values, dict):
		frappe.throw(_("Send the rule as a document."))
	return values
