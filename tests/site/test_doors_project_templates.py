"""Project templates are read by whoever sets tasks, changed by their owners, and start nothing that is not one's own."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from tests import factories
from tests.doors import Door, knock, push, text, told
from tests.factories import ASSIGNER, CO_ASSIGNEE, MANAGER, OBSERVER, RESPONSIBLE, STRANGER, SYSTEM_MANAGER
from tests.hidden_project import ProjectWorld
from tests.project_doors import TASK, call, client, resource
from tests.projects import PROJECT

TEMPLATE, ROW, POINT = "TD Project Template", "TD Project Template Task", "TD Project Template Milestone"
NOT_THEIRS = {"stranger": STRANGER, "without a role": CO_ASSIGNEE, "system manager": SYSTEM_MANAGER}
NO_USERS = {"without a role": CO_ASSIGNEE, "observer": OBSERVER, "system manager": SYSTEM_MANAGER}


@pytest.fixture(scope="module")
def template(site: str) -> Iterator[Any]:
	frappe.set_user("Administrator")
	with factories.acting_as(ASSIGNER):
		made = frappe.get_doc(
			doctype=TEMPLATE,
			template_name="Cottage",
			tasks=[{"subject": "Dig", "role": "Digger", "due_after": 3, "unit": "Days"}],
			milestones=[{"title": "Dug", "due_after": 3, "unit": "Days"}],
		).insert()
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	frappe.set_user("Administrator")
	factories.purge()
	frappe.delete_doc(TEMPLATE, made.name, force=True)
	frappe.db.commit()


def _place(template: Any, field: str) -> dict[str, str]:
	return {"parent": template.name, "parenttype": TEMPLATE, "parentfield": field}


def _stored(template: Any) -> list[Any]:
	frappe.db.rollback()
	named = ((TEMPLATE, "name"), (ROW, "parent"), (POINT, "parent"))
	return [frappe.get_all(one, {column: template.name}, ["*"], order_by="name asc") for one, column in named]


def _started() -> int:
	frappe.db.rollback()
	return frappe.db.count(PROJECT) + frappe.db.count(TASK)


def _writing(template: Any) -> dict[str, Door]:
	task = {"doctype": ROW, "subject": "x", "role": "x", **_place(template, "tasks")}
	point = {"doctype": POINT, "title": "x", **_place(template, "milestones")}
	name = template.name
	return {
		"PUT": resource("PUT", f"{TEMPLATE}/{name}", template_name="x"),
		"DELETE": resource("DELETE", f"{TEMPLATE}/{name}"),
		"save": client(
			"save", doc={"doctype": TEMPLATE, "name": name, "template_name": "x", "owner": STRANGER}
		),
		"rename": client("rename_doc", doctype=TEMPLATE, old_name=name, new_name="TDPT-x"),
		"insert a task": client("insert", doc=task),
		"POST a task": resource("POST", ROW, **task),
		"PUT a task": resource("PUT", f"{ROW}/{template.tasks[0].name}", subject="x"),
		"DELETE a task": resource("DELETE", f"{ROW}/{template.tasks[0].name}"),
		"POST a milestone": resource("POST", POINT, **point),
		"PUT a milestone": resource("PUT", f"{POINT}/{template.milestones[0].name}", title="x"),
		"DELETE a milestone": resource("DELETE", f"{POINT}/{template.milestones[0].name}"),
	}


@pytest.mark.parametrize(
	"name",
	list(
		_writing(frappe._dict(name="x", tasks=[frappe._dict(name="x")], milestones=[frappe._dict(name="x")]))
	),
)
def test_nobody_changes_a_foreign_template(name: str, template: Any, hidden_house: ProjectWorld) -> None:
	before = _stored(template)
	answers = push(_writing(template)[name], NOT_THEIRS, hidden_house)
	assert _stored(template) == before, {who: told(answer) for who, answer in answers.items()}
	assert all(answer.status_code in range(400, 500) for answer in answers.values()), {
		who: told(answer) for who, answer in answers.items()
	}


def _start(name: object, **given: Any) -> Door:
	args = {"project_name": "Mine", "people": {"Digger": RESPONSIBLE}} | given
	return call(
		"run_doc_method",
		{"dt": TEMPLATE, "dn": name, "method": "start_project", "args": json.dumps(args)},
	)


def test_whoever_sets_no_tasks_starts_nothing(template: Any, hidden_house: ProjectWorld) -> None:
	before = _started()
	answers = push(_start(template.name), NO_USERS, hidden_house)
	assert all(answer.status_code == 403 for answer in answers.values()), list(map(told, answers.values()))
	assert _started() == before


def test_a_stranger_who_sets_tasks_starts_a_project_of_his_own(
	template: Any, hidden_house: ProjectWorld
) -> None:
	answer = push(_start(template.name), {"stranger": STRANGER}, hidden_house)["stranger"]
	assert answer.status_code == 200, told(answer)
	frappe.db.rollback()
	made = frappe.get_doc(PROJECT, answer.get_json()["message"])
	assert (made.manager, made.owner) == (STRANGER, STRANGER)
	assert frappe.get_all(TASK, {"project": made.name}, pluck="assigner") == [STRANGER]


BROKEN = {
	"a hidden record": {"reference_doctype": PROJECT, "reference_name": "{project}"},
	"a record that is not there": {"reference_doctype": PROJECT, "reference_name": "TDP-99999"},
	"people in a list": {"people": [RESPONSIBLE]},
	"people that cannot be read": {"people": "{"},
	"a person in pieces": {"people": {"Digger": {"like": "%"}}},
	"nobody": {"people": {}},
	"a disabled person": {"people": {"Digger": factories.DISABLED}},
	"a day that is none": {"starts_on": "yesterday"},
	"more than it takes": {"manager": MANAGER},
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_start_makes_nothing(what: str, template: Any, hidden_house: ProjectWorld) -> None:
	before = _started()
	answer = push(_start(template.name, **BROKEN[what]), {"stranger": STRANGER}, hidden_house)["stranger"]
	assert answer.status_code in range(400, 500), told(answer)
	assert "zanzibar" not in text(answer)
	assert _started() == before


@pytest.mark.parametrize("name", [["like", "%"], {"owner": ASSIGNER}, None, 7])
def test_a_forged_template_starts_nothing(name: object, template: Any) -> None:
	before = _started()
	forged = {"doctype": TEMPLATE, "name": name, "owner": STRANGER, "__islocal": 1, "template_name": "x"}
	body = {
		"docs": json.dumps(forged),
		"method": "start_project",
		"args": json.dumps({"project_name": "x", "people": {"Digger": RESPONSIBLE}}),
	}
	for user in (STRANGER, CO_ASSIGNEE):
		answer = knock(user, "POST", "/api/method/run_doc_method", body)
		assert answer.status_code in range(400, 500), told(answer)
	assert _started() == before
