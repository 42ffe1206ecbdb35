"""Counts of the host's own records without those that tell of hidden tasks.

The host counts for anybody, so the text of a comment or the name of a file could be guessed by counting.
"""

from collections.abc import Callable
from typing import Any

import frappe

from task_discipline import beside, compat, permissions


def without_hidden(count: Callable[[Any], int], doctype: str, filters: Any) -> int:
	"""What ``count`` says of ``filters``, less the rows beside records of ours that the session's user may not read."""
	ours = [*_rows(filters), [beside.HOST_RECORDS[doctype][0], "in", list(beside.BESIDE)]]
	hidden = count(ours) and count(ours) - _readable(doctype, ours)
	return count(filters) - hidden


def reach_our_records(doctype: str, filters: Any) -> bool:
	"""Whether ``filters`` look at one of our doctypes from outside: by its name, or through a link to it."""
	return any(_reaches(doctype, row) for row in _rows(filters))


def _reaches(doctype: str, row: list[Any]) -> bool:
	if len(row) < 3:
		return False  # the host says what is wrong with it
	field = str(row[-3])
	if len(row) > 3 and row[0] != doctype and row[0] in permissions.GUARDED:
		return True
	if "." not in field:
		return False
	linked = frappe.get_meta(doctype).get_field(field.split(".")[0])
	return any(name in field for name in permissions.GUARDED) or (
		bool(linked) and linked.options in permissions.GUARDED
	)


def _readable(doctype: str, filters: list[Any]) -> int:
	if not frappe.has_permission(doctype, "read"):
		return 0
	return compat.count_permitted(doctype, filters)


def _rows(filters: Any) -> list[list[Any]]:
	"""Filters in any of the host's shapes as rows of (doctype,) field, operator, value."""
	filters = _parsed(filters)
	if isinstance(filters, dict):
		return [[field, *_condition(value)] for field, value in filters.items()]
	if isinstance(filters, list | tuple) and not all(isinstance(one, str | int) for one in filters):
		return [row for one in filters for row in _row(one)]
	return (
		[["name", *_condition(["in", filters] if isinstance(filters, list) else filters)]] if filters else []
	)


def _row(one: Any) -> list[list[Any]]:
	if isinstance(one, list | tuple):
		return [[one[0], "=", one[1]] if len(one) == 2 else list(one)]
	return _rows(one)


def _condition(value: Any) -> list[Any]:
	return list(value) if isinstance(value, list | tuple) else ["=", value]


def _parsed(filters: Any) -> Any:
	try:
		return frappe.parse_json(filters)
	except ValueError:
		return filters
