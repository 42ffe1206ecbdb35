"""Which tasks a person may see, as SQL in the shape that their number asks for.

Measured among a million tasks, no shape serves everybody:

- A participant: one plain ``in`` over his access rows.
- A head whose people have few tasks: their names are collected first, once. The status stands beside the
  name, so that a list's filter on the status reaches into the collection through the index.
- A head whose people have many: collecting them would take seconds, so the list walks its own order and
  tries row by row. Where it asks for several states in order of deadline it collects after all: the open
  tasks are few, and a walk from the oldest deadline would pass the whole archive before the first of them.

Each shape gives the same tasks; which one is chosen decides on nothing but the time it takes.
"""

import re
from collections.abc import Collection, Iterable

import frappe
from frappe.utils.caching import redis_cache

from task_discipline import people

MANY = 15_000
"""Access rows of a head's people from which on collecting their tasks costs more than trying rows."""

_TEN_MINUTES = 600
_SEVERAL_STATES = re.compile(r'"status"[,:]\s*\[?"(?!=")')
"""Any filter on the status but ``=``, for which one index holds both the status and the order."""
_NAME, _STATUS = "`tabTD Task`.`name`", "`tabTD Task`.`status`"


def tasks_condition(user: str) -> str:
	"""Condition on TD Task for a person who is no manager."""
	subordinates = people.people_of(user)
	if not subordinates:
		return f"({_NAME} in ({_own(user)}))"
	if have_many(user) and not _walk_passes_the_archive():
		return f"({_about(subordinates)} or {_NAME} in ({_own(user)}))"
	return f"(({_NAME}, {_STATUS}) in (select `name`, `status` from ({_with_status(user, subordinates)}) readable))"


def among(column: str, user: str) -> str:
	"""Condition on a ``column`` that names tasks, for a person who is no manager."""
	subordinates = people.people_of(user)
	own = _own(user)
	if not subordinates:
		return f"({column} in ({own}))"
	theirs = f"select `name` from `tabTD Task` where {_about(subordinates)}"
	if have_many(user):
		return f"({column} in ({theirs}) or {column} in ({own}))"
	return f"({column} in (select `task` from ({own} union {theirs}) readable))"


@redis_cache(ttl=_TEN_MINUTES)
def have_many(head: str) -> bool:
	"""Whether the head and his people have so many tasks that collecting them is the slower way."""
	rows = frappe.db.sql(
		"select count(*) from (select 1 from `tabTD Task Access` where `user` in %s limit %s) counted",
		((head, *people.people_of(head)), MANY),
	)
	return bool(rows[0][0] >= MANY)


def _own(user: str) -> str:
	return f"select `task` from `tabTD Task Access` where `user` = {frappe.db.escape(user)}"


def _about(subordinates: Iterable[str]) -> str:
	names = _quoted(subordinates)
	return f"(`tabTD Task`.`responsible` in ({names}) or `tabTD Task`.`assigner` in ({names}))"


def _with_status(user: str, subordinates: Collection[str]) -> str:
	names = _quoted(subordinates)
	parts = [
		f"select `name`, `status` from `tabTD Task` where `{column}` in ({names})"
		for column in ("responsible", "assigner")
	]
	own = f"""select task.`name`, task.`status` from `tabTD Task Access` access
		join `tabTD Task` task on task.`name` = access.`task` where access.`user` = {frappe.db.escape(user)}"""
	# Not a plain union: the ``in`` around it asks for no row twice anyway.
	return " union all ".join([*parts, own])


def _quoted(names: Iterable[str]) -> str:
	return ", ".join(frappe.db.escape(name) for name in sorted(names))


def _walk_passes_the_archive() -> bool:
	"""Whether the request's list asks for several states in order of deadline; a wrong guess costs time only."""
	asked = frappe.form_dict
	in_order = "deadline" in str(asked.get("order_by") or "")
	return in_order and bool(_SEVERAL_STATES.search(str(asked.get("filters") or "")))
