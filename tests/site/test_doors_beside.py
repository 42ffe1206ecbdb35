"""Comments, mails, ToDos, likes, tags, shares, follows and boards: nobody from outside touches a hidden task."""

import json
from typing import Any

import pytest

from tests.doors import (
	METHOD,
	OUTSIDERS,
	TASK,
	Door,
	World,
	expect_untouched,
	push,
	stored,
	told,
)
from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
)


def _desk(function: str, body: Any, *, host_fails: bool = False) -> Door:
	return Door(f"{METHOD}frappe.{function}", body, host_fails=host_fails)


def _todo(**more: Any) -> Any:
	return lambda w: {"doctype": TASK, "name": w.task, **more}


SHUT: dict[str, Door] = {
	"add_comment": _desk(
		"desk.form.utils.add_comment",
		lambda w: {
			"reference_doctype": TASK,
			"reference_name": w.task,
			"content": "x",
			"comment_email": STRANGER,
			"comment_by": "x",
		},
	),
	"add_comment of the website": _desk(
		"templates.includes.comments.comments.add_comment",
		lambda w: {
			"reference_doctype": TASK,
			"reference_name": w.task,
			"comment": "x",
			"comment_email": "x@x.example",
			"comment_by": "x",
			"route": "x",
		},
	),
	"change the comment of former times": _desk(
		"desk.form.utils.update_comment", lambda w: {"name": w.former_comment, "content": "x"}
	),
	"toggle_like": _desk("desk.like.toggle_like", _todo(add="Yes")),
	"add_tag": _desk(
		"desk.doctype.tag.tag.add_tag",
		lambda w: {"tag": "td-other", "dt": TASK, "dn": w.task},
		host_fails=True,
	),
	"add_tags": _desk(
		"desk.doctype.tag.tag.add_tags",
		lambda w: {"tags": '["td-other"]', "dt": TASK, "docs": json.dumps([w.task])},
		host_fails=True,
	),
	"remove_tag": _desk(
		"desk.doctype.tag.tag.remove_tag",
		lambda w: {"tag": "td-tests", "dt": TASK, "dn": w.task},
		host_fails=True,
	),
	"assign": _desk(
		"desk.form.assign_to.add",
		lambda w: {"doctype": TASK, "name": w.task, "assign_to": json.dumps([STRANGER])},
	),
	"assign without permission": _desk(
		"desk.form.assign_to.add",
		lambda w: {
			"doctype": TASK,
			"name": w.task,
			"assign_to": json.dumps([STRANGER]),
			"ignore_permissions": 1,
		},
	),
	"assign many": _desk(
		"desk.form.assign_to.add_multiple",
		lambda w: {
			"doctype": TASK,
			"name": json.dumps([w.task]),
			"assign_to": json.dumps([STRANGER]),
			"bulk_assign": 1,
		},
	),
	"unassign": _desk("desk.form.assign_to.remove", _todo(assign_to=RESPONSIBLE)),
	"unassign without permission": _desk(
		"desk.form.assign_to.remove", _todo(assign_to=RESPONSIBLE, ignore_permissions=1)
	),
	"unassign many without permission": _desk(
		"desk.form.assign_to.remove_multiple",
		lambda w: {"doctype": TASK, "names": json.dumps([w.task]), "ignore_permissions": 1},
	),
	"close without permission": _desk(
		"desk.form.assign_to.close", _todo(assign_to=STRANGER, ignore_permissions=1)
	),
	"share": _desk("share.add", _todo(user=STRANGER, read=1, write=1)),
	"share with everyone": _desk("share.add", _todo(everyone=1, read=1)),
	"share by permission": _desk("share.set_permission", _todo(user=STRANGER, permission_to="read")),
	"follow": _desk(
		"desk.form.document_follow.follow_document",
		lambda w: {"doctype": TASK, "doc_name": w.task, "user": STRANGER},
	),
	"update_follow": _desk(
		"desk.form.document_follow.update_follow",
		lambda w: {"doctype": TASK, "doc_name": w.task, "following": True},
	),
	"make a mail": _desk(
		"core.doctype.communication.email.make",
		lambda w: {
			"doctype": TASK,
			"name": w.task,
			"content": "x",
			"subject": "x",
			"recipients": "x@x.example",
		},
	),
	"take the mail away": _desk(
		"email.relink",
		lambda w: {"name": w.communication, "reference_doctype": TASK, "reference_name": w.mine},
	),
	"bulk edit": _desk(
		"desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		lambda w: {
			"doctype": TASK,
			"docnames": json.dumps([w.task]),
			"action": "update",
			"data": json.dumps({"priority": "Low"}),
		},
	),
	"delete many": _desk(
		"desk.reportview.delete_items", lambda w: {"doctype": TASK, "items": json.dumps([w.task])}
	),
	"title": _desk(
		"model.rename_doc.update_document_title", lambda w: {"doctype": TASK, "docname": w.task, "title": "x"}
	),
	"savedocs": _desk(
		"desk.form.save.savedocs",
		lambda w: {"doc": json.dumps({"doctype": TASK, "name": w.task, "subject": "x"}), "action": "Save"},
	),
	"savedocs of a row": _desk(
		"desk.form.save.savedocs",
		lambda w: {
			"doc": json.dumps(
				{
					"doctype": "TD Task User",
					"__islocal": 1,
					"name": "new-td-task-user-x",
					"parent": w.task,
					"parenttype": TASK,
					"parentfield": "observers",
					"user": STRANGER,
				}
			),
			"action": "Save",
		},
	),
	"calendar": _desk(
		"desk.calendar.update_event",
		lambda w: {
			"args": json.dumps({"doctype": TASK, "name": w.task, "starts_on": "2026-01-01"}),
			"field_map": json.dumps({"start": "starts_on", "id": "name"}),
		},
	),
	"gantt": _desk(
		"desk.gantt.update_task",
		lambda w: {
			"args": json.dumps({"doctype": TASK, "name": w.task, "start": "2030-01-01", "end": "2030-01-02"}),
			"field_map": json.dumps({"start": "starts_on", "end": "deadline"}),
		},
	),
	"board": _desk(
		"desk.doctype.kanban_board.kanban_board.update_order",
		lambda w: {"board_name": "Tasks by status", "order": json.dumps({"Done": [w.task]})},
	),
	"card": _desk(
		"desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
		lambda w: {
			"board_name": "Tasks by status",
			"docname": w.task,
			"from_colname": "New",
			"to_colname": "Done",
			"old_index": 0,
			"new_index": 0,
		},
	),
	"auto repeat": _desk(
		"automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
		lambda w: {"doctype": TASK, "docname": w.task},
	),
	"workflow": _desk(
		"model.workflow.apply_workflow",
		lambda w: {"doc": json.dumps({"doctype": TASK, "name": w.task}), "action": "Approve"},
		host_fails=True,
	),
	"mapper": _desk(
		"model.mapper.make_mapped_doc",
		lambda w: {"method": "frappe.client.get", "source_name": w.task},
		host_fails=True,
	),
}


@pytest.mark.parametrize("name", SHUT)
def test_outsiders_leave_no_trace(name: str, world: World) -> None:
	expect_untouched(SHUT[name], OUTSIDERS, world)


OPEN = [
	("add_comment", HEAD),
	("toggle_like", OBSERVER),
	("add_tag", ASSIGNER),
	("make a mail", RESPONSIBLE),
	("bulk edit", MANAGER),
	("title", ASSIGNER),
	("calendar", ASSIGNER),
]


@pytest.mark.parametrize(("name", "user"), OPEN)
def test_people_of_the_task_can(name: str, user: str, world: World) -> None:
	before, door = stored(world), SHUT[name]
	answer = push(door, {name: user}, world)[name]
	assert answer.status_code == 200, told(answer)
	assert stored(world) != before, told(answer)
