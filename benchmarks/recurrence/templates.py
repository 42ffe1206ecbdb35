"""Thousands of templates that are due, or are not: one made through the door, the others by bulk statements."""

from datetime import timedelta
from itertools import islice

import frappe
from frappe.utils import now_datetime

from benchmarks.measure import new_request
from benchmarks.tasks.people import ORDINARY
from task_discipline.services import rows

TEMPLATE = "TD Task Template"
_CHILDREN = ("TD Task User", "TD Template Step", "TD Template Milestone")
_BESIDE_TASKS = {
	"TD Task User": "parent",
	"TD Plan Step": "parent",
	"TD Milestone": "task",
	"TD Task Access": "task",
	"TD Task Event": "task",
	"TD Reminder": "task",
	"ToDo": "reference_name",
	"Notification Log": "document_name",
	"Email Queue": "reference_name",
}
_BATCH = 5_000
ASSIGNER, RESPONSIBLE, OBSERVER = ORDINARY[20:23]


def make(number: int, due: bool = True) -> None:
	"""Make ``number`` templates, each with one task of some twelve rows due, or the next one tomorrow."""
	original = _original()
	children = {doctype: _rows(doctype, "parent", original) for doctype in _CHILDREN}
	row = _rows(TEMPLATE, "name", original)[0]
	row["next_run"] = now_datetime() + timedelta(minutes=-1 if due else 1_440)
	frappe.db.set_value(TEMPLATE, original, {"status": "Paused", "next_run": None})
	names = (f"TDT-B{serial:07d}" for serial in range(number))
	while batch := list(islice(names, _BATCH)):
		rows.insert(TEMPLATE, [row] * len(batch), batch)
		for doctype, found in children.items():
			rows.insert(doctype, [child | {"parent": name} for name in batch for child in found])
		frappe.db.commit()


def remove() -> None:
	"""Remove the templates of a run and all that was made of them."""
	new_request("Administrator")
	made = "select `name` from `tabTD Task` where `template` is not null"
	for doctype, column in _BESIDE_TASKS.items():
		frappe.db.sql(f"delete from `tab{doctype}` where `{column}` in ({made})")
		frappe.db.commit()
	frappe.db.sql("delete from `tabTD Task` where `template` is not null")
	for doctype in _CHILDREN:
		frappe.db.delete(doctype, {"parenttype": TEMPLATE})
	frappe.db.delete("TD Template Event")
	frappe.db.delete(TEMPLATE)
	frappe.db.commit()


def _original() -> str:
	due = now_datetime().replace(microsecond=0) - timedelta(minutes=10)
	frappe.set_user(ASSIGNER)
	template = frappe.get_doc(
		doctype=TEMPLATE,
		subject="Reconcile the accounts of {previous_month_name}",
		description="<p>Collect the papers and agree on the terms.</p>",
		responsible=RESPONSIBLE,
		observers=[{"user": OBSERVER}],
		plan=[{"title": "Collect"}, {"title": "Compare"}],
		milestones=[{"title": "All papers are there", "after": 1}],
		repeat_unit="Month",
		day=due.day,
		starts_on=due.date(),
		time_of_day=str(due.time()),
		term=2,
		term_unit="Working Days",
		require_result=1,
	).insert()
	frappe.set_user("Administrator")
	frappe.db.commit()
	return str(template.name)


def _rows(doctype: str, column: str, name: str) -> list[dict[str, object]]:
	found = frappe.db.sql(f"select * from `tab{doctype}` where `{column}` = %s", name, as_dict=True)
	return [{key: value for key, value in row.items() if key not in ("name", column)} for row in found]
