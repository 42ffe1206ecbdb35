"""Milestones of projects and tasks."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, nowdate

from task_discipline.services import clock, milestones_due, missed_milestones
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
	events_of,
	make_task,
)
from tests.projects import events_of as events_of_project
from tests.projects import health, make_project, succeeds

MILESTONE = "TD Milestone"


def soon(days: int) -> str:
	"""A day that many days from today."""
	return add_days(nowdate(), days)


def add(place: Any, by: str = ASSIGNER, **fields: Any) -> str:
	"""Add a milestone in the name of ``by``; a number as its day counts from today."""
	if isinstance(fields.get("due_date"), int):
		fields["due_date"] = soon(fields["due_date"])
	with acting_as(by):
		return place.add_milestone(**({"title": "Roof is on", "due_date": soon(10)} | fields))


def take(by: str, name: str, action: str, **arguments: Any) -> None:
	"""Take a step with a milestone, as its buttons do."""
	with acting_as(by):
		getattr(frappe.get_doc(MILESTONE, name), action)(**arguments)


def stored(name: str, *columns: str) -> Any:
	return frappe.db.get_value(MILESTONE, name, columns if len(columns) > 1 else columns[0])


def test_a_milestone_lives_and_leaves_its_history() -> None:
	house = make_project()
	name = add(house)
	take(ASSIGNER, name, "move", due_date=soon(20), reason="Rain")
	take(ASSIGNER, name, "reach")
	take(ASSIGNER, name, "reopen")
	take(ASSIGNER, name, "drop", reason="Flat roof")
	assert stored(name, "state", "due_moves", "reached_by") == ("Dropped", 1, None)
	assert stored(name, "first_due_date", "due_date") == (getdate(soon(10)), getdate(soon(20)))
	happened = [
		"Created",
		"Milestone Added",
		"Milestone Moved",
		"Milestone Reached",
		"Milestone Reopened",
		"Milestone Dropped",
	]
	assert events_of_project(house.name) == happened


def test_a_milestone_of_a_task_is_in_its_history() -> None:
	task = make_task()
	name = add(task)
	take(RESPONSIBLE, name, "reach")
	assert stored(name, "state", "reached_by", "responsible") == ("Reached", RESPONSIBLE, RESPONSIBLE)
	assert events_of(task.name)[-2:] == ["Milestone Added", "Milestone Reached"]


@pytest.mark.parametrize("place", ["project", "task"])
@pytest.mark.parametrize(
	("user", "reads", "reaches", "directs"),
	[
		(ASSIGNER, True, True, True),
		(MANAGER, True, True, True),
		(CO_ASSIGNEE, True, True, False),
		(OBSERVER, True, False, False),
		(STRANGER, False, False, False),
	],
)
def test_who_may_do_what(place: str, user: str, reads: bool, reaches: bool, directs: bool) -> None:
	owner = make_project(members=[CO_ASSIGNEE], observers=[OBSERVER]) if place == "project" else make_task()
	name = add(owner)
	with acting_as(user):
		assert bool(frappe.get_list(MILESTONE, {"name": name})) is reads
	assert succeeds(lambda: add(owner, user)) is directs
	assert succeeds(lambda: take(user, name, "move", due_date=soon(5), reason="Earlier")) is directs
	assert succeeds(lambda: take(user, name, "reach")) is reaches


@pytest.mark.parametrize(
	("fields", "words"),
	[
		({"title": "  "}, "Give the milestone a title"),
		({"due_date": None}, "Give the milestone a day"),
		({"due_date": "soon"}, "not a date"),
		({"due_date": 31}, "after the end of the project"),
		({"weight": -1}, "between 0 and"),
		({"responsible": "nobody@td-test.example"}, "no user"),
	],
)
def test_bad_input_is_refused(fields: dict[str, Any], words: str) -> None:
	house = make_project(ends_on=soon(30))
	with pytest.raises(frappe.ValidationError, match=words):
		add(house, **fields)
	assert not frappe.db.exists(MILESTONE, {"project": house.name})


def test_the_end_of_a_project_does_not_leave_milestones_behind() -> None:
	house = make_project(ends_on=soon(30))
	add(house, due_date=soon(20))
	with acting_as(ASSIGNER):
		project = frappe.get_doc("TD Project Link", house.name)
		project.ends_on = soon(15)
		with pytest.raises(frappe.ValidationError, match="Roof is on"):
			project.save()


def test_what_is_not_reached_by_its_day_is_missed_and_the_project_late() -> None:
	house = make_project()
	name = add(house, due_date=soon(1))
	with clock.at(get_datetime(soon(2))):
		assert missed_milestones.mark() >= 1
		assert (stored(name, "state"), health(house.name)) == ("Missed", "Late")
		before = events_of_project(house.name)
		missed_milestones.mark()
		assert events_of_project(house.name) == before
		take(ASSIGNER, name, "reach")
	assert health(house.name) == "Not Rated"


def test_nothing_is_missed_in_work_that_has_ended() -> None:
	house = make_project()
	name = add(house, due_date=soon(1))
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Project Link", house.name).close()
	with clock.at(get_datetime(soon(2))):
		missed_milestones.mark()
	assert stored(name, "state") == "Pending"


def test_no_door_changes_a_milestone_past_its_buttons() -> None:
	name = add(make_project())
	with acting_as(MANAGER):
		doc = frappe.get_doc(MILESTONE, name)
		doc.state = "Reached"
		with pytest.raises(frappe.PermissionError):
			doc.save(ignore_permissions=True)
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc(MILESTONE, name, ignore_permissions=True)


def test_the_day_of_a_milestone_is_told_once_to_whom_it_concerns() -> None:
	house = make_project(members=[CO_ASSIGNEE])
	name = add(house, due_date=soon(3), responsible=CO_ASSIGNEE)

	def told() -> list[int]:
		milestones_due.tell()
		bells = {"document_type": "TD Project Link", "document_name": house.name}
		return [
			frappe.db.count("Notification Log", {**bells, "for_user": user})
			for user in (CO_ASSIGNEE, ASSIGNER, STRANGER)
		]

	def at(days: int, hour: int) -> Any:
		return clock.at(get_datetime(soon(days)).replace(hour=hour))

	with at(2, 12):
		assert told() == [0, 0, 0]
	with at(3, 1):
		assert told() == [0, 0, 0], "nobody is woken"
	with at(7, 18):  # whatever days off lie between
		assert told() == told() == [1, 1, 0]
	with at(8, 12):
		take(ASSIGNER, name, "move", due_date=soon(20), reason="Rain")
		assert told() == [1, 1, 0]
	with at(24, 18):
		assert told() == [2, 2, 0]
		take(ASSIGNER, name, "reach")
	with at(30, 12):
		assert told() == [2, 2, 0]
