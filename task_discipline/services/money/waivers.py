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
	waivable = set(open_fines(statement))
	if any(name not in waivable for name in entries):
		frappe.throw(_("One of the entries is no fine, or was taken back already. Reload the page."))
	found = frappe.get_all(
		ENTRY, {"name": ("in", list(entries))}, ["name", "amount", *_COPIED], order_by="name asc"
	)
	rows.insert(ENTRY, [_correction(statement, entry, reason) for entry in found])


def open_fines(statement: Document) -> list[int]:
	"""Names of the fines of the statement that nobody has taken back."""
	fines = frappe.get_all(
		ENTRY,
		{"statement": statement.name, "kind": "Fine", "amount": ("<", 0)},
		pluck="name",
		order_by="name asc",
	)
	if not fines:
		return []
	# A link holds the name as text, whatever the name is.
	corrected = frappe.get_all(
		ENTRY,
		{"corrects": ("in", list(map(str, fines))), "made_by_system": 0},
		pluck="corrects",
		order_by=None,
	)
	return [name for name in fines if str(name) not in set(corrected)]


def _correction(statement: Document, entry: frappe._dict, reason: str) -> dict[str, object]:
	return {
		**{field: entry[field] for field in _COPIED},
		"period": statement.period,
		"statement": statement.name,
		"amount": -entry.amount,
		"computed_amount": -entry.amount,
		"corrects": entry.name,
		"reason": reason,
		"made_by_system": 0,
		"entry_key": f"waived:{entry.name}",
	}
