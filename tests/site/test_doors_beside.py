"""Comments, mails, ToDos, likes, tags, shares, follows and boards: nobody from outside touches a hidden task."""

import json
from typing import Any

import frappe
import pytest

from tests.doors import METHOD, OUTSIDERS, SECRET, TASK, Door, World, call, knock, stored, text, told
from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	place_share,
)


def _desk(function: str, body: Any) -> Door:
	return Door(f"{METHOD}frappe.{function}", body)


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
	"add_tag": _desk("desk.doctype.tag.tag.add_tag", lambda w: {"tag": "td-other", "dt": TASK, "dn": w.task}),
	"add_tags": _desk(
		"desk.doctype.tag.tag.add_tags",
		lambda w: {"tags": '["td-other"]', "dt": TASK, "docs": json.dumps([w.task])},
	),
	"remove_tag": _desk(
		"desk.doctype.tag.tag.remove_tag", lambda w: {"tag": "td-tests", "dt": TASK, "dn": w.task}
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
	),
	"mapper": _desk(
		"model.mapper.make_mapped_doc", lambda w: {"method": "frappe.client.get", "source_name": w.task}
	),
}


HOST_FAILS = ("add_tag", "add_tags", "remove_tag", "workflow", "mapper")
"""Doors where the host answers every refusal with a server error."""


@pytest.mark.parametrize("name", SHUT)
def test_outsiders_leave_no_trace(name: str, world: World) -> None:
	door, before = SHUT[name], stored(world)
	for who, user in OUTSIDERS.items():
		answer = knock(user, door.method, door.path, door.asks(world))
		assert stored(world) == before, f"{who}: {told(answer)}"
		assert SECRET not in text(answer), f"{who}: {told(answer)}"
		assert answer.status_code < 500 or name in HOST_FAILS, f"{who}: {told(answer)}"


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
	answer = knock(user, door.method, door.path, door.asks(world))
	assert answer.status_code == 200, told(answer)
	assert stored(world) != before, told(answer)


def test_a_participant_opens_the_task_to_nobody_by_assigning_or_mentioning(world: World) -> None:
	before = stored(world)
	mention = f'<span class="mention" data-id="{STRANGER}" data-value="x">@x</span>'
	refused = [
		call(
			OBSERVER,
			"frappe.desk.form.assign_to.add",
			doctype=TASK,
			name=world.task,
			assign_to=json.dumps([STRANGER]),
		),
		call(
			OBSERVER,
			"frappe.desk.form.utils.add_comment",
			reference_doctype=TASK,
			reference_name=world.task,
			content=mention,
			comment_email=OBSERVER,
			comment_by="x",
		),
		call(
			OBSERVER,
			"frappe.client.insert",
			doc={
				"doctype": "ToDo",
				"allocated_to": STRANGER,
				"reference_type": TASK,
				"reference_name": world.task,
				"description": "x",
			},
		),
		call(MANAGER, "frappe.share.add", doctype=TASK, name=world.task, user=STRANGER, read=1),
	]
	assert [answer.status_code for answer in refused if not 400 <= answer.status_code < 500] == []
	assert stored(world) == before
	assert not frappe.db.exists("Email Queue Recipient", {"recipient": STRANGER})


def test_a_mail_of_ones_own_is_not_moved_beside_a_hidden_task(world: World) -> None:
	with acting_as(STRANGER):
		mine = frappe.get_doc(
			doctype="Communication", subject="x", content="x", communication_type="Communication"
		)
		mine.insert(ignore_permissions=True)
	frappe.db.commit()
	before = stored(world)
	answer = call(
		STRANGER, "frappe.email.relink", name=mine.name, reference_doctype=TASK, reference_name=world.task
	)
	assert answer.status_code == 403 and stored(world) == before


@pytest.mark.parametrize("everyone", [0, 1])
def test_a_share_placed_past_the_host_opens_nothing(everyone: int, world: World) -> None:
	places = [
		(TASK, world.task),
		("TD Task Event", world.event),
		("TD Deadline Request", world.request),
		("File", world.file),
	]
	shares = [place_share(doctype, name, STRANGER, everyone=everyone) for doctype, name in places]
	frappe.db.commit()
	for doctype, name in places:
		for answer in (
			knock(STRANGER, "GET", f"/api/resource/{doctype}/{name}"),
			knock(STRANGER, "PUT", f"/api/resource/{doctype}/{name}", {"subject": "x"}),
			knock(STRANGER, "GET", "/printview", {"doctype": doctype, "name": name}),
			call(STRANGER, "frappe.desk.form.load.getdoc", doctype=doctype, name=str(name)),
			call(STRANGER, "frappe.realtime.can_subscribe_doc", doctype=doctype, docname=str(name)),
			call(STRANGER, "frappe.client.get_list", doctype=doctype, fields=["*"]),
		):
			assert SECRET not in text(answer), told(answer)
			assert answer.status_code == 403 or answer.get_json()["message"] is not True, told(answer)
	frappe.db.delete("DocShare", {"name": ("in", shares)})
	frappe.db.commit()


def test_links_of_ones_own_task_do_not_lead_to_a_hidden_one(world: World) -> None:
	for values in ({"parent_task": world.task}, {"reference_doctype": TASK, "reference_name": world.task}):
		answer = call(STRANGER, "frappe.client.set_value", doctype=TASK, name=world.mine, fieldname=values)
		assert answer.status_code == 403, told(answer)


def test_a_stranger_makes_himself_nobodys_head(world: World) -> None:
	team = {"doctype": "TD Team", "head": STRANGER, "team_name": "Mine", "members": [{"user": ASSIGNER}]}
	tries = [
		call(STRANGER, "frappe.client.insert", doc=team),
		knock(STRANGER, "PUT", "/api/resource/TD Team/Test team", {"head": STRANGER}),
		knock(STRANGER, "DELETE", "/api/resource/TD Team/Test team"),
		call(STRANGER, "frappe.client.rename_doc", doctype="TD Team", old_name="Test team", new_name="x"),
		call(
			STRANGER,
			"run_doc_method",
			dt="TD Team",
			dn="Test team",
			method="delete",
			args=json.dumps({"ignore_permissions": 1, "force": 1}),
		),
		call(
			STRANGER,
			"frappe.client.insert",
			doc={
				"doctype": "TD Task User",
				"parent": "Test team",
				"parenttype": "TD Team",
				"parentfield": "members",
				"user": ASSIGNER,
			},
		),
	]
	assert [told(answer) for answer in tries if not 400 <= answer.status_code < 500] == []
	frappe.db.rollback()
	team = frappe.get_doc("TD Team", "Test team")
	assert (team.head, [row.user for row in team.members]) == (HEAD, [RESPONSIBLE])


def test_a_report_is_not_mailed_with_another_persons_eyes(world: World) -> None:
	report = frappe.get_doc(
		doctype="Report",
		report_name="TD doors",
		ref_doctype=TASK,
		report_type="Report Builder",
		is_standard="No",
	).insert()
	frappe.db.commit()
	doc = {
		"doctype": "Auto Email Report",
		"report": report.name,
		"user": ASSIGNER,
		"email_to": SYSTEM_MANAGER,
		"format": "HTML",
		"frequency": "Daily",
	}
	foreign, own = (
		call(SYSTEM_MANAGER, "frappe.client.insert", doc=doc | {"user": user})
		for user in (ASSIGNER, SYSTEM_MANAGER)
	)
	frappe.db.rollback()
	frappe.db.delete("Auto Email Report", {"report": report.name})
	frappe.delete_doc("Report", report.name, force=True)
	frappe.db.commit()
	assert (foreign.status_code, own.status_code) == (403, 200), f"{told(foreign)} {told(own)}"
