"""Agreement to deadlines on a real site: limits of requests, tightened deadlines, silence, and what the form says of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import agreement, clock, overdue, task_view
from task_discipline.services.generation import run as generator
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
	acting_as,
	events_of,
	in_hours,
	make_task,
	purge,
)
from tests.web import action, call, request, together, words
from tests.working import use_calendar

RUN = "/api/method/run_doc_method"
REQUEST = "TD Deadline Request"


@pytest.fixture(autouse=True)
def every_hour_counts() -> str | None:
	"""The calendar by which the company works otherwise."""
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_calendar(None)
	return before


def settle(**values: int) -> None:
	"""Settings of the site for this test."""
	frappe.db.set_single_value("TD Settings", values)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def make_limited(**fields: Any) -> Any:
	"""A task whose latest deadline may be given in hours from now."""
	latest = fields.get("latest_deadline")
	return make_task(**fields | ({"latest_deadline": in_hours(latest)} if isinstance(latest, int) else {}))


def ask(task: Any, hours: float = 72, reason: str = "More time") -> None:
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(hours)), reason=reason)


def answer(task: Any, method: str, **words: str) -> None:
	asked = frappe.db.get_value(REQUEST, {"task": task.name, "status": "Open"})
	with acting_as(ASSIGNER):
		getattr(frappe.get_doc(REQUEST, asked), method)(**words)


def move(task: Any, hours: float, person: str = ASSIGNER) -> None:
	act(person, task.name, "change_deadline", deadline=str(in_hours(hours)), reason="The client wants it")


def shown(task: Any, user: str = RESPONSIBLE) -> tuple[dict[str, Any] | None, list[str]]:
	"""What the form says of the agreement, and the actions that it offers."""
	with acting_as(user):
		seen = task_view.for_form(frappe.get_doc("TD Task", task.name))
	return seen["agreement"], seen["actions"]


def judged(task: Any) -> str:
	return agreement.standing(frappe.get_doc("TD Task", task.name).as_dict()).agreement.value


def last_details(task: Any) -> dict[str, Any]:
	event = frappe.get_last_doc("TD Task Event", {"task": task.name}, order_by="name desc")
	return frappe.parse_json(event.details or "{}")


# Limits


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
	with pytest.raises(frappe.ValidationError, match="2 of 2 requests were answered"):
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
