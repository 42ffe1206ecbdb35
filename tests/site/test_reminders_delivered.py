"""Reminders through real commits and a real SMTP server: what arrives, and what goes wrong on the way."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from frappe.email.queue import flush

from task_discipline.services import rows
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, make_mail_account
from tests.mail_server import MailServer
from tests.reminding import (
	FRIDAY,
	accepted_task,
	do,
	ledger,
	office,
	rung,
	turn,
)

THURSDAY = FRIDAY - timedelta(days=1, minutes=30)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def committed_office() -> Iterator[None]:
	with office():
		yield
		frappe.db.rollback()
		frappe.db.set_value("User", RESPONSIBLE, "time_zone", "Europe/Berlin")
		frappe.db.commit()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		make_mail_account(server.port)
		frappe.flags.testing_email = True
		yield server
		frappe.flags.testing_email = False


def reminders_to(server: MailServer, person: str) -> list[str]:
	return [text for text in server.texts(person) if "deadline" in text.splitlines()[0]]


def test_a_mail_in_the_readers_language_zone_and_with_a_link(mail_server: MailServer) -> None:
	frappe.db.set_value("User", RESPONSIBLE, "time_zone", "America/New_York")
	task = accepted_task(subject="Sign the <b>lease</b> & send it")
	turn(THURSDAY)
	flush()
	(mail,) = reminders_to(mail_server, RESPONSIBLE)
	assert mail.startswith("Sign the lease & send it: The deadline is near: Fri 7 Mar 2031")
	assert "America/New_York" in mail and f"/td-task/{task.name}" in mail
	assert rung(RESPONSIBLE, task)[0].endswith("<b>Sign the lease &amp; send it</b>")


def test_one_mail_however_often_the_job_runs(mail_server: MailServer) -> None:
	accepted_task()
	for minutes in (0, 0, 5, 60):
		turn(THURSDAY + timedelta(minutes=minutes))
	flush()
	assert len(reminders_to(mail_server, RESPONSIBLE)) == 1


def test_after_days_without_a_scheduler_one_mail_that_says_it_is_late(mail_server: MailServer) -> None:
	accepted_task()
	turn(FRIDAY + 6 * DAY)  # when the work of that day has ended
	turn(FRIDAY + 6 * DAY + timedelta(hours=16))
	flush()
	(mail,) = reminders_to(mail_server, RESPONSIBLE)
	assert "The deadline has passed" in mail and "comes late: it should have reached you on Thu 6 Mar" in mail


def test_what_was_done_meanwhile_is_not_told(mail_server: MailServer) -> None:
	task = accepted_task(needs_review=0)
	do(THURSDAY - DAY, RESPONSIBLE, task, "submit_task")
	turn(FRIDAY + 6 * DAY)
	flush()
	assert reminders_to(mail_server, RESPONSIBLE) == []


def test_a_dead_mail_server_loses_nothing(mail_server: MailServer) -> None:
	task = accepted_task()
	port = frappe.db.get_value("Email Account", "TD Tests", "smtp_port")
	frappe.db.set_value("Email Account", "TD Tests", "smtp_port", 9)
	frappe.clear_cache(doctype="Email Account")
	turn(THURSDAY)
	flush()
	assert reminders_to(mail_server, RESPONSIBLE) == [] and len(rung(RESPONSIBLE, task)) == 1
	frappe.db.set_value("Email Account", "TD Tests", "smtp_port", port)
	frappe.clear_cache(doctype="Email Account")
	turn(THURSDAY + timedelta(minutes=5))
	flush()
	flush()
	assert len(reminders_to(mail_server, RESPONSIBLE)) == 1


def test_one_poisoned_row_stops_no_other_and_says_why(mail_server: MailServer) -> None:
	tasks = [accepted_task(subject=f"Task {number}") for number in range(5)]
	# What no action writes: a state that nothing knows.
	frappe.db.sql("update `tabTD Task` set status = 'Molten' where name = %s", tasks[2].name)
	turn(THURSDAY)
	flush()
	assert [len(rung(RESPONSIBLE, task)) for task in tasks] == [1, 1, 0, 1, 1]
	((state, reason),) = ledger(tasks[2], "state", "reason", kind="Before Deadline")
	assert state == "Skipped" and "Molten" in reason
	assert len(reminders_to(mail_server, RESPONSIBLE)) == 4
	turn(THURSDAY + timedelta(minutes=5))
	flush()
	assert len(reminders_to(mail_server, RESPONSIBLE)) == 4


def test_several_people_of_a_task_get_one_each(mail_server: MailServer) -> None:
	accepted_task(co_assignees=[{"user": CO_ASSIGNEE}])
	turn(THURSDAY)
	flush()
	assert [len(reminders_to(mail_server, one)) for one in (RESPONSIBLE, CO_ASSIGNEE, ASSIGNER)] == [1, 1, 0]


def test_thousands_of_people_of_one_task(mail_server: MailServer) -> None:
	"""More than a batch holds and more than one mail may name; all of them have accounts and none is told twice."""
	task = accepted_task()
	row = frappe.db.get_value(
		"TD Reminder", {"task": task.name, "kind": "Before Deadline"}, "*", as_dict=True
	)
	others = [f"many{number}@td-test.example" for number in range(2_000)]
	names = rows.new_names("TD Reminder", len(others))
	fields = ["name", *[key for key in row if key not in ("name", "user")], "user"]
	values = [
		(name, *[row[key] for key in fields[1:-1]], user) for name, user in zip(names, others, strict=True)
	]
	frappe.db.bulk_insert("TD Reminder", fields, values)
	turn(THURSDAY)
	flush()
	assert len(reminders_to(mail_server, RESPONSIBLE)) == 1
	# None of them is on the task, so none of them is told, and each row says so.
	left = ledger(task, "reason", state="Skipped", kind="Before Deadline")
	assert left == [("No longer on the task",)] * 2_000


def test_the_responsible_alone_can_submit_from_his_reminder(mail_server: MailServer) -> None:
	accepted_task(co_assignees=[{"user": CO_ASSIGNEE}])
	turn(THURSDAY)
	flush()
	mine, his = (reminders_to(mail_server, one)[0] for one in (RESPONSIBLE, CO_ASSIGNEE))
	assert "task-action?" in mine and "action=submit" in mine and "task-action" not in his
