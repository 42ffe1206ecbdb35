"""Reminders that are due, or lie ahead, of the archive's running tasks: made by bulk statements, removed afterwards."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from benchmarks.measure import new_request
from task_discipline.services import rows

REMINDER = "TD Reminder"
_RUNNING = ("New", "In Progress")
_BATCH = 5_000


def make(number: int, *, due: bool = True) -> int:
	"""One reminder of the day before for each of ``number`` running tasks, due now or next month; returns how many."""
	now = now_datetime().replace(microsecond=0)
	tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()) + timedelta(hours=17)
	moment = now - timedelta(minutes=1) if due else now + timedelta(days=30)
	tasks = frappe.db.sql(
		f"select name, responsible from `tabTD Task` where status in %s order by name limit {int(number)}",
		(_RUNNING,),
	)
	for start in range(0, len(tasks), _BATCH):
		batch = tasks[start : start + _BATCH]
		_put_off([name for name, _person in batch], tomorrow)
		rows.insert(REMINDER, [_row(name, person, moment, tomorrow) for name, person in batch])
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


def remove() -> None:
	"""Remove every reminder, and the bells and mails of all of them."""
	new_request("Administrator")
	for doctype in (REMINDER, "Notification Log", "Email Queue", "Email Queue Recipient"):
		frappe.db.truncate(doctype)
	frappe.db.commit()


def count(doctype: str) -> int:
	"""Rows of a doctype."""
	return int(frappe.db.sql(f"select count(*) from `tab{doctype}`")[0][0])
