"""Two accounts that become one, with tasks on which both stand."""

from datetime import timedelta
from itertools import product
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


def test_one_person_keeps_the_place_of_more_duty() -> None:
	"""All places at once: a merge is the host's slowest work."""
	tasks = {case: accepted_task(**fields) for case, (fields, _roles) in PLACES.items()}
	frappe.rename_doc("User", OLD, NEW, merge=True)
	for case, (_fields, roles) in PLACES.items():
		_holds_one_place(tasks[case], roles)
	tick(FRIDAY + timedelta(days=2, hours=16, minutes=5))
	for task in tasks.values():
		assert len(ledger(task, kind="Deadline", user=NEW)) == len(rung(NEW, task)) == 1


def _holds_one_place(task: Any, roles: dict[str, int]) -> None:
	(access,) = frappe.get_all(
		"TD Task Access", {"task": task.name, "user": ("in", (OLD, NEW))}, ["user", *roles]
	)
	assert access == {"user": NEW} | roles
	task.reload()
	with clock.at(MONDAY), acting_as(ASSIGNER):
		task.save()  # nobody holds two places
	places = [task.responsible, *(row.user for row in (*task.co_assignees, *task.observers))]
	assert places.count(NEW) == 1 and OLD not in places


def test_tasks_of_one_of_them_go_over_as_they_are() -> None:
	task = accepted_task(responsible=OLD)
	frappe.rename_doc("User", OLD, NEW, merge=True)
	assert frappe.db.get_value("TD Task", task.name, "responsible") == NEW
	assert {user for _kind, user, _state in ledger(task, kind="Deadline")} == {NEW}


def test_what_one_of_them_sees_through_a_project_the_person_sees() -> None:
	tasks = {}
	for members, others in product(
		([OLD], [NEW], [OLD, NEW]), ({"responsible": NEW}, {"responsible": OLD}, {})
	):
		with clock.at(MONDAY):
			house = make_project(members=members).name
			task = make_task(
				ASSIGNER, project=house, deadline=FRIDAY, co_assignees=[], observers=[], **others
			)
		tasks[task.name] = int(bool(others))
	frappe.rename_doc("User", OLD, NEW, merge=True)
	found = frappe.get_all(
		"TD Task Access",
		{"task": ("in", list(tasks)), "user": ("in", (OLD, NEW))},
		["task", "user", "is_project_member", "is_responsible"],
	)
	assert sorted((row.task, row.user, row.is_project_member, row.is_responsible) for row in found) == sorted(
		(task, NEW, 1, is_responsible) for task, is_responsible in tasks.items()
	)
