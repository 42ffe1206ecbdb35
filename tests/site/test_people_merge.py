"""Two accounts that become one, with tasks on which both stand."""

from datetime import timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from tests.factories import ASSIGNER, OBSERVER, acting_as, make_task
from tests.projects import make_project
from tests.reminding import (
	FRIDAY,
	MONDAY,
	accepted_task,
	forget_reminders,
	ledger,
	rung,
	tick,
	use_office_hours,
)

OLD, NEW = "twice@td-test.example", "once@td-test.example"


@pytest.fixture(autouse=True)
def _accounts(rolled_back: None) -> None:
	forget_reminders()
	use_office_hours()
	for email in (OLD, NEW):
		user = frappe.get_doc(doctype="User", email=email, first_name="Twice", send_welcome_email=0)
		user.append_roles("Task Discipline User")
		user.insert()


PLACES: dict[str, tuple[dict[str, Any], dict[str, int]]] = {
	"responsible and helper": (
		{"responsible": OLD, "co_assignees": [{"user": NEW}]},
		{"is_responsible": 1, "is_co_assignee": 0, "is_observer": 0},
	),
	"helper and responsible": (
		{"responsible": NEW, "co_assignees": [{"user": OLD}]},
		{"is_responsible": 1, "is_co_assignee": 0, "is_observer": 0},
	),
	"both help": (
		{"co_assignees": [{"user": NEW}, {"user": OLD}]},
		{"is_responsible": 0, "is_co_assignee": 1, "is_observer": 0},
	),
	"observer and helper": (
		{"co_assignees": [{"user": NEW}], "observers": [{"user": OLD}, {"user": OBSERVER}]},
		{"is_responsible": 0, "is_co_assignee": 1, "is_observer": 0},
	),
}


@pytest.mark.parametrize(("fields", "roles"), PLACES.values(), ids=PLACES)
def test_one_person_keeps_the_place_of_more_duty(fields: dict[str, Any], roles: dict[str, int]) -> None:
	task = accepted_task(**fields)
	frappe.rename_doc("User", OLD, NEW, merge=True)
	(access,) = frappe.get_all(
		"TD Task Access", {"task": task.name, "user": ("in", (OLD, NEW))}, ["user", *roles]
	)
	assert access == {"user": NEW} | roles
	task.reload()
	with clock.at(MONDAY), acting_as(ASSIGNER):
		task.save()  # nobody holds two places
	places = [task.responsible, *(row.user for row in (*task.co_assignees, *task.observers))]
	assert places.count(NEW) == 1 and OLD not in places
	tick(FRIDAY + timedelta(days=2, hours=16, minutes=5))
	assert len(ledger(task, kind="Deadline", user=NEW)) == len(rung(NEW, task)) == 1


def test_tasks_of_one_of_them_go_over_as_they_are() -> None:
	task = accepted_task(responsible=OLD)
	frappe.rename_doc("User", OLD, NEW, merge=True)
	assert frappe.db.get_value("TD Task", task.name, "responsible") == NEW
	assert {user for _kind, user, _state in ledger(task, kind="Deadline")} == {NEW}


@pytest.mark.parametrize(
	"others", [{"responsible": NEW}, {"responsible": OLD}, {}], ids=["new", "old", "neither"]
)
@pytest.mark.parametrize("members", [[OLD], [NEW], [OLD, NEW]], ids=["one", "other", "both"])
def test_what_one_of_them_sees_through_a_project_the_person_sees(
	members: list[str], others: dict[str, str]
) -> None:
	house = make_project(members=members).name
	with clock.at(MONDAY):
		task = make_task(ASSIGNER, project=house, deadline=FRIDAY, co_assignees=[], observers=[], **others)
	frappe.rename_doc("User", OLD, NEW, merge=True)
	(access,) = frappe.get_all(
		"TD Task Access",
		{"task": task.name, "user": ("in", (OLD, NEW))},
		["user", "is_project_member", "is_responsible"],
	)
	assert access == {"user": NEW, "is_project_member": 1, "is_responsible": int(bool(others))}
