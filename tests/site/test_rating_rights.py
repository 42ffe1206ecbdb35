"""Whoever handed a task over too late reads his own rating, as his head does, and nothing else of that task."""

import json
from contextlib import suppress
from datetime import datetime
from typing import Any

import frappe
import pytest
from frappe.desk.form.load import getdoc

from task_discipline.api import ratings as doors
from task_discipline.services import clock
from tests.doors import call, told
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
)
from tests.reporting import by_label, wrong_drills
from tests.working import use_office_week

RATING = "TD Task Rating"
SECRET = "zanzibar"
MARCH = {"period": "Custom Dates", "from_date": "2031-03-01", "to_date": "2031-03-31"}
FIGURES = (
	"settled",
	"late",
	"on_time",
	"left_out",
	"score",
	"efficiency",
	"median_delay",
	"first_on_time_share",
)
BORIS, CLARA = "Boris Tester", "Clara Tester"


@pytest.fixture(autouse=True)
def handed_over(rolled_back: None) -> dict[str, int]:
	"""Boris handed the task over two hours late; Clara submitted it. Names of both ratings, by person."""
	use_office_week()
	frappe.db.delete("TD Outage")
	frappe.db.delete(RATING)
	with clock.at(datetime(2031, 3, 3, 9)):
		task = make_task(
			subject=SECRET, deadline=datetime(2031, 3, 5, 17), co_assignees=[], observers=[], plan=[]
		).name
	with clock.at(datetime(2031, 3, 6, 11)):
		act(ASSIGNER, task, "reassign", user=CO_ASSIGNEE, reason="Illness")
	with clock.at(datetime(2031, 3, 6, 15)):
		act(CO_ASSIGNEE, task, "submit_task")
	return {row.user: row.name for row in frappe.get_all(RATING, fields=["user", "name"])}


def readable(user: str, **options: Any) -> set[int]:
	with acting_as(user):
		return set(frappe.get_list(RATING, fields=["name"], pluck="name", limit=0, **options))


def forms(user: str, handed_over: dict[str, int]) -> set[int]:
	with acting_as(user):
		found = [frappe.get_doc(RATING, name) for name in handed_over.values()]
		return {doc.name for doc in found if doc.has_permission("read")}


def test_lists_forms_and_explanations_agree_on_who_reads_what(handed_over: dict[str, int]) -> None:
	mine, hers = handed_over[RESPONSIBLE], handed_over[CO_ASSIGNEE]
	expected = {
		RESPONSIBLE: {mine},
		HEAD: {mine},
		CO_ASSIGNEE: {mine, hers},
		ASSIGNER: {mine, hers},
		MANAGER: {mine, hers},
		STRANGER: set(),
		OBSERVER: set(),
		DISABLED: set(),
	}
	assert {user: readable(user) for user in expected} == expected
	assert {user: forms(user, handed_over) for user in expected} == expected
	assert {user: explained(user, handed_over) for user in expected} == expected


def explained(user: str, handed_over: dict[str, int]) -> set[int]:
	found = set()
	for name in handed_over.values():
		with acting_as(user):
			with suppress(frappe.PermissionError):
				found |= {name} if doors.why_this(name) else set()
	return found


def test_his_own_report_has_the_row_that_his_manager_reads() -> None:
	whole = by_label("Execution Discipline", MANAGER, **MARCH)[BORIS]
	assert (whole.late, whole.settled) == (1, 1)
	for reader in (RESPONSIBLE, HEAD):
		row = by_label("Execution Discipline", reader, **MARCH)[BORIS]
		assert {key: row[key] for key in FIGURES} == {key: whole[key] for key in FIGURES}
		assert wrong_drills("Execution Discipline", reader, **MARCH) == []
	assert CLARA not in by_label("Execution Discipline", RESPONSIBLE, **MARCH)
	assert by_label("Execution Discipline", STRANGER, **MARCH) == {}


def test_a_head_of_very_many_tasks_reads_his_own_rating_too(
	handed_over: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr("task_discipline.visibility.have_many", lambda head: True)
	monkeypatch.setattr(
		"task_discipline.people.people_of", lambda user: frozenset({STRANGER} if user == RESPONSIBLE else ())
	)
	assert readable(RESPONSIBLE) == {handed_over[RESPONSIBLE]}
	assert readable(STRANGER) == set()


def test_the_task_itself_stays_closed(handed_over: dict[str, int]) -> None:
	task = frappe.db.get_value(RATING, handed_over[RESPONSIBLE], "task")
	with acting_as(RESPONSIBLE):
		assert frappe.get_list("TD Task", {"name": task}) == []
		with pytest.raises(frappe.PermissionError):
			doors.why(task)
		getdoc(RATING, handed_over[RESPONSIBLE])
		assert SECRET not in frappe.as_json(frappe.response)
		frappe.response.pop("docs"), frappe.response.pop("docinfo")


@pytest.mark.parametrize(
	("door", "more"),
	[
		("frappe.client.get_list", {"doctype": RATING, "fields": ["task.subject"]}),
		("frappe.client.get_list", {"doctype": RATING, "fields": ["name"], "order_by": "task.subject"}),
		("frappe.desk.reportview.get", {"doctype": RATING, "fields": json.dumps(["task.subject as said"])}),
		(
			"frappe.desk.reportview.export_query",
			{
				"doctype": RATING,
				"fields": json.dumps(["task.subject"]),
				"file_format_type": "CSV",
				"title": "x",
			},
		),
	],
)
def test_no_list_of_ratings_tells_what_its_task_is_about(door: str, more: dict[str, Any]) -> None:
	for user in (RESPONSIBLE, STRANGER):
		answer = call(user, door, **more)
		assert answer.status_code == 403, told(answer)
