"""Projects that start from a template: all of it or nothing."""

from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from tests.factories import ASSIGNER, DISABLED, MANAGER, NEWCOMER, RESPONSIBLE, STRANGER, acting_as
from tests.projects import PROJECT, figures

TASKS = (
	{"subject": "Draw", "role": "Engineer", "due_after": 2, "unit": "Days", "milestone": "Plans"},
	{
		"subject": "Check",
		"role": "Chief",
		"starts_after": 2,
		"due_after": 4,
		"unit": "Days",
		"waits_for": "1",
	},
	{
		"subject": "Build",
		"role": "Engineer",
		"starts_after": 4,
		"due_after": 9,
		"unit": "Days",
		"waits_for": "1, 2",
	},
)
MILESTONES = ({"title": "Plans", "role": "Chief", "due_after": 3, "unit": "Days"},)
PEOPLE = {"Engineer": RESPONSIBLE, "Chief": NEWCOMER}


def make_template(by: str = ASSIGNER, /, **fields: Any) -> Any:
	"""A stored template of three tasks and a milestone."""
	usual = {
		"template_name": "House",
		"tasks": [dict(row) for row in TASKS],
		"milestones": [dict(row) for row in MILESTONES],
	}
	with acting_as(by):
		return frappe.get_doc({"doctype": "TD Project Template", **(usual | fields)}).insert()


def start(template: Any, by: str = ASSIGNER, **given: Any) -> str:
	with acting_as(by):
		doc = frappe.get_doc("TD Project Template", template.name)
		return doc.start_project(
			**({"project_name": "Our house", "starts_on": add_days(nowdate(), 1), "people": PEOPLE} | given)
		)


def test_all_of_it_is_made_at_once() -> None:
	house = start(make_template())
	first = add_days(getdate(nowdate()), 1)
	tasks = frappe.get_all("TD Task", {"project": house}, ["*"], order_by="name asc")
	assert [(task.subject, task.responsible, task.is_blocked) for task in tasks] == [
		("Draw", RESPONSIBLE, 0),
		("Check", NEWCOMER, 1),
		("Build", RESPONSIBLE, 1),
	]
	assert [(getdate(task.deadline) - first).days for task in tasks] == [2, 4, 9]
	assert tasks[2].depends_on_tasks == ",".join(sorted((tasks[0].name, tasks[1].name)))
	point = frappe.get_doc("TD Milestone", {"project": house})
	assert (tasks[0].milestone, point.responsible, (point.due_date - first).days) == (point.name, NEWCOMER, 3)
	project = frappe.get_doc(PROJECT, house)
	assert (figures(house), project.manager, project.ends_on) == (
		(3, 0, 0),
		ASSIGNER,
		getdate(tasks[2].deadline),
	)


def test_each_person_is_told_once() -> None:
	before = frappe.db.count("Notification Log", {"for_user": RESPONSIBLE})
	start(make_template())
	assert frappe.db.count("Notification Log", {"for_user": RESPONSIBLE}) - before == 1


@pytest.mark.parametrize(
	("given", "words"),
	[
		({"people": {"Engineer": RESPONSIBLE}}, "Choose a person for.*Chief"),
		({"people": {"Engineer": DISABLED, "Chief": NEWCOMER}}, "disabled"),
		({"people": "[1]"}, "could not be read"),
		({"starts_on": "2020-01-01"}, "start in the past"),
		({"reference_doctype": "User", "reference_name": "nobody"}, "Could not find"),
	],
)
def test_nothing_is_made_of_a_bad_order(given: dict[str, Any], words: str) -> None:
	template, before = make_template(), (frappe.db.count(PROJECT), frappe.db.count("TD Task"))
	frappe.db.savepoint("request")
	with pytest.raises(frappe.ValidationError, match=words):
		start(template, **given)
	frappe.db.rollback(save_point="request")
	assert (frappe.db.count(PROJECT), frappe.db.count("TD Task")) == before


@pytest.mark.parametrize(
	("change", "words"),
	[
		({"waits_for": "2"}, "for ever"),
		({"waits_for": "1"}, "cannot wait for row 1"),
		({"waits_for": "9"}, "cannot wait for row 9"),
		({"waits_for": "the others"}, "unclear"),
		({"milestone": "Roof"}, "not in the list"),
		({"starts_after": 5}, "due before it starts"),
		({"weight": -1}, "between 0 and"),
		({"role": " "}, "empty"),
		({"unit": "Years"}, "Unit|one of"),
		({"most_deadline_requests": -1}, "between 0 and"),
		({"most_deadline_requests": 0.5}, "whole number"),
		({"latest_deadline_days": 10**9}, "between 0 and"),
	],
)
def test_contradictions_are_refused(change: dict[str, Any], words: str) -> None:
	rows = [dict(TASKS[0], **change), *(dict(row) for row in TASKS[1:])]
	with pytest.raises(frappe.ValidationError, match=words):
		make_template(tasks=rows)


def test_limits_of_requests_come_with_the_tasks() -> None:
	limits = {"deadline_is_firm": 1, "most_deadline_requests": 2, "latest_deadline_days": 3}
	rows = [dict(TASKS[0], **limits), *(dict(row) for row in TASKS[1:])]
	house = start(make_template(tasks=rows))
	made = {task.subject: task for task in frappe.get_all("TD Task", {"project": house}, ["*"])}
	draw, check = made["Draw"], made["Check"]
	assert (draw.deadline_is_firm, draw.most_deadline_requests) == (1, 2)
	assert (draw.latest_deadline - draw.deadline).days == 3
	assert (check.deadline_is_firm, check.most_deadline_requests, check.latest_deadline) == (0, 0, None)


def test_who_may_change_a_template() -> None:
	template = make_template()
	for user, may in ((ASSIGNER, True), (MANAGER, True), (STRANGER, False)):
		with acting_as(user):
			doc = frappe.get_doc("TD Project Template", template.name)
			assert (doc.has_permission("read"), doc.has_permission("write")) == (True, may)
