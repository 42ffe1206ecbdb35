"""Fines that a manager takes back: each by a new entry that points at the old one, which stays as it was."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline.money_names import ENTRY
from task_discipline.services import rows

_COPIED = ("user", "about", "kind", "event", "task", "rating", "unit", "rule", "rule_version")


def write(statement: Document, entries: Sequence[int], reason: str) -> None:
	"""Take back ``entries`` of the statement for a ``reason``.

	Raises ``frappe.ValidationError`` for one that is taken back already, or is no fine.
	"""
	if not entries:
		return
	left = open_fines(statement)
	if any(name not in left for name in entries):
		frappe.throw(_("One of the entries is no fine, or was taken back already. Reload the page."))
	found = frappe.get_all(ENTRY, {"name": ("in", list(entries))}, ["name", *_COPIED], order_by="name asc")
	rows.insert(ENTRY, [_correction(statement, entry, left[entry.name], reason) for entry in found])


def open_fines(statement: Document) -> dict[int, float]:
	"""Fines of the statement with what is left of each after what was given back already."""
	fines = frappe.get_all(
		ENTRY,
		{"statement": statement.name, "kind": "Fine", "amount": ("<", 0)},
		["name", "amount"],
		order_by="name asc",
	)
	if not fines:
		return {}
	# A link holds the name as text, whatever the name is.
	given_back = frappe.get_all(
		ENTRY,
		{"corrects": ("in", [str(row.name) for row in fines]), "amount": (">", 0)},
		["corrects", "amount"],
		order_by=None,
	)
	left = {row.name: row.amount for row in fines}
	for row in given_back:
		left[int(row.corrects)] += row.amount
	return {name: round(amount, 2) for name, amount in left.items() if round(amount, 2) < 0}


def _correction(statement: Document, entry: frappe._dict, left: float, reason: str) -> dict[str, object]:
	return {
		**{field: entry[field] for field in _COPIED},
		"period": statement.period,
		"statement": statement.name,
		"amount": -left,
		"computed_amount": -left,
		"corrects": entry.name,
		"reason": reason,
		"made_by_system": 0,
		"entry_key": f"waived:{entry.name}",
	}
