"""The rules of a task's life that the table of transitions does not show."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.custom.doctype.custom_field.custom_field import create_custom_field
from frappe.utils import now_datetime

from task_discipline.services import clock, edit_rights
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	act,
	acting_as,
	events_of,
	in_hours,
	make_task,
	purge,
)
from tests.working import use_calendar


def fields(task: Any, *names: str) -> Any:
	return frappe.db.get_value("TD Task", task.name, names)


def attach(person: str, task: Any) -> None:
	with acting_as(person):
		frappe.get_doc(
			doctype="File",
			file_name=f"{person}.txt",
			content=person,
			is_private=1,
			attached_to_doctype="TD Task",
			attached_to_name=task.name,
		).insert()


def test_a_task_for_oneself_needs_no_review() -> None:
	task = make_task(responsible=ASSIGNER)
	assert task.needs_review == 0
	act(ASSIGNER, task.name, "submit_task", result="<p>Done</p>")
	assert fields(task, "status", "review_due")[0] == "Done"
	assert fields(task, "accepted_at") == fields(task, "submitted_at")


def test_handing_over_a_task_for_oneself_brings_the_review_back() -> None:
	task = make_task(responsible=ASSIGNER)
	act(ASSIGNER, task.name, "reassign", user=RESPONSIBLE, reason="Your turn")
	assert fields(task, "needs_review") == 1
	act(ASSIGNER, task.name, "reassign", user=ASSIGNER, reason="Mine again")
	assert fields(task, "needs_review") == 0


def test_only_a_manager_sets_a_task_in_another_name() -> None:
	task = make_task(MANAGER, assigner=ASSIGNER)
	assert task.assigner == ASSIGNER
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result")


def test_the_review_has_its_own_clock() -> None:
	frappe.db.set_single_value("TD Settings", "review_hours", 5)
	use_calendar(None)  # every hour counts, whenever the test runs
	task = make_task()
	act(CO_ASSIGNEE, task.name, "submit_task")
	submitted_at, review_due = fields(task, "submitted_at", "review_due")
	assert review_due - submitted_at == timedelta(hours=5)
	act(RESPONSIBLE, task.name, "withdraw")
	assert fields(task, "submitted_at", "review_due", "timeliness") == (None, None, "Open")


@pytest.mark.parametrize("field", ["review_hours", "early_hours", "short_notice_hours", "day_end_hour"])
def test_settings_that_nobody_can_mean_are_refused_and_stop_no_clock(field: str) -> None:
	stored = frappe.get_doc("TD Settings")
	stored.set(field, 2**31 - 1)
	with pytest.raises(frappe.ValidationError, match="between 0 and"):
		stored.save()
	frappe.db.set_single_value("TD Settings", field, 2**31 - 1)
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	assert fields(task, "status") == "Submitted"


def test_a_deadline_moved_after_it_lapsed_flatters_only_one_clock() -> None:
	start = now_datetime().replace(microsecond=0) - timedelta(days=10)
	with clock.at(start):
		task = make_task(deadline=start + timedelta(days=2))
	with clock.at(start + timedelta(days=3)):
		act(
			ASSIGNER,
			task.name,
			"change_deadline",
			deadline=str(start + timedelta(days=9)),
			reason="Late already",
		)
	with clock.at(start + timedelta(days=5)):
		act(RESPONSIBLE, task.name, "submit_task")
	timeliness, delay, first_delay, moves = fields(
		task, "timeliness", "delay_minutes", "first_delay_minutes", "deadline_moves"
	)
	assert (timeliness, delay, first_delay, moves) == ("Early", -4 * 1440, 3 * 1440, 1)
	assert fields(task, "first_deadline") == start + timedelta(days=2)


def test_the_reviewers_delay_is_not_the_workers() -> None:
	start = now_datetime().replace(microsecond=0) - timedelta(days=10)
	with clock.at(start):
		task = make_task(deadline=start + timedelta(days=2))
	with clock.at(start + timedelta(days=2)):
		act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result")
	assert fields(task, "status", "timeliness", "delay_minutes") == ("Done", "On Time", 0)


def test_a_deadline_moved_during_review_leaves_the_figures_of_the_submission() -> None:
	now, hour = now_datetime().replace(microsecond=0), timedelta(hours=1)
	with clock.at(now - 5 * hour):
		task = make_task(deadline=now - 2 * hour)
	act(RESPONSIBLE, task.name, "submit_task")
	figures = ("timeliness", "delay_minutes", "working_delay_minutes", "first_delay_minutes")
	before = fields(task, *figures)
	act(ASSIGNER, task.name, "change_deadline", deadline=str(in_hours(48)), reason="Flattering")
	assert fields(task, *figures) == before
	assert before[0] == "Late"


def test_a_return_can_bring_a_new_deadline() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	later = in_hours(90)
	act(ASSIGNER, task.name, "return_for_rework", reason="Add the price", deadline=str(later))
	assert fields(task, "deadline", "deadline_moves", "returns", "status") == (later, 1, 1, "In Progress")


def test_hold_stops_the_clock_of_being_overdue() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "start")
	act(ASSIGNER, task.name, "hold", reason="Waiting for the bank", until=str(in_hours(20)))
	frappe.db.set_value("TD Task", task.name, "deadline", in_hours(-1))
	from task_discipline.services import overdue

	overdue.mark()
	assert fields(task, "timeliness", "status") == ("Open", "On Hold")
	act(ASSIGNER, task.name, "resume")
	assert fields(task, "timeliness", "held_until") == ("Overdue", None)


def test_reopening_starts_the_clock_again() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result")
	act(ASSIGNER, task.name, "reopen", reason="A page is missing")
	assert fields(task, "status", "timeliness", "submitted_at", "accepted_at") == (
		"In Progress",
		"Open",
		None,
		None,
	)


def test_a_declined_task_can_go_to_somebody_else() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "decline", reason="On leave")
	act(ASSIGNER, task.name, "reassign", user=OBSERVER, reason="Please take it")
	assert fields(task, "status", "responsible") == ("New", OBSERVER)
	task.reload()
	assert not task.observers, "who answers for a task does not observe it too"
	assert frappe.db.get_value("TD Task Access", {"task": task.name, "user": OBSERVER}, "is_observer") == 0
	event = frappe.get_last_doc("TD Task Event", filters={"task": task.name, "event": "Reassigned"})
	assert (event.old_person, event.new_person, event.reason) == (RESPONSIBLE, OBSERVER, "Please take it")


@pytest.mark.parametrize(
	("gate", "demand"),
	[
		("require_result", "Write the result"),
		("require_file", "Attach a file"),
		("require_plan_done", "Tick the steps"),
	],
)
def test_submit_gates(gate: str, demand: str) -> None:
	task = make_task(**{gate: 1})
	attach(ASSIGNER, task)
	with pytest.raises(frappe.ValidationError, match=demand):
		act(RESPONSIBLE, task.name, "submit_task", result="<p> </p>")
	assert events_of(task.name) == ["Created"]
	attach(RESPONSIBLE, task)
	for step in task.plan:
		act(RESPONSIBLE, task.name, "tick_step", step=step.name, done=1)
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Ready</p>")
	assert fields(task, "status") == "Submitted"


def test_all_gates_are_named_at_once() -> None:
	task = make_task(require_result=1, require_file=1, require_plan_done=1)
	with pytest.raises(frappe.ValidationError):
		act(RESPONSIBLE, task.name, "submit_task")
	shown = str(frappe.message_log)
	assert all(words in shown for words in ("Write the result", "Attach a file", "Tick the steps"))


def test_a_second_proposal_replaces_the_first_and_a_refusal_is_told() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(70)), reason="First")
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(80)), reason="Second")
	states = frappe.get_all(
		"TD Deadline Request", filters={"task": task.name}, fields=["status", "reason", "name"]
	)
	assert {row.reason: row.status for row in states} == {"First": "Withdrawn", "Second": "Open"}
	waiting = next(row.name for row in states if row.status == "Open")
	with acting_as(RESPONSIBLE), pytest.raises(frappe.PermissionError):
		frappe.get_doc("TD Deadline Request", waiting).approve()
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Deadline Request", waiting).refuse(reason="The client waits")
		with pytest.raises(frappe.ValidationError, match="answered already"):
			frappe.get_doc("TD Deadline Request", waiting).approve()
	assert fields(task, "deadline") == task.deadline
	assert frappe.db.exists(
		"Notification Log", {"for_user": RESPONSIBLE, "subject": ("like", "%kept the deadline%")}
	)


@pytest.mark.parametrize(
	("action", "arguments"),
	[("submit_task", {}), ("cancel_task", {"reason": "x"}), ("reassign", {"user": NEWCOMER, "reason": "x"})],
)
def test_a_waiting_request_ends_with_the_work(action: str, arguments: dict[str, str]) -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(70)), reason="More time")
	act(RESPONSIBLE if action == "submit_task" else ASSIGNER, task.name, action, **arguments)
	assert frappe.db.get_value("TD Deadline Request", {"task": task.name}, "status") == "Withdrawn"


def test_history_keeps_the_old_words() -> None:
	task = make_task(subject="First wording")
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Task", task.name).update(
			{"subject": "Second wording", "priority": "Urgent"}
		).save()
	event = frappe.get_last_doc("TD Task Event", filters={"task": task.name, "event": "Edited"})
	assert frappe.parse_json(event.details) == {
		"subject": ["First wording", "Second wording"],
		"priority": ["Medium", "Urgent"],
	}


@pytest.fixture
def own_field() -> Iterator[str]:
	create_custom_field("TD Task", {"fieldname": "cost_centre", "fieldtype": "Data", "label": "Cost Centre"})
	yield "cost_centre"
	frappe.db.rollback()
	purge()
	# Not through the document: the host would keep a comment on its deletion.
	frappe.db.delete("Custom Field", {"name": "TD Task-cost_centre"})
	frappe.clear_cache(doctype="TD Task")
	frappe.db.sql_ddl("alter table `tabTD Task` drop column if exists `cost_centre`")
	frappe.db.commit()


def test_a_sites_own_field_is_the_assigners_to_edit(own_field: str) -> None:
	task = make_task()
	with acting_as(RESPONSIBLE), pytest.raises(frappe.PermissionError, match="Cost Centre"):
		frappe.get_doc("TD Task", task.name).update({own_field: "Berlin"}).save()
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Task", task.name).update({own_field: "Berlin"}).save()
		assert own_field in edit_rights.content_fields()
	assert fields(task, own_field) == "Berlin"
	act(RESPONSIBLE, task.name, "submit_task")


def test_history_cannot_be_changed_by_anyone() -> None:
	task = make_task()
	event = frappe.get_last_doc("TD Task Event", filters={"task": task.name})
	for person in (ASSIGNER, MANAGER, "Administrator"):
		with acting_as(person):
			with pytest.raises(frappe.PermissionError):
				event.update({"event": "Accepted"}).save()
			with pytest.raises(frappe.PermissionError):
				frappe.delete_doc("TD Task Event", event.name)
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(
					doctype="TD Task Event", task=task.name, event="Accepted", happened_at=in_hours(0)
				).insert()


def test_a_head_reads_and_does_not_act() -> None:
	task = make_task()
	with acting_as(HEAD):
		assert frappe.get_doc("TD Task", task.name).has_permission("read")
		assert not frappe.get_doc("TD Task", task.name).has_permission("write")
		assert task.name in frappe.get_list("TD Task", pluck="name")


def test_the_form_is_told_what_its_reader_may_do() -> None:
	task = make_task()
	expected = {
		RESPONSIBLE: {"accept_assignment", "start", "decline", "propose_deadline", "submit_task"},
		CO_ASSIGNEE: {"submit_task"},
		OBSERVER: set(),
		HEAD: set(),
		ASSIGNER: {"change_deadline", "reassign", "cancel_task"},
		MANAGER: {"change_deadline", "reassign", "cancel_task"},
	}
	for person, actions in expected.items():
		with acting_as(person):
			doc = frappe.get_doc("TD Task", task.name)
			doc.run_method("onload")
			assert set(doc.get_onload("task_discipline")["actions"]) == actions, person


def test_every_result_that_was_handed_in_stays_on_record() -> None:
	from task_discipline.api.timeline import get_task_events

	task = make_task()
	for words in ("First &amp; rough", "Second"):
		act(RESPONSIBLE, task.name, "submit_task", result=f"<p>{words}</p>")
		act(ASSIGNER, task.name, "return_for_rework", reason="Again")
	told = "".join(entry["content"] for entry in get_task_events("TD Task", task.name))
	assert "First &amp; rough" in told and "Second" in told
	kept = frappe.get_all("TD Task Event", filters={"task": task.name, "event": "Submitted"}, pluck="details")
	assert {frappe.parse_json(row)["result"] for row in kept} == {"<p>First &amp; rough</p>", "<p>Second</p>"}


def test_the_timeline_tells_the_story_safely() -> None:
	from task_discipline.api.timeline import get_task_events

	task = make_task()
	act(RESPONSIBLE, task.name, "tick_step", step=task.plan[0].name)
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "return_for_rework", reason="Price < 5 & more", deadline=str(in_hours(90)))
	told = [entry["content"] for entry in get_task_events("TD Task", task.name)]
	assert len(told) == 4
	assert "Price &lt; 5 &amp; more" in told[0] and "Anna" in told[0]
	assert "Draft" in told[2]
