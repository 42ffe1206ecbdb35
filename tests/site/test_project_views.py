"""What the page, the plan, the report and the history of a project show, and to whom; tasks that become a project."""

import json
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from task_discipline.api import projects as doors
from task_discipline.services import task_view
from task_discipline.services import timeline as task_timeline
from task_discipline.services.projects import life, plan, timeline, view
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
)
from tests.projects import PROJECT, add_milestone, events_of, figures, furnish, make_project, task_in


@pytest.fixture
def house() -> Any:
	"""A furnished project with members and an observer who see all tasks."""
	project = make_project(
		project_name="Build the house",
		starts_on=add_days(nowdate(), -21),
		ends_on=add_days(nowdate(), 45),
		members=[RESPONSIBLE, CO_ASSIGNEE],
		observers=[OBSERVER],
	)
	project.names = furnish(project.name)
	return project


def page(user: str, project: str) -> dict[str, Any]:
	with acting_as(user):
		return view.for_form(frappe.get_doc(PROJECT, project))


def test_the_page_names_what_is_late_first_and_who_works_on_it(house: Any) -> None:
	shown = page(ASSIGNER, house.name)
	assert [task.subject for task in shown["overdue"]] == ["Dig the pit"]
	assert [task.subject for task in shown["next_due"]][:2] == ["Order the bricks", "Pour the foundation"]
	assert shown["reasons"] == ["A task is overdue"]
	assert [one["title"] for one in shown["milestones"]] == [
		"Ground is ready",
		"Walls stand",
		"House is finished",
	]
	first = shown["people"][0]
	assert (first["user"], first["open"], first["overdue"]) == (CO_ASSIGNEE, 2, 1)
	assert (shown["seen"], shown["hidden"], shown["states"]["Done"]) == (7, 0, 1)
	assert shown["names"][RESPONSIBLE] == "Boris Tester"


@pytest.mark.parametrize(
	("user", "part", "steps"),
	[
		(ASSIGNER, "lead", ["close", "hold", "cancel"]),
		(RESPONSIBLE, "member", []),
		(OBSERVER, "observer", []),
	],
)
def test_steps_are_offered_to_whoever_manages_the_project(
	house: Any, user: str, part: str, steps: list[str]
) -> None:
	shown = page(user, house.name)
	assert (shown["part"], shown["steps"]) == (part, steps)


@pytest.mark.parametrize("status", ["Open", "On Hold", "Closed", "Cancelled"])
def test_every_step_offered_in_a_state_can_be_taken(status: str) -> None:
	for step in life.open_to(status):
		project = make_project()
		frappe.db.set_value(PROJECT, project.name, "status", status)
		with acting_as(ASSIGNER):
			life.take(project.name, step, "Because")
		assert frappe.db.get_value(PROJECT, project.name, "status") != status


def test_who_sees_a_part_of_the_tasks_is_told_how_many_more_there_are(house: Any) -> None:
	with acting_as(ASSIGNER):
		frappe.get_doc(PROJECT, house.name).update({"members_see_tasks": 0}).save()
	shown = page(OBSERVER, house.name)
	assert (shown["seen"], shown["hidden"]) == (1, 6)
	assert {person["user"] for person in shown["people"]} == {OBSERVER}
	with acting_as(OBSERVER):
		seen = plan.load(house.name)
	assert [task[1] for task in seen["tasks"]] == ["Order the bricks"]
	assert (seen["hidden"], seen["waits"]) == (6, [])


def test_the_page_says_how_many_tasks_the_progress_leaves_out(house: Any) -> None:
	"""Of the seven, one only gathers a part of it."""
	assert page(ASSIGNER, house.name)["not_counted"] == 1
	act(ASSIGNER, house.names["Order the bricks"], "cancel_task", reason="No bricks")
	shown = page(ASSIGNER, house.name)
	assert (shown["seen"], shown["not_counted"]) == (7, 2)


def test_the_history_of_a_task_names_the_project_to_whoever_may_see_it() -> None:
	first, second = (make_project(project_name=f"{name} & more").name for name in ("Hall", "Roof"))
	task = task_in(first, observers=[{"user": OBSERVER}])
	with acting_as(ASSIGNER):
		doors.move_tasks([task], second)
		doors.move_tasks([task], None)
		out, moved = (entry["content"] for entry in task_timeline.entries(task)[:2])
	assert "took the task out of the project <strong>Roof &amp; more" in out
	assert "put the task into the project <strong>Roof &amp;" in moved
	with acting_as(OBSERVER):
		hidden = task_timeline.entries(task)[0]["content"]
	assert f"took the task out of the project <strong>{second}</strong>" in hidden


def test_a_form_names_what_the_task_waits_for_as_far_as_one_may_see_it(house: Any) -> None:
	waiting, awaited = house.names["Put on the roof"], house.names["Build the walls"]
	with acting_as(ASSIGNER):
		assert task_view.for_form(frappe.get_doc("TD Task", waiting))["awaited"] == {
			awaited: "Build the walls"
		}
		frappe.get_doc(PROJECT, house.name).update({"members_see_tasks": 0}).save()
	mine = task_in(house.name, responsible=OBSERVER)
	with acting_as(ASSIGNER):
		task = frappe.get_doc("TD Task", mine)
		task.append("depends_on", {"task": awaited})
		task.save()
	with acting_as(OBSERVER):
		assert task_view.for_form(frappe.get_doc("TD Task", mine))["awaited"] == {}


def test_the_plan_brings_dates_waits_and_parts(house: Any) -> None:
	with acting_as(RESPONSIBLE):
		shown = doors.plan(house.name)
	tasks = {row[1]: dict(zip(shown["columns"], row, strict=True)) for row in shown["tasks"]}
	assert len(tasks) == 7
	assert tasks["Dig the pit"]["starts_on"] == f"{add_days(nowdate(), -12)} 09:00"
	assert tasks["Choose the mortar"]["parent_task"] == house.names["Build the walls"]
	pit, foundation = house.names["Dig the pit"], house.names["Pour the foundation"]
	assert (foundation, pit) in shown["waits"]
	assert len(shown["milestones"]) == 3
	assert str(shown["first"]) < add_days(nowdate(), -21)


def test_a_part_of_a_hidden_task_stands_by_itself(house: Any) -> None:
	with acting_as(ASSIGNER):
		frappe.get_doc(PROJECT, house.name).update({"members_see_tasks": 0}).save()
	part = task_in(
		house.name, responsible=OBSERVER, parent_task=house.names["Build the walls"], subject="Mix"
	)
	with acting_as(OBSERVER):
		shown = {row[0]: dict(zip(plan.COLUMNS, row, strict=True)) for row in plan.load(house.name)["tasks"]}
	assert shown[part]["parent_task"] is None


@pytest.mark.parametrize("user", [STRANGER, "Guest"])
def test_strangers_get_no_plan_and_no_report(house: Any, user: str) -> None:
	document = frappe.get_doc(PROJECT, house.name)
	with acting_as(user):
		for closed in (lambda: doors.plan(house.name), document.for_report):
			with pytest.raises(frappe.PermissionError):
				closed()


def test_a_plan_of_nothing_and_of_dates_far_apart() -> None:
	project = make_project()
	with acting_as(ASSIGNER):
		assert plan.load(project.name)["tasks"] == []
		task_in(project.name, starts_on="1990-01-01 09:00:00", deadline="2190-01-01 18:00:00")
		shown = plan.load(project.name)
	assert (shown["last"] - shown["first"]).days < 5_000


def test_tasks_become_a_project_with_their_people() -> None:
	tasks = [
		make_task(responsible=user, co_assignees=[]).name for user in (RESPONSIBLE, RESPONSIBLE, CO_ASSIGNEE)
	]
	with acting_as(ASSIGNER):
		made = doors.make_of_tasks(json.dumps(tasks), json.dumps({"project_name": "Move the office"}))
	project = frappe.get_doc(PROJECT, made["project"])
	assert (project.manager, [row.user for row in project.members]) == (ASSIGNER, [RESPONSIBLE, CO_ASSIGNEE])
	assert (made["moved"], figures(project.name)) == (3, (3, 0, 0))
	assert events_of(project.name) == ["Created", "Tasks Moved In"]


def test_people_who_left_become_no_members() -> None:
	task = make_task(responsible=NEWCOMER).name
	frappe.db.set_value("User", NEWCOMER, "enabled", 0)
	with acting_as(ASSIGNER):
		made = doors.make_of_tasks([task], {"project_name": "Go on without"})
	assert frappe.get_doc(PROJECT, made["project"]).members == []


@pytest.mark.parametrize(
	("user", "values", "error"),
	[
		(STRANGER, {"project_name": "Steal it"}, frappe.PermissionError),
		(RESPONSIBLE, {"project_name": "No role for it"}, frappe.PermissionError),
		(ASSIGNER, {"project_name": " "}, frappe.MandatoryError),
		(ASSIGNER, {"project_name": "House", "progress": 100}, frappe.ValidationError),
		(
			ASSIGNER,
			{"project_name": "H", "starts_on": "2027-02-02", "ends_on": "2027-01-01"},
			frappe.ValidationError,
		),
	],
)
def test_a_project_that_may_not_be_made_is_refused(
	user: str, values: dict[str, Any], error: type[Exception]
) -> None:
	task = make_task().name
	with acting_as(user), pytest.raises(error):
		doors.make_of_tasks([task], values)


@pytest.mark.parametrize("names", ["nonsense", "{}", "[1]", "[]"])
def test_names_that_are_none_are_refused(names: str) -> None:
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		doors.move_tasks(names, make_project().name)


def test_tasks_move_out_through_the_door_of_the_list(house: Any) -> None:
	with acting_as(ASSIGNER):
		moved = doors.move_tasks([house.names["Order the bricks"]], None, "Bricks are there")
	assert moved["moved"] == 1
	assert figures(house.name)[0] == 5


def test_the_history_of_a_project_is_told_in_words(house: Any) -> None:
	milestone = add_milestone(house.name, "<b>Topping out</b> & more", add_days(nowdate(), 30))
	with acting_as(ASSIGNER):
		document = frappe.get_doc("TD Milestone", milestone)
		document.move(add_days(nowdate(), 33), "Rain <i>again</i>")
		document.drop("No party")
		life.take(house.name, "hold", "Frost")
		told = [entry["content"] for entry in timeline.entries(house.name)]
	assert "Anna Tester</strong> put the project on hold" in told[0]
	assert "Frost" in told[0]
	assert "dropped the milestone" in told[1]
	assert "from " in told[2]
	assert "Topping out" in told[2]
	assert not [entry for entry in told if "<i>" in entry or "<b>" in entry]


def test_the_report_is_one_page_of_what_matters(house: Any) -> None:
	frappe.db.set_value(PROJECT, house.name, "project_name", "<script>alert(1)</script> House")
	with acting_as(OBSERVER):
		html = frappe.get_print(PROJECT, house.name, "TD Project Status")
	for words in (
		"A task is overdue",
		"Dig the pit",
		"Order the bricks",
		"Walls stand",
		"Clara Tester",
		"16 %",
	):
		assert words in html
	assert "<script>alert" not in html


def test_the_page_says_whether_its_record_can_be_opened() -> None:
	with acting_as(ASSIGNER):
		client = frappe.get_doc(doctype="Contact", first_name="Nadia").insert().name
	project = make_project(members=[RESPONSIBLE], reference_doctype="Contact", reference_name=client).name
	assert page(ASSIGNER, project)["reference"] == {"is_gone": False, "may_open": True}
	assert page(RESPONSIBLE, project)["reference"] == {"is_gone": False, "may_open": False}
	frappe.db.delete("Contact", client)
	assert page(ASSIGNER, project)["reference"] == {"is_gone": True, "may_open": False}
	assert page(ASSIGNER, make_project().name)["reference"] is None
