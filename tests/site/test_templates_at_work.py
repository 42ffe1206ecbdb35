"""What people do with a stored template, what its preview shows, and who hears of it."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	NEWCOMER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
	make_mail_account,
)
from tests.recurring import (
	MONDAY,
	daily,
	make_template,
	outcomes_of,
	renew,
	state,
	tasks_of,
	template_fields,
)
from tests.working import make_absence, make_calendar

TEMPLATE, EVENT = "TD Task Template", "TD Template Event"
TWO = [{"user": RESPONSIBLE}, {"user": CO_ASSIGNEE}]
SOON = date.today() + timedelta(days=2)
"""A day that has not begun in any time zone."""


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
	assert outcomes_of(unused) == []


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


def test_the_preview_leaves_out_what_fell_into_a_pause() -> None:
	template = make_template(starts_on=SOON, time_of_day="09:00", missed_runs="Create All")
	with acting_as(ASSIGNER):
		frappe.get_doc(TEMPLATE, template.name).pause()
	later = datetime.combine(SOON, datetime.min.time()) + timedelta(days=3, hours=12)
	with clock.at(later):
		shown = preview(name=template.name, time_of_day="09:00", missed_runs="Create All")
	assert shown["rows"][0]["moment"].date() == later.date() + timedelta(days=1)


@pytest.mark.parametrize(
	("fields", "person", "remark"),
	[
		({}, None, "the template would stop"),
		({"if_absent": "Substitute", "substitute": CO_ASSIGNEE}, "Clara Tester", "stands in"),
		({"people_mode": "In Turn", "candidates": TWO}, "Clara Tester", None),
	],
	ids=["stop", "substitute", "in turn"],
)
def test_the_preview_says_what_is_done_for_somebody_who_is_away(
	fields: dict[str, Any], person: str | None, remark: str | None
) -> None:
	make_absence(RESPONSIBLE, SOON, SOON + timedelta(days=3))
	away, *_more, back = preview(responsible=RESPONSIBLE, **fields)["rows"][:5]
	assert away["person"] == person
	assert len(away["notes"]) == (1 if remark else 0)
	assert (remark or "") in "".join(away["notes"])
	assert not back["notes"]


def test_the_preview_says_why_a_date_moves() -> None:
	make_calendar("Weekdays")
	shown = preview(work_calendar="Weekdays", day_off="Skip", time_of_day="09:00")
	weekend = [row for row in shown["rows"] if row["planned"].weekday() >= 5]
	assert weekend
	assert all(row["is_skipped"] and row["notes"] and not row["deadline"] for row in weekend)


@pytest.mark.parametrize(
	"fields",
	[
		{"repeat_every": 0},
		{"repeat_unit": "Week"},
		{"repeat_unit": "RRULE", "rrule": "FREQ=HOURLY"},
		{"starts_on": "2026-13-45"},
		{"term": 0, "term_unit": "Hours"},
		{"ends": "On Date"},
		{"candidates": "nobody", "repeat_unit": "Moon"},
	],
	ids=str,
)
def test_the_preview_says_what_is_wrong(fields: dict[str, Any]) -> None:
	from task_discipline.api.templates import preview as door

	with acting_as(ASSIGNER):
		shown = door(template_fields(**fields))
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


def test_mails_stand_beside_the_template() -> None:
	from task_discipline.services.templates import tell

	make_mail_account(2525)
	template = make_template(subject="Count the cash")
	row = frappe.db.get_value(TEMPLATE, template.name, ["name", "subject", "owner", "assigner"], as_dict=True)
	tell.tell(row, "Suspended", "Nobody was there")
	(mail,) = frappe.get_all(
		"Email Queue", {"reference_doctype": TEMPLATE, "reference_name": template.name}, ["message"]
	)
	assert "Nobody was there" in mail.message
	assert "Open the template" in mail.message


def test_a_new_holiday_brings_the_next_task_forward() -> None:
	friday = MONDAY + timedelta(days=25)
	calendar = make_calendar("TD tests: last days")
	template = daily(
		repeat_unit="Month", month_day="Last Working Day", work_calendar=calendar.name, time_of_day="09:00:00"
	)
	renew(MONDAY)
	assert state(template, "next_run") == MONDAY + timedelta(days=28)
	calendar.append("days", {"date": "2031-03-31", "kind": "Day Off"})
	calendar.save()
	renew(friday + timedelta(minutes=5))
	assert [task.occurrence for task in tasks_of(template, "occurrence")] == [friday.replace(hour=9)]
