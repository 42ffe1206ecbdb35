"""Every door that changes a template or puts something beside it: shut to those who may not open it."""

import json
from typing import Any

import pytest

from tests.doors import METHOD, SECRET, Door, push, text, told
from tests.factories import STRANGER
from tests.hidden_template import INSIDERS, OUTSIDERS, TEMPLATE, TemplateWorld, stored

STEP, POINT, PERSON = "TD Template Step", "TD Template Milestone", "TD Task User"
EVENT = "TD Template Event"


def _forged(world: TemplateWorld, **more: Any) -> str:
	return json.dumps(
		{"doctype": TEMPLATE, "name": world.template, "owner": STRANGER, "assigner": STRANGER, **more}
	)


def _client(function: str, body: Any) -> Door:
	return Door(f"{METHOD}frappe.client.{function}", body)


def _run(body: Any) -> Door:
	return Door(METHOD + "run_doc_method", body)


def _row(world: TemplateWorld, doctype: str, field: str, **more: Any) -> dict[str, Any]:
	place = {"parent": world.template, "parenttype": TEMPLATE, "parentfield": field}
	return {"doctype": doctype, **place, **more}


def _beside(world: TemplateWorld) -> dict[str, str]:
	return {"reference_doctype": TEMPLATE, "reference_name": world.template}


WRITING: dict[str, Door] = {
	"set_value": _client(
		"set_value",
		lambda w: {"doctype": TEMPLATE, "name": w.template, "fieldname": "priority", "value": "High"},
	),
	"save": _client("save", lambda w: {"doc": _forged(w, subject="x")}),
	"insert over it": _client("insert", lambda w: {"doc": _forged(w, subject="x")}),
	"PUT": Door(f"/api/resource/{TEMPLATE}/{{template}}", lambda w: {"subject": "x"}, "PUT"),
	"PUT v2": Door(f"/api/v2/document/{TEMPLATE}/{{template}}/", lambda w: {"subject": "x"}, "PUT"),
	"DELETE": Door(f"/api/resource/{TEMPLATE}/{{template}}", lambda w: {}, "DELETE"),
	"delete": _client("delete", lambda w: {"doctype": TEMPLATE, "name": w.template}),
	"delete without permission": _run(
		lambda w: {
			"dt": TEMPLATE,
			"dn": w.template,
			"method": "delete",
			"args": json.dumps({"ignore_permissions": 1, "force": 1}),
		}
	),
	"rename": _client(
		"rename_doc", lambda w: {"doctype": TEMPLATE, "old_name": w.template, "new_name": "TDT-x"}
	),
	"insert a step": _client("insert", lambda w: {"doc": _row(w, STEP, "plan", title="x")}),
	"insert a person": _client("insert", lambda w: {"doc": _row(w, PERSON, "observers", user=STRANGER)}),
	"POST a milestone": Door(
		f"/api/resource/{POINT}", lambda w: _row(w, POINT, "milestones", title="x"), "POST"
	),
	"PUT a step": Door(f"/api/resource/{STEP}/{{step}}", lambda w: {"title": "x"}, "PUT"),
	"DELETE a step": Door(f"/api/resource/{STEP}/{{step}}", lambda w: {}, "DELETE"),
	"DELETE a person": Door(f"/api/resource/{PERSON}/{{participant}}", lambda w: {}, "DELETE"),
	"insert an event": _client(
		"insert", lambda w: {"doc": {"doctype": EVENT, "template": w.template, "outcome": "Paused"}}
	),
	"PUT an event": Door(f"/api/resource/{EVENT}/{{event}}", lambda w: {"reason": "x"}, "PUT"),
	"DELETE an event": Door(f"/api/resource/{EVENT}/{{event}}", lambda w: {}, "DELETE"),
	"insert a milestone of the task": _client(
		"insert", lambda w: {"doc": {"doctype": "TD Milestone", "task": w.task, "title": "x"}}
	),
	**{
		f"{method} of the stored template": _run(
			lambda w, method=method: {"dt": TEMPLATE, "dn": w.template, "method": method}
		)
		for method in ("pause", "resume", "create_now")
	},
	**{
		f"{method} of a forged template": _run(
			lambda w, method=method: {"docs": _forged(w, status="Paused"), "method": method}
		)
		for method in ("pause", "resume", "create_now", "delete")
	},
	"create_now of a new template with a known name": _run(
		lambda w: {"docs": _forged(w, __islocal=1), "method": "create_now"}
	),
	"pause of a template whose name is a filter": _run(
		lambda w: {
			"docs": json.dumps({"doctype": TEMPLATE, "name": ["like", w.template], "__islocal": 1}),
			"method": "pause",
		}
	),
	"create_now by REST": Door(
		f"/api/resource/{TEMPLATE}/{{template}}", lambda w: {"run_method": "create_now"}, "POST"
	),
	"comment": _client(
		"insert",
		lambda w: {"doc": {"doctype": "Comment", "comment_type": "Comment", "content": "x", **_beside(w)}},
	),
	"comment of the form": Door(
		METHOD + "frappe.desk.form.utils.add_comment",
		lambda w: {"content": "x", "comment_email": STRANGER, "comment_by": "x", **_beside(w)},
	),
	"mail": _client(
		"insert",
		lambda w: {"doc": {"doctype": "Communication", "subject": "x", "content": "x", **_beside(w)}},
	),
	"todo": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "ToDo",
				"allocated_to": STRANGER,
				"reference_type": TEMPLATE,
				"reference_name": w.template,
				"description": "x",
			}
		},
	),
	"assign": Door(
		METHOD + "frappe.desk.form.assign_to.add",
		lambda w: {"doctype": TEMPLATE, "name": w.template, "assign_to": json.dumps([STRANGER])},
	),
	"share": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "DocShare",
				"user": STRANGER,
				"share_doctype": TEMPLATE,
				"share_name": w.template,
				"read": 1,
			}
		},
	),
	"follow": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "Document Follow",
				"ref_doctype": TEMPLATE,
				"ref_docname": w.template,
				"user": STRANGER,
			}
		},
	),
	"like": Door(
		METHOD + "frappe.desk.like.toggle_like",
		lambda w: {"doctype": TEMPLATE, "name": w.template, "add": "Yes"},
	),
	"file": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "File",
				"file_name": "x.txt",
				"content": "x",
				"is_private": 1,
				"attached_to_doctype": TEMPLATE,
				"attached_to_name": w.template,
			}
		},
	),
	"claim of the file": _client(
		"insert",
		lambda w: {"doc": {"doctype": "File", "file_name": "y.txt", "file_url": w.file_url, "is_private": 1}},
	),
}
TO_NOBODY = (
	"insert an event",
	"PUT an event",
	"DELETE an event",
	"insert a milestone of the task",
	"rename",
	"share",
	"follow",
)
"""What even insiders cannot do: history is the system's, and nothing of ours is shared."""


@pytest.mark.parametrize("name", WRITING)
def test_outsiders_change_nothing(name: str, hidden: TemplateWorld) -> None:
	before = stored(hidden)
	answers = push(WRITING[name], OUTSIDERS, hidden)
	heard = {who: told(answer) for who, answer in answers.items()}
	assert stored(hidden) == before, heard
	assert not any(SECRET in text(answer) for answer in answers.values()), heard
	assert all(answer.status_code < 500 for answer in answers.values()), heard


@pytest.mark.parametrize("name", TO_NOBODY)
def test_insiders_do_not_write_history(name: str, hidden: TemplateWorld) -> None:
	before = stored(hidden)
	answers = push(WRITING[name], INSIDERS, hidden)
	assert stored(hidden) == before, {who: told(answer) for who, answer in answers.items()}


OPEN = [
	("set_value", "owner"),
	("PUT", "assigner"),
	("comment of the form", "owner"),
	("file", "assigner"),
	("pause of the stored template", "owner"),
	("resume of the stored template", "assigner"),
	("create_now of the stored template", "manager"),
]


@pytest.mark.parametrize(("name", "who"), OPEN)
def test_insiders_can(name: str, who: str, hidden: TemplateWorld) -> None:
	before = stored(hidden)
	answer = push(WRITING[name], {who: INSIDERS[who]}, hidden)[who]
	assert answer.status_code == 200, told(answer)
	assert stored(hidden) != before, told(answer)
