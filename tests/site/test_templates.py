"""Templates as people save them: bad input is refused whole, the state is the system's, edits and pauses go on record."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import get_datetime, getdate, now_datetime

from task_discipline.services import clock
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
)
from tests.recurring import make_template, template_fields
from tests.working import make_calendar

TEMPLATE, EVENT = "TD Task Template", "TD Template Event"
REFUSALS = (frappe.ValidationError, frappe.PermissionError)
LONG = "x" * 200_000
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
TWO = [{"user": RESPONSIBLE}, {"user": CO_ASSIGNEE}]
MONTHLY = {"repeat_unit": "Month", "month_day": "Day", "day": 1}
SOON = date.today() + timedelta(days=2)
"""A day that has not begun in any time zone."""


def events_of(template: str) -> list[str]:
	return frappe.get_all(EVENT, filters={"template": template}, pluck="outcome", order_by="name asc")


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
	assert events_of(template.name) == []


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
	after = stored(template.name)
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
	assert events_of(template.name) == ["Edited"]


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


def test_a_pause_leaves_its_dates_out() -> None:
	template = make_template(starts_on=SOON, time_of_day="09:00")
	with acting_as(ASSIGNER):
		frappe.get_doc(TEMPLATE, template.name).pause(reason="  Stocktaking <b></b>")
		assert frappe.db.get_value(TEMPLATE, template.name, ["status", "next_run"]) == ("Paused", None)
		with clock.at(datetime.combine(SOON, datetime.min.time()) + timedelta(days=2, hours=12)):
			frappe.get_doc(TEMPLATE, template.name).resume()
	status, next_run = frappe.db.get_value(TEMPLATE, template.name, ["status", "next_run"])
	assert (status, next_run.date()) == ("Active", SOON + timedelta(days=3))
	rows = frappe.get_all(
		EVENT, filters={"template": template.name}, fields=["outcome", "actor", "reason"], order_by="name asc"
	)
	assert [(row.outcome, row.actor) for row in rows] == [("Paused", ASSIGNER), ("Resumed", ASSIGNER)]
	assert rows[0].reason == "Stocktaking"
	assert "3" in rows[1].reason


def test_a_suspended_template_makes_up_for_what_it_missed() -> None:
	template = make_template(starts_on=SOON, time_of_day="09:00")
	frappe.db.set_value(
		TEMPLATE,
		template.name,
		{"status": "Suspended", "next_run": None, "failures": 5, "last_error": "Nobody was there"},
	)
	later = datetime.combine(SOON, datetime.min.time()) + timedelta(hours=12)
	with acting_as(ASSIGNER), clock.at(later):
		frappe.get_doc(TEMPLATE, template.name).resume()
	row = frappe.db.get_value(
		TEMPLATE, template.name, ["status", "next_run", "failures", "last_error"], as_dict=True
	)
	assert (row.status, row.failures, row.last_error) == ("Active", 0, None)
	assert row.next_run <= later


@pytest.mark.parametrize(
	("status", "method"),
	[("Active", "resume"), ("Paused", "pause"), ("Finished", "pause"), ("Finished", "resume")],
)
def test_steps_that_lead_nowhere_are_refused(status: str, method: str) -> None:
	template = make_template()
	frappe.db.set_value(TEMPLATE, template.name, "status", status)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		getattr(frappe.get_doc(TEMPLATE, template.name), method)()
	assert frappe.db.get_value(TEMPLATE, template.name, "status") == status


def test_create_now_makes_one_clean_task() -> None:
	template = make_template(
		starts_on=SOON, plan=[{"title": "Count"}], milestones=[{"title": "Counted", "after": 1}]
	)
	with acting_as(ASSIGNER):
		made = frappe.get_doc(TEMPLATE, template.name).create_now()["task"]
	task = frappe.get_doc("TD Task", made)
	assert (task.status, task.template, task.responsible) == ("New", template.name, RESPONSIBLE)
	assert [step.title for step in task.plan] == ["Count"]
	assert frappe.get_all("TD Milestone", {"task": made}, pluck="title") == ["Counted"]
	assert frappe.db.get_value(TEMPLATE, template.name, "next_run").date() == SOON


def test_a_template_that_made_tasks_stays() -> None:
	template, unused = make_template(), make_template()
	with acting_as(ASSIGNER):
		frappe.get_doc(TEMPLATE, template.name).create_now()
		with pytest.raises(frappe.ValidationError, match="Pause it"):
			frappe.delete_doc(TEMPLATE, template.name)
		frappe.get_doc(TEMPLATE, unused.name).pause()
		frappe.delete_doc(TEMPLATE, unused.name)
	assert frappe.db.exists(TEMPLATE, template.name)
	assert not frappe.db.exists(TEMPLATE, unused.name)
	assert events_of(unused.name) == []


def test_a_template_keeps_its_name() -> None:
	template = make_template()
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError):
		frappe.rename_doc(TEMPLATE, template.name, "TDT-other")


# The preview


def preview(person: str = ASSIGNER, /, **fields: Any) -> dict[str, Any]:
	from task_discipline.api.templates import preview as door

	with acting_as(person):
		return door(template_fields(starts_on=SOON, **fields))


def test_the_preview_shows_twelve_dates_and_who_gets_them() -> None:
	shown = preview(people_mode="In Turn", candidates=TWO, time_of_day="09:00")
	assert shown["error"] is None
	assert len(shown["rows"]) == 12
	assert [row["moment"].hour for row in shown["rows"]] == [9] * 12
	assert [row["person"] for row in shown["rows"][:3]] == ["Boris Tester", "Clara Tester", "Boris Tester"]
	assert all(row["deadline"] > row["moment"] for row in shown["rows"])
	assert frappe.message_log == []


def test_the_preview_says_why_a_date_moves() -> None:
	make_calendar("Weekdays")
	shown = preview(work_calendar="Weekdays", day_off="Skip", time_of_day="09:00")
	weekend = [row for row in shown["rows"] if row["planned"].weekday() >= 5]
	assert weekend
	assert all(row["is_skipped"] and row["notes"] and not row["deadline"] for row in weekend)


@pytest.mark.parametrize("name", ["interval 0", "week without a day", "hourly", "nonsense start", "no term"])
def test_the_preview_says_what_is_wrong(name: str) -> None:
	from task_discipline.api.templates import preview as door

	with acting_as(ASSIGNER):
		shown = door(template_fields(**BAD[name][0]))
	assert shown["error"]
	assert shown["rows"] == []
	assert frappe.message_log == []


def test_the_preview_tells_nothing_of_another_template() -> None:
	template = make_template(starts_on=SOON, time_of_day="09:00", people_mode="In Turn", candidates=TWO)
	frappe.db.set_value(TEMPLATE, template.name, {"turn": 1, "handled_until": "2090-01-01 09:00:00"})
	fields = {"name": template.name, "people_mode": "In Turn", "candidates": TWO, "time_of_day": "09:00"}
	assert preview(STRANGER, **fields) == preview(STRANGER, **fields | {"name": None})
	assert preview(ASSIGNER, **fields)["rows"][0]["person"] == "Clara Tester"


def test_the_preview_is_for_those_who_may_have_templates() -> None:
	with pytest.raises(frappe.PermissionError):
		preview(RESPONSIBLE)


# Who hears of it


def test_owner_and_assigner_are_told_and_managers_where_neither_can_be() -> None:
	from task_discipline.services.templates import tell

	template = make_template(MANAGER, assigner=ASSIGNER)
	row = frappe.db.get_value(TEMPLATE, template.name, ["name", "subject", "owner", "assigner"], as_dict=True)
	assert set(tell.tell(row, "Suspended", "Nobody was there")) == {ASSIGNER, MANAGER}
	own = make_template(NEWCOMER)
	frappe.db.set_value("User", NEWCOMER, "enabled", 0)
	frappe.clear_document_cache("User", NEWCOMER)
	row = frappe.db.get_value(TEMPLATE, own.name, ["name", "subject", "owner", "assigner"], as_dict=True)
	told = tell.tell(row, "Suspended", "Nobody was there")
	assert MANAGER in told
	assert NEWCOMER not in told
	bells = frappe.get_all("Notification Log", {"document_name": own.name}, pluck="for_user")
	assert MANAGER in bells
