"""Bad input gets a clear 4xx error and leaves the database as it was."""

from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import now_datetime

from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	act,
	acting_as,
	events_of,
	make_task,
	task_fields,
)

FAR = "2090-05-01 12:00:00"
PAST = "2001-05-01 12:00:00"
LONG = "x" * 200_000
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
JSON_SCRIPT = '"<img src=x onerror=alert(3)>"'


@pytest.mark.parametrize(
	"fields",
	[
		{"subject": ""},
		{"subject": "<b></b>"},
		{"subject": LONG},
		{"responsible": None},
		{"responsible": "nobody@td-test.example"},
		{"responsible": DISABLED},
		{"responsible": "Guest"},
		{"responsible": SCRIPT},
		{"deadline": PAST},
		{"deadline": "yesterday"},
		{"deadline": "2026-13-45"},
		{"deadline": "9999-99-99 10:00:00"},
		{"deadline": "0001-01-01 00:00:00"},
		{"deadline": FAR, "starts_on": "2095-01-01 00:00:00"},
		{"starts_on": "soon"},
		{"observers": [{"user": RESPONSIBLE}]},
		{"co_assignees": [{"user": RESPONSIBLE}]},
		{"observers": [{"user": CO_ASSIGNEE}]},
		{"observers": [{"user": DISABLED}]},
		{"observers": [{"user": "nobody@td-test.example"}]},
		{"status": "Done"},
		{"status": "Nonsense"},
		{"priority": "Extreme"},
		{"description": LONG},
		{"result": LONG},
		{"weight": -1},
		{"weight": 10**12},
		{"estimated_hours": -5},
		{"estimated_hours": "nan"},
		{"plan": [{"title": ""}]},
		{"plan": [{"title": LONG}]},
		{"plan": [{"title": "Step", "person": DISABLED}]},
		{"plan": [{"title": "Step", "due_date": "never"}]},
		{"plan": [{"title": "Step", "due_date": "9999-12-31"}]},
		{"plan": [{"title": f"Step {number}"} for number in range(201)]},
		{"parent_task": "TD-does-not-exist"},
		{"reference_doctype": "No Such Type", "reference_name": "x"},
		{"reference_doctype": "User", "reference_name": "nobody@td-test.example"},
		{"reference_doctype": "User"},
	],
	ids=str,
)
def test_a_bad_task_is_refused(fields: dict[str, Any]) -> None:
	before = frappe.db.count("TD Task")
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError) as refusal:
		frappe.get_doc(task_fields(**fields)).insert()
	assert 400 <= refusal.value.http_status_code < 500
	assert str(refusal.value).strip()
	assert frappe.db.count("TD Task") == before


def test_permission_errors_are_refusals_too() -> None:
	with acting_as(ASSIGNER), pytest.raises(frappe.PermissionError):
		frappe.get_doc(task_fields(assigner=OBSERVER)).insert()


@pytest.mark.parametrize(
	("fieldname", "value"),
	[
		("status", "Done"),
		("status", "Submitted"),
		("deadline", FAR),
		("deadline", ""),
		("responsible", MANAGER),
		("assigner", MANAGER),
		("first_deadline", FAR),
		("timeliness", "Early"),
		("returns", 7),
		("deadline_moves", 3),
		("submitted_at", FAR),
		("accepted_at", FAR),
		("review_due", FAR),
		("delay_minutes", -100),
		("held_until", FAR),
	],
)
@pytest.mark.parametrize("person", [ASSIGNER, RESPONSIBLE, MANAGER])
def test_what_actions_own_cannot_be_saved(person: str, fieldname: str, value: Any) -> None:
	from frappe.client import set_value

	task = make_task()
	stored = task.as_dict()
	with acting_as(person):
		with pytest.raises(frappe.ValidationError) as refusal:
			set_value("TD Task", task.name, {fieldname: value})
		assert 400 <= refusal.value.http_status_code < 500
	assert frappe.db.get_value("TD Task", task.name, fieldname) == stored[fieldname]
	assert events_of(task.name) == ["Created"]


@pytest.mark.parametrize(
	("person", "change"),
	[
		(RESPONSIBLE, {"subject": "Other"}),
		(RESPONSIBLE, {"observers": []}),
		(RESPONSIBLE, {"require_file": 1}),
		(RESPONSIBLE, {"needs_review": 0}),
		(RESPONSIBLE, {"plan": []}),
		(CO_ASSIGNEE, {"priority": "Low"}),
		(OBSERVER, {"result": "<p>Done</p>"}),
		(OBSERVER, {"subject": "Other"}),
	],
	ids=str,
)
def test_only_directors_edit_what_the_task_says(person: str, change: dict[str, Any]) -> None:
	task = make_task()
	with acting_as(person), pytest.raises(frappe.PermissionError):
		frappe.get_doc("TD Task", task.name).update(change).save()
	assert events_of(task.name) == ["Created"]


def test_the_worker_writes_result_and_ticks() -> None:
	task = make_task()
	with acting_as(RESPONSIBLE):
		doc = frappe.get_doc("TD Task", task.name)
		doc.result = "<p>Half of it</p>"
		doc.plan[0].done = 1
		doc.save()
	assert events_of(task.name) == ["Created", "Edited", "Step Done"]
	step = frappe.get_doc("TD Task", task.name).plan[0]
	assert step.done_by == RESPONSIBLE and step.done_at


@pytest.mark.parametrize("status", ["Done", "Cancelled"])
def test_a_closed_task_stays_as_it_is(status: str) -> None:
	task = make_task()
	frappe.db.set_value("TD Task", task.name, "status", status)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		frappe.get_doc("TD Task", task.name).update({"subject": "Other"}).save()


def test_a_task_cannot_be_deleted_by_anyone() -> None:
	task = make_task()
	for person in (ASSIGNER, MANAGER, "Administrator"):
		with acting_as(person), pytest.raises(frappe.PermissionError):
			frappe.delete_doc("TD Task", task.name)
	assert frappe.db.exists("TD Task", task.name)


@pytest.mark.parametrize(
	"text", [SCRIPT, JSON_SCRIPT, "<style>*{display:none}</style>", '<form action="/x"><input></form>']
)
def test_no_text_can_run(text: str) -> None:
	words = f"Before {text} after"
	task = make_task(subject=words[:140], description=words, plan=[{"title": words[:140]}], require_result=1)
	act(RESPONSIBLE, task.name, "submit_task", result=text + "<p>Result</p>")
	act(ASSIGNER, task.name, "return_for_rework", reason=words)
	doc = frappe.get_doc("TD Task", task.name)
	events = frappe.get_all("TD Task Event", filters={"task": task.name}, pluck="reason")
	bells = frappe.get_all("Notification Log", filters={"document_name": task.name}, pluck="subject")
	for stored in (doc.subject, doc.description, doc.result, doc.plan[0].title, *events, *bells):
		for forbidden in ("<script", "onerror", "<style", "<form", "<input"):
			assert forbidden not in (stored or "")
	assert "Before" in doc.subject and "Before" in doc.description


@pytest.mark.parametrize(
	"written",
	[
		"&lt;img src=x onerror=alert(1)&gt;",
		"&amp;lt;script&amp;gt;x",
		"&#60;script>",
		"&#x3c;script>",
		"&ltscript>",
		"<<b>script>",
	],
)
def test_marks_written_as_entities_are_marks(written: str) -> None:
	task = make_task(subject=f"Before {written} after")
	for forbidden in ("<script", "<img", "lt;", "&#", "&lt"):
		assert forbidden not in task.subject
	assert task.subject.startswith("Before")


def test_ampersands_survive() -> None:
	assert make_task(subject="R&D: open /a?b=1&times=2&copy=3").subject == "R&D: open /a?b=1&times=2&copy=3"


def test_less_than_signs_survive() -> None:
	task = make_task(subject="Keep a < b and b > c")
	assert frappe.db.get_value("TD Task", task.name, "subject") == "Keep a < b and b > c"


@pytest.mark.parametrize(
	"arguments",
	[
		{"deadline": PAST, "reason": "Earlier"},
		{"deadline": "", "reason": "None"},
		{"deadline": "never", "reason": "Odd"},
		{"deadline": "99999-01-01", "reason": "Far"},
		{"deadline": FAR, "reason": LONG},
		{"reason": "No deadline"},
	],
	ids=lambda arguments: str(arguments)[:60],
)
def test_a_bad_new_deadline_is_refused(arguments: dict[str, str]) -> None:
	task = make_task()
	with pytest.raises(frappe.ValidationError):
		act(ASSIGNER, task.name, "change_deadline", **arguments)
	assert events_of(task.name) == ["Created"]


@pytest.mark.parametrize("user", [None, "", DISABLED, "nobody@td-test.example", RESPONSIBLE, "Guest"])
def test_a_bad_new_responsible_is_refused(user: str | None) -> None:
	task = make_task()
	with pytest.raises(frappe.ValidationError):
		act(ASSIGNER, task.name, "reassign", user=user, reason="Ill")
	assert frappe.db.get_value("TD Task", task.name, "responsible") == RESPONSIBLE


def test_unknown_arguments_are_a_clear_error() -> None:
	task = make_task()
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError, match="cancel_task"):
		frappe.get_doc("TD Task", task.name).cancel_task(nonsense=1)


def test_a_circle_of_subtasks_is_refused() -> None:
	top = make_task(subject="Top")
	middle = make_task(subject="Middle", parent_task=top.name)
	bottom = make_task(subject="Bottom", parent_task=middle.name)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		frappe.get_doc("TD Task", top.name).update({"parent_task": bottom.name}).save()


def test_a_date_alone_means_the_end_of_the_day() -> None:
	day = (now_datetime() + timedelta(days=3)).date()
	task = make_task(deadline=str(day))
	assert str(task.deadline) == f"{day} 18:00:00"


def test_a_copy_starts_anew() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Ready</p>")
	with acting_as(ASSIGNER):
		copy = frappe.copy_doc(frappe.get_doc("TD Task", task.name), ignore_no_copy=False)
		copy.insert()
	assert (copy.status, copy.timeliness, copy.deadline, copy.submitted_at) == ("New", "Open", None, None)
	assert not copy.result and not any(step.done for step in copy.plan)
