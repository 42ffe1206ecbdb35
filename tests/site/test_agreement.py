"""Agreement to deadlines on a real site: limits of requests, tightened deadlines, silence, and what the form says of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import agreement, clock, overdue
from task_discipline.services.generation import run as generator
from tests.agreeing import REQUEST, answer, ask, judged, move, settle, shown
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	events_of,
	in_hours,
	make_task,
	purge,
)
from tests.web import action, call, request, together, words
from tests.working import use_calendar

RUN = "/api/method/run_doc_method"


@pytest.fixture(autouse=True)
def every_hour_counts() -> str | None:
	"""The calendar by which the company works otherwise."""
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_calendar(None)
	return before


# A deadline that was moved earlier


def test_a_tightened_deadline_is_agreed_to_with_one_click() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	assert judged(task) == "Accepted" and "agree_deadline" not in shown(task)[1]
	move(task, 24)
	terms, actions = shown(task)
	assert (terms["is_agreed"], terms["was"]) == (False, task.deadline)
	assert terms["silence_ends"] == terms["asked_at"] + timedelta(hours=8)
	assert "agree_deadline" in actions
	act(RESPONSIBLE, task.name, "agree_deadline")
	assert events_of(task.name) == ["Created", "Started", "Deadline Changed", "Deadline Agreed"]
	assert frappe.db.get_value("TD Task", task.name, "status") == "In Progress"
	assert judged(task) == "Accepted"
	assert frappe.db.exists(
		"Notification Log",
		{"document_name": task.name, "for_user": ASSIGNER, "subject": ("like", "%agreed to the deadline%")},
	)
	terms, actions = shown(task)
	assert terms["is_agreed"] and "agree_deadline" not in actions
	with pytest.raises(frappe.ValidationError, match="agreed already"):
		act(RESPONSIBLE, task.name, "agree_deadline")


def test_agreeing_takes_the_request_back() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	move(task, 24)
	ask(task, 40)
	act(RESPONSIBLE, task.name, "agree_deadline")
	assert frappe.db.get_value(REQUEST, {"task": task.name}, "status") == "Withdrawn"


def test_against_a_tightened_deadline_no_limit_holds_up_to_the_one_before() -> None:
	task = make_task(deadline_is_firm=1, latest_deadline=in_hours(49))
	act(RESPONSIBLE, task.name, "start")
	move(task, 24)
	assert "propose_deadline" in shown(task)[1]
	with pytest.raises(frappe.ValidationError, match="is firm"):
		ask(task, 60)
	ask(task, 47)
	answer(task, "approve")
	assert judged(task) == "Own Proposal" and "propose_deadline" not in shown(task)[1]


def test_work_already_begun_that_changes_hands_asks_the_new_person() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	act(ASSIGNER, task.name, "reassign", user=NEWCOMER, reason="Ill")
	assert judged(task) == "Not Agreed" and "agree_deadline" in shown(task, NEWCOMER)[1]
	act(NEWCOMER, task.name, "agree_deadline")
	assert judged(task) == "Accepted"


@pytest.mark.parametrize("state", ["nothing was moved", "new", "submitted"])
def test_there_is_nothing_to_agree_to(state: str) -> None:
	task = make_task()
	if state != "new":
		act(RESPONSIBLE, task.name, "start")
	if state == "submitted":
		act(RESPONSIBLE, task.name, "submit_task")
	before = events_of(task.name)
	with pytest.raises(frappe.ValidationError):
		act(RESPONSIBLE, task.name, "agree_deadline")
	assert events_of(task.name) == before


@pytest.mark.parametrize("person", [ASSIGNER, CO_ASSIGNEE, OBSERVER, HEAD, MANAGER, STRANGER])
def test_nobody_agrees_for_him(person: str) -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	move(task, 24)
	with pytest.raises(frappe.PermissionError):
		act(person, task.name, "agree_deadline")
	assert "agree_deadline" not in shown(task, ASSIGNER)[1] and judged(task) == "Not Agreed"


@pytest.fixture
def committed(every_hour_counts: str | None) -> Iterator[Any]:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	move(task, 24)
	frappe.db.commit()
	yield task
	frappe.db.rollback()
	use_calendar(every_hour_counts and frappe._dict(name=every_hour_counts))
	purge()


def test_of_many_clicks_one_agrees_and_none_by_a_link(committed: Any) -> None:
	link = call(RESPONSIBLE, "run_doc_method", **action(committed.name, "agree_deadline"))
	frappe.db.rollback()
	assert link.status_code == 200 and events_of(committed.name)[-1] == "Deadline Agreed"
	move(committed, 20)
	frappe.db.commit()
	by_get = request(RESPONSIBLE, "GET", RUN, action(committed.name, "agree_deadline"))
	assert 400 <= by_get.status_code < 500
	answers = together(RESPONSIBLE, "POST", RUN, [action(committed.name, "agree_deadline") for _ in range(4)])
	codes = sorted(answer.status_code for answer in answers)
	assert codes[0] == 200 and all(400 <= code < 500 for code in codes[1:]), codes
	refused = next(answer for answer in answers if answer.status_code != 200)
	assert "Reload" in words(refused)
	frappe.db.rollback()
	assert events_of(committed.name).count("Deadline Agreed") == 2


# Silence


def test_silence_counts_after_its_hours_and_not_against_a_request() -> None:
	task, asked = make_task(), make_task()
	ask(asked)
	assert (judged(task), judged(asked)) == ("Not Agreed", "Not Agreed")
	with clock.at(clock.now() + timedelta(hours=9)):
		assert (judged(task), judged(asked)) == ("Silence", "Not Agreed")
		terms, _actions = shown(task)
		assert terms["how"] == "Silence" and terms["since"] == terms["asked_at"] + timedelta(hours=8)


def test_without_the_setting_silence_never_counts() -> None:
	settle(silence_agrees_hours=0)
	task = make_task(deadline=in_hours(900))
	with clock.at(clock.now() + timedelta(hours=800)):
		assert judged(task) == "Not Agreed" and shown(task)[0]["silence_ends"] is None


def test_what_another_task_asks_for_is_no_objection_of_his() -> None:
	first = make_task()
	second = make_task(subject="Sign it", depends_on=[{"task": first.name}])
	move(first, 60)
	assert events_of(second.name)[-1] == "Deadline Proposed"
	with clock.at(clock.now() + timedelta(hours=9)):
		assert judged(second) == "Silence"


def test_nobody_has_to_agree_to_his_own_deadline() -> None:
	task = make_task(ASSIGNER, responsible=ASSIGNER, observers=[], co_assignees=[])
	assert agreement.standing(task.as_dict()) is None
	assert shown(task, ASSIGNER)[0]["is_asked"] is False


def test_only_those_whom_it_concerns_read_of_it() -> None:
	task = make_task()
	assert shown(task, OBSERVER)[0] is None and shown(task, CO_ASSIGNEE)[0] is None
	assert shown(task, ASSIGNER)[0]["is_agreed"] is False
	act(RESPONSIBLE, task.name, "submit_task")
	assert shown(task)[0] is None


# Complaints about other systems


def test_39_what_was_submitted_in_time_stays_in_time_while_it_is_reviewed() -> None:
	"""frappe/erpnext#19497, #19577: what waited for a review was marked as overdue."""
	task = make_task(deadline=in_hours(2))
	act(RESPONSIBLE, task.name, "submit_task")
	with clock.at(clock.now() + timedelta(days=9)):
		overdue.mark()
		assert frappe.db.get_value("TD Task", task.name, "timeliness") == "On Time"
		act(ASSIGNER, task.name, "accept_result")
		row = frappe.db.get_value(
			"TD Task", task.name, ["timeliness", "delay_minutes", "review_due"], as_dict=True
		)
	assert row.timeliness == "On Time" and row.delay_minutes <= 0
	assert row.review_due < clock.now() + timedelta(days=9)  # the delay is the assigner's


def test_40_the_system_changes_no_deadline_that_a_person_has_set() -> None:
	"""frappe/erpnext#51200: a deadline that somebody had set was overwritten by a computed one."""
	first = make_task(deadline=in_hours(30))
	waits = make_task(subject="Sign it", deadline=in_hours(40), depends_on=[{"task": first.name}])
	plain = make_task(deadline=in_hours(3), latest_deadline=in_hours(5), most_deadline_requests=1)
	before = {task.name: task.deadline for task in (first, waits, plain)}
	with clock.at(clock.now() + timedelta(hours=50)):
		overdue.mark()
		generator.renew(lambda: None, 10)
		act(RESPONSIBLE, first.name, "submit_task")
		act(ASSIGNER, first.name, "accept_result")
	assert {name: frappe.db.get_value("TD Task", name, "deadline") for name in before} == before
	moved = {"task": ("in", list(before)), "event": ("in", ("Deadline Changed", "Returned"))}
	assert not frappe.db.exists("TD Task Event", moved)
	move(plain, 60)
	event = frappe.get_last_doc("TD Task Event", {"task": plain.name}, order_by="name desc")
	assert (event.old_deadline, event.actor, event.reason) == (
		before[plain.name],
		ASSIGNER,
		"The client wants it",
	)


def test_41_a_request_after_the_lapse_needs_a_reason_too_and_changes_nothing_by_itself() -> None:
	"""efeone/one_compliance#469: another date is asked for after the lapse, with a reason, and approved by somebody."""
	task = make_task(deadline=in_hours(2))
	with clock.at(clock.now() + timedelta(hours=5)):
		overdue.mark()
		for reason in (None, "", "  ", "<b></b>"):
			with pytest.raises(frappe.ValidationError, match="Write why"):
				ask(task, 72, reason)
		ask(task, 72, "The bank was closed")
		row = frappe.db.get_value("TD Task", task.name, ["deadline", "timeliness"], as_dict=True)
		assert (row.deadline, row.timeliness) == (task.deadline, "Overdue")
		answer(task, "approve")
		approved = frappe.db.get_value(REQUEST, {"task": task.name}, "proposed_deadline")
		assert frappe.db.get_value("TD Task", task.name, "deadline") == approved


def test_41_no_change_in_bulk_passes_the_steps(committed: Any) -> None:
	"""efeone/one_compliance#472: a status set for many rows of a list went past the approval."""
	bulk = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
	for change in ({"status": "Done"}, {"deadline": "2090-01-01 10:00:00"}):
		for person in (RESPONSIBLE, ASSIGNER, MANAGER):
			call(
				person,
				bulk,
				doctype="TD Task",
				docnames=frappe.as_json([committed.name]),
				action="update",
				data=frappe.as_json(change),
			)
	frappe.db.rollback()
	row = frappe.db.get_value("TD Task", committed.name, ["status", "timeliness"])
	assert row == ("In Progress", "Open")
	assert events_of(committed.name) == ["Created", "Started", "Deadline Changed"]


def test_the_time_that_an_answer_takes_is_on_record() -> None:
	task = make_task(deadline=in_hours(90))
	for hours, method, reason in ((99, "refuse", {"reason": "No"}), (98, "approve", {})):
		ask(task, hours)
		with clock.at(clock.now() + timedelta(hours=6)):
			answer(task, method, **reason)
	rows = frappe.get_all(
		REQUEST, {"task": task.name}, ["status", "requested_at", "decided_at", "decided_by"]
	)
	assert {row.status for row in rows} == {"Approved", "Refused"}
	for row in rows:
		assert row.decided_by == ASSIGNER
		assert timedelta(hours=6) <= row.decided_at - row.requested_at <= timedelta(hours=6, minutes=1)
