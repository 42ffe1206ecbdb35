"""The demo beside real people and real work: it takes nothing from them, and leaves them whole when it goes."""

import frappe
import pytest

from task_discipline.setup import demo
from task_discipline.setup.demo import clearance, company, people
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, act, acting_as, make_task
from tests.projects import figures, make_project, task_in


def test_a_foreign_user_with_a_name_of_the_demo_is_left_alone() -> None:
	name = company.PEOPLE[0].user
	frappe.get_doc(doctype="User", email=name, first_name="Somebody", send_welcome_email=0).insert()
	with pytest.raises(SystemExit, match=name):
		demo.add()
	assert frappe.get_all("User", {"name": ("in", list(company.USERS.values()))}, pluck="name") == [name]


def test_people_in_real_tasks_stay_as_disabled_users() -> None:
	people.make()
	helena, marcus, kenji, sofia = (company.user_of(key) for key in ("helena", "marcus", "kenji", "sofia"))
	set_for_a_real_one = make_task(helena, responsible=RESPONSIBLE, co_assignees=[], observers=[])
	for_a_demo_person = make_task(ASSIGNER, responsible=kenji, co_assignees=[], observers=[])
	handed_over = make_task(ASSIGNER, responsible=marcus, co_assignees=[], observers=[])
	act(ASSIGNER, handed_over.name, "reassign", user=RESPONSIBLE, reason="He is only a guest")
	among_themselves = make_task(helena, responsible=sofia, co_assignees=[], observers=[{"user": OBSERVER}])
	with acting_as(OBSERVER):
		among_themselves.add_comment("Comment", "Seen")

	removed = clearance.clear(people.marked())

	assert removed == {"tasks": 1, "people": len(company.PEOPLE) - 3, "kept": sorted([helena, kenji, marcus])}
	enabled = frappe.get_all("User", {"name": ("in", removed["kept"])}, pluck="enabled")
	assert enabled == [0, 0, 0] and not frappe.db.exists("User", sofia)
	for task in (set_for_a_real_one, for_a_demo_person, handed_over):
		assert frappe.db.exists("TD Task", task.name)
	assert not frappe.db.exists("TD Task", among_themselves.name)
	assert not frappe.db.exists("Comment", {"reference_name": among_themselves.name})
	assert not frappe.db.sql("select name from `__Auth` where name in %s", [removed["kept"]])


def test_a_real_subtask_and_the_board_forget_a_demo_task() -> None:
	people.make()
	helena, sofia = company.user_of("helena"), company.user_of("sofia")
	demo_task = make_task(helena, responsible=sofia, observers=[{"user": ASSIGNER}], co_assignees=[])
	real = make_task(ASSIGNER, parent_task=demo_task.name)
	column = frappe.db.get_value("Kanban Board Column", {"parent": "Tasks by status", "column_name": "New"})
	frappe.db.set_value("Kanban Board Column", column, "order", frappe.as_json([real.name, demo_task.name]))

	clearance.clear(people.marked())

	assert frappe.db.get_value("TD Task", real.name, "parent_task") is None
	assert frappe.parse_json(frappe.db.get_value("Kanban Board Column", column, "order")) == [real.name]


def test_real_work_is_untied_from_the_demo() -> None:
	people.make()
	helena, sofia = company.user_of("helena"), company.user_of("sofia")
	real_project = make_project(ASSIGNER, members=[helena])
	demo_project = make_project(helena, members=[ASSIGNER, sofia])
	demo_task = make_task(
		helena, responsible=sofia, observers=[], co_assignees=[], project=real_project.name
	).name
	waiting = task_in(real_project.name)
	in_demo = make_task(ASSIGNER, project=demo_project.name, observers=[], co_assignees=[]).name
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Task", waiting).update({"depends_on": [{"task": demo_task}]}).save()
	assert figures(real_project.name)[0] == 2

	clearance.clear(people.marked())

	assert not frappe.db.exists("TD Project Link", demo_project.name)
	assert figures(real_project.name)[0] == 1
	columns = ["is_blocked", "depends_on_tasks"]
	assert frappe.db.get_value("TD Task", waiting, columns) == (0, None)
	assert frappe.db.get_value("TD Task", in_demo, "project") is None
	assert not frappe.db.exists("TD Task Access", {"task": in_demo, "user": sofia})
	assert not frappe.db.exists("User", sofia)
