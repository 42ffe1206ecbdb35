"""One task with thousands of people to tell: all of them once, in little time."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
import pytest

from tests.factories import RESPONSIBLE, make_crowd, make_mail_account
from tests.reminding import accepted_task, forget_reminders, rung, tick, use_office_hours

NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
HOUR = timedelta(hours=1)
MANAGERS = 10_000


@pytest.fixture(autouse=True)
def ladder_to_managers() -> Iterator[None]:
	"""An hour after the deadline all managers are told."""
	use_office_hours()
	forget_reminders()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)
	settings = frappe.get_doc("TD Settings")
	for line in settings.reminder_rules:
		line.enabled = int(line.kind == "Deadline" or line.tell == "Managers")
		line.amount = 1 if line.tell == "Managers" else line.amount
	settings.save()
	yield


def test_ten_thousand_managers_are_told_of_one_task_once_each() -> None:
	crowd = make_crowd(MANAGERS, "Task Discipline Manager")
	task = accepted_task()
	started = time.monotonic()
	tick(NEXT_MONDAY)
	rows = {"task": task.name, "user": ("in", crowd)}
	assert frappe.db.count("TD Reminder", {**rows, "state": "Planned"}) == MANAGERS
	tick(NEXT_MONDAY + HOUR)
	assert frappe.db.count("TD Reminder", {**rows, "state": "Sent", "by_mail": 1}) == MANAGERS
	assert tick(NEXT_MONDAY + HOUR + timedelta(minutes=5)) == 0
	told = {"document_name": task.name, "for_user": ("in", crowd)}
	assert frappe.db.count("Notification Log", told) == MANAGERS
	assert len(rung(RESPONSIBLE, task)) == 1
	assert time.monotonic() - started < 60  # a third of it where nothing else runs
