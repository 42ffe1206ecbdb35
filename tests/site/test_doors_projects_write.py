"""Every door that changes a project or puts something into it or beside it: shut to those who may not open it."""

import json
from typing import Any

import frappe
import pytest

from tests.doors import SECRET, Door, push, text, told
from tests.factories import STRANGER
from tests.hidden_project import BLIND, INSIDERS, OUTSIDERS, TASK_SECRET, ProjectWorld, stored
from tests.project_doors import (
	EDGE,
	EVENT,
	PERSON,
	POINT,
	TASK,
	call,
	client,
	forged,
	method_of,
	resource,
)
from tests.projects import PROJECT

OURS = {"manager": STRANGER, "owner": STRANGER, "status": "Open"}
BESIDE = {"reference_doctype": PROJECT, "reference_name": "{project}"}
PERSON_ROW = {
	"doctype": PERSON,
	"parent": "{project}",
	"parenttype": PROJECT,
	"parentfield": "members",
	"user": STRANGER,
}
EDGE_ROW = {
	"doctype": EDGE,
	"parent": "{given}",
	"parenttype": TASK,
	"parentfield": "depends_on",
	"task": "{my_task}",
}
LIFE = ("close", "hold", "cancel_project", "reopen", "add_milestone")
POINTS = ("change", "move", "reach", "drop", "reopen")
MOVE = "task_discipline.api.projects.move_tasks"
MAKE = "task_discipline.api.projects.make_of_tasks"
FILE = {
	"doctype": "File",
	"file_name": "x.txt",
	"content": "x",
	"is_private": 1,
	"attached_to_doctype": PROJECT,
	"attached_to_name": "{project}",
}


def _arguments(method: str) -> dict[str, Any]:
	if method in ("add_milestone", "change"):
		return {"title": "x"} | ({"due_date": "2099-01-01"} if method == "add_milestone" else {})
	if method == "reach":
		return {}
	return {"reason": "x"} | ({"due_date": "2099-01-01"} if method == "move" else {})


WRITING: dict[str, Door] = {
	"set_value": client(
		"set_value", doctype=PROJECT, name="{project}", fieldname="members_see_tasks", value=0
	),
	"save": client("save", doc={"doctype": PROJECT, "name": "{project}", "project_name": "x", **OURS}),
	"insert over it": client(
		"insert", doc={"doctype": PROJECT, "name": "{project}", "project_name": "x", **OURS}
	),
	"PUT": resource("PUT", f"{PROJECT}/{{project}}", project_name="x"),
	"PUT of oneself": resource("PUT", f"{PROJECT}/{{project}}", members=[{"user": STRANGER}]),
	"PUT v2": Door(f"/api/v2/document/{PROJECT}/{{project}}/", lambda w: {"project_name": "x"}, "PUT"),
	"DELETE": resource("DELETE", f"{PROJECT}/{{project}}"),
	"delete": client("delete", doctype=PROJECT, name="{project}"),
	"delete without permission": method_of(PROJECT, "{project}", "delete", ignore_permissions=1, force=1),
	"rename": client("rename_doc", doctype=PROJECT, old_name="{project}", new_name="TDP-x"),
	"merge": client("rename_doc", doctype=PROJECT, old_name="{project}", new_name="{mine}", merge=1),
	"insert a person": client("insert", doc=PERSON_ROW),
	"POST a person": resource("POST", PERSON, **PERSON_ROW),
	"PUT a person": resource("PUT", f"{PERSON}/{{person}}", user=STRANGER),
	"DELETE a person": resource("DELETE", f"{PERSON}/{{person}}"),
	"insert a wait": client("insert", doc=EDGE_ROW),
	"POST a wait": resource("POST", EDGE, **EDGE_ROW),
	"savedocs of a wait": call(
		"frappe.desk.form.save.savedocs",
		{
			"doc": json.dumps(EDGE_ROW | {"__islocal": 1, "name": "new-td-task-dependency-x"}),
			"action": "Save",
		},
	),
	"PUT a wait": resource("PUT", f"{EDGE}/{{edge}}", task="{my_task}"),
	"DELETE a wait": resource("DELETE", f"{EDGE}/{{edge}}"),
	"insert a milestone": client(
		"insert", doc={"doctype": POINT, "project": "{project}", "title": "x", "due_date": "2099-01-01"}
	),
	"PUT a milestone": resource("PUT", f"{POINT}/{{milestone}}", title="x"),
	"DELETE a milestone": resource("DELETE", f"{POINT}/{{milestone}}"),
	"insert an event": client("insert", doc={"doctype": EVENT, "project": "{project}", "event": "Closed"}),
	"PUT an event": resource("PUT", f"{EVENT}/{{event}}", reason="x"),
	"DELETE an event": resource("DELETE", f"{EVENT}/{{event}}"),
	**{
		f"{name} of the stored project": method_of(PROJECT, "{project}", name, **_arguments(name))
		for name in LIFE
	},
	**{
		f"{name} of the milestone": method_of(POINT, "{milestone}", name, **_arguments(name))
		for name in POINTS
	},
	**{
		f"{name} of a forged project": forged(PROJECT, "{project}", name, **OURS)
		for name in (*LIFE, "delete")
	},
	**{
		f"{name} of a forged milestone": forged(
			POINT, "{milestone}", name, project="{mine}", responsible=STRANGER, state="Pending"
		)
		for name in POINTS
	},
	"close of a new project with a known name": forged(PROJECT, "{project}", "close", __islocal=1, **OURS),
	"close of a project whose name is a filter": forged(
		PROJECT, ["like", "{project}"], "close", __islocal=1, **OURS
	),
	"reach of a milestone whose name is a filter": forged(
		POINT, ["like", "{milestone}"], "reach", __islocal=1, responsible=STRANGER
	),
	"reach of a new milestone with a known name": forged(
		POINT, "{milestone}", "reach", __islocal=1, project="{mine}", responsible=STRANGER
	),
	**{
		f"{name} by REST": resource("POST", f"{PROJECT}/{{project}}", run_method=name)
		for name in ("close", "for_report")
	},
	"reach by REST": resource("POST", f"{POINT}/{{milestone}}", run_method="reach"),
	"close by GET": Door(f"/api/resource/{PROJECT}/{{project}}", lambda w: {"run_method": "close"}, "GET"),
	"reach by GET": Door(f"/api/resource/{POINT}/{{milestone}}", lambda w: {"run_method": "reach"}, "GET"),
	"move a foreign task out": call(MOVE, {"names": ["{task}"]}),
	"move a foreign task to oneself": call(MOVE, {"names": ["{task}", "{given}"], "project": "{mine}"}),
	"move one's own task in": call(MOVE, {"names": ["{my_task}"], "project": "{project}"}),
	"make of foreign tasks": call(MAKE, {"names": ["{task}", "{given}"], "values": {"project_name": "x"}}),
	"put one's own task in": resource("PUT", f"{TASK}/{{my_task}}", project="{project}"),
	"put one's own task at its milestone": resource("PUT", f"{TASK}/{{my_task}}", milestone="{milestone}"),
	"let one's own task wait": resource("PUT", f"{TASK}/{{my_task}}", depends_on=[{"task": "{task}"}]),
	"set a task in it": client(
		"insert", doc={"doctype": TASK, "subject": "x", "responsible": STRANGER, "project": "{project}"}
	),
	"set a task at its milestone in one's own project": client(
		"insert",
		doc={
			"doctype": TASK,
			"subject": "x",
			"responsible": STRANGER,
			"project": "{mine}",
			"milestone": "{milestone}",
		},
	),
	"a template into it": client(
		"insert",
		doc={
			"doctype": "TD Task Template",
			"subject": "x",
			"responsible": STRANGER,
			"repeats": "Daily",
			"project": "{project}",
		},
	),
	"comment": client(
		"insert", doc={"doctype": "Comment", "comment_type": "Comment", "content": "x", **BESIDE}
	),
	"comment of the form": call(
		"frappe.desk.form.utils.add_comment",
		{"content": "x", "comment_email": STRANGER, "comment_by": "x", **BESIDE},
	),
	"mail": client("insert", doc={"doctype": "Communication", "subject": "x", "content": "x", **BESIDE}),
	"todo": client(
		"insert",
		doc={
			"doctype": "ToDo",
			"allocated_to": STRANGER,
			"reference_type": PROJECT,
			"reference_name": "{project}",
			"description": "x",
		},
	),
	"assign": call(
		"frappe.desk.form.assign_to.add",
		{"doctype": PROJECT, "name": "{project}", "assign_to": json.dumps([STRANGER])},
	),
	"share": client(
		"insert",
		doc={
			"doctype": "DocShare",
			"user": STRANGER,
			"share_doctype": PROJECT,
			"share_name": "{project}",
			"read": 1,
		},
	),
	"share of the form": call(
		"frappe.share.add", {"doctype": PROJECT, "name": "{project}", "user": STRANGER, "write": 1}
	),
	"follow": client(
		"insert",
		doc={
			"doctype": "Document Follow",
			"ref_doctype": PROJECT,
			"ref_docname": "{project}",
			"user": STRANGER,
		},
	),
	"follow of the form": call(
		"frappe.desk.form.document_follow.follow_document",
		{"doctype": PROJECT, "doc_name": "{project}", "user": STRANGER},
	),
	"like": call("frappe.desk.like.toggle_like", {"doctype": PROJECT, "name": "{project}", "add": "Yes"}),
	"like of a milestone": call(
		"frappe.desk.like.toggle_like", {"doctype": POINT, "name": "{milestone}", "add": "Yes"}
	),
	"tag": call(
		"frappe.desk.doctype.tag.tag.add_tag", {"tag": "x", "dt": PROJECT, "dn": "{project}"}, host_fails=True
	),
	"tag of a milestone": call(
		"frappe.desk.doctype.tag.tag.add_tag", {"tag": "x", "dt": POINT, "dn": "{milestone}"}, host_fails=True
	),
	"bulk edit": call(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{
			"doctype": PROJECT,
			"docnames": json.dumps(["{project}"]),
			"action": "update",
			"data": json.dumps({"project_name": "x"}),
		},
	),
	"bulk delete": call(
		"frappe.desk.reportview.delete_items",
		{"doctype": PROJECT, "items": json.dumps(["{project}"])},
	),
	"file": client("insert", doc=FILE),
	"public file": client("insert", doc=FILE | {"is_private": 0}),
	"claim of the file": client(
		"insert", doc={"doctype": "File", "file_name": "y.txt", "file_url": "{file_url}", "is_private": 1}
	),
	"delete of the file": client("delete", doctype="File", name="{file}"),
}
TO_NOBODY = (
	"PUT a person",
	"DELETE a person",
	"PUT a wait",
	"DELETE a wait",
	"insert a milestone",
	"PUT a milestone",
	"DELETE a milestone",
	"insert an event",
	"PUT an event",
	"DELETE an event",
	"DELETE",
	"rename",
	"merge",
	"close by GET",
	"reach by GET",
	"assign",
	"share",
	"share of the form",
	"follow",
	"public file",
	"like of a milestone",
	"tag of a milestone",
)
"""What even insiders cannot do: rows are written through their record, history is the system's."""
LEADS = (
	"set_value",
	"PUT",
	"PUT v2",
	"bulk edit",
	*(f"{name} of the stored project" for name in LIFE),
	*(f"{name} of the milestone" for name in POINTS if name != "reach"),
)
"""What the project's manager does, and a manager of all, and nobody else."""


@pytest.mark.parametrize("name", WRITING)
def test_outsiders_change_nothing(name: str, hidden_house: ProjectWorld) -> None:
	_expect_untouched(name, OUTSIDERS, hidden_house, hushed=BLIND)


@pytest.mark.parametrize("name", TO_NOBODY)
def test_insiders_do_not_write_history(name: str, hidden_house: ProjectWorld) -> None:
	before = stored(hidden_house)
	answers = push(WRITING[name], INSIDERS, hidden_house)
	assert stored(hidden_house) == before, {who: told(answer) for who, answer in answers.items()}
	assert WRITING[name].host_fails or all(answer.status_code < 500 for answer in answers.values())


@pytest.mark.parametrize("name", [*LEADS, "bulk delete", "delete of the file"])
def test_members_and_observers_lead_nothing(name: str, hidden_house: ProjectWorld) -> None:
	people = {who: INSIDERS[who] for who in ("member", "observer")}
	if name == "delete of the file":
		del people["member"]
	_expect_untouched(name, people, hidden_house, hushed=())


@pytest.mark.parametrize("name", ["file", "reach of the milestone", "set a task in it", "PUT a milestone"])
def test_observers_put_nothing_into_it(name: str, hidden_house: ProjectWorld) -> None:
	_expect_untouched(name, {"observer": INSIDERS["observer"]}, hidden_house, hushed=())


def _expect_untouched(name: str, people: dict[str, str], world: ProjectWorld, hushed: Any) -> None:
	before, made = stored(world), frappe.db.count(TASK)
	answers = push(WRITING[name], people, world)
	heard = {who: told(answer) for who, answer in answers.items()}
	assert stored(world) == before, heard
	assert frappe.db.count(TASK) == made, heard
	if hushed:
		assert not any(SECRET in text(answer) for answer in answers.values()), heard
		assert not any(TASK_SECRET in text(answers[who]) for who in hushed), heard
	assert WRITING[name].host_fails or all(answer.status_code < 500 for answer in answers.values()), heard


OPEN = [
	("set_value", "lead"),
	("comment of the form", "observer"),
	("file", "member"),
	("tag", "lead"),
	("like", "observer"),
	("reach of the milestone", "member"),
	("reopen of the milestone", "manager"),
	("add_milestone of the stored project", "lead"),
	("hold of the stored project", "manager"),
	("reopen of the stored project", "lead"),
]


@pytest.mark.parametrize(("name", "who"), OPEN)
def test_insiders_can(name: str, who: str, hidden_house: ProjectWorld) -> None:
	before = stored(hidden_house)
	answer = push(WRITING[name], {who: INSIDERS[who]}, hidden_house)[who]
	assert answer.status_code == 200, told(answer)
	assert stored(hidden_house) != before, told(answer)
