"""Fines that a manager takes back: each by a new entry that points at the old one, which stays as it was."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import compat
from task_discipline.domain.award_terms import NOTHING
from task_discipline.money_names import ENTRY
from task_discipline.services import rows
from task_discipline.services.money.record import money

_COPIED = ("user", "about", "kind", "event", "task", "rating", "unit", "rule", "rule_version", "moves_money")
_COLUMNS = ("name", "kind", "user", "about", "event", "task", "unit", "amount")
Case = tuple[object, ...]
Where = Mapping[str, Sequence[object]]
Read = Callable[[Where], list[frappe._dict]]


def write(statement: Document, entries: Sequence[int], reason: str) -> None:
	"""Take back ``entries`` of the statement for a ``reason``.

	Raises ``frappe.ValidationError`` for one that is taken back already, or is no fine.
	"""
	if not entries:
		return
	left = open_fines(statement, under_lock=True)
	if any(name not in left for name in entries):
		frappe.throw(_("One of the entries is no fine, or was taken back already. Reload the page."))
	found = frappe.get_all(ENTRY, {"name": ("in", list(entries))}, ["name", *_COPIED], order_by="name asc")
	rows.insert(ENTRY, [_correction(statement, entry, left[entry.name], reason) for entry in found])


def open_fines(statement: Document, *, under_lock: bool = False) -> dict[int, float]:
	"""Fines of the statement with what is left of each after all that was given back of its case, whenever that was.

	``under_lock`` reads what is committed now, so that nothing is given back twice; it waits for whoever writes.
	"""
	read = _read_now if under_lock else _read
	found = sorted(read({"statement": (statement.name,)}), key=lambda row: row.name)
	fines = [row for row in found if row.kind == "Fine" and row.amount < 0]
	left, parts = _left_of_cases(fines, read), {}
	for row in fines:
		part = max(money(row.amount), min(left[_case(row)], NOTHING))
		left[_case(row)] -= part
		if part:
			parts[row.name] = float(part)
	return parts


def _left_of_cases(fines: Sequence[frappe._dict], read: Read) -> dict[Case, Decimal]:
	"""What the entries of each case come to, those of later months among them."""
	found: dict[Case, Decimal] = defaultdict(Decimal)
	if fines:
		users = sorted({row.user for row in fines})
		for row in read({"user": users, "about": sorted({row.about for row in fines})}):
			found[_case(row)] += money(row.amount)
	return found


def _read_now(where: Where) -> list[frappe._dict]:
	return compat.rows_now(ENTRY, _COLUMNS, where)


def _read(where: Where) -> list[frappe._dict]:
	asked = {field: ("in", values) for field, values in where.items()}
	return frappe.get_all(ENTRY, asked, list(_COLUMNS), order_by=None, limit=0)


def _case(row: frappe._dict) -> Case:
	return tuple(row[field] or "" for field in ("user", "about", "event", "task", "unit"))


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
