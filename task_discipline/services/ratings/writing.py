"""Writes ratings in the transaction of what changed them: only rows that differ, each under the name it had."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe.model.document import Document

from task_discipline import compat
from task_discipline.domain import discipline
from task_discipline.services import clock, rows
from task_discipline.services.ratings import facts, records
from task_discipline.services.ratings.facts import Loaded
from task_discipline.services.ratings.records import Record

RATING = "TD Task Rating"
_RATED_BY = frozenset({"Submitted", "Accepted", "Cancelled"})
_UNSETTLED_BY = frozenset({"Returned", "Withdrawn", "Reopened"})
_Key = tuple[str, str]


def follow(task: Document, before: Mapping[str, object], event: str) -> None:
	"""Let ratings follow an action on a task; one that can change none makes no query."""
	if event in _UNSETTLED_BY and not _others_are_rated(task):
		frappe.db.delete(RATING, {"task": task.name, "user": task.responsible})
	elif event in _RATED_BY | _UNSETTLED_BY or (event == "Reassigned" and _may_be_late(before)):
		_write_one({column: task.get(column) for column in facts.COLUMNS}, before)


def _write_one(task: facts.Task, before: facts.Task) -> None:
	"""Rate a task that an action has just moved on, and that this transaction holds."""
	loaded = facts.of_tasks([task])
	if all(facts.is_whole(one.events, before) for one in loaded):
		write(loaded)
	else:
		write(facts.of_tasks([task], as_committed=True), as_committed=True)


def _others_are_rated(task: Document) -> bool:
	"""Whether somebody else answers for a part of the task, which may end elsewhere now."""
	return bool(frappe.db.exists(RATING, {"task": task.name, "user": ("!=", task.responsible)}))


def _may_be_late(task: Mapping[str, object]) -> bool:
	"""Whether an open task may have been late with somebody already."""
	deadline = task["deadline"]
	return bool(deadline) and (bool(task["deadline_moves"]) or deadline <= clock.now())


def follow_edit(task: Document, before: Document) -> None:
	"""Let ratings follow what a save changed of a task; one that changes nothing they hold makes no query."""
	columns = ("project", "template", "priority", "weight")
	if any(task.get(column) != before.get(column) for column in columns):
		held = records.copied({column: task.get(column) for column in columns})
		frappe.db.set_value(RATING, {"task": task.name}, held, update_modified=False)


def follow_move(tasks: Sequence[str], project: str | None) -> None:
	"""Let ratings follow tasks that were put into a project, or taken out of any."""
	frappe.db.set_value(RATING, {"task": ("in", list(tasks))}, "project", project, update_modified=False)


def rate(names: Sequence[str]) -> int:
	"""Rate stored tasks anew; returns how many rows were made, changed or removed."""
	return write(facts.load(names))


def write(loaded: Iterable[Loaded], *, as_committed: bool = False) -> int:
	"""Bring the stored ratings of tasks in line with their facts; returns how many rows were made, changed or removed."""
	tasks = list(loaded)
	wanted = {
		(str(one.task["name"]), rating.user): records.of(one.task, rating)
		for one in tasks
		for rating in discipline.rate(one.facts, one.events, one.people)
	}
	locks = compat.as_committed() if as_committed else ""
	stored = _stored([str(one.task["name"]) for one in tasks], locks)
	return _remove(wanted, stored) + _change(wanted, stored) + _make(wanted, stored)


def _stored(tasks: Sequence[str], locks: str) -> dict[_Key, frappe._dict]:
	found = frappe.db.sql(
		f"select * from `tab{RATING}` where task in %s {locks}", (tuple(tasks or [""]),), as_dict=True
	)
	return {(row.task, row.user): row for row in found}


def _remove(wanted: Mapping[_Key, Record], stored: Mapping[_Key, frappe._dict]) -> int:
	gone = [row.name for key, row in stored.items() if key not in wanted]
	if gone:
		frappe.db.delete(RATING, {"name": ("in", gone)})
	return len(gone)


def _change(wanted: Mapping[_Key, Record], stored: Mapping[_Key, frappe._dict]) -> int:
	changed: dict[tuple[str, ...], dict[str, Record]] = defaultdict(dict)
	for key, row in stored.items():
		values = {field: value for field, value in wanted.get(key, {}).items() if row[field] != value}
		if values:
			changed[tuple(values)][row.name] = values | {"modified": clock.stamp()}
	for some in changed.values():  # by the columns that differ, of which there are few sets
		compat.update_many(RATING, some)
	return sum(map(len, changed.values()))


def _make(wanted: Mapping[_Key, Record], stored: Mapping[_Key, frappe._dict]) -> int:
	made = [record for key, record in wanted.items() if key not in stored]
	# One that somebody has written since this transaction began stays; the night rates it again.
	rows.insert(RATING, made, keep_existing=True)
	return len(made)
