"""The four reports on execution beside an independent recount from the raw history of real actions."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from statistics import median
from typing import Any

import frappe
import pytest

from task_discipline.services import clock, overdue, rows
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
)
from tests.reporting import by_label, rows_of, run, wrong_drills
from tests.working import use_office_week

MARCH = {"period": "Custom Dates", "from_date": "2031-03-01", "to_date": "2031-03-31"}
NOW = datetime(2031, 3, 20, 12)
"""A Thursday; office hours are from 9 to 17."""
READERS = (MANAGER, HEAD, RESPONSIBLE, ASSIGNER, CO_ASSIGNEE, OBSERVER, STRANGER)
NAMES = {
	RESPONSIBLE: "Boris Tester",
	CO_ASSIGNEE: "Clara Tester",
	ASSIGNER: "Anna Tester",
	STRANGER: "Greta Tester",
}


def at(day: int, hour: int = 9) -> datetime:
	return datetime(2031, 3, day, hour)


def given(set_by: str, day: int, deadline: datetime, /, **fields: Any) -> str:
	with clock.at(at(day)):
		plain = {"deadline": deadline, "co_assignees": [], "observers": [], "plan": []}
		task = make_task(set_by, **plain | fields).name
	frappe.db.set_value("TD Task", task, "creation", at(day), update_modified=False)
	return task


def on(task: str, day: int, hour: int, actor: str, action: str, /, **arguments: Any) -> None:
	with clock.at(at(day, hour)):
		act(actor, task, action, **arguments)


@pytest.fixture(autouse=True)
def march(rolled_back: None) -> Iterator[None]:
	"""A month of two people, as it went; the tests stand on its twentieth day."""
	use_office_week()
	frappe.db.delete("TD Outage")
	_boris()
	_clara()
	with clock.at(NOW):
		overdue.mark()
		yield


def _boris() -> None:
	in_time = given(ASSIGNER, 3, at(5, 17))
	on(in_time, 5, 12, RESPONSIBLE, "submit_task")
	on(in_time, 6, 12, ASSIGNER, "accept_result")
	early = given(ASSIGNER, 3, at(14, 17), observers=[{"user": OBSERVER}])
	on(early, 4, 9, RESPONSIBLE, "submit_task")
	on(early, 10, 9, ASSIGNER, "accept_result")
	late = given(ASSIGNER, 3, at(5, 17))
	on(late, 6, 11, RESPONSIBLE, "submit_task")
	on(late, 6, 15, ASSIGNER, "return_for_rework", reason="Once more")
	on(late, 7, 11, RESPONSIBLE, "submit_task")
	on(late, 7, 12, ASSIGNER, "return_for_rework", reason="And again")
	on(late, 7, 15, RESPONSIBLE, "submit_task")
	on(late, 7, 16, ASSIGNER, "accept_result")
	moved = given(ASSIGNER, 3, at(5, 17))
	on(moved, 5, 10, RESPONSIBLE, "propose_deadline", deadline=str(at(10, 17)), reason="Waits for the bank")
	on(moved, 5, 12, ASSIGNER, "change_deadline", deadline=str(at(10, 17)), reason="Agreed")
	on(moved, 10, 12, RESPONSIBLE, "submit_task")
	lapsed = given(ASSIGNER, 3, at(6, 17))
	on(lapsed, 10, 9, ASSIGNER, "change_deadline", deadline=str(at(21, 17)), reason="Flattering")
	on(lapsed, 11, 9, ASSIGNER, "change_deadline", deadline=str(at(18, 17)), reason="Too generous")
	on(lapsed, 12, 9, RESPONSIBLE, "submit_task")
	own = given(ASSIGNER, 3, at(4, 17), responsible=ASSIGNER)
	on(own, 6, 9, ASSIGNER, "submit_task")
	stopped = given(ASSIGNER, 3, at(28, 17))
	on(stopped, 4, 9, ASSIGNER, "cancel_task", reason="Not wanted")
	given(ASSIGNER, 3, at(19, 17))  # overdue
	asked = given(ASSIGNER, 10, at(17, 17))  # overdue, and his request lies with the assigner
	on(asked, 17, 10, RESPONSIBLE, "propose_deadline", deadline=str(at(25, 17)), reason="Ill")
	given(ASSIGNER, 3, at(12, 17), responsible=ASSIGNER)  # overdue, and her own


def _clara() -> None:
	task = given(STRANGER, 4, at(7, 17), responsible=CO_ASSIGNEE)
	on(task, 7, 16, CO_ASSIGNEE, "submit_task")


def history(task: str) -> list[frappe._dict]:
	"""All that is on record of a task, oldest first."""
	return frappe.get_all("TD Task Event", {"task": task}, ["*"], order_by="happened_at asc, name asc")


def verdict(events: list[frappe._dict]) -> str | None:
	"""How the task stands by its history alone: in no case of this month a hold, an absence or a hand-over."""
	kinds = [event.event for event in events]
	submitted = [event for event in events if event.event == "Submitted"]
	if "Cancelled" in kinds or not submitted:
		return None
	deadline, was_late = events[0].new_deadline, False
	for event in events:
		if event.event in ("Deadline Changed", "Returned") and event.new_deadline != deadline:
			was_late = was_late or event.happened_at > deadline
			deadline = event.new_deadline
	# Reviews lie between; these months hold none that saves anybody.
	return "late" if was_late or submitted[0].happened_at > deadline else "on_time"


def recounted(reader: str) -> dict[str, dict[str, int]]:
	"""Figures of March by person, from the tasks that the reader may open and their histories."""
	with acting_as(reader):
		tasks = frappe.get_list(
			"TD Task", fields=["name", "assigner", "responsible", "deadline", "status"], limit=0
		)
	people: dict[str, dict[str, int]] = {}
	for task in tasks:
		events = history(task.name)
		if events[0].happened_at < at(1) or events[0].happened_at > NOW:
			continue
		row = people.setdefault(NAMES[task.responsible], dict.fromkeys(_COUNTED, 0))
		row["given"] += 1
		row["settled"] += any(event.event in ("Submitted", "Cancelled") for event in events)
		if task.assigner == task.responsible:
			continue
		found = verdict(events)
		row["on_time"] += found == "on_time"
		row["late"] += found == "late"
		row["returned"] += found is not None and any(event.event == "Returned" for event in events)
		row["overdue"] += task.status in ("New", "In Progress") and task.deadline < NOW
	return people


_COUNTED = ("given", "settled", "on_time", "late", "returned", "overdue")


def test_execution_agrees_with_the_history() -> None:
	for reader in READERS:
		found = by_label("Execution Discipline", reader, **MARCH)
		assert {name: {key: row[key] for key in _COUNTED} for name, row in found.items()} == recounted(reader)


def test_the_month_of_boris_by_hand() -> None:
	row = by_label("Execution Discipline", MANAGER, **MARCH)["Boris Tester"]
	assert {key: row[key] for key in _COUNTED} == {
		"given": 8,
		"settled": 6,
		"on_time": 3,
		"late": 2,
		"returned": 1,
		"overdue": 2,
	}
	# Five counted and two overdue: 3 of 7 by the deadline in force, 2 of 7 by the first one.
	assert (row.on_time_share, row.first_on_time_share, row.left_out) == (42.9, 28.6, 1)
	# two hours of the one, eight of the other, whose deadline was moved a working day after its lapse
	assert row.first_pass_share == 66.7
	assert row.median_delay is not None


def test_overdue_now_names_just_the_overdue_tasks() -> None:
	for reader in READERS:
		with acting_as(reader):
			readable = set(frappe.get_list("TD Task", {"creation": ("<", NOW)}, pluck="name", limit=0))
		expected = {
			name
			for name in readable
			for task in [frappe.db.get_value("TD Task", name, ["status", "deadline"], as_dict=True)]
			if task.status in ("New", "In Progress")
			and task.deadline < NOW
			and history(name)[0].happened_at >= at(1)
		}
		assert {
			row.task for row in rows_of("Overdue Now", reader, due_from="2031-03-01") if row.task
		} == expected


def test_overdue_now_says_how_late_and_whose_move_it_is() -> None:
	found = [
		row for row in rows_of("Overdue Now", MANAGER, due_from="2031-03-01", counted_only=1) if row.task
	]
	# From Monday 17:00: Tuesday, Wednesday and three hours of Thursday. From Wednesday 17:00: three hours.
	assert [(row.late_by, row.mover) for row in found] == [
		(19, "Anna Tester: answer the request"),
		(3, "Boris Tester"),
	]
	heading = rows_of("Overdue Now", MANAGER, due_from="2031-03-01", counted_only=1)[0]
	assert (heading.label, heading.late_by, heading.indent) == ("Boris Tester (2)", 19, 0)


def test_overdue_now_tells_who_was_told_above() -> None:
	task = next(row.task for row in rows_of("Overdue Now", MANAGER, due_from="2031-03-19") if row.task)
	deadline = frappe.db.get_value("TD Task", task, "deadline")
	told = {"kind": "Escalation", "step": "1", "moment": NOW, "state": "Sent"}
	rows.insert(
		"TD Reminder",
		[told | {"task": task, "user": HEAD, "about": about} for about in (deadline, at(1))],
	)
	row = next(row for row in rows_of("Overdue Now", MANAGER, due_from="2031-03-19") if row.task)
	assert row.told == "Elena Tester"


def test_deadline_moves_are_those_of_the_history() -> None:
	for reader in READERS:
		with acting_as(reader):
			readable = frappe.get_list("TD Task", {"creation": ("<", NOW)}, pluck="name", limit=0)
		expected = {
			(
				name,
				event.happened_at,
				event.old_deadline,
				event.new_deadline,
				event.happened_at > event.old_deadline,
			)
			for name in readable
			for event in history(name)
			if event.event not in ("Created", "Deadline Proposed")
			and event.old_deadline != event.new_deadline
			and event.happened_at >= at(1)
		}
		found = rows_of("Deadline Moves", reader, **MARCH)
		assert {
			(row.task, row.happened_at, row.old_deadline, row.new_deadline, bool(row.is_after_lapse))
			for row in found
		} == expected


def test_deadline_moves_say_who_asked_and_why() -> None:
	found = rows_of("Deadline Moves", MANAGER, **MARCH)
	assert [(row.reason, row.asked_by, row.is_after_lapse, row.shift) for row in found] == [
		("Too generous", "", 0, -72),
		("Flattering", "", 1, 15 * 24),
		("Agreed", "Boris Tester", 0, 5 * 24),
	]
	assert [row.reason for row in rows_of("Deadline Moves", MANAGER, tightened=1, **MARCH)] == [
		"Too generous"
	]


def test_reviews_by_hand() -> None:
	found = by_label("Review Discipline", MANAGER, **MARCH)
	anna, greta = found["Anna Tester"], found["Greta Tester"]
	# Accepted in March: after 8 hours, after 4 working days less nothing, and in three rounds of 4, 1 and 1.
	assert (anna.judged, anna.late, anna.returns, anna.returned_again) == (5, 1, 2, 1)
	assert anna["median"] == median([8, 32, 4, 1, 1])
	assert (anna.waiting, anna.answers, anna.median_answer, anna.unanswered, anna.tightened) == (
		2,
		1,
		2,
		1,
		1,
	)
	assert (greta.judged, greta.waiting, greta.overdue) == (0, 1, 1)


def test_reviews_agree_with_the_history() -> None:
	for reader in READERS:
		with acting_as(reader):
			readable = frappe.get_list("TD Task", {"creation": ("<", NOW)}, pluck="name", limit=0)
		expected: Counter[tuple[str, str]] = Counter()
		for name in readable:
			for event in history(name):
				if event.event in ("Accepted", "Returned") and event.happened_at >= at(1):
					expected[NAMES[event.assigner], event.event] += 1
		found = by_label("Review Discipline", reader, **MARCH)
		counted = Counter({(name, "Returned"): row.returns for name, row in found.items()})
		counted += Counter({(name, "Accepted"): row.judged - row.returns for name, row in found.items()})
		assert counted == expected


def test_behind_each_number_stand_just_these_records() -> None:
	for reader in (MANAGER, HEAD, ASSIGNER):
		assert wrong_drills("Review Discipline", reader, **MARCH) == []
		assert wrong_drills("Execution Discipline", reader, **MARCH) == []


def test_a_report_without_anything_says_why() -> None:
	for report in ("Overdue Now", "Deadline Moves", "Review Discipline"):
		nobody = run(report, STRANGER, person=[OBSERVER], **MARCH)
		assert nobody.result == []
		assert "fewer filters" in nobody.message
		assert nobody.chart is None


def test_statements_do_not_grow_with_the_rows() -> None:
	reports = ("Execution Discipline", "Overdue Now", "Deadline Moves", "Review Discipline")
	few = {report: statements(report) for report in reports}
	for day in range(3, 13):
		who = (RESPONSIBLE, CO_ASSIGNEE, OBSERVER)[day % 3]
		task = given(ASSIGNER, day, at(day + 1, 17), responsible=who)
		on(task, day + 1, 10, ASSIGNER, "change_deadline", deadline=str(at(day + 2, 17)), reason="Later")
	overdue.mark()
	assert {report: statements(report) for report in reports} == few


def statements(report: str) -> int:
	"""How many statements a report sends that has run before."""
	run(report, MANAGER, **MARCH)
	sent: list[object] = []
	ask = frappe.db.sql

	def noting(*query: object, **options: object) -> object:
		sent.append(query)
		return ask(*query, **options)

	frappe.db.sql = noting
	try:
		run(report, MANAGER, **MARCH)
	finally:
		del frappe.db.sql
	return len(sent)
