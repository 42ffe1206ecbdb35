"""The host's client functions, for a hidden task and its rows: who gets in and who does not."""

import json

import pytest

from tests.doors import ADMINS, LIKE, METHOD, TASK, Door, World, expect_open, expect_shut, number, text
from tests.factories import CO_ASSIGNEE


def _names_colleague(answer, world: World) -> bool:
	return CO_ASSIGNEE in text(answer)


DOORS: dict[str, Door] = {
	"get": Door(METHOD + "frappe.client.get", lambda w: {"doctype": TASK, "name": w.task}),
	"get by filter": Door(
		METHOD + "frappe.client.get",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
	),
	"get_value": Door(
		METHOD + "frappe.client.get_value",
		lambda w: {"doctype": TASK, "fieldname": "subject", "filters": w.task},
	),
	"get_list": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["name", "subject"], "filters": {"name": w.task}},
	),
	"get_list by or_filters": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["subject"], "or_filters": {"name": w.task, "status": "Done"}},
	),
	"get_count": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
		shows=number,
	),
	"get_count by GET": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": json.dumps([[TASK, "subject", "like", LIKE]])},
		"GET",
		shows=number,
	),
	"get_count of files": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "File", "filters": {"file_name": ["like", LIKE]}},
		shows=number,
	),
	"get_count of comments": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "Comment", "filters": [["content", "like", LIKE]]},
		insiders=ADMINS,
		shows=number,
	),
	"get_count of todos": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "ToDo", "filters": {"description": ["like", LIKE]}},
		insiders=ADMINS,
		shows=number,
	),
	"get_count of mails": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "Email Queue", "filters": {"message": ["like", LIKE]}},
		insiders=ADMINS,
		shows=number,
	),
	"get_count through a child": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "TD Plan Step", "filters": {"title": ["like", LIKE]}},
		insiders=(),
		shows=number,
	),
	"get_count through a link": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"parent_task.subject": ["like", LIKE]}},
		insiders=(),
		shows=number,
	),
	"get_count through the access table": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "TD Task Access", "filters": {"task": w.task}},
		insiders=(),
		shows=number,
	),
	"validate_link": Door(
		METHOD + "frappe.client.validate_link",
		lambda w: {"doctype": TASK, "docname": w.task, "fields": json.dumps(["subject"])},
	),
	"has_permission": Door(
		METHOD + "frappe.client.has_permission",
		lambda w: {"doctype": TASK, "docname": w.task},
		shows=lambda answer, w: answer.status_code == 200 and answer.get_json()["message"]["has_permission"],
	),
	"child get_list": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Plan Step", "parent": TASK, "fields": ["title"], "limit_page_length": 0},
	),
	"child people": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {
			"doctype": "TD Task User",
			"parent": TASK,
			"fields": ["user"],
			"filters": {"parent": w.task, "parentfield": "co_assignees"},
		},
		shows=_names_colleague,
	),
	"child get": Door(
		METHOD + "frappe.client.get", lambda w: {"doctype": "TD Plan Step", "name": w.step, "parent": TASK}
	),
	"child get by filter": Door(
		METHOD + "frappe.client.get",
		lambda w: {"doctype": "TD Plan Step", "filters": {"parent": w.task}, "parent": TASK},
	),
	"child get_value": Door(
		METHOD + "frappe.client.get_value",
		lambda w: {
			"doctype": "TD Plan Step",
			"fieldname": "title",
			"filters": {"parent": w.task},
			"parent": TASK,
		},
	),
	"child by the parent's columns": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["plan.title"], "filters": {"name": w.task}},
	),
	"link join": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["parent_task.subject"], "filters": {"name": w.subtask}},
		insiders=(),
	),
	"link join by REST": Door(
		f"/api/resource/{TASK}",
		lambda w: {"fields": json.dumps(["parent_task.subject"]), "filters": json.dumps({"name": w.subtask})},
		"GET",
		insiders=(),
	),
	"link join by alias": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": '["parent_task.description as x"]', "limit_page_length": 0},
		insiders=(),
	),
	"link join of the report view": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {"doctype": TASK, "fields": '["parent_task.subject"]'},
		insiders=(),
	),
}


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	expect_shut(DOORS[name], world)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.insiders])
def test_insiders_see_it(name: str, world: World) -> None:
	expect_open(DOORS[name], world)
