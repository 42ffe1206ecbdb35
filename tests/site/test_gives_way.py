"""Where others hold what somebody wants to change, he is told so in words, nothing of his is saved, and it may be tried again."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pymysql
import pytest

from task_discipline import td_jobs
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import notices
from tests import chatting, factories, web
from tests.factories import ASSIGNER, RESPONSIBLE

WORDS = "Somebody else is changing the same records"
ROWS_TO_LOSE = 300


@pytest.fixture(autouse=True)
def committed(rolled_back: None) -> Iterator[None]:
	chatting.forget_groups()
	factories.purge()
	yield
	frappe.db.rollback()
	chatting.forget_groups()
	factories.purge()


@pytest.fixture
def impatient() -> Iterator[None]:
	"""A database that lets nobody wait for longer than a second."""
	root = administrator()
	cursor = root.cursor()
	cursor.execute("select @@global.innodb_lock_wait_timeout")
	before = cursor.fetchone()[0]
	cursor.execute("set global innodb_lock_wait_timeout = 1")
	yield
	cursor.execute("set global innodb_lock_wait_timeout = %s", before)
	root.close()


def connection(**account: str) -> Any:
	"""Somebody else's connection to the site's database."""
	conf = frappe.conf
	ours = {"user": conf.db_name, "password": conf.db_password}
	return pymysql.connect(
		host=conf.db_host, port=int(conf.db_port), database=conf.db_name, **(ours | account)
	)


def administrator() -> Any:
	"""The same of the database's administrator."""
	return connection(user=frappe.conf.root_login, password=frappe.conf.root_password)


def refused(response: Any) -> str:
	assert response.status_code == 503
	return " ".join(
		frappe.parse_json(one)["message"] for one in frappe.parse_json(response.json["_server_messages"])
	)


def test_an_action_on_a_task_that_somebody_holds_is_refused_in_words(impatient: None) -> None:
	task = factories.make_task().name
	frappe.db.commit()
	with connection() as rival:
		rival.cursor().execute("select name from `tabTD Task` where name = %s for update", task)
		body = web.action(task, "accept_assignment")
		assert WORDS in refused(web.call(RESPONSIBLE, "run_doc_method", **body))
	assert factories.events_of(task) == ["Created"]
	assert web.call(RESPONSIBLE, "run_doc_method", **body).status_code == 200
	frappe.db.rollback()
	assert factories.events_of(task) == ["Created", "Assignment Accepted"]


def test_saving_a_form_that_somebody_holds_is_refused_in_words(impatient: None) -> None:
	task = factories.make_task()
	frappe.db.commit()
	changed = frappe.as_json(task.as_dict() | {"subject": "Another contract"})
	with connection() as rival:
		rival.cursor().execute("select name from `tabTD Task` where name = %s for update", task.name)
		response = web.call(ASSIGNER, "frappe.desk.form.save.savedocs", doc=changed, action="Save")
		assert WORDS in refused(response)
	assert frappe.db.get_value("TD Task", task.name, "subject") == task.subject


def test_a_message_that_loses_to_another_transaction_is_refused_in_words_and_may_be_sent_again() -> None:
	group = chatting.make_group()
	frappe.db.commit()
	message = {"group": group, "text": "Which quay?", "client_id": "once"}
	with connection() as rival, ThreadPoolExecutor() as pool:
		cursor = rival.cursor()
		rows = [(f"rival{number}",) for number in range(ROWS_TO_LOSE)]
		cursor.executemany("insert into `tabTag` (name) values (%s)", rows)
		cursor.execute(f"select name from `tab{MEMBER}` where chat_group = %s for update", group)
		sent = pool.submit(web.call, ASSIGNER, "task_discipline.api.chat.send", **message)
		wait_for_waiting()
		cursor.execute(f"select name from `tab{GROUP}` where name = %s for update", group)
		rival.rollback()
	assert WORDS in refused(sent.result())
	assert web.call(ASSIGNER, "task_discipline.api.chat.send", **message).status_code == 200
	frappe.db.rollback()
	assert frappe.db.count(MESSAGE, {"chat_group": group, "client_id": "once"}) == 1


def test_who_reads_a_group_holds_up_no_bell_that_a_job_rings_him_meanwhile(impatient: None) -> None:
	group = chatting.make_group()
	chatting.say(ASSIGNER, group, "Which quay? @all")
	frappe.db.commit()
	notices.seen(group, RESPONSIBLE)  # and his transaction goes on
	with connection() as job:
		job.cursor().execute(
			"""insert into `tabNotification Log` (name, for_user, document_type, document_name)
			values ('td-rival', %s, 'TD Chat Group', %s)""",
			(RESPONSIBLE, f"{group}0"),
		)
		job.rollback()
	bells = frappe.get_all(
		"Notification Log", {"document_name": group, "for_user": RESPONSIBLE}, pluck="read"
	)
	assert bells == [1]


def wait_for_waiting() -> None:
	"""Until another transaction waits for a lock. The server looks at what others wait for ten times a second."""
	with administrator() as root:
		cursor = root.cursor()
		for _look in range(100):
			cursor.execute("select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT'")
			if cursor.fetchone():
				return
			time.sleep(0.1)
	raise AssertionError("nobody waits")


def test_a_job_leaves_what_somebody_holds_for_its_next_turn(impatient: None) -> None:
	task = factories.make_task(deadline=factories.in_hours(1)).name
	frappe.db.set_value("TD Task", task, "deadline", factories.in_hours(-1), update_modified=False)
	frappe.db.commit()
	with connection() as rival:
		rival.cursor().execute("select name from `tabTD Task` where name = %s for update", task)
		# A connection of its own, which knows the patience of the database.
		frappe.db.sql("set innodb_lock_wait_timeout = 1")
		td_jobs.mark_overdue()
		assert frappe.db.get_value("TD Task", task, "timeliness") == "Open"
	td_jobs.mark_overdue()
	frappe.db.sql("set innodb_lock_wait_timeout = default")
	assert frappe.db.get_value("TD Task", task, "timeliness") == "Overdue"
