"""Tasks that wait for others."""

from typing import Any

import frappe
import pytest

from task_discipline.services import dependencies
from tests.factories import ASSIGNER, RESPONSIBLE, STRANGER, act, acting_as, events_of, in_hours, make_task


def waiting(*awaited: str, **fields: Any) -> str:
	"""A task without review that waits for others."""
	usual = {
		"depends_on": [{"task": name} for name in awaited],
		"needs_review": 0,
		"co_assignees": [],
		"observers": [],
		"plan": [],
	}
	return make_task(ASSIGNER, **(usual | fields)).name


def set_awaited(task: str, *awaited: str, by: str = ASSIGNER) -> None:
	"""Save what a task waits for."""
	with acting_as(by):
		doc = frappe.get_doc("TD Task", task)
		doc.set("depends_on", [{"task": name} for name in awaited])
		doc.save()


def blocked(task: str) -> bool:
	return bool(frappe.db.get_value("TD Task", task, "is_blocked"))


def test_a_task_waits_until_the_last_one_is_done() -> None:
	first, second = waiting(), waiting()
	last = waiting(first, second)
	assert blocked(last)
	act(RESPONSIBLE, first, "submit_task")
	assert blocked(last)
	act(RESPONSIBLE, second, "submit_task")
	assert not blocked(last)
	act(ASSIGNER, second, "reopen", reason="Not quite")
	assert blocked(last)
	act(ASSIGNER, second, "cancel_task", reason="Not needed")
	assert not blocked(last)
	assert [event for event in events_of(last) if "locked" in event] == [
		"Blocked",
		"Unblocked",
		"Blocked",
		"Unblocked",
	]


def test_circles_are_refused_however_long_with_the_way_in_the_words() -> None:
	first = waiting()
	chain = [first]
	for _number in range(4):
		chain.append(waiting(chain[-1]))
	for awaited in chain:
		with pytest.raises(frappe.ValidationError, match="wait for each other") as refused:
			set_awaited(first, awaited)
		assert first in str(refused.value) and awaited in str(refused.value)
	assert not blocked(first)


def test_a_diamond_is_no_circle() -> None:
	first = waiting()
	left, right = waiting(first), waiting(first)
	last = waiting(left, right)
	assert {row.name for row in dependencies.blockers([last])[last]} == {left, right}


def test_a_hidden_task_cannot_be_waited_for_and_stays_unnamed() -> None:
	hidden = make_task(STRANGER, responsible=STRANGER, co_assignees=[], observers=[]).name
	with pytest.raises(frappe.PermissionError, match="no access"):
		waiting(hidden)
	seen_by_both = make_task(
		ASSIGNER, responsible=ASSIGNER, co_assignees=[], observers=[], subject="Secret plan"
	).name
	task = waiting(seen_by_both)
	with acting_as(RESPONSIBLE):
		assert dependencies.warnings(task) == ["It waits for a task that you cannot see"]


def test_only_the_assigner_says_what_a_task_waits_for() -> None:
	first, task = waiting(), waiting()
	with pytest.raises(frappe.PermissionError):
		set_awaited(task, first, by=RESPONSIBLE)


def test_a_slip_proposes_and_the_assigner_decides() -> None:
	"""frappe/erpnext#6839, #54271: dependent tasks moved by themselves, or not at all."""
	first = waiting(deadline=in_hours(24))
	last = waiting(first, starts_on=in_hours(24), deadline=in_hours(48))
	deadline = frappe.db.get_value("TD Task", last, "deadline")
	act(ASSIGNER, first, "change_deadline", deadline=str(in_hours(24 * 10)), reason="Longer")
	request = frappe.get_doc("TD Deadline Request", {"task": last, "status": "Open"})
	assert (request.source, frappe.db.get_value("TD Task", last, "deadline")) == ("Dependency", deadline)
	assert request.proposed_deadline > deadline and first in request.reason
	told = frappe.get_all(
		"TD Task Event", {"task": last, "event": "Deadline Proposed"}, ["reason", "details"]
	)
	assert [frappe.parse_json(row.details) for row in told] == [{"blocked_by": first}]
	with acting_as(ASSIGNER):
		request.approve()
	assert frappe.db.get_value("TD Task", last, "deadline") == request.proposed_deadline


def test_a_move_that_leaves_room_proposes_nothing() -> None:
	first = waiting(deadline=in_hours(24))
	last = waiting(first, starts_on=in_hours(24 * 20), deadline=in_hours(24 * 30))
	act(ASSIGNER, first, "change_deadline", deadline=str(in_hours(48)), reason="Longer")
	assert not frappe.db.exists("TD Deadline Request", {"task": last})


def test_one_slip_after_another_asks_once() -> None:
	first = waiting(deadline=in_hours(24))
	last = waiting(first, deadline=in_hours(48))
	for days in (5, 9):
		act(ASSIGNER, first, "change_deadline", deadline=str(in_hours(24 * days)), reason="Longer")
	assert frappe.db.count("TD Deadline Request", {"task": last, "status": "Open"}) == 1


def test_whoever_waits_is_told_once_when_the_way_is_free() -> None:
	first = waiting(responsible=ASSIGNER)
	last = waiting(first)
	before = _bells(last)
	act(ASSIGNER, first, "submit_task")
	assert _bells(last) - before == 1


def test_whoever_begins_all_the_same_is_warned_and_not_stopped() -> None:
	first = waiting(subject="Dig the hole")
	last = waiting(first)
	outcome = act(RESPONSIBLE, last, "start")
	assert (outcome["status"], outcome["warnings"]) == (
		"In Progress",
		[f"It waits for {first}: Dig the hole"],
	)
	act(RESPONSIBLE, first, "submit_task")
	assert act(RESPONSIBLE, waiting(first), "start")["warnings"] == []


def _bells(task: str) -> int:
	return frappe.db.count("Notification Log", {"document_name": task, "for_user": RESPONSIBLE})
