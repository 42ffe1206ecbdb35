"""Every door of the host that writes: nobody from outside changes a hidden task or puts anything beside it."""

import json
from typing import Any

import pytest

from tests.doors import METHOD, OUTSIDERS, TASK, Door, World, expect_untouched, push, stored, told
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	OBSERVING_SYSTEM_MANAGER,
	RESPONSIBLE,
	STRANGER,
)

STEP, PERSON = "TD Plan Step", "TD Task User"


def _row(world: World, **more: Any) -> dict[str, Any]:
	return {"doctype": PERSON, "parent": world.task, "parenttype": TASK, "parentfield": "observers", **more}


def _step(world: World, **more: Any) -> dict[str, Any]:
	return {"doctype": STEP, "parent": world.task, "parenttype": TASK, "parentfield": "plan", **more}


def _forged(world: World, **more: Any) -> str:
	return json.dumps(
		{"doctype": TASK, "name": world.task, "assigner": STRANGER, "responsible": STRANGER, **more}
	)


def _beside(world: World) -> dict[str, str]:
	return {"reference_doctype": TASK, "reference_name": world.task}


def _client(function: str, body: Any) -> Door:
	return Door(f"{METHOD}frappe.client.{function}", body)


def _run(body: Any) -> Door:
	return Door(METHOD + "run_doc_method", body)


CLIENT: dict[str, Door] = {
	"set_value": _client(
		"set_value", lambda w: {"doctype": TASK, "name": w.task, "fieldname": "priority", "value": "High"}
	),
	"set_value of a row": _client(
		"set_value", lambda w: {"doctype": STEP, "name": w.step, "fieldname": "title", "value": "x"}
	),
	"insert a step": _client("insert", lambda w: {"doc": _step(w, title="x")}),
	"insert a person": _client("insert", lambda w: {"doc": _row(w, user=STRANGER)}),
	"insert many people": _client("insert_many", lambda w: {"docs": [_row(w, user=STRANGER)]}),
	"insert access": _client(
		"insert",
		lambda w: {"doc": {"doctype": "TD Task Access", "task": w.task, "user": STRANGER, "is_assigner": 1}},
	),
	"insert an event": _client(
		"insert", lambda w: {"doc": {"doctype": "TD Task Event", "task": w.task, "event": "Accepted"}}
	),
	"insert a rating": _client(
		"insert", lambda w: {"doc": {"doctype": "TD Task Rating", "task": w.task, "user": STRANGER}}
	),
	"insert a request": _client(
		"insert", lambda w: {"doc": {"doctype": "TD Deadline Request", "task": w.task, "reason": "x"}}
	),
	"insert over the task": _client("insert", lambda w: {"doc": _forged(w, subject="x")}),
	"save": _client("save", lambda w: {"doc": _forged(w, subject="x")}),
	"save a row": _client("save", lambda w: {"doc": _row(w, name=w.participant, user=STRANGER)}),
	"delete": _client("delete", lambda w: {"doctype": TASK, "name": w.task}),
	"delete a row": _client("delete", lambda w: {"doctype": STEP, "name": w.step}),
	"delete an event": _client("delete", lambda w: {"doctype": "TD Task Event", "name": w.event}),
	"delete a rating": _client("delete", lambda w: {"doctype": "TD Task Rating", "name": w.rating}),
	"delete a request": _client("delete", lambda w: {"doctype": "TD Deadline Request", "name": w.request}),
	"delete the comment": _client("delete", lambda w: {"doctype": "Comment", "name": w.comment}),
	"delete the todo": _client("delete", lambda w: {"doctype": "ToDo", "name": w.todo}),
	"bulk_update": _client(
		"bulk_update", lambda w: {"docs": json.dumps([{"doctype": TASK, "docname": w.task, "subject": "x"}])}
	),
	"rename_doc": _client("rename_doc", lambda w: {"doctype": TASK, "old_name": w.task, "new_name": "TD-x"}),
	"submit": _client("submit", lambda w: {"doc": _forged(w)}),
	"cancel": _client("cancel", lambda w: {"doctype": TASK, "name": w.task}),
	"insert a todo": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "ToDo",
				"allocated_to": STRANGER,
				"reference_type": TASK,
				"reference_name": w.task,
				"description": "x",
			}
		},
	),
	"point a todo of one's own": _client(
		"set_value",
		lambda w: {"doctype": "ToDo", "name": w.todo, "fieldname": "allocated_to", "value": STRANGER},
	),
	"insert a comment": _client(
		"insert",
		lambda w: {"doc": {"doctype": "Comment", "comment_type": "Comment", "content": "x", **_beside(w)}},
	),
	"insert a mail": _client(
		"insert",
		lambda w: {"doc": {"doctype": "Communication", "subject": "x", "content": "x", **_beside(w)}},
	),
	"insert a share": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "DocShare",
				"user": STRANGER,
				"share_doctype": TASK,
				"share_name": w.task,
				"read": 1,
			}
		},
	),
	"insert a follow": _client(
		"insert",
		lambda w: {
			"doc": {
				"doctype": "Document Follow",
				"ref_doctype": TASK,
				"ref_docname": w.task,
				"user": STRANGER,
			}
		},
	),
}

REST: dict[str, Door] = {
	f"{method} {path}": Door(path, body, method)
	for method, path, body in (
		("PUT", f"/api/resource/{TASK}/{{task}}", lambda w: {"subject": "x"}),
		("PUT", f"/api/v2/document/{TASK}/{{task}}/", lambda w: {"subject": "x"}),
		("PATCH", f"/api/v2/document/{TASK}/{{task}}/", lambda w: {"subject": "x"}),
		("DELETE", f"/api/resource/{TASK}/{{task}}", lambda w: {}),
		("DELETE", f"/api/v2/document/{TASK}/{{task}}/", lambda w: {}),
		("POST", f"/api/resource/{STEP}", lambda w: _step(w, title="x")),
		("POST", f"/api/resource/{PERSON}", lambda w: _row(w, user=STRANGER)),
		("POST", f"/api/v2/document/{PERSON}", lambda w: _row(w, user=STRANGER)),
		("PUT", f"/api/resource/{STEP}/{{step}}", lambda w: {"title": "x"}),
		("PUT", f"/api/resource/{PERSON}/{{participant}}", lambda w: {"user": STRANGER}),
		("DELETE", f"/api/resource/{STEP}/{{step}}", lambda w: {}),
		("DELETE", f"/api/v2/document/{STEP}/{{step}}/", lambda w: {}),
		("DELETE", f"/api/resource/{PERSON}/{{participant}}", lambda w: {}),
		("PUT", "/api/resource/TD Task Event/{event}", lambda w: {"reason": "x"}),
		("DELETE", "/api/resource/TD Task Event/{event}", lambda w: {}),
		("PUT", "/api/resource/TD Task Rating/{rating}", lambda w: {"timeliness": "On Time"}),
		("DELETE", "/api/resource/TD Task Rating/{rating}", lambda w: {}),
		("PUT", "/api/resource/TD Deadline Request/{request}", lambda w: {"status": "Approved"}),
		("DELETE", "/api/resource/TD Deadline Request/{request}", lambda w: {}),
		("POST", f"/api/resource/{TASK}/{{task}}", lambda w: {"run_method": "cancel_task", "reason": "x"}),
		("POST", f"/api/v2/document/{TASK}/{{task}}/method/start/", lambda w: {}),
		(
			"POST",
			"/api/v2/method/run_doc_method",
			lambda w: {"document": _forged(w, status="Submitted"), "method": "accept_result"},
		),
	)
}

ACTIONS: dict[str, Door] = {
	**{
		f"{action} of the stored task": _run(
			lambda w, action=action: {
				"dt": TASK,
				"dn": w.task,
				"method": action,
				"args": json.dumps({"reason": "x"}),
			}
		)
		for action in ("decline", "cancel_task", "reassign", "tick_step")
	},
	**{
		f"{action} of the stored task": _run(
			lambda w, action=action: {"dt": TASK, "dn": w.task, "method": action}
		)
		for action in ("start", "submit_task", "agree_deadline")
	},
	**{
		f"{action} of a forged task": _run(
			lambda w, action=action: {
				"docs": _forged(w, status="Submitted", needs_review=0),
				"method": action,
				"args": json.dumps({"reason": "x"}),
			}
		)
		for action in ("accept_result", "submit_task", "cancel_task", "add_comment", "delete")
	},
	"action of a new task with a known name": _run(
		lambda w: {
			"docs": _forged(w, __islocal=1),
			"method": "add_comment",
			"args": json.dumps({"text": "x"}),
		}
	),
	"action of a task whose name is a filter": _run(
		lambda w: {
			"docs": json.dumps({"doctype": TASK, "name": ["like", w.task], "__islocal": 1}),
			"method": "cancel_task",
			"args": json.dumps({"reason": "x"}),
		}
	),
	"rename by force": _run(
		lambda w: {
			"dt": TASK,
			"dn": w.task,
			"method": "rename",
			"args": json.dumps({"name": "TD-x", "force": 1}),
		}
	),
	"delete without permission": _run(
		lambda w: {
			"dt": TASK,
			"dn": w.task,
			"method": "delete",
			"args": json.dumps({"ignore_permissions": 1, "force": 1}),
		}
	),
	"delete a row without permission": _run(
		lambda w: {
			"dt": STEP,
			"dn": w.step,
			"method": "delete",
			"args": json.dumps({"ignore_permissions": 1}),
		}
	),
	"delete an event without permission": _run(
		lambda w: {
			"dt": "TD Task Event",
			"dn": str(w.event),
			"method": "delete",
			"args": json.dumps({"ignore_permissions": 1}),
		}
	),
	"approve a request": _run(lambda w: {"dt": "TD Deadline Request", "dn": w.request, "method": "approve"}),
	"refuse a forged request": _run(
		lambda w: {
			"docs": json.dumps({"doctype": "TD Deadline Request", "name": w.request, "task": w.mine}),
			"method": "refuse",
			"args": json.dumps({"reason": "x"}),
		}
	),
	"act on many": Door(
		METHOD + "task_discipline.api.tasks.act_on_many",
		lambda w: {"names": [w.task], "action": "cancel_task", "arguments": {"reason": "x"}},
	),
}

SHUT = {**CLIENT, **REST, **ACTIONS}


@pytest.mark.parametrize("name", SHUT)
def test_outsiders_change_nothing(name: str, world: World) -> None:
	expect_untouched(SHUT[name], OUTSIDERS, world)


PEOPLE = (RESPONSIBLE, CO_ASSIGNEE, OBSERVER, HEAD)
BY_THE_ASSIGNER = [
	name
	for name in SHUT
	if name.startswith(("insert a step", "insert a person", "insert many")) or STEP in name or PERSON in name
]
TO_NOBODY = [
	name
	for name in SHUT
	if name in ("delete", "insert access", "insert an event", "insert a request", "rename by force")
	or name.startswith(("delete an event", "delete a request"))
	or name.endswith("without permission")
	or "Event" in name
	or "Request/" in name
	or (name.startswith("DELETE") and "{task}" in name)
]


@pytest.mark.parametrize("name", BY_THE_ASSIGNER)
def test_rows_follow_the_rules_of_their_task(name: str, world: World) -> None:
	_expect_refused(name, PEOPLE, world)


@pytest.mark.parametrize("name", TO_NOBODY)
def test_history_and_access_are_nobodys_to_write(name: str, world: World) -> None:
	_expect_refused(name, (ASSIGNER, *PEOPLE, MANAGER), world)


def _expect_refused(name: str, users: tuple[str, ...], world: World) -> None:
	before = stored(world)
	for user, answer in push(SHUT[name], {user: user for user in users}, world).items():
		assert 400 <= answer.status_code < 500, f"{user}: {told(answer)}"
	assert stored(world) == before


OPEN = [
	("set_value", ASSIGNER),
	("set_value of a row", ASSIGNER),
	("insert a comment", OBSERVING_SYSTEM_MANAGER),
	("insert a mail", OBSERVING_SYSTEM_MANAGER),
	(f"PUT /api/resource/{TASK}/{{task}}", MANAGER),
	(f"PATCH /api/v2/document/{TASK}/{{task}}/", ASSIGNER),
	("approve a request", ASSIGNER),
	("start of the stored task", RESPONSIBLE),
	("submit_task of the stored task", CO_ASSIGNEE),
	("cancel_task of the stored task", MANAGER),
]


@pytest.mark.parametrize(("name", "user"), OPEN)
def test_the_right_person_can(name: str, user: str, world: World) -> None:
	before = stored(world)
	answer = push(SHUT[name], {name: user}, world)[name]
	assert answer.status_code == 200, told(answer)
	assert stored(world) != before, told(answer)
