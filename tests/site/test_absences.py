"""Absences: who writes them, who reads them, and what an assigner is told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import format_date

from task_discipline.api import calendars as doors
from task_discipline.api.boot import extend
from task_discipline.services import clock, task_view, timeline
from tests.doors import call, knock
from tests.factories import (
	ASSIGNER,
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
from tests.working import make_absence, make_calendar, use_calendar

MONDAY = date(2031, 3, 3)
FRIDAY = date(2031, 3, 7)
NOON = datetime(2031, 3, 3, 12, 0)
NOTE = "zanzibar surgery"


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> Any:
	return use_calendar(make_calendar("Office"))


@pytest.mark.parametrize("user", [MANAGER, HEAD])
def test_managers_and_heads_write_absences(user: str) -> None:
	with acting_as(user):
		absence = make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
		absence.to_date = FRIDAY + timedelta(days=3)
		absence.save()
		frappe.delete_doc("TD Absence", absence.name)
	assert not frappe.db.exists("TD Absence", absence.name)


@pytest.mark.parametrize("user", [RESPONSIBLE, STRANGER, ASSIGNER])
def test_nobody_else_writes_them(user: str) -> None:
	absence = make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
	with acting_as(user):
		stolen = frappe.get_doc("TD Absence", absence.name)
		stolen.to_date = MONDAY
		attempts = (
			lambda: make_absence(RESPONSIBLE, MONDAY, MONDAY),
			stolen.save,
			stolen.delete,
			lambda: frappe.delete_doc("TD Absence", absence.name),
		)
		for attempt in attempts:
			with pytest.raises(frappe.PermissionError):
				attempt()
	assert frappe.db.get_value("TD Absence", absence.name, "to_date") == FRIDAY


def test_whoever_is_refused_reads_who_writes_them() -> None:
	values = {"user": RESPONSIBLE, "from_date": str(MONDAY), "to_date": str(FRIDAY)}
	refusal = knock(RESPONSIBLE, "POST", "/api/resource/TD Absence", values)
	assert refusal.status_code == 403
	assert "written by managers and the heads" in refusal.get_data(as_text=True)


@pytest.mark.parametrize(("user", "is_offered"), [(MANAGER, True), (HEAD, True), (RESPONSIBLE, False)])
def test_a_new_absence_is_offered_to_those_who_may_write_one(user: str, is_offered: bool) -> None:
	with acting_as(user):
		boot = {"user": {"can_create": ["TD Absence", "ToDo"]}}
		extend(boot)
	assert ("TD Absence" in boot["user"]["can_create"]) is is_offered
	assert "ToDo" in boot["user"]["can_create"]


def test_a_head_gives_no_absence_to_somebody_elses_people() -> None:
	absence, other = make_absence(RESPONSIBLE, MONDAY, FRIDAY), make_absence(STRANGER, MONDAY, FRIDAY)
	with acting_as(HEAD):
		for name, user in ((absence.name, STRANGER), (other.name, RESPONSIBLE)):
			moved = frappe.get_doc("TD Absence", name)
			moved.user = user
			with pytest.raises(frappe.PermissionError):
				moved.save()


@pytest.mark.parametrize(
	("user", "readable"),
	[
		(MANAGER, True),
		(HEAD, True),
		(RESPONSIBLE, True),
		(STRANGER, False),
		(ASSIGNER, False),
		(OBSERVER, False),
	],
)
def test_the_person_his_heads_and_managers_read_them(user: str, readable: bool) -> None:
	absence = make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
	with acting_as(user):
		assert frappe.get_list("TD Absence", pluck="name") == ([absence.name] if readable else [])
		assert frappe.has_permission("TD Absence", "read", doc=absence.name) is readable


DOORS = (
	("GET", "/api/resource/TD Absence/{name}", {}),
	("GET", "/api/resource/TD Absence", {"fields": '["name","note"]'}),
	("POST", "/api/method/frappe.client.get", {"doctype": "TD Absence", "name": "{name}"}),
	(
		"POST",
		"/api/method/frappe.client.get_value",
		{"doctype": "TD Absence", "fieldname": "note", "filters": "{name}"},
	),
	(
		"POST",
		"/api/method/frappe.client.validate_link",
		{"doctype": "TD Absence", "docname": "{name}", "fields": '["note"]'},
	),
	("POST", "/api/method/frappe.desk.form.load.getdoc", {"doctype": "TD Absence", "name": "{name}"}),
	(
		"POST",
		"/api/method/frappe.desk.search.search_widget",
		{"doctype": "TD Absence", "txt": "", "filter_fields": '["note"]', "ignore_user_permissions": 1},
	),
	("GET", "/printview", {"doctype": "TD Absence", "name": "{name}"}),
)


@pytest.fixture
def stored_absence(office: Any) -> Iterator[Any]:
	frappe.db.rollback()  # requests of others see what is committed, and the office is nothing to commit
	absence = make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
	frappe.db.commit()
	yield absence
	frappe.db.rollback()
	frappe.db.delete("TD Absence", {"name": absence.name})
	frappe.db.commit()


def test_no_door_of_the_host_shows_a_note_to_a_stranger(stored_absence: Any) -> None:
	for method, path, body in DOORS:
		sent = {key: str(value).format(name=stored_absence.name) for key, value in body.items()}
		answers = {
			user: knock(user, method, path.format(name=stored_absence.name), sent).get_data(as_text=True)
			for user in (STRANGER, HEAD)
		}
		assert NOTE not in answers[STRANGER], path
		assert NOTE in answers[HEAD], path
	shared = call(
		MANAGER, "frappe.share.add", doctype="TD Absence", name=stored_absence.name, user=STRANGER, read=1
	)
	assert shared.status_code == 403
	counted = call(
		STRANGER, "frappe.client.get_count", doctype="TD Absence", filters={"note": ("like", "%zanz%")}
	)
	assert counted.get_json()["message"] == 0


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"to_date": "2031-03-01"}, "ends before it begins"),
		({"to_date": "2041-03-01"}, "five years"),
		({"from_date": "0031-03-01"}, "not a date"),
		({"from_date": "soon"}, "not a date"),
		({"user": "nobody@td-test.example"}, "Could not find"),
		({"user": DISABLED}, "disabled"),
		({"user": None}, "no user"),
		({"note": "x" * 3000}, "longer than"),
	],
)
def test_an_absence_that_cannot_be_is_refused(values: dict[str, Any], said: str) -> None:
	given = {"user": RESPONSIBLE, "from_date": MONDAY, "to_date": FRIDAY} | values
	with pytest.raises(frappe.ValidationError, match=said):
		frappe.get_doc(doctype="TD Absence", **given).insert()


def test_one_day_needs_no_end() -> None:
	assert make_absence(RESPONSIBLE, MONDAY, None).to_date == MONDAY


def hints(user: str, deadline: str | None) -> list[str]:
	"""What the form of a new task says."""
	with clock.at(NOON), acting_as(user):
		return doors.assignment_hints(responsible=RESPONSIBLE, deadline=deadline)


def test_a_stranger_learns_until_when_a_person_is_away_and_no_more() -> None:
	make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
	told = hints(STRANGER, "2031-03-05 12:00:00")
	until = format_date(FRIDAY)
	assert told == [f"Boris Tester is absent at the deadline, until {until}."]
	assert hints(STRANGER, None) == [f"Boris Tester is absent until {until}."]


@pytest.mark.parametrize(
	("deadline", "words"),
	[
		("2031-03-04 12:00:00", []),
		("2031-03-04", []),
		("2031-03-03 14:00:00", ["Less than 4 working hours"]),
		("2031-03-08 12:00:00", ["day off"]),
		("2031-03-04 20:00:00", ["outside the working hours"]),
		("2032-06-01 12:00:00", ["filled until"]),
		("2031-03-02 12:00:00", ["Less than 4", "day off"]),
		(None, []),
	],
)
def test_the_form_says_what_speaks_against_a_deadline(
	office: Any, deadline: str | None, words: list[str]
) -> None:
	office.filled_until = "2031-12-31"
	office.save()
	told = hints(ASSIGNER, deadline)
	assert len(told) == len(words)
	assert all(any(word in line for line in told) for word in words)


def test_who_sets_no_tasks_asks_for_nobody() -> None:
	with pytest.raises(frappe.PermissionError):
		hints(RESPONSIBLE, None)


def test_unknown_people_are_no_error() -> None:
	with acting_as(ASSIGNER):
		assert doors.assignment_hints(responsible="nobody@td-test.example", deadline="2031-03-05") == []


def test_warnings_stand_in_the_record_of_the_task_and_in_its_form() -> None:
	make_absence(RESPONSIBLE, MONDAY, FRIDAY, NOTE)
	with clock.at(NOON):
		task = make_task(deadline="2031-03-08 12:00:00")
		created = frappe.db.get_value("TD Task Event", {"task": task.name, "event": "Created"}, "details")
		assert frappe.parse_json(created) == {"warnings": ["absent_now", "short_notice", "day_off"]}
		seen = {}
		for user in (ASSIGNER, OBSERVER):
			with acting_as(user):
				seen[user] = task_view.for_form(frappe.get_doc("TD Task", task.name))["warnings"]
		assert len(seen[ASSIGNER]) == 3 and seen[OBSERVER] == []
		act(ASSIGNER, task.name, "reassign", user=STRANGER, reason="Boris is away")
		with acting_as(ASSIGNER):
			assert len(task_view.for_form(frappe.get_doc("TD Task", task.name))["warnings"]) == 1
	assert "The responsible was absent" in timeline.entries(task.name)[-1]["content"]


def test_a_task_without_a_warning_records_none() -> None:
	with clock.at(NOON):
		task = make_task(deadline="2031-03-05 12:00:00")
	assert not frappe.db.get_value("TD Task Event", {"task": task.name, "event": "Created"}, "details")
