"""Makes tasks at moments of a quiet week to come, and lets the reminders of that week go."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import frappe

from task_discipline import td_jobs
from task_discipline.services import calendars, clock
from task_discipline.services.reminders import sending
from tests.factories import ASSIGNER, RESPONSIBLE, act, make_task, purge
from tests.working import make_calendar, use_calendar

MONDAY = datetime(2031, 3, 3, 9, 0)
"""A Monday morning that no other test reaches."""
FRIDAY = datetime(2031, 3, 7, 17, 0)


def use_office_hours() -> None:
	"""Everybody works from nine to five, Monday to Friday, in the site's zone."""
	# A run that was killed may have left it.
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True, ignore_missing=True)
	zone = calendars.site_zone().key
	use_calendar(make_calendar("Office of reminders", time_zone=zone))


@contextmanager
def office() -> Iterator[None]:
	"""Office hours, committed for the jobs of others to see, and taken back."""
	purge()
	forget_reminders()
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	before = before if frappe.db.exists("TD Work Calendar", before) else None
	use_office_hours()
	frappe.db.commit()
	yield
	frappe.db.rollback()
	use_calendar(frappe._dict(name=before) if before else None)
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True)
	frappe.db.delete("TD Outage")
	purge()


def turn(at: datetime) -> None:
	"""One turn of the scheduler's job, commits included."""
	frappe.db.commit()
	with clock.at(at):
		td_jobs.send_reminders()


def forget_reminders() -> None:
	"""No reminder of another test is in the way."""
	frappe.db.delete("TD Reminder")


def set_task(at: datetime = MONDAY, by: str = ASSIGNER, /, **fields: Any) -> Any:
	"""A task set at that moment, alone between its assigner and its responsible, due on Friday evening."""
	given = {"deadline": FRIDAY, "co_assignees": [], "observers": [], "plan": []} | fields
	with clock.at(at):
		return make_task(by, **given)


def accepted_task(at: datetime = MONDAY, **fields: Any) -> Any:
	"""The same, accepted at once."""
	task = set_task(at, **fields)
	do(at, fields.get("responsible", RESPONSIBLE), task, "accept_assignment")
	return task


def do(at: datetime, user: str, task: Any, action: str, /, **arguments: Any) -> None:
	"""Take an action at that moment."""
	with clock.at(at):
		act(user, task.name, action, **arguments)


def tick(at: datetime) -> int:
	"""The scheduler's turn at that moment, without ending the transaction; returns how many rows were dealt with."""
	with clock.at(at):
		return sending.send(lambda: None, seconds=60)


def ticks(first: datetime, last: datetime, every: timedelta = timedelta(minutes=5)) -> None:
	"""All turns of a healthy scheduler between two moments."""
	while first <= last:
		tick(first)
		first += every


def ledger(task: Any, *fields: str, **filters: Any) -> list[tuple[Any, ...]]:
	"""Reminders of a task in the order of their moments: kind, person and state unless fields are named."""
	wanted = list(fields or ("kind", "user", "state"))
	rows = frappe.get_all(
		"TD Reminder", {"task": task.name, **filters}, wanted, order_by="moment asc, name asc", as_list=True
	)
	return [tuple(row) for row in rows]


def rung(user: str, task: Any) -> list[str]:
	"""What the bell said of a task's reminders to a person, oldest first."""
	filters = {"for_user": user, "document_name": task.name, "from_user": "Administrator"}
	return frappe.get_all("Notification Log", filters, pluck="subject", order_by="creation asc, name asc")
