"""Templates as people save them: bad input is refused whole, the state is the system's, edits and pauses go on record."""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import get_datetime, getdate, now_datetime

from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
)
from tests.recurring import make_template, outcomes_of, template_fields
from tests.working import make_calendar

TEMPLATE, EVENT = "TD Task Template", "TD Template Event"
REFUSALS = (frappe.ValidationError, frappe.PermissionError)
LONG = "x" * 200_000
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
TWO = [{"user": RESPONSIBLE}, {"user": CO_ASSIGNEE}]
MONTHLY = {"repeat_unit": "Month", "month_day": "Day", "day": 1}
SOON = date.today() + timedelta(days=2)
"""A day that has not begun in any time zone."""


def stored(template: str) -> dict[str, Any]:
	return frappe.get_doc(TEMPLATE, template).as_dict(no_nulls=False)


BAD: dict[str, tuple[dict[str, Any], str]] = {
	"no subject": ({"subject": ""}, "what is to be done"),
	"subject of tags": ({"subject": "<b></b>"}, "what is to be done"),
	"long subject": ({"subject": LONG}, "longer than"),
	"long description": ({"description": LONG}, "longer than"),
	"nobody": ({"responsible": None}, "who answers"),
	"unknown person": ({"responsible": "nobody@td-test.example"}, "nobody@td-test.example"),
	"disabled person": ({"responsible": DISABLED}, "disabled"),
	"guest": ({"responsible": "Guest"}, "Guest"),
	"nobody in turn": ({"people_mode": "In Turn", "candidates": []}, "at least two"),
	"one in turn": ({"people_mode": "In Turn", "candidates": TWO[:1]}, "at least two"),
	"one twice in turn": ({"people_mode": "Least Loaded", "candidates": TWO[:1] * 2}, "at least two"),
	"disabled in turn": ({"people_mode": "In Turn", "candidates": [*TWO, {"user": DISABLED}]}, "disabled"),
	"unknown mode": ({"people_mode": "Dice"}, "choices"),
	"no substitute": ({"if_absent": "Substitute"}, "who gets the task"),
	"substitute of himself": (
		{"if_absent": "Substitute", "substitute": RESPONSIBLE},
		"Choose another person",
	),
	"substitute of the list": (
		{"people_mode": "In Turn", "candidates": TWO, "if_absent": "Substitute", "substitute": CO_ASSIGNEE},
		"Choose another person",
	),
	"disabled substitute": ({"if_absent": "Substitute", "substitute": DISABLED}, "disabled"),
	"responsible observes": ({"observers": [{"user": RESPONSIBLE}]}, "Leave one of the two"),
	"co-assignee observes": (
		{"co_assignees": [{"user": HEAD}], "observers": [{"user": HEAD}]},
		"Leave one of the two",
	),
	"interval 0": ({"repeat_every": 0}, ""),
	"interval -1": ({"repeat_every": -1}, ""),
	"interval of words": ({"repeat_every": "often"}, "number"),
	"interval of halves": ({"repeat_every": 1.5}, "whole number"),
	"huge interval": ({"repeat_every": 10**9}, ""),
	"beyond any interval": ({"repeat_every": 10**15}, "number"),
	"unknown unit": ({"repeat_unit": "Hour"}, "choices"),
	"week without a day": ({"repeat_unit": "Week"}, ""),
	"day 0": (MONTHLY | {"day": 0}, ""),
	"day 32": (MONTHLY | {"day": 32}, ""),
	"30 February": (
		{"repeat_unit": "Year", "month": "February", "month_day": "Day", "day": 30, "short_month": "Skip"},
		"",
	),
	"unknown month": ({"repeat_unit": "Year", "month": "Nivose"}, "choices"),
	"until before from": ({"ends": "On Date", "until": "2020-01-01", "starts_on": "2020-01-02"}, ""),
	"no until": ({"ends": "On Date"}, "Last date"),
	"nonsense until": ({"ends": "On Date", "until": "soon"}, "cannot be read"),
	"nonsense start": ({"starts_on": "2026-13-45"}, "cannot be read"),
	"start long ago": ({"starts_on": "0001-01-01"}, ""),
	"nonsense time": ({"time_of_day": "25:61"}, "cannot be read"),
	"count 0": ({"ends": "After Count", "occurrences_limit": 0}, ""),
	"count 10^9": ({"ends": "After Count", "occurrences_limit": 10**9}, ""),
	"count 10^12": ({"ends": "After Count", "occurrences_limit": 10**12}, "number"),
	"no rrule": ({"repeat_unit": "RRULE", "rrule": ""}, ""),
	"rrule of nonsense": ({"repeat_unit": "RRULE", "rrule": "every other moon"}, ""),
	"secondly": ({"repeat_unit": "RRULE", "rrule": "FREQ=SECONDLY"}, ""),
	"hourly": ({"repeat_unit": "RRULE", "rrule": "FREQ=HOURLY"}, ""),
	"hours in a rrule": ({"repeat_unit": "RRULE", "rrule": "FREQ=DAILY;BYHOUR=1,2,3"}, ""),
	"start in a rrule": ({"repeat_unit": "RRULE", "rrule": "DTSTART=20260101;FREQ=DAILY"}, ""),
	"long rrule": ({"repeat_unit": "RRULE", "rrule": "FREQ=DAILY;" * 100}, "longer than"),
	"many days ahead": ({"days_ahead": 10**6}, ""),
	"unknown policy": ({"day_off": "Pray"}, "choices"),
	"cap 0": ({"missed_cap": 0}, "at least one"),
	"cap 101": ({"missed_cap": 101}, "100"),
	"no term": ({"term": 0, "term_unit": "Hours"}, "due before it begins"),
	"long term": ({"term": 10**6}, "number"),
	"unknown term": ({"term_unit": "Moons"}, "choices"),
	"due before it begins": (
		{"term": 0, "term_unit": "Days", "time_of_day": "09:00", "due_time": "08:00"},
		"due before it begins",
	),
	"unknown calendar": ({"work_calendar": "No such calendar"}, "No such calendar"),
	"requests below none": ({"most_deadline_requests": -1}, "number"),
	"requests of halves": ({"most_deadline_requests": 0.5}, "whole number"),
	"requests without end": ({"most_deadline_requests": 10**9}, "number"),
	"latest before the deadline": ({"latest_deadline_days": -1}, "number"),
	"latest in a thousand years": ({"latest_deadline_days": 10**9}, "number"),
	"unknown placeholder": ({"subject": "Close {moon}"}, "moon"),
	"open brace": ({"subject": "Close {month"}, ""),
	"placeholder in the text": ({"description": "<p>For {nobody}</p>"}, "nobody"),
	"empty step": ({"plan": [{"title": ""}]}, "says nothing"),
	"long step": ({"plan": [{"title": LONG}]}, "longer than"),
	"step of the disabled": ({"plan": [{"title": "Step", "person": DISABLED}]}, "disabled"),
	"step far away": ({"plan": [{"title": "Step", "after": 10**6}]}, "number"),
	"step of another unit": ({"plan": [{"title": "Step", "after_unit": "Moons"}]}, "choices"),
	"long plan": ({"plan": [{"title": f"Step {number}"} for number in range(201)]}, "lines at most"),
	"empty milestone": ({"milestones": [{"title": "<i></i>"}]}, "says nothing"),
	"many milestones": ({"milestones": [{"title": str(number)} for number in range(51)]}, "lines at most"),
	"negative weight": ({"weight": -1}, "number"),
	"unknown record type": ({"reference_doctype": "No Such Type", "reference_name": "x"}, ""),
	"subject that grows too long": ({"subject": "x" * 125 + "{month_name} {year}"}, "longer than"),
	"half a link": ({"reference_doctype": "User"}, "linked record"),
	"unknown priority": ({"priority": "Extreme"}, "choices"),
	"another's name": ({"assigner": MANAGER}, "in the name of"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_template_is_refused_whole(name: str) -> None:
	fields, words = BAD[name]
	before = frappe.db.count(TEMPLATE), frappe.db.count("TD Task"), frappe.db.count(EVENT)
	with acting_as(ASSIGNER), pytest.raises(REFUSALS) as refusal:
		frappe.get_doc(template_fields(**fields)).insert()
	assert 400 <= refusal.value.http_status_code < 500
	assert str(refusal.value).strip()
	assert words in str(refusal.value)
	assert (frappe.db.count(TEMPLATE), frappe.db.count("TD Task"), frappe.db.count(EVENT)) == before


@pytest.mark.parametrize("name", BAD)
def test_a_bad_change_is_refused_whole(name: str) -> None:
	template = make_template()
	before = stored(template.name)
	with acting_as(ASSIGNER), pytest.raises(REFUSALS):
		frappe.get_doc(TEMPLATE, template.name).update(BAD[name][0]).save()
	assert stored(template.name) == before
	assert outcomes_of(template) == []


def test_a_calendar_without_working_days_is_refused_where_the_rule_counts_by_it() -> None:
	make_calendar("Nobody works")
	frappe.db.delete("TD Work Hours", {"parent": "Nobody works"})
	frappe.clear_document_cache("TD Work Calendar", "Nobody works")
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		frappe.get_doc(template_fields(repeat_unit="Working Day", work_calendar="Nobody works")).insert()


def test_what_is_written_is_made_plain() -> None:
	template = make_template(
		subject=f"  Close   <b>{SCRIPT}</b>the books of {{month_name}} ",
		description=SCRIPT,
		plan=[{"title": f"Count {SCRIPT}"}],
		milestones=[{"title": f"<i>Closed</i>{SCRIPT}"}],
	)
	said = frappe.as_json(template.as_dict())
	assert "<script" not in said
	assert "onerror" not in template.description + template.subject
	assert template.subject.startswith("Close ")
	assert template.subject.endswith("the books of {month_name}")


def test_what_is_left_out_is_what_most_people_want() -> None:
	with acting_as(ASSIGNER):
		template = frappe.get_doc(
			doctype=TEMPLATE, subject="Close the month", responsible=RESPONSIBLE, due_time=None
		).insert()
	said = {name: template.get(name) for name in ("repeat_unit", "repeat_every", "day", "term", "term_unit")}
	assert said == {
		"repeat_unit": "Month",
		"repeat_every": 1,
		"day": 1,
		"term": 1,
		"term_unit": "Working Days",
	}
	assert (str(template.time_of_day), template.due_time) == ("09:00:00", None)
	assert (template.assigner, template.needs_review, template.starts_on) == (ASSIGNER, 1, getdate())


def test_a_start_that_was_emptied_is_asked_for() -> None:
	template = make_template()
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError, match="First date"):
		frappe.get_doc(TEMPLATE, template.name).update({"starts_on": None}).save()


def test_a_manager_sets_tasks_in_anothers_name() -> None:
	assert make_template(MANAGER, assigner=ASSIGNER).assigner == ASSIGNER
	assert make_template(ASSIGNER).assigner == ASSIGNER


def test_what_the_form_hides_is_emptied() -> None:
	template = make_template(people_mode="In Turn", candidates=TWO, substitute=STRANGER)
	assert (template.responsible, template.substitute) == (None, None)
	with acting_as(ASSIGNER):
		template.update({"people_mode": "Fixed", "responsible": OBSERVER}).save()
	assert template.candidates == []


SYSTEM = {
	"status": "Finished",
	"next_run": "2020-01-01 00:00:00",
	"next_occurrence": "2020-01-01 00:00:00",
	"handled_until": "2090-01-01 00:00:00",
	"turn": 7,
	"failures": 3,
	"last_error": "None of my business",
}


@pytest.mark.parametrize("person", [ASSIGNER, MANAGER])
def test_no_save_touches_the_state(person: str) -> None:
	from frappe.client import set_value

	template = make_template(starts_on=SOON)
	before = stored(template.name)
	with acting_as(person):
		for fieldname, value in SYSTEM.items():
			set_value(TEMPLATE, template.name, {fieldname: value})
		frappe.get_doc(TEMPLATE, template.name).update(SYSTEM).save()
		frappe.get_doc(TEMPLATE, template.name).update({"owner": STRANGER}).save()
	after = stored(template.name)
	assert after["owner"] == ASSIGNER
	assert {name: after[name] for name in SYSTEM} == {name: before[name] for name in SYSTEM}


def test_a_new_template_starts_clean_whatever_an_import_says() -> None:
	template = make_template(**SYSTEM, starts_on=SOON)
	assert (template.status, template.turn, template.failures, template.last_error) == ("Active", 0, 0, None)
	assert get_datetime(template.next_run).date() == SOON


def test_a_duplicate_starts_clean() -> None:
	template = make_template(starts_on=SOON)
	frappe.db.set_value(TEMPLATE, template.name, SYSTEM)
	with acting_as(MANAGER):
		copy = frappe.copy_doc(frappe.get_doc(TEMPLATE, template.name), ignore_no_copy=False).insert()
	assert copy.name != template.name
	assert (copy.status, copy.turn, copy.failures, copy.last_error) == ("Active", 0, 0, None)
	assert copy.assigner == MANAGER
	assert get_datetime(copy.next_run).date() == SOON


def test_another_rule_makes_nothing_of_the_past() -> None:
	now = now_datetime().replace(microsecond=0)
	template = make_template(**MONTHLY, starts_on=(now - timedelta(days=400)).date(), time_of_day="09:00")
	frappe.db.set_value(TEMPLATE, template.name, "handled_until", now - timedelta(days=100))
	with acting_as(ASSIGNER):
		doc = frappe.get_doc(TEMPLATE, template.name)
		doc.update({"repeat_unit": "Day", "missed_runs": "Create All"}).save()
	assert get_datetime(doc.next_run) > now
	assert outcomes_of(template) == ["Edited"]


def test_an_edit_says_what_was_changed() -> None:
	template = make_template()
	with acting_as(ASSIGNER):
		doc = frappe.get_doc(TEMPLATE, template.name)
		doc.append("observers", {"user": HEAD})
		doc.update({"subject": "Count the cash twice", "due_time": "16:00:00"}).save()
		doc.reload()
		doc.save()
	(event,) = frappe.get_all(
		EVENT, filters={"template": template.name}, fields=["outcome", "actor", "reason"]
	)
	assert event == {"outcome": "Edited", "actor": ASSIGNER, "reason": "Subject, Observers, Due at"}
