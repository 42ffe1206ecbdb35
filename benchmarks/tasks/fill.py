"""Puts the archive into the site: tasks with their people, access, history and shares, by bulk statements."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count as count_up
from itertools import islice

import frappe
from frappe.database.sequence import set_next_val
from frappe.model.naming import NamingSeries
from frappe.utils import now_datetime

from benchmarks.tasks import people
from benchmarks.tasks.archive import People, Row, tasks
from task_discipline.domain.people import Cast
from task_discipline.services import access

_VERSION = 2
_MARK = "task_discipline_benchmark"
_BATCH = 5_000
_FILLED = ("TD Task", "TD Task Access", "TD Task User", "TD Task Event", "DocShare")
_COMMON = {"owner": "Administrator", "modified_by": "Administrator", "docstatus": 0, "idx": 0}


def ensure(tasks_wanted: int) -> None:
	"""Make the archive, unless the site holds just this one from an earlier run."""
	mark = f"{_VERSION}:{tasks_wanted}"
	if frappe.db.get_global(_MARK) == mark:
		return
	print(f"Making {tasks_wanted:,} tasks, once ...", flush=True)
	for doctype in _FILLED:
		frappe.db.truncate(doctype)
	people.create()
	_insert_tasks(tasks_wanted)
	_insert_history()
	_insert_shares()
	NamingSeries("TD-.#####").update_counter(tasks_wanted)
	frappe.db.set_global(_MARK, mark)
	frappe.db.commit()
	analyze()


def analyze() -> None:
	"""Let the optimizer know how the tables look now, as a night of use would."""
	for doctype in _FILLED:
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")


def _insert_tasks(tasks_wanted: int) -> None:
	access_names, child_names = count_up(1), count_up(1)
	made = 0
	for batch in _batches(tasks(tasks_wanted, now_datetime())):
		_insert("TD Task", [{"docstatus": 0, "idx": 0} | row for row, _people in batch])
		_insert("TD Task Access", _access_rows(batch, access_names))
		_insert("TD Task User", _child_rows(batch, child_names))
		frappe.db.commit()
		made += len(batch)
		if made % 100_000 == 0:
			print(f"  {made:,}", flush=True)
	set_next_val("TD Task Access", next(access_names))


def _access_rows(batch: Sequence[tuple[Row, People]], names: Iterator[int]) -> list[Row]:
	return [
		_stamped(next(names), row) | record
		for row, (assigner, responsible, co_assignee, observer) in batch
		for record in access.records_for(
			str(row["name"]),
			Cast(
				assigner, responsible, (co_assignee,) if co_assignee else (), (observer,) if observer else ()
			),
		)
	]


def _child_rows(batch: Sequence[tuple[Row, People]], names: Iterator[int]) -> list[Row]:
	return [
		_stamped(f"bench{next(names):09d}", row)
		| {"parent": row["name"], "parenttype": "TD Task", "parentfield": fieldname, "user": user}
		for row, (_assigner, _responsible, co_assignee, observer) in batch
		for fieldname, user in (("co_assignees", co_assignee), ("observers", observer))
		if user
	]


def _stamped(name: int | str, row: Row) -> Row:
	return {"name": name, "creation": row["creation"], "modified": row["creation"], **_COMMON}


def _insert(doctype: str, rows: Sequence[Row]) -> None:
	columns = list(rows[0])
	quoted = ", ".join(f"`{column}`" for column in columns)
	marks = ", ".join(["%s"] * len(columns))
	statement = f"insert into `tab{doctype}` ({quoted}) values ({marks})"
	frappe.db._cursor.executemany(statement, [tuple(row[column] for column in columns) for row in rows])


def _batches(rows: Iterable[tuple[Row, People]]) -> Iterator[list[tuple[Row, People]]]:
	rows = iter(rows)
	while batch := list(islice(rows, _BATCH)):
		yield batch


def _insert_history() -> None:
	"""Two events of each task: who set it, and how it stands."""
	for offset, event, moment in ((0, "Created", "creation"), (1, "Edited", "modified")):
		frappe.db.sql(
			f"""insert into `tabTD Task Event`
				(name, creation, modified, owner, modified_by, docstatus, idx,
				task, event, happened_at, actor, from_status, to_status, assigner, responsible, old_deadline, new_deadline)
			select 2 * (row_number() over (order by creation)) - {offset}, creation, creation, owner, owner, 0, 0,
				name, '{event}', `{moment}`, assigner, 'New', status, assigner, responsible, deadline, deadline
			from `tabTD Task`"""
		)
		frappe.db.commit()
	set_next_val("TD Task Event", 2 * frappe.db.count("TD Task") + 1)


def _insert_shares() -> None:
	"""The same right for two people as the host would keep it: one DocShare per task."""
	users = ", ".join(frappe.db.escape(user) for user in (people.LIGHT, people.HEAVY))
	frappe.db.sql(
		f"""insert into `tabDocShare`
			(name, creation, modified, owner, modified_by, docstatus, idx, user, share_doctype, share_name, `read`)
		select concat('bench', name), creation, creation, owner, owner, 0, 0, user, 'TD Task', task, 1
		from `tabTD Task Access` where user in ({users})"""
	)
	frappe.db.commit()
