"""Runs reports the way the desk does, as a person, over ratings as the system writes them."""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.desk import query_report

from task_discipline.services import rows
from tests.factories import acting_as, make_task

RATING = "TD Task Rating"
_DEFAULTS: dict[str, Any] = {
	"outcome": "Done",
	"counted": 1,
	"left_out": None,
	"agreement": "Accepted",
	"timeliness": "On Time",
	"first_timeliness": "On Time",
	"delay_minutes": -60,
	"first_delay_minutes": -60,
	"fair_delay_minutes": 0,
	"first_fair_delay_minutes": 0,
	"late_days": 0,
	"early_minutes": 0,
	"deducted_minutes": 0,
	"deadline_moves": 0,
	"late_moves": 0,
	"returns": 0,
	"first_pass": 1,
	"reviewed_at": None,
	"review_minutes": 0,
	"review_delay_minutes": 0,
	"late_review": 0,
	"explanation": "[]",
}


def run(report: str, reader: str, /, **filters: Any) -> frappe._dict:
	"""What the host answers to ``reader`` who opens the report."""
	with acting_as(reader):
		return frappe._dict(query_report.run(report, filters=dict(filters), are_default_filters=False))


def rows_of(report: str, reader: str, /, **filters: Any) -> list[frappe._dict]:
	"""The rows of the table."""
	return [frappe._dict(row) for row in run(report, reader, **filters).result]


def by_label(report: str, reader: str, /, **filters: Any) -> dict[str, frappe._dict]:
	"""The rows of the table by what they are called."""
	return {row.label: row for row in rows_of(report, reader, **filters)}


def make_rating(set_by: str, settled_at: datetime, /, task: Any = None, **fields: Any) -> str:
	"""A rating of a new task of ``set_by``, written as the system writes them; returns the name of the task."""
	task = task or make_task(set_by, co_assignees=[], observers=[])
	told = {
		"task": task.name,
		"user": task.responsible,
		"assigner": task.assigner,
		"project": task.project,
		"template": task.template,
		"priority": task.priority,
		"weight": 1.0,
		"given_at": settled_at - timedelta(days=2),
		"deadline": settled_at,
		"first_deadline": settled_at,
		"settled_at": settled_at,
	}
	frappe.db.delete(RATING, {"task": task.name})
	rows.insert(RATING, [told | _DEFAULTS | fields])
	frappe.db.set_value(
		"TD Task", task.name, {"status": fields.get("outcome", "Done"), "is_open": 0, "timeliness": "On Time"}
	)
	return task.name


LISTS = {
	"ratings": RATING,
	"tasks": "TD Task",
	"again": "TD Task",
	"events": "TD Task Event",
	"judged": "TD Task Event",
	"judged_late": "TD Task Event",
	"requests": "TD Deadline Request",
}
REPORTS = {"overdue": "Overdue Now", "moves": "Deadline Moves"}


def scope_of(column: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
	"""What the desk asks for of one row behind a number of ``column``; None where it leads nowhere."""
	to, own = column["drill"]["to"], column["drill"]["own"]
	if "scope" in row:
		return row["scope"].get(to)
	return {own: row["record"]} if own and row["record"] else None


def behind(reader: str, column: dict[str, Any], row: dict[str, Any]) -> int:
	"""How many records ``reader`` finds who clicks on a number, as the desk asks for them."""
	to = column["drill"]["to"]
	filters = column["drill"]["filters"] | (scope_of(column, row) or {})
	if to in REPORTS:
		return sum(bool(one.get("task")) for one in rows_of(REPORTS[to], reader, **filters))
	with acting_as(reader):
		return len(frappe.get_list(LISTS[to], filters, pluck="name", limit=0))


def wrong_drills(report: str, reader: str, /, **filters: Any) -> list[tuple[object, ...]]:
	"""Numbers of a report behind which stand more or fewer records than they say."""
	found = run(report, reader, **filters)
	columns = [one for one in found.columns if one.get("drill")]
	assert columns and found.result, "a report without a number proves nothing"
	numbers = [
		(row["label"], one["fieldname"], row[one["fieldname"]], behind(reader, one, row))
		for row in found.result
		for one in columns
		if scope_of(one, row) is not None
	]
	return [number for number in numbers if number[2] != number[3]]
