"""Inserts rows in bulk: no document, no hook, one statement.

For records that only services write (access, events, bells, mirrored ToDos, tasks of templates), where a document
per row would cost a hundred times more and its hooks would do what must not be done.
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from time import time_ns

import frappe

from task_discipline import compat
from task_discipline.services import clock

Record = Mapping[str, object]
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def insert(
	doctype: str,
	records: Sequence[Record],
	names: Sequence[str | int] | None = None,
	*,
	keep_existing: bool = False,
) -> Sequence[str | int]:
	"""Insert ``records``, which share one set of fields, and return their names.

	Rows belong to the session's user and carry the present moment, unless the records say otherwise. With
	``keep_existing`` a record whose unique key is taken is left out.
	"""
	if not records:
		return []
	names = names or new_names(doctype, len(records))
	insert = compat.insert_missing if keep_existing else compat.insert_many
	insert(doctype, *_table(records, names))
	return names


def insert_or_mark(doctype: str, records: Sequence[Record], column: str) -> None:
	"""Insert ``records``; where the unique key of one is taken, set ``column`` of the row that has it to 1."""
	if records:
		compat.insert_or_mark(doctype, *_table(records, new_names(doctype, len(records))), column)


def _table(
	records: Sequence[Record], names: Sequence[str | int]
) -> tuple[list[str], list[tuple[object, ...]]]:
	"""Columns and values of ``records`` with what every row of the host has."""
	fields, standard = list(records[0]), _standard_values()
	added = [column for column in standard if column not in records[0]]
	common = tuple(standard[column] for column in added)
	values = [
		(name, *common, *(record[field] for field in fields))
		for name, record in zip(names, records, strict=True)
	]
	return ["name", *added, *fields], values


def new_names(doctype: str, number: int) -> list[str] | list[int]:
	"""``number`` unused names for a doctype that is named by autoincrement or at random."""
	if frappe.get_meta(doctype).autoname == "autoincrement":
		return compat.next_serials(doctype, number)
	return _ordered_names(number)


def _standard_values() -> dict[str, object]:
	# Not docstatus and idx: their columns are 0 by default, and each value of each row takes its time. As does the
	# moment, unless it is put into words once.
	moment, user = str(clock.stamp()), frappe.session.user
	return {"creation": moment, "modified": moment, "owner": user, "modified_by": user}


def _ordered_names(number: int) -> list[str]:
	"""Names as unique as the host's random ones, but rising: a large table takes rising keys four times faster."""
	call = _base36(time_ns() // 1_000) + token_hex(3)
	return [f"{call}{serial:04x}" for serial in range(number)]


def _base36(number: int) -> str:
	digits = ""
	while number:
		number, digit = divmod(number, 36)
		digits = _DIGITS[digit] + digits
	return digits or "0"
