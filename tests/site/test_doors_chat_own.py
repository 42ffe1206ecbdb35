"""Our own doors of the chat, and the host's doors that write: who is no member does nothing and learns nothing.

PEERS 46 and 47. A word that is asked for is cut short, so that an answer which says the secret comes from the talk.
"""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from tests.doors import SECRET, Door, granted, push, told
from tests.factories import NEWCOMER, RESPONSIBLE, STRANGER
from tests.hidden_chat import (
	GREETING,
	INSIDERS,
	OUTSIDERS,
	ChatWorld,
	ask,
	expect_open,
	expect_shut,
	expect_untouched,
	rows_of,
)

OURS = "task_discipline.api."
NOBODY: tuple[str, ...] = ()


def _chat(function: str, opens: tuple[str, ...] = ("admin", "member"), **body: Any) -> Door:
	return ask(f"{OURS}chat.{function}", body, opens=opens)


def _groups(function: str, opens: tuple[str, ...] = ("admin", "member"), **body: Any) -> Door:
	return ask(f"{OURS}chat_groups.{function}", body, opens=opens)


def _work(function: str, opens: tuple[str, ...] = ("admin", "member"), **body: Any) -> Door:
	return ask(f"{OURS}chat_work.{function}", body, opens=opens)


READS: dict[str, Door] = {
	"groups": _chat("groups"),
	"open_group": _chat("open_group", group="{group}"),
	"open_group around": _chat("open_group", group="{group}", around="{message}"),
	"open_group around a message of others": _chat("open_group", NOBODY, group="{mine}", around="{message}"),
	"messages": _chat("messages", group="{group}"),
	"messages before": _chat("messages", group="{group}", before="{former}"),
	"messages of others before": _chat("messages", NOBODY, group="{mine}", before="{former}"),
	"messages of others after": _chat("messages", NOBODY, group="{mine}", after="{question}"),
	"changed": _chat("changed", group="{group}", since="2020-01-01 00:00:00"),
	"search": _chat("search", text=SECRET[:5]),
	"search in the group": _chat("search", text=SECRET[:5], group="{group}"),
	"search in another group": _chat("search", NOBODY, text=SECRET[:5], group="{mine}"),
	"find_open": _groups("find_open", NOBODY, text=SECRET[:5]),
	"open_questions": _work("open_questions", ("member",)),
	"reply to a message of others": _chat("send", NOBODY, group="{mine}", text="x", reply_to="{message}"),
	"talk of the task": _groups("for_record", doctype="TD Task", name="{task}"),
}


@pytest.mark.parametrize("name", READS)
def test_peers_46_outsiders_read_nothing(name: str, talk: ChatWorld) -> None:
	expect_shut(READS[name], talk)


@pytest.mark.parametrize("name", [name for name, door in READS.items() if door.insiders])
def test_members_read_it(name: str, talk: ChatWorld) -> None:
	expect_open(READS[name], talk)


UNTIL = f"{datetime.now() + timedelta(days=3):%Y-%m-%d %H:%M:%S}"
DEEDS: dict[str, Door] = {
	"members": _groups("members", group="{group}"),
	"send": _chat("send", group="{group}", text="x"),
	"send a reply": _chat("send", group="{group}", text="x", reply_to="{message}"),
	"send the file of others": _chat("send", NOBODY, group="{group}", text="x", files=["{file}"]),
	"edit": _chat("edit", ("admin",), message="{message}", text="x"),
	"edit what one said in former times": _chat("edit", NOBODY, message="{former}", text="x"),
	"delete": _chat("delete", NOBODY, message="{message}"),
	"delete what one said in former times": _chat("delete", NOBODY, message="{former}"),
	"react": _chat("react", message="{message}", emoji=GREETING),
	"mark_read": _chat("mark_read", group="{group}", message="{question}"),
	"mark_read through another group": _chat("mark_read", NOBODY, group="{mine}", message="{question}"),
	"typing": _chat("typing", group="{group}"),
	"ask": _work("ask", ("admin",), group="{group}", text="x", person=RESPONSIBLE, answer_by=UNTIL),
	"withdraw": _work("withdraw_question", NOBODY, message="{question}"),
	"make_task": _work(
		"make_task", message="{message}", subject="x", responsible=RESPONSIBLE, deadline=UNTIL
	),
	"to_result": _work("to_result", NOBODY, message="{said_of_task}"),
	"to_plan_step": _work("to_plan_step", NOBODY, message="{said_of_task}"),
	"join": _groups("join", NOBODY, group="{group}"),
	"leave": _groups("leave", NOBODY, group="{group}"),
	"add oneself": _groups("add_members", NOBODY, group="{group}", users=[STRANGER, NEWCOMER]),
	"remove": _groups("remove_member", NOBODY, group="{group}", user=RESPONSIBLE),
	"set_admin": _groups("set_admin", ("admin",), group="{group}", user=RESPONSIBLE, is_admin=0),
	"set_muted": _groups("set_muted", group="{group}", muted=0),
	"rename": _groups("rename_group", NOBODY, group="{group}", title="x"),
	"archive": _groups("archive", NOBODY, group="{group}"),
	"unarchive": _groups("unarchive", ("admin",), group="{group}"),
}


@pytest.mark.parametrize("name", DEEDS)
def test_peers_46_outsiders_do_nothing(name: str, talk: ChatWorld) -> None:
	expect_untouched(DEEDS[name], OUTSIDERS, talk)


def _place(doctype: str, name: str, **more: Any) -> dict[str, Any]:
	return {"doctype": doctype, "name": name, **more}


def _rest(verb: str, path: str, **body: Any) -> Door:
	return Door(
		f"/api/resource/{path}", lambda w: json.loads(json.dumps(body).replace("{group}", w.group)), verb
	)


PLACES = {GROUP: "{group}", MEMBER: "{membership}", MESSAGE: "{message}"}
FIELDS = {GROUP: "title", MEMBER: "muted", MESSAGE: "text"}


def _of_each(doctype: str) -> dict[str, Door]:
	name, field = PLACES[doctype], FIELDS[doctype]
	place = _place(doctype, name)
	link = {"doctype": doctype, "docname": name}
	written = json.dumps({**place, field: "1"})
	doors = {
		"PUT": _rest("PUT", f"{doctype}/{name}", **{field: "1"}),
		"DELETE": _rest("DELETE", f"{doctype}/{name}"),
		"set_value": ask("frappe.client.set_value", {**place, "fieldname": field, "value": "1"}),
		"client.delete": ask("frappe.client.delete", place),
		"rename": ask(
			"frappe.client.rename_doc",
			{"doctype": doctype, "old_name": name, "new_name": "x"},
			host_fails=True,
		),
		"title": ask("frappe.model.rename_doc.update_document_title", {**link, "title": "x", "name": "x"}),
		"savedocs": ask("frappe.desk.form.save.savedocs", {"doc": written, "action": "Save"}),
		"run_doc_method": ask(
			"run_doc_method", {"dt": doctype, "dn": name, "method": "delete"}, host_fails=True
		),
		"add_comment": ask(
			"frappe.desk.form.utils.add_comment",
			{
				"reference_doctype": doctype,
				"reference_name": name,
				"content": "x",
				"comment_email": STRANGER,
				"comment_by": "x",
			},
		),
		"toggle_like": ask("frappe.desk.like.toggle_like", {**place, "add": "Yes"}),
		"add_tag": ask(
			"frappe.desk.doctype.tag.tag.add_tag", {"tag": "x", "dt": doctype, "dn": name}, host_fails=True
		),
		"assign": ask("frappe.desk.form.assign_to.add", {**place, "assign_to": json.dumps([STRANGER])}),
		"share": ask("frappe.share.add", {**place, "user": STRANGER, "read": 1}),
		"share with everyone": ask("frappe.share.add", {**place, "everyone": 1, "read": 1}),
		"follow": ask(
			"frappe.desk.form.document_follow.follow_document",
			{"doctype": doctype, "doc_name": name, "user": STRANGER},
		),
		"make a mail": ask(
			"frappe.core.doctype.communication.email.make",
			{**place, "content": "x", "subject": "x", "recipients": "x@x.example"},
		),
		"bulk edit": ask(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			{
				"doctype": doctype,
				"docnames": json.dumps([name]),
				"action": "update",
				"data": json.dumps({field: "1"}),
			},
		),
		"delete many": ask(
			"frappe.desk.reportview.delete_items", {"doctype": doctype, "items": json.dumps([name])}
		),
		"attach": ask(
			"frappe.client.attach_file",
			{**link, "filename": "x.txt", "filedata": "x", "is_private": 1},
			host_fails=doctype == GROUP,
		),
	}
	return {f"{way} {doctype}": door for way, door in doors.items()}


WRITES: dict[str, Door] = {
	**_of_each(GROUP),
	**_of_each(MEMBER),
	**_of_each(MESSAGE),
	"POST a member": _rest("POST", MEMBER, chat_group="{group}", user=STRANGER, is_admin=1),
	"POST a message": _rest("POST", MESSAGE, chat_group="{group}", author=STRANGER, kind="Message", text="x"),
	"insert a message": ask(
		"frappe.client.insert",
		{
			"doc": {
				"doctype": MESSAGE,
				"chat_group": "{group}",
				"author": STRANGER,
				"kind": "Message",
				"text": "x",
			}
		},
	),
	"delete a file": _rest("DELETE", "File/{file}"),
	"publish a file": _rest("PUT", "File/{file}", is_private=0),
	"rename a file": _rest("PUT", "File/{file}", file_name="x.txt"),
	"take a file out": _rest("PUT", "File/{file}", attached_to_doctype=None, attached_to_name=None),
	"claim a file": ask(
		"frappe.client.insert",
		{"doc": {"doctype": "File", "file_url": "{file_url}", "is_private": 1, "file_name": "mine.txt"}},
		opens=NOBODY,
	),
}
"""Through the host nobody writes, member or not: the words of others are never his, and his own go through us."""


@pytest.mark.parametrize("name", WRITES)
def test_nobody_writes_through_the_host(name: str, talk: ChatWorld) -> None:
	people = OUTSIDERS if WRITES[name].insiders == NOBODY else {**OUTSIDERS, **INSIDERS}
	expect_untouched(WRITES[name], people, talk)


@pytest.mark.parametrize("name", [name for name, door in DEEDS.items() if door.insiders])
def test_members_do_it(name: str, talk: ChatWorld) -> None:
	people = {who: INSIDERS[who] for who in DEEDS[name].insiders[:1]}
	for who, answer in push(DEEDS[name], people, talk).items():
		assert granted(answer, talk), f"{who}: {told(answer)}"


def test_a_member_changes_what_is_stored_by_our_doors(talk: ChatWorld) -> None:
	before = rows_of(talk)
	answer = push(DEEDS["send"], {"member": RESPONSIBLE}, talk)["member"]
	assert answer.status_code == 200 and rows_of(talk) != before, told(answer)
