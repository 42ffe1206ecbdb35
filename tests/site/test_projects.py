"""Projects: who may do what in them, and figures that are never stale."""

import random
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from task_discipline.services import clock
from task_discipline.services.projects import figures as kept
from task_discipline.services.projects import moving, standing
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	in_hours,
	make_task,
)
from tests.projects import PROJECT, events_of, figures, health, make_project, succeeds, task_in
from tests.recurring import make_template


def test_progress_follows_insert_close_reopen_move_and_cancel() -> None:
	"""frappe/erpnext#7607, #22591, #3836: a percentage that stayed behind after a delete or a reopening."""
	house, garden = make_project().name, make_project(project_name="Garden").name
	first, second = task_in(house), task_in(house, weight=3)
	assert figures(house) == (2, 0, 0)
	act(RESPONSIBLE, first, "submit_task")
	assert figures(house) == (2, 1, 25)
	act(ASSIGNER, first, "reopen", reason="Not quite")
	assert figures(house) == (2, 0, 0)
	act(RESPONSIBLE, second, "submit_task")
	assert figures(house) == (2, 1, 75)
	with acting_as(ASSIGNER):
		moving.move([first], garden)
	assert (figures(house), figures(garden)) == ((1, 1, 100), (1, 0, 0))
	act(ASSIGNER, first, "cancel_task", reason="No garden")
	assert figures(garden) == (0, 0, 0)


def test_a_task_that_gathers_others_is_not_counted_beside_them() -> None:
	"""frappe/erpnext#31739: group tasks counted as work."""
	house = make_project().name
	whole = task_in(house, weight=10)
	part = task_in(house, parent_task=whole)
	assert figures(house) == (1, 0, 0)
	act(RESPONSIBLE, part, "submit_task")
	assert figures(house) == (1, 1, 100)
	with acting_as(ASSIGNER):
		task = frappe.get_doc("TD Task", task_in(house, parent_task=part))
		task.parent_task = None
		task.save()
	assert frappe.db.get_value("TD Task", part, "is_group") == 0
	assert figures(house)[:2] == (2, 1)


def test_any_row_of_changes_leaves_what_a_recount_finds() -> None:
	chance = random.Random(7)
	projects = [make_project(project_name=f"Project {number}").name for number in range(3)]
	tasks = [task_in(chance.choice(projects), weight=chance.choice((0, 0.5, 2, 7))) for _number in range(8)]
	for _step in range(40):
		_change(chance, chance.choice(tasks), projects)
		stored = {name: figures(name) for name in projects}
		kept.recount(projects)
		assert {name: figures(name) for name in projects} == stored


def _change(chance: random.Random, name: str, projects: list[str]) -> None:
	task = frappe.get_doc("TD Task", name)
	if task.status == "Done":
		act(ASSIGNER, name, "reopen", reason="Again")
	elif task.status == "Cancelled":
		return
	elif chance.random() < 0.4:
		act(RESPONSIBLE, name, "submit_task")
	elif chance.random() < 0.15:
		act(ASSIGNER, name, "cancel_task", reason="Not needed")
	else:
		with acting_as(ASSIGNER):
			task.update({"project": chance.choice([*projects, None]), "weight": chance.choice((0, 1, 5))})
			task.save()


def test_a_project_is_closed_by_a_person_only() -> None:
	"""frappe/erpnext#42363: projects closed and reopened by themselves."""
	house = make_project().name
	act(RESPONSIBLE, task_in(house), "submit_task")
	assert frappe.db.get_value(PROJECT, house, "status") == "Open"
	with acting_as(ASSIGNER):
		frappe.get_doc(PROJECT, house).close()
	assert frappe.db.get_value(PROJECT, house, ["status", "closed_by"]) == ("Closed", ASSIGNER)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError, match="Reopen it first"):
		task_in(house)
	with acting_as(ASSIGNER):
		frappe.get_doc(PROJECT, house).reopen()
	assert events_of(house) == ["Created", "Closed", "Reopened"]


def test_closing_with_open_tasks_asks_for_a_reason() -> None:
	house = make_project().name
	task_in(house)
	with acting_as(ASSIGNER):
		project = frappe.get_doc(PROJECT, house)
		with pytest.raises(frappe.ValidationError, match="1 tasks of the project are not done"):
			project.close()
		project.close("The client gave up")
	assert frappe.db.get_value(PROJECT, house, "status") == "Closed"


@pytest.mark.parametrize(
	("user", "reads", "adds", "leads"),
	[
		(ASSIGNER, True, True, True),
		(MANAGER, True, True, True),
		(NEWCOMER, True, True, False),
		(OBSERVER, True, False, False),
		(STRANGER, False, False, False),
	],
)
def test_who_may_do_what(user: str, reads: bool, adds: bool, leads: bool) -> None:
	house = make_project(members=[NEWCOMER], observers=[OBSERVER]).name
	task_in(house)
	with acting_as(user):
		project = frappe.get_doc(PROJECT, house)
		assert project.has_permission("read") is reads
		assert (house in frappe.get_list(PROJECT, pluck="name")) is reads
		assert bool(frappe.get_list("TD Project Event", {"project": house})) is reads
		assert succeeds(lambda: make_task(user, project=house, co_assignees=[], observers=[])) is adds
		project.description = "Changed"
		assert succeeds(project.save) is leads
		assert succeeds(lambda: frappe.get_doc(PROJECT, house).hold("Winter")) is leads


def test_members_see_all_tasks_while_they_are_members() -> None:
	house = make_project(members=[CO_ASSIGNEE]).name
	task = task_in(house)
	assert sees(CO_ASSIGNEE, task)
	set_people(house, observers=[STRANGER])
	assert (sees(CO_ASSIGNEE, task), sees(STRANGER, task)) == (False, True)
	set_people(house, observers=[STRANGER], members_see_tasks=0)
	assert not sees(STRANGER, task)
	set_people(house, observers=[STRANGER], members_see_tasks=1)
	assert sees(STRANGER, task)
	with acting_as(ASSIGNER):
		moving.move([task], None)
	assert not sees(STRANGER, task)


def test_whoever_works_on_a_task_keeps_it_when_he_leaves_the_project() -> None:
	house = make_project(members=[RESPONSIBLE]).name
	task = task_in(house)
	set_people(house, members=[])
	assert sees(RESPONSIBLE, task)
	set_people(house, members=[RESPONSIBLE])
	act(ASSIGNER, task, "reassign", user=CO_ASSIGNEE, reason="On holiday")
	assert sees(RESPONSIBLE, task), "he is still a member"
	set_people(house, members=[])
	assert not sees(RESPONSIBLE, task)


def test_a_member_reads_and_changes_nothing() -> None:
	task = task_in(make_project(members=[STRANGER]).name)
	with acting_as(STRANGER):
		doc = frappe.get_doc("TD Task", task)
		assert doc.has_permission("read") and not doc.has_permission("write")
		with pytest.raises(frappe.PermissionError):
			doc.submit_task()


def sees(user: str, task: str) -> bool:
	"""Whether the task is in the person's list."""
	with acting_as(user):
		return bool(frappe.get_list("TD Task", {"name": task}))


def set_people(project: str, **fields: Any) -> None:
	"""Save other people into a project."""
	with acting_as(ASSIGNER):
		doc = frappe.get_doc(PROJECT, project)
		for table in ("members", "observers"):
			doc.set(table, [{"user": user} for user in fields.get(table, ())])
		doc.members_see_tasks = fields.get("members_see_tasks", 1)
		doc.save()


@pytest.mark.parametrize(
	("fields", "words"),
	[
		({"project_name": " <b></b> "}, "Give the project a name"),
		({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "ends before it starts"),
		({"members": [DISABLED]}, "disabled"),
		({"reference_doctype": "ToDo"}, "Choose the linked record"),
		({"reference_doctype": "ToDo", "reference_name": "nothing"}, "Could not find Record"),
	],
)
def test_bad_input_is_refused_and_nothing_stored(fields: dict[str, Any], words: str) -> None:
	before = frappe.db.count(PROJECT)
	with pytest.raises(frappe.ValidationError, match=words):
		make_project(**fields)
	assert frappe.db.count(PROJECT) == before


def test_figures_sent_by_a_client_count_for_nothing() -> None:
	house = make_project(progress=100, status="Closed", tasks_total=9).name
	assert (figures(house), frappe.db.get_value(PROJECT, house, "status")) == ((0, 0, 0), "Open")
	with acting_as(ASSIGNER):
		project = frappe.get_doc(PROJECT, house)
		project.update({"progress": 50, "status": "Cancelled", "tasks_done": 3, "health": "On Track"})
		project.save()
	assert (figures(house), health(house)) == ((0, 0, 0), "Not Rated")


def test_health_follows_what_happens() -> None:
	house = make_project(starts_on=nowdate(), ends_on=add_days(nowdate(), 30)).name
	task = task_in(house, deadline=in_hours(24))
	assert health(house) == "On Track"
	act(ASSIGNER, task, "change_deadline", deadline=str(in_hours(24 * 40)), reason="Longer")
	assert health(house) == "At Risk", "it is due after the end of the project"
	act(RESPONSIBLE, task, "submit_task")
	assert health(house) == "On Track"


def test_many_tasks_move_at_once_or_none() -> None:
	house = make_project().name
	tasks = [make_task(ASSIGNER).name for _number in range(3)]
	foreign = make_task(STRANGER, responsible=ASSIGNER, co_assignees=[], observers=[]).name
	with acting_as(ASSIGNER), pytest.raises(frappe.PermissionError, match="Only the assigner"):
		moving.move([*tasks, foreign], house)
	assert figures(house) == (0, 0, 0)
	with acting_as(ASSIGNER):
		assert moving.move(tasks, house)["moved"] == 3
	assert (figures(house), events_of(house)[-1]) == ((3, 0, 0), "Tasks Moved In")
	with acting_as(STRANGER), pytest.raises(frappe.PermissionError, match="no access"):
		moving.move(tasks, None)


def test_a_project_with_tasks_stays_on_record() -> None:
	house = make_project().name
	task_in(house)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError, match="stays on record"):
		frappe.delete_doc(PROJECT, house)
	empty = make_project().name
	with acting_as(ASSIGNER):
		frappe.delete_doc(PROJECT, empty)
	assert not frappe.db.exists(PROJECT, empty) and not events_of(empty)


def test_a_template_puts_its_tasks_into_a_project_while_it_runs() -> None:
	house = make_project(members=[STRANGER]).name
	template = make_template(ASSIGNER, project=house)
	with acting_as(ASSIGNER):
		first = template.create_now()["task"]
		assert (figures(house), sees(STRANGER, first)) == ((1, 0, 0), True)
		frappe.get_doc(PROJECT, house).close("Enough")
		with clock.at(clock.now() + timedelta(seconds=5)):
			second = frappe.get_doc("TD Task Template", template.name).create_now()["task"]
	assert (figures(house), frappe.db.get_value("TD Task", second, "project")) == ((1, 0, 0), None)


def test_a_template_cannot_reach_into_a_foreign_project() -> None:
	foreign = make_project(STRANGER).name
	with pytest.raises(frappe.PermissionError):
		make_template(ASSIGNER, project=foreign)


def test_a_mention_beside_a_project_names_only_its_people() -> None:
	project = make_project(members=[RESPONSIBLE])
	mention = '<span class="mention" data-id="{0}" data-value="x">x</span>'
	with acting_as(RESPONSIBLE):
		project.add_comment("Comment", "How far are we?")
		project.add_comment("Comment", mention.format(ASSIGNER))
		with pytest.raises(frappe.ValidationError, match="may not see this project"):
			project.add_comment("Comment", mention.format(STRANGER))


def test_what_was_written_past_every_form_is_counted_in_the_night() -> None:
	house = make_project().name
	task = task_in(house)
	frappe.db.set_value("TD Task", task, "status", "Done")
	assert figures(house) == (1, 0, 0)
	for names in standing.running_batches():
		kept.recount(names)
	assert figures(house) == (1, 1, 100)
