"""Inserts rows of simple doctypes in bulk: no document, no hook, one statement.

For records that only services write (access, events, bells, mirrored ToDos), where a document per row
would cost a hundred times more and its hooks would do what must not be done.
"""

from collections.abc import Mapping, Sequence

import frappe

from task_discipline import compat
from task_discipline.services import clock


def insert(doctype: str, records: Sequence[Mapping[str, object]]) -> list[str | int]:
	"""Insert ``records``, which share one set of fields, and return their names."""
	if not records:
		return []
	names = _names(doctype, len(records))
	moment, user = clock.stamp(), frappe.session.user
	fields = list(records[0])
	columns = ["name", "creation", "modified", "owner", "modified_by", "docstatus", "idx", *fields]
	values = [
		(name, moment, moment, user, user, 0, 0, *(record[field] for field in fields))
		for name, record in zip(names, records, strict=True)
	]
	frappe.db.bulk_insert(doctype, columns, values)
	return names


def _names(doctype: str, count: int) -> list[str] | list[int]:
	if frappe.get_meta(doctype).autoname == "autoincrement":
		return compat.next_serials(doctype, count)
	return [frappe.generate_hash(length=10) for _unused in range(count)]
