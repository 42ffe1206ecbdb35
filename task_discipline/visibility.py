"""Which tasks and ratings a person may see, as SQL in the shape that their number asks for.

Measured among a million tasks, no shape serves everybody:

- A participant: one plain ``in`` over his access rows.
- A head whose people have few tasks: their names are collected first, once. The status stands beside the
  name, so that a list's filter on the status reaches into the collection through the index.
- A head whose people have many, and a manager: collecting would take seconds, so the list walks its own
  order and tries row by row. A list of open tasks walks them alone: from the oldest deadline it would pass
  the whole archive before the first of them (8 s at a million tasks).

Each shape gives the same tasks; which one is chosen decides on nothing but the time it takes.
"""

from collections.abc import Collection, Iterable

import frappe
from frappe.utils.caching import redis_cache

from task_discipline import people
from task_discipline.domain.lifecycle import OPEN_STATES

MANY = 15_000
"""Access rows of a head's people from which on collecting their tasks costs more than trying rows."""

_TEN_MINUTES = 600
_OPEN = {status.value for status in OPEN_STATES}
_LIST = "frappe.desk.reportview."
_NAME, _STATUS = "`tabTD Task`.`name`", "`tabTD Task`.`status`"


def tasks_condition(user: str) -> str:
	"""Condition on TD Task for a person who is no manager."""
	subordinates = people.people_of(user)
	if not subordinates:
		return f"({_NAME} in ({_own(user)}))"
	if have_many(user):
		return " and ".join(filter(None, (open_only(), row_by_row(user))))
	return f"(({_NAME}, {_STATUS}) in (select `name`, `status` from ({_with_status(user, subordinates)}) readable))"


def row_by_row(user: str) -> str:
	"""The same for a statement that reads few rows of TD Task anyway: each is asked, none is collected before."""
	own, subordinates = f"{_NAME} in ({_own(user)})", people.people_of(user)
	return f"({_about(subordinates)} or {own})" if subordinates else f"({own})"


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


def ratings_condition(user: str) -> str:
	"""Condition on TD Task Rating for a person who is no manager: those of his tasks, and those of himself and his people.

	Whoever has handed a task over is rated for his part, and has no right on the task any more.
	"""
	subordinates = people.people_of(user)
	rated = f"`user` in ({_quoted({user, *subordinates})})"
	if subordinates and have_many(user):
		return f"(`tabTD Task Rating`.{rated} or {_rating_by_rating(user, subordinates)})"
	tasks = _own(user)
	if subordinates:
		tasks += f" union select `name` from `tabTD Task` where {_about(subordinates)}"
	# By their names: an "or" beside the tasks would try every rating there is.
	named = f"""select rating.`name` from ({tasks}) readable join `tabTD Task Rating` rating on rating.`task` = readable.`task`
		union select `name` from `tabTD Task Rating` where {rated}"""
	return f"(`tabTD Task Rating`.`name` in (select `name` from ({named}) ratings))"


def _rating_by_rating(user: str, subordinates: Collection[str]) -> str:
	"""Looks at the task of each rating, so that a month takes as long in any archive.

	As a value: an ``exists`` becomes a collection of all tasks of the people in the optimizer's hands.
	"""
	task = "`tabTD Task Rating`.`task`"
	theirs = f"select {_about(subordinates)} from `tabTD Task` where {_NAME} = {task}"
	return f"({theirs}) or {task} in ({_own(user)})"


def templates_condition(user: str) -> str:
	"""Condition on TD Task Template for a person who is no manager."""
	name = frappe.db.escape(user)
	return f"(`tabTD Task Template`.`owner` = {name} or `tabTD Task Template`.`assigner` = {name})"


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


def open_only() -> str:
	"""What a list that asks for open states says already, in the words of the index that holds them by deadline.

	Empty for every other question. Reads the request of the host's list; the condition repeats its filter.
	"""
	asked = frappe.form_dict
	if asked.get("doctype") != "TD Task" or not str(asked.get("cmd") or _LIST).startswith(_LIST):
		return ""
	return "(`tabTD Task`.`is_open` = 1)" if _asks_for_open(asked.get("filters")) else ""


def _asks_for_open(filters: object) -> bool:
	try:
		rows = frappe.parse_json(filters)
	except ValueError:
		return False
	return isinstance(rows, list) and any(_is_open_filter(row) for row in rows)


def _is_open_filter(row: object) -> bool:
	if not isinstance(row, list) or row[:3] != ["TD Task", "status", "in"] or len(row) < 4:
		return False
	states = row[3].split(",") if isinstance(row[3], str) else row[3]
	return bool(states) and all(isinstance(state, str) and state.strip() in _OPEN for state in states)
