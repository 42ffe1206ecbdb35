"""Digests through real commits: workers killed at any point and several at once, a fault of one person, a real server."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from frappe.email.queue import flush

from task_discipline import td_jobs
from task_discipline.services import clock, rows
from task_discipline.services.digests import claims
from tests import refusing, workers
from tests.digesting import TUESDAY, forget_digests, outcome
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, make_mail_account, purge
from tests.mail_server import MailServer
from tests.reminding import accepted_task, use_office_hours
from tests.working import use_calendar

PEOPLE, ROUNDS, WORKERS = 60, 20, 3
CROWD = [f"digest{number:03}@td-test.example" for number in range(PEOPLE)]


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	"""Office hours and a task, committed, and taken back."""
	purge()
	forget_digests()
	frappe.db.delete("Email Queue", {"reference_doctype": "TD Digest"})
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	use_calendar(frappe._dict(name=before) if before else None)
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True)
	frappe.db.set_value("User", RESPONSIBLE, "language", "en")
	frappe.db.delete("Email Queue", {"reference_doctype": "TD Digest"})
	frappe.db.delete("User", {"name": ("in", CROWD)})
	forget_digests()
	purge()


@pytest.fixture
def crowd() -> list[str]:
	"""Sixty people who work beside each other on one task; they came past all forms."""
	make_mail_account(9)  # mails stay in the queue
	users = [
		{
			"email": name,
			"enabled": 1,
			"first_name": name,
			"full_name": name,
			"language": "en",
			"time_zone": "Europe/Berlin",
		}
		for name in CROWD
	]
	rows.insert("User", users, CROWD)
	task = accepted_task().name
	access = [{"task": task, "user": name, "is_co_assignee": 1} for name in CROWD]
	rows.insert("TD Task Access", access)
	beside = {"parent": task, "parenttype": "TD Task", "parentfield": "co_assignees"}
	rows.insert("TD Task User", [{**beside, "user": name} for name in CROWD])
	frappe.db.commit()
	return CROWD


def work() -> None:
	"""What a worker does: the scheduler's job."""
	claims.BATCH = 2  # many transactions, so that a kill finds some of them done
	with clock.at(TUESDAY):
		td_jobs.send_digests()


def turn() -> None:
	with clock.at(TUESDAY):
		td_jobs.send_digests()


def mailed() -> Counter[str]:
	frappe.db.rollback()
	return Counter(
		frappe.db.sql(
			"""select recipient.recipient from `tabEmail Queue` queue
			join `tabEmail Queue Recipient` recipient on recipient.parent = queue.name
			where queue.reference_doctype = 'TD Digest'""",
			pluck=True,
		)
	)


def test_killed_workers_leave_nobody_out_and_write_to_nobody_twice(crowd: list[str]) -> None:
	chance, reach = random.Random(frappe.generate_hash()), 0.02
	progress = [0]
	while len(progress) <= ROUNDS and progress[-1] < PEOPLE:
		workers.kill(workers.start(work, WORKERS), chance, reach)
		progress.append(sum(mailed().values()))
		# Whatever the machine's speed: some kills find work done, others come before it.
		reach *= 0.8 if progress[-1] > progress[-2] else 1.5
	for worker in workers.start(work, WORKERS):
		worker.join()
	assert len(set(progress)) > 2, f"the kills came too early or too late to tell anything: {progress}"
	assert mailed() == Counter([*crowd, RESPONSIBLE])
	rows_of_crowd = frappe.get_all("TD Digest", {"user": ("in", crowd)}, ["state", "tasks"])
	assert Counter((row.state, row.tasks) for row in rows_of_crowd) == {("Sent", 1): PEOPLE}


def test_one_persons_fault_stops_no_other_and_is_on_record() -> None:
	"""A database that takes no mail to one address, as where a column or a rule of it is amiss."""
	make_mail_account(9)
	accepted_task(co_assignees=[{"user": CO_ASSIGNEE}])
	frappe.db.commit()
	to_him = f"new.recipient = '{RESPONSIBLE}'"
	with refusing.refused("Email Queue Recipient", to_him, "the queue is out of order"):
		turn()
	state, _tasks, reason = outcome(RESPONSIBLE)
	assert state == "Skipped" and reason.startswith("It could not be sent")
	assert outcome(CO_ASSIGNEE) == ("Sent", 1, None)
	turn()
	assert mailed() == Counter([CO_ASSIGNEE])


def test_a_mail_server_that_comes_back_loses_nothing() -> None:
	with MailServer() as server:
		make_mail_account(9)
		accepted_task()
		frappe.db.commit()
		turn()
		frappe.flags.testing_email = True
		flush()
		assert server.messages == [] and outcome(RESPONSIBLE) == ("Sent", 1, None)
		frappe.db.set_value("Email Account", "TD Tests", "smtp_port", server.port)
		frappe.clear_cache(doctype="Email Account")
		frappe.db.commit()
		for _try in range(2):
			turn()
			flush()
		frappe.flags.testing_email = False
		digests = [text for text in server.texts(RESPONSIBLE) if text.startswith("Your day")]
	assert len(digests) == 1 and "/app/td-task/" in digests[0]
	assert outcome(ASSIGNER) == ("Skipped", 0, "Nothing to tell")


def test_a_new_turn_after_hours_does_not_repeat_the_morning(crowd: list[str]) -> None:
	turn()
	with clock.at(TUESDAY + timedelta(hours=5)):
		td_jobs.send_digests()
	assert set(mailed().values()) == {1}
