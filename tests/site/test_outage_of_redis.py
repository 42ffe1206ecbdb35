"""Redis dies and comes back: what is due reaches its people once all the same, for the outbox is in the database."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.email.queue import flush
from frappe.utils import background_jobs
from frappe.utils.redis_wrapper import RedisWrapper

from task_discipline import td_jobs
from task_discipline.services import clock, heartbeat
from task_discipline.services.reminders import claims
from tests.factories import ASSIGNER, RESPONSIBLE, make_mail_account
from tests.mail_server import MailServer
from tests.redis_server import RedisServer
from tests.reminding import accepted_task, do, ledger, office, rung, set_task, turn

THURSDAY = datetime(2031, 3, 6, 16, 30)
MINUTES = timedelta(minutes=5)
TASKS = 60


@pytest.fixture(autouse=True)
def committed_office() -> Iterator[None]:
	with office():
		yield


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
	"""The only Redis that this process knows: cache, queues and realtime."""
	with RedisServer() as server:
		monkeypatch.setattr(frappe, "cache", RedisWrapper.from_url(server.url))
		monkeypatch.setattr(background_jobs, "_redis_queue_conn", RedisWrapper.from_url(server.url))
		yield server


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		make_mail_account(server.port)
		frappe.flags.testing_email = True
		yield server
		frappe.flags.testing_email = False


def reminded(server: MailServer) -> int:
	return sum("The deadline is near" in text for text in server.texts(RESPONSIBLE))


def test_24_without_redis_reminders_go_once_and_nothing_comes_again_with_it(
	server: RedisServer, mail_server: MailServer
) -> None:
	task = accepted_task()
	server.stop()
	turn(THURSDAY)
	flush()
	assert len(rung(RESPONSIBLE, task)) == reminded(mail_server) == 1
	server.start()
	turn(THURSDAY + MINUTES)
	flush()
	assert len(rung(RESPONSIBLE, task)) == reminded(mail_server) == 1
	assert ledger(task, "state", "by_bell", "by_mail", kind="Before Deadline") == [("Sent", 1, 1)]


def test_24_redis_that_dies_between_two_batches_loses_and_doubles_nothing(
	server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(claims, "BATCH", 4)
	tasks = [accepted_task(subject=f"Task {number}") for number in range(TASKS)]
	frappe.db.commit()
	killer = threading.Timer(0.05, server.stop)
	killer.start()
	with clock.at(THURSDAY):
		td_jobs.send_reminders()
	killer.join()
	server.start()
	turn(THURSDAY + MINUTES)
	assert Counter(len(rung(RESPONSIBLE, task)) for task in tasks) == {1: TASKS}


def test_24_what_was_missed_because_nothing_was_queued_comes_late_and_once(server: RedisServer) -> None:
	"""Without Redis the host's scheduler queues no job: the first turn after it catches up."""
	task = accepted_task()
	server.stop()
	server.start()
	turn(THURSDAY + 4 * MINUTES)
	turn(THURSDAY + 5 * MINUTES)
	assert ledger(task, "state", kind="Before Deadline") == [("Late",)]
	assert len(rung(RESPONSIBLE, task)) == 1


def test_waking_the_jobs_without_redis_disturbs_nobody(server: RedisServer) -> None:
	server.stop()
	with clock.at(THURSDAY):
		heartbeat.wake("task_discipline.td_jobs.send_reminders")


def test_tasks_are_worked_on_without_redis_and_remind_afterwards(server: RedisServer) -> None:
	server.stop()
	task = set_task()
	do(datetime(2031, 3, 3, 10, 0), RESPONSIBLE, task, "accept_assignment")
	frappe.db.commit()
	server.start()
	turn(THURSDAY)
	assert len(rung(RESPONSIBLE, task)) == 1
	assert rung(ASSIGNER, task) == []
