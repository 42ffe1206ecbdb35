"""Longer ways to a hidden task: through people who may see it, old shares, links, teams and reports."""

import json

import frappe
import pytest
from frappe.utils.background_jobs import get_redis_connection_without_auth

from tests.doors import SECRET, TASK, World, call, knock, stored, text, told
from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_task,
	place_share,
)


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
				"assigned_by": OBSERVER,
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
		("TD Task Rating", world.rating),
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


def test_talk_reaches_the_desks_of_people_and_no_room(world: World) -> None:
	heard = get_redis_connection_without_auth().pubsub(ignore_subscribe_messages=True)
	heard.subscribe("events")
	heard.get_message(timeout=5)
	words = {
		"reference_doctype": TASK,
		"reference_name": world.task,
		"comment_email": OBSERVER,
		"comment_by": "x",
	}
	answer = call(OBSERVER, "frappe.desk.form.utils.add_comment", content=f"<p>{SECRET}</p>", **words)
	assert answer.status_code == 200, told(answer)
	rooms = set()
	while message := heard.get_message(timeout=1):
		if SECRET in str(message["data"]):
			rooms.add(json.loads(message["data"])["room"])
	heard.close()
	assert {f"user:{ASSIGNER}", f"user:{RESPONSIBLE}", f"user:{OBSERVER}"} <= rooms
	assert all(room.startswith("user:") for room in rooms)
	assert not {f"user:{STRANGER}", f"user:{NEWCOMER}"} & rooms


@pytest.mark.parametrize("kind", ["Report Builder", "Script Report", "Custom Report"])
def test_a_report_on_tasks_shows_what_its_reader_may_see(kind: str, world: World) -> None:
	report = frappe.get_doc(
		doctype="Report", report_name=f"TD doors {kind}", ref_doctype=TASK, report_type=kind, is_standard="No"
	)
	report.json = json.dumps({"columns": [["name", TASK], ["subject", TASK]], "fields": [["subject", TASK]]})
	report.insert()
	frappe.db.commit()
	answers = [
		call(
			STRANGER,
			"frappe.desk.query_report.run",
			report_name=report.name,
			user=user,
			ignore_prepared_report=1,
		)
		for user in (ASSIGNER, STRANGER, "Administrator")
	]
	prepared = call(
		STRANGER,
		"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
		report_name=report.name,
	)
	frappe.db.rollback()
	frappe.db.delete("Prepared Report", {"report_name": report.name})
	frappe.delete_doc("Report", report.name, force=True)
	frappe.db.commit()
	assert not any(SECRET in text(answer) for answer in (*answers, prepared))


def test_who_is_taken_off_a_task_stops_following_it() -> None:
	task = make_task(observers=[{"user": NEWCOMER}])
	with acting_as(NEWCOMER):
		frappe.get_doc(
			doctype="Document Follow", ref_doctype=TASK, ref_docname=task.name, user=NEWCOMER
		).insert()
	with acting_as(HEAD), pytest.raises(frappe.PermissionError):
		frappe.get_doc(doctype="Document Follow", ref_doctype=TASK, ref_docname=task.name, user=HEAD).insert()
	with acting_as(ASSIGNER):
		task.reload()
		task.set("observers", [])
		task.save()
	assert not frappe.db.exists("Document Follow", {"ref_docname": task.name})


def test_a_former_head_reads_no_more(world: World) -> None:
	assert call(HEAD, "frappe.client.get", doctype=TASK, name=world.task).status_code == 200
	frappe.db.set_value("TD Team", "Test team", "head", MANAGER)
	frappe.db.commit()
	answer = call(HEAD, "frappe.client.get", doctype=TASK, name=world.task)
	frappe.db.set_value("TD Team", "Test team", "head", HEAD)
	frappe.db.commit()
	assert answer.status_code == 403, told(answer)
