"""A hidden task and every record beside it, by name and in lists: who gets in and who does not."""

import json

import pytest

from tests.doors import ADMINS, LIKE, METHOD, TASK, Door, World, expect_open, expect_shut, names_task, text
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE


def _rest(doctype: str, attribute: str, **more: object) -> dict[str, Door]:
	"""The REST doors to one record by name, in both versions."""
	return {
		f"REST {doctype}": Door(f"/api/resource/{doctype}/{{{attribute}}}", lambda w: {}, "GET", **more),
		f"REST v2 {doctype}": Door(
			f"/api/v2/document/{doctype}/{{{attribute}}}/", lambda w: {}, "GET", **more
		),
		f"getdoc {doctype}": Door(
			METHOD + "frappe.desk.form.load.getdoc",
			lambda w: {"doctype": doctype, "name": str(getattr(w, attribute))},
			**more,
		),
	}


DOORS: dict[str, Door] = {
	**_rest(TASK, "task"),
	**_rest("TD Plan Step", "step"),
	**_rest("TD Task User", "participant", shows=lambda answer, w: OBSERVER in text(answer)),
	**_rest("TD Task Event", "event", shows=lambda answer, w: ASSIGNER in text(answer)),
	**_rest("TD Deadline Request", "request"),
	**_rest("TD Task Rating", "rating"),
	**_rest("TD Reminder", "reminder", shows=lambda answer, w: RESPONSIBLE in text(answer)),
	**_rest("File", "file"),
	**_rest("Comment", "comment", insiders=ADMINS),
	**_rest("ToDo", "todo", insiders=ADMINS),
	**_rest("Communication", "communication", insiders=ADMINS),
	**_rest("Email Queue", "mail", insiders=ADMINS),
	"REST list": Door(
		f"/api/resource/{TASK}",
		lambda w: {"fields": json.dumps(["subject"]), "filters": json.dumps({"name": w.task})},
		"GET",
	),
	"REST v2 list": Door(
		f"/api/v2/document/{TASK}",
		lambda w: {"fields": json.dumps(["subject"]), "filters": json.dumps({"name": w.task})},
		"GET",
	),
	"REST v2 count": Door(
		f"/api/v2/doctype/{TASK}/count",
		lambda w: {"filters": json.dumps([[TASK, "subject", "like", LIKE]])},
		"GET",
		shows=lambda answer, w: answer.status_code == 200 and bool(answer.get_json()["data"]),
	),
	"REST v2 method": Door(
		"/api/v2/method/frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
		shows=lambda answer, w: answer.status_code == 200 and bool(answer.get_json()["data"]),
	),
	"REST run_method": Door(
		f"/api/resource/{TASK}/{{task}}", lambda w: {"run_method": "start"}, "GET", insiders=()
	),
	**{
		f"list of {doctype}": Door(
			METHOD + "frappe.client.get_list",
			lambda w, doctype=doctype, fields=fields: {
				"doctype": doctype,
				"fields": fields,
				"limit_page_length": 0,
				"order_by": "creation desc",
			},
			insiders=insiders,
		)
		for doctype, fields, insiders in (
			("TD Deadline Request", ["reason"], ("observer", "head", "manager")),
			("TD Task Rating", ["explanation"], ("observer", "head", "manager")),
			("File", ["file_name", "file_url"], ("observer", "head", "manager")),
			("Comment", ["content"], ADMINS),
			("Communication", ["subject", "content"], ADMINS),
			("Email Queue", ["message"], ADMINS),
			("Notification Log", ["subject"], ("observer",)),
			("Tag Link", ["title"], ("observer", "head", "manager")),
			("ToDo", ["description"], ADMINS),
		)
	},
	"list of TD Task Event": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Event", "fields": ["task"], "limit_page_length": 0},
		shows=names_task,
	),
	"list of TD Task Access": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Access", "fields": ["task"], "limit_page_length": 0},
		insiders=("manager",),
		shows=names_task,
	),
	"list of keys": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "Document Share Key", "fields": ["reference_docname"], "limit_page_length": 0},
		insiders=ADMINS,
		shows=names_task,
	),
	"event joined to its task": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Event", "fields": ["task.subject"], "limit_page_length": 0},
	),
}


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	expect_shut(DOORS[name], world)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.insiders])
def test_insiders_see_it(name: str, world: World) -> None:
	expect_open(DOORS[name], world)
