"""Limits of requests for another deadline on a real site: what is refused, what is counted, who may go beyond."""

from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from tests.agreeing import REQUEST, answer, ask, last_details, make_limited, move, settle, shown
from tests.factories import (
	ASSIGNER,
	MANAGER,
	NEWCOMER,
	RESPONSIBLE,
	act,
	acting_as,
	events_of,
	in_hours,
	make_task,
)
from tests.working import use_calendar


@pytest.fixture(autouse=True)
def every_hour_counts() -> None:
	use_calendar(None)


@pytest.mark.parametrize(
	("fields", "hours", "said"),
	[
		({"deadline_is_firm": 1}, 72, "is firm"),
		({"latest_deadline": 60}, 72, "cannot be asked for: choose an earlier one"),
	],
)
def test_a_request_beyond_the_limits_is_refused_with_a_way_out(
	fields: dict[str, Any], hours: float, said: str
) -> None:
	task = make_limited(**fields)
	with pytest.raises(frappe.ValidationError, match=said) as refusal:
		ask(task, hours)
	assert "say so to Anna Tester in a comment" in str(refusal.value)
	assert not frappe.db.exists(REQUEST, {"task": task.name})
	assert events_of(task.name) == ["Created"]


def test_requests_are_counted_when_they_are_answered() -> None:
	task = make_task(most_deadline_requests=2)
	ask(task, 72)
	ask(task, 73)  # in place of the first one, which was not answered
	assert shown(task)[0]["left"] == 2
	answer(task, "refuse", reason="No")
	assert shown(task)[0]["left"] == 1
	ask(task, 74)
	answer(task, "approve")
	terms, actions = shown(task)
	assert (terms["left"], terms["may_ask"], "propose_deadline" in actions) == (0, False, False)
	with pytest.raises(frappe.ValidationError, match="all 2 requests are used up"):
		ask(task, 80)
	assert frappe.db.count(REQUEST, {"task": task.name}) == 3


def test_whoever_gets_the_task_next_has_his_own_requests() -> None:
	task = make_task(most_deadline_requests=1)
	ask(task)
	answer(task, "refuse", reason="No")
	act(ASSIGNER, task.name, "reassign", user=NEWCOMER, reason="Ill")
	assert shown(task, NEWCOMER)[0]["left"] == 1


@pytest.mark.parametrize(
	("site", "task", "most"), [(0, 0, 0), (3, 0, 3), (0, 2, 2), (3, 2, 2), (1, 2, 1)], ids=str
)
def test_the_tighter_of_site_and_task_counts(site: int, task: int, most: int) -> None:
	settle(most_deadline_requests=site)
	assert shown(make_task(most_deadline_requests=task))[0]["most"] == most


def test_the_site_limits_how_far_a_deadline_goes() -> None:
	settle(latest_deadline_days=3)
	task = make_task(deadline=in_hours(48))
	assert shown(task)[0]["latest"] == task.deadline + timedelta(days=3)
	with pytest.raises(frappe.ValidationError, match="cannot be asked for"):
		ask(task, 48 + 73)
	ask(task, 48 + 71)
	sooner = make_task(deadline=in_hours(48), latest_deadline=in_hours(50))
	assert shown(sooner)[0]["latest"] == sooner.latest_deadline
	assert shown(make_task(deadline=None))[0] | {"is_asked": False} == shown(make_task(deadline=None))[0]


@pytest.mark.parametrize("person", [ASSIGNER, MANAGER])
@pytest.mark.parametrize(
	("fields", "hours", "passed"),
	[
		({"deadline_is_firm": 1}, 72, ["firm"]),
		({"latest_deadline": 60}, 72, ["latest"]),
		({"latest_deadline": 60}, 59, None),
		({"deadline_is_firm": 1}, 24, None),
		({"deadline_is_firm": 1, "latest_deadline": 60}, 72, ["firm", "latest"]),
	],
)
def test_the_assigner_may_still_move_it_and_the_event_says_so(
	person: str, fields: dict[str, Any], hours: float, passed: list[str] | None
) -> None:
	from task_discipline.api.timeline import get_task_events

	task = make_limited(**fields)
	move(task, hours, person)
	assert last_details(task).get("limits_passed") == passed
	told = frappe.as_json(get_task_events("TD Task", task.name))
	assert ("The deadline was firm" in told) is ("firm" in (passed or ()))


def test_more_time_after_the_last_request_passes_a_limit_and_an_answer_does_not() -> None:
	task = make_task(most_deadline_requests=1)
	ask(task)
	answer(task, "approve")
	assert "limits_passed" not in last_details(task)
	move(task, 99)
	assert last_details(task)["limits_passed"] == ["requests"]
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "return_for_rework", reason="Again", deadline=str(in_hours(120)))
	assert last_details(task)["limits_passed"] == ["requests"]


def test_a_task_beyond_its_latest_deadline_can_still_be_edited() -> None:
	task = make_task(latest_deadline=in_hours(60))
	move(task, 72)
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task.name)
		doc.priority = "High"
		doc.save()
		doc.latest_deadline = in_hours(70)
		with pytest.raises(frappe.ValidationError, match="comes before the deadline"):
			doc.save()


def test_the_limits_are_the_assigners_to_set() -> None:
	task = make_task()
	with acting_as(RESPONSIBLE):
		doc = frappe.get_doc("TD Task", task.name)
		doc.deadline_is_firm = 1
		with pytest.raises(frappe.PermissionError, match="No requests for another deadline"):
			doc.save()


BAD = [
	("most_deadline_requests", -1, "between 0 and 100"),
	("most_deadline_requests", 10**12, "between 0 and 100"),
	("most_deadline_requests", 1.5, "whole number"),
	("most_deadline_requests", "many", "between 0 and 100"),
	("latest_deadline", "soon", "not a date and time"),
	("latest_deadline", "9999-12-31", "not a date and time"),
	("latest_deadline", 1, "comes before the deadline"),
]


@pytest.mark.parametrize(("field", "value", "said"), BAD, ids=str)
def test_bad_limits_of_a_task_are_refused_and_leave_nothing(field: str, value: Any, said: str) -> None:
	before = frappe.db.count("TD Task")
	with pytest.raises(frappe.ValidationError, match=said):
		make_limited(**{field: value})
	assert frappe.db.count("TD Task") == before


@pytest.mark.parametrize(
	("field", "most"),
	[("silence_agrees_hours", 8760), ("most_deadline_requests", 100), ("latest_deadline_days", 3660)],
)
@pytest.mark.parametrize("value", [-1, 2**31 - 1])
def test_bad_limits_of_the_site_are_refused(field: str, most: int, value: int) -> None:
	stored = frappe.get_doc("TD Settings")
	stored.set(field, value)
	with pytest.raises(frappe.ValidationError, match=f"between 0 and {most}|negative"):
		stored.save()


def test_a_latest_deadline_without_a_time_is_the_end_of_that_day() -> None:
	day = (datetime.now() + timedelta(days=9)).date()
	assert make_task(latest_deadline=str(day)).latest_deadline == datetime.combine(
		day, datetime.min.time()
	).replace(hour=18)


def test_a_copy_is_firm_too_and_has_no_latest_deadline() -> None:
	copied = frappe.copy_doc(
		make_task(deadline_is_firm=1, most_deadline_requests=2, latest_deadline=in_hours(90)),
		ignore_no_copy=False,
	)
	assert (copied.deadline_is_firm, copied.most_deadline_requests) == (1, 2)
	assert copied.latest_deadline is None
