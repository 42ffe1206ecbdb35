"""Where others hold what somebody wants to change, he is told so in words, nothing of his is saved, and it may be tried again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest

from task_discipline import td_jobs
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import notices
from tests import chatting, factories, rivals, web
from tests.factories import ASSIGNER, RESPONSIBLE

WORDS = "Somebody else is changing the same records"


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
	with rivals.impatience():
		yield


def refused(response: Any) -> str:
	assert response.status_code == 503
	return " ".join(
		frappe.parse_json(one)["message"] for one in frappe.parse_json(response.json["_server_messages"])
	)


def test_an_action_on_a_task_that_somebody_holds_is_refused_in_words(impatient: None) -> None:
	task = factories.make_task().name
	frappe.db.commit()
	with rivals.rival() as rival:
		rival.sql("select name from `tabTD Task` where name = %s for update", task)
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
	with rivals.rival() as rival:
		rival.sql("select name from `tabTD Task` where name = %s for update", task.name)
		response = web.call(ASSIGNER, "frappe.desk.form.save.savedocs", doc=changed, action="Save")
		assert WORDS in refused(response)
	assert frappe.db.get_value("TD Task", task.name, "subject") == task.subject


def test_a_message_that_loses_to_another_transaction_is_refused_in_words_and_may_be_sent_again() -> None:
	group = chatting.make_group()
	frappe.db.commit()
	message = {"group": group, "text": "Which quay?", "client_id": "once"}
	with rivals.rival() as rival, ThreadPoolExecutor() as pool:
		rivals.make_heavy(rival)
		rival.sql(f"select name from `tab{MEMBER}` where chat_group = %s for update", group)
		sent = pool.submit(web.call, ASSIGNER, "task_discipline.api.chat.send", **message)
		rivals.wait_for_waiting()
		rival.sql(f"select name from `tab{GROUP}` where name = %s for update", group)
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
	with rivals.rival() as job:
		job.sql(
			"""insert into `tabNotification Log` (name, for_user, document_type, document_name)
			values ('td-rival', %s, 'TD Chat Group', %s)""",
			(RESPONSIBLE, f"{group}0"),
		)
		job.rollback()
	bells = frappe.get_all(
		"Notification Log", {"document_name": group, "for_user": RESPONSIBLE}, pluck="read"
	)
	assert bells == [1]


def test_a_job_leaves_what_somebody_holds_for_its_next_turn(impatient: None) -> None:
	task = factories.make_task(deadline=factories.in_hours(1)).name
	frappe.db.set_value("TD Task", task, "deadline", factories.in_hours(-1), update_modified=False)
	frappe.db.commit()
	with rivals.rival() as rival:
		rival.sql("select name from `tabTD Task` where name = %s for update", task)
		rivals.wait_at_most("1")
		td_jobs.mark_overdue()
		assert frappe.db.get_value("TD Task", task, "timeliness") == "Open"
	td_jobs.mark_overdue()
	rivals.wait_at_most("default")
	assert frappe.db.get_value("TD Task", task, "timeliness") == "Overdue"
