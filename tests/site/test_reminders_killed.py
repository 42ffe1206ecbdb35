"""Real workers in processes of their own, killed at any point: nobody gets two reminders, and nobody gets none."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest

from task_discipline import td_jobs
from task_discipline.services import clock
from task_discipline.services.reminders import claims
from tests import workers
from tests.factories import CO_ASSIGNEE, RESPONSIBLE, make_mail_account, purge
from tests.reminding import FRIDAY, accepted_task, forget_reminders, use_office_hours
from tests.working import use_calendar

TASKS, ROUNDS, WORKERS = 60, 20, 3
NOW = FRIDAY - timedelta(days=1, minutes=20)
PEOPLE = (RESPONSIBLE, CO_ASSIGNEE)


@pytest.fixture
def tasks() -> Iterator[list[str]]:
	"""Committed tasks, each with a reminder due for two people."""
	purge()
	forget_reminders()
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)  # mails stay in the queue
	names = [
		accepted_task(subject=f"Task {number}", co_assignees=[{"user": CO_ASSIGNEE}]).name
		for number in range(TASKS)
	]
	frappe.db.delete("Email Queue", {"reference_name": ("in", names)})
	frappe.db.commit()
	yield names
	frappe.db.rollback()
	use_calendar(frappe._dict(name=before) if before else None)
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True)
	purge()


def work() -> None:
	"""What a worker does: the scheduler's job."""
	claims.BATCH = 4  # many transactions, so that a kill finds some of them done
	with clock.at(NOW):
		td_jobs.send_reminders()


def rung(tasks: list[str]) -> Counter[tuple[str, str]]:
	frappe.db.rollback()
	return Counter(
		frappe.db.sql(
			"""select document_name, for_user from `tabNotification Log`
			where document_name in %s and from_user = 'Administrator'""",
			(tuple(tasks),),
		)
	)


def mailed(tasks: list[str]) -> Counter[tuple[str, str]]:
	return Counter(
		frappe.db.sql(
			"""select queue.reference_name, recipient.recipient from `tabEmail Queue` queue
			join `tabEmail Queue Recipient` recipient on recipient.parent = queue.name
			where queue.reference_name in %s""",
			(tuple(tasks),),
		)
	)


def test_killed_workers_leave_nobody_out_and_tell_nobody_twice(tasks: list[str]) -> None:
	chance, reach = random.Random(frappe.generate_hash()), 0.1
	progress = [0]
	while len(progress) <= ROUNDS and progress[-1] < TASKS * len(PEOPLE):
		workers.kill(workers.start(work, WORKERS), chance, reach)
		progress.append(sum(rung(tasks).values()))
		# Whatever the machine's speed: some kills find work done, others come before it.
		reach *= 0.8 if progress[-1] > progress[-2] else 1.5
	for worker in workers.start(work, WORKERS):
		worker.join()
	wanted = Counter((task, user) for task in tasks for user in PEOPLE)
	assert len(set(progress)) > 2, f"the kills came too early or too late to tell anything: {progress}"
	assert rung(tasks) == wanted
	assert mailed(tasks) == wanted
	states = frappe.get_all(
		"TD Reminder", {"task": ("in", tasks), "kind": "Before Deadline"}, ["state", "by_bell", "by_mail"]
	)
	assert {(row.state, row.by_bell, row.by_mail) for row in states} == {("Sent", 1, 1)}


def test_workers_share_the_work(tasks: list[str]) -> None:
	"""Two of them at once send everything once, and neither waits for what another holds."""
	due = [name for _task, _user, name in claims.due(NOW)[:6]]
	assert len(claims.claim(due, NOW)) == 6
	started = workers.start(work, 2)
	for worker in started:
		worker.join(timeout=60)
	assert [worker.exitcode for worker in started] == [0, 0]
	assert sum(rung(tasks).values()) == TASKS * len(PEOPLE) - 6
	assert set(rung(tasks).values()) == {1}
