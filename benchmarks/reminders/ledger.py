"""Reminders that are due, or lie ahead, of the archive's running tasks: made by bulk statements, removed afterwards."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import create_batch, now_datetime

from benchmarks.measure import new_request
from task_discipline import compat
from task_discipline.services import rows

REMINDER = "TD Reminder"
_RUNNING = ("New", "In Progress")
_BATCH = 5_000
_put_off_from: dict[str, dict[str, object]] = {}
"""What the deadlines of tasks were before, by the name of the task."""
_calendar: dict[str, str] = {}
"""By which the company works otherwise."""


def make(number: int, *, due: bool = True) -> int:
	"""One reminder of the day before for each of ``number`` running tasks, due now or next month; returns how many."""
	_use_calendar(None)
	now = now_datetime().replace(microsecond=0)
	tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()) + timedelta(hours=17)
	moment = now - timedelta(minutes=1) if due else now + timedelta(days=30)
	tasks = frappe.db.sql(
		f"select name, responsible, deadline, timeliness from `tabTD Task` where status in %s order by name limit {int(number)}",
		(_RUNNING,),
	)
	for start in range(0, len(tasks), _BATCH):
		batch = tasks[start : start + _BATCH]
		for name, _person, deadline, timeliness in batch:
			_put_off_from.setdefault(name, {"deadline": deadline, "timeliness": timeliness})
		_put_off([task[0] for task in batch], tomorrow)
		rows.insert(REMINDER, [_row(name, person, moment, tomorrow) for name, person, *_rest in batch])
		frappe.db.commit()
	return len(tasks)


def _put_off(names: list[str], deadline: datetime) -> None:
	frappe.db.sql(
		"update `tabTD Task` set deadline = %s, timeliness = 'Open' where name in %s", (deadline, names)
	)


def _row(task: str, user: str, moment: datetime, about: datetime) -> dict[str, object]:
	return {
		"task": task,
		"user": user,
		"kind": "Before Deadline",
		"moment": moment,
		"about": about,
		"step": "1 Working Days",
		"state": "Planned",
	}


def _use_calendar(name: str | None) -> None:
	"""None lets every hour count: what is due goes at whatever hour this runs."""
	_calendar.setdefault("name", frappe.db.get_single_value("TD Settings", "work_calendar"))
	frappe.db.set_single_value("TD Settings", "work_calendar", name)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.commit()


def remove() -> None:
	"""Remove every reminder, and the bells and mails of all of them, and give tasks and company back what they had."""
	new_request("Administrator")
	if _calendar:
		_use_calendar(_calendar["name"])
	for names in create_batch(list(_put_off_from), 500):
		compat.update_many("TD Task", {name: _put_off_from.pop(name) for name in names})
		frappe.db.commit()
	for doctype in (REMINDER, "Notification Log", "Email Queue", "Email Queue Recipient"):
		frappe.db.truncate(doctype)
	frappe.db.commit()


def count(doctype: str) -> int:
	"""Rows of a doctype."""
	return int(frappe.db.sql(f"select count(*) from `tab{doctype}`")[0][0])
