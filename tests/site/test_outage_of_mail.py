"""A mail server that is dead for longer than the host has patience: what still matters goes once, afterwards."""

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.email.queue import flush
from frappe.utils import now_datetime

from task_discipline import compat_words
from task_discipline.services import mail_recovery
from tests import watching
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	OBSERVER,
	RESPONSIBLE,
	acting_as,
	ensure_people,
	make_mail_account,
)
from tests.mail_server import MailServer
from tests.reminding import accepted_task, do, office, set_task, turn

THURSDAY = datetime(2031, 3, 6, 16, 30)
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TRIES = 4
"""Of the host, before it gives a mail up."""


@pytest.fixture(autouse=True)
def committed_office() -> Iterator[None]:
	frappe.flags.testing_email = True
	with office():
		frappe.db.delete("Email Queue")
		frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
		make_mail_account(closed_port())
		yield
		frappe.flags.testing_email = False
		ensure_people()
		frappe.db.commit()


def closed_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])


def connect(port: int) -> None:
	frappe.db.set_value("Email Account", "TD Tests", "smtp_port", port)
	frappe.clear_cache(doctype="Email Account")
	frappe.db.commit()


def give_up() -> None:
	"""Let the host try until it tries no more."""
	frappe.db.commit()
	for _attempt in range(TRIES):
		flush()
	assert set(frappe.get_all("Email Queue", pluck="status")) == {"Error"}


def subjects(server: MailServer, person: str) -> list[str]:
	return [text.splitlines()[0] for text in server.texts(person)]


def long_ago() -> None:
	"""Let the last try of every mail lie more than an hour back."""
	frappe.db.sql(f"update `tabEmail Queue` set modified = {compat_words.moved('modified', -61, 'minute')}")
	frappe.db.commit()


def prove() -> None:
	"""Some other mail goes out."""
	frappe.sendmail(recipients=["other@td-test.example"], subject="Other", message="Other", now=False)
	frappe.db.commit()
	flush()


def test_24_a_reminder_arrives_once_when_the_server_is_back() -> None:
	task = accepted_task(subject="Sign the lease")
	frappe.db.delete("Email Queue")
	turn(THURSDAY)
	give_up()
	with MailServer() as server:
		connect(server.port)
		prove()
		for _attempt in range(3):
			mail_recovery.revive()
			frappe.db.commit()
			flush()
		(subject,) = subjects(server, RESPONSIBLE)
		((_address, mail),) = [one for one in server.messages if one[0] == RESPONSIBLE]
	assert subject.startswith("Sign the lease: The deadline is near") and task.name in subject
	for kind in ("plain", "html"):
		assert mail.get_body((kind,)).get_content().count("This mail comes late: it is of") == 1


def test_24_a_reminder_of_work_that_is_done_meanwhile_never_leaves() -> None:
	task = accepted_task(needs_review=0)
	frappe.db.delete("Email Queue")
	turn(THURSDAY)
	give_up()
	frappe.db.delete("Email Queue", {"owner": ("!=", "Administrator")})
	do(THURSDAY + HOUR, RESPONSIBLE, task, "submit_task")
	with MailServer() as server:
		connect(server.port)
		prove()
		mail_recovery.revive()
		frappe.db.commit()
		flush()
		assert subjects(server, RESPONSIBLE) == []


def test_24_of_many_reminders_that_failed_the_last_one_goes() -> None:
	accepted_task(subject="Sign the lease", priority="Urgent")  # of which no digest tells instead
	frappe.db.delete("Email Queue")
	for days in range(5):
		turn(NEXT_MONDAY + days * DAY)
		give_up()
	assert frappe.db.count("Email Queue", {"reference_doctype": "TD Task"}) >= 5
	with MailServer() as server:
		connect(server.port)
		prove()
		assert mail_recovery.revive()
		frappe.db.commit()
		flush()
		assert len(subjects(server, RESPONSIBLE)) == 1


def test_what_people_did_meanwhile_is_told_in_full() -> None:
	tasks = [set_task(subject=f"Task {number}") for number in range(3)]
	give_up()
	with MailServer() as server:
		connect(server.port)
		prove()
		mail_recovery.revive()
		frappe.db.commit()
		flush()
		told = subjects(server, RESPONSIBLE)
	assert sorted(one.split(":")[0] for one in told) == [task.subject for task in tasks]


def test_on_a_quiet_site_one_mail_an_hour_finds_out() -> None:
	for number in range(3):
		set_task(subject=f"Task {number}")
	give_up()
	assert mail_recovery.revive() == 0
	long_ago()
	assert mail_recovery.revive() == 1
	frappe.db.commit()
	flush()
	assert mail_recovery.revive() == 0
	long_ago()
	with MailServer() as server:
		connect(server.port)
		for _attempt in range(3):
			mail_recovery.revive()
			frappe.db.commit()
			flush()
		assert len(subjects(server, RESPONSIBLE)) == 3


def test_a_mail_that_nothing_helps_is_left_after_a_few_chances() -> None:
	set_task()
	give_up()
	chances = 0
	with MailServer() as server:
		connect(server.port)
		for _attempt in range(6):
			prove()
			chances += mail_recovery.revive()
			frappe.db.sql("update `tabEmail Queue` set status = 'Error' where status = 'Not Sent'")
			frappe.db.commit()
	assert chances == 3


def test_a_mail_whose_worker_was_killed_goes_out() -> None:
	set_task(subject="Sign the lease")
	frappe.db.sql("update `tabEmail Queue` set status = 'Sending', modified = %s", now_datetime())
	frappe.db.commit()
	assert mail_recovery.revive() == 0  # its worker may be at it
	long_ago()
	with MailServer() as server:
		connect(server.port)
		assert mail_recovery.revive() == 1
		frappe.db.commit()
		flush()
		assert len(subjects(server, RESPONSIBLE)) == 1


@pytest.mark.parametrize(
	"row",
	[
		{"reference_doctype": "ToDo"},
		{"error": "smtplib.SMTPRecipientsRefused: nobody there"},
		{"creation": "2020-01-01 00:00:00"},
	],
	ids=["another app's", "a wrong address", "too old"],
)
def test_what_is_not_ours_or_helps_nobody_stays(row: dict[str, object]) -> None:
	set_task()
	give_up()
	frappe.db.set_value("Email Queue", {"status": "Error"}, row, update_modified=False)
	with MailServer() as server:
		connect(server.port)
		prove()
		assert mail_recovery.revive() == 0


def test_mail_that_is_held_back_stays_held_back() -> None:
	set_task()
	give_up()
	long_ago()
	frappe.db.set_default("suspend_email_queue", 1)
	assert mail_recovery.revive() == 0
	frappe.db.rollback()
	watching.forget_host_settings()


def test_28_no_mail_comes_late_to_people_who_may_not_read_it_any_more() -> None:
	people = {"co_assignees": [{"user": CO_ASSIGNEE}], "observers": [{"user": OBSERVER}, {"user": HEAD}]}
	task = set_task(subject="Sign the lease", **people)
	give_up()
	with acting_as(ASSIGNER):
		task.reload()
		task.set("observers", [])
		task.save()
	disable(CO_ASSIGNEE)
	with MailServer() as server:
		connect(server.port)
		prove()
		assert mail_recovery.revive() == 2
		frappe.db.commit()
		flush()
		# The head of the responsible still reads it.
		got = {user: len(subjects(server, user)) for user in (RESPONSIBLE, HEAD, CO_ASSIGNEE)}
		assert got == {RESPONSIBLE: 1, HEAD: 2, CO_ASSIGNEE: 0}
		assert not any("lease" in line for line in subjects(server, OBSERVER))


def test_28_a_mail_without_any_reader_is_given_up() -> None:
	set_task(subject="Sign the lease")
	give_up()
	disable(RESPONSIBLE)
	with MailServer() as server:
		connect(server.port)
		prove()
		assert mail_recovery.revive() == mail_recovery.revive() == 0
		assert frappe.get_all("Email Queue", {"status": "Error"}, pluck="error") == [mail_recovery.NO_READER]
		flush()
		assert subjects(server, RESPONSIBLE) == []


NUL = pytest.param(
	"\0",
	marks=pytest.mark.only_on("mariadb", "sqlite", because="PostgreSQL keeps no NUL in a text"),
)


@pytest.mark.parametrize("poison", ["=FF=FE", "Content-Type: text/plain; charset=nothing\r\n", NUL, "=?x?="])
def test_a_broken_message_holds_no_other_back(poison: str) -> None:
	broken = set_task(subject="Broken")
	set_task(subject="Sound")
	give_up()
	row = frappe.get_doc("Email Queue", {"reference_name": broken.name})
	row.db_set("message", row.message.replace("Broken", poison), update_modified=False)
	with MailServer() as server:
		connect(server.port)
		prove()
		assert mail_recovery.revive() == 2
		frappe.db.commit()
		flush()
		assert any("Sound" in line for line in subjects(server, RESPONSIBLE))


def disable(user: str) -> None:
	frappe.db.set_value("User", user, "enabled", 0)
	frappe.clear_document_cache("User", user)
	frappe.db.commit()
