"""What a broken or hostile client sends to the doors of the chat: refused with words, and nothing is stored."""

import json
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from task_discipline.api import chat
from task_discipline.chat_names import MESSAGE
from tests import chatting
from tests.chatting import ANNA, BORIS, CLARA, make_group, say
from tests.doors import knock
from tests.factories import acting_as

NUMBERS = ["abc", "-1", "1.5", "1e3", "9" * 40, "٣", "1; drop table x"]


@pytest.mark.parametrize("bad", NUMBERS)
def test_odd_numbers_of_messages_are_refused_everywhere(bad: Any) -> None:
	group = make_group()
	say(ANNA, group)
	doors = [
		lambda: chat.messages(group, before=bad),
		lambda: chat.messages(group, after=bad),
		lambda: chat.messages(group, limit=bad),
		lambda: chat.open_group(group, around=bad),
		lambda: chat.mark_read(group, bad),
		lambda: chat.edit(bad, "Changed"),
		lambda: chat.delete(bad),
		lambda: chat.react(bad, "👍"),
		lambda: chat.send(group, "Hello", reply_to=bad),
		lambda: chat.search("hello", before=bad),
	]
	for door in doors:
		with acting_as(ANNA), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			door()


@pytest.mark.parametrize("limit", [0, 1, 200, 10**9])
def test_a_page_has_an_end(limit: int) -> None:
	group = make_group()
	say(ANNA, group)
	with acting_as(ANNA):
		assert 1 <= len(chat.messages(group, limit=limit)["messages"]) <= 200


@pytest.mark.parametrize(
	"since", ["", "yesterday", "2026-13-45", "2026-01-01T00:00:00+02:00", "0001-01-01 00:00:00", "9999-12-31"]
)
def test_odd_moments_are_refused(since: str) -> None:
	group = make_group()
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="since which moment"):
		chat.changed(group, since)


def test_changes_are_told_since_a_moment_and_no_new_messages() -> None:
	group = make_group()
	with acting_as(BORIS):
		since = str(chat.messages(group)["now"])
	first, second = say(ANNA, group, "One")["name"], say(ANNA, group, "Two")["name"]
	say(ANNA, group, "Three")
	with acting_as(ANNA):
		chat.edit(first, "One more")
		chat.delete(second)
	with acting_as(BORIS):
		changes = chat.changed(group, since)
	assert {one["name"]: one["text"] for one in changes["messages"]} == {first: "One more", second: ""}


def test_only_its_author_edits_and_an_admin_deletes() -> None:
	group = make_group()
	message = say(BORIS, group, "Mine")["name"]
	for user in (ANNA, CLARA):
		with acting_as(user), pytest.raises(frappe.PermissionError, match="Only its author"):
			chat.edit(message, "Changed")
	with acting_as(CLARA), pytest.raises(frappe.PermissionError, match="Only its author and admins"):
		chat.delete(message)
	with acting_as(ANNA):
		assert chat.delete(message)["deleted"] == 1
	with acting_as(BORIS), pytest.raises(frappe.ValidationError, match="was deleted"):
		chat.edit(message, "Back again")


def test_a_quiet_line_is_nobodys_to_change() -> None:
	group = make_group()
	(line,) = frappe.get_all(MESSAGE, {"chat_group": group}, ["name"], pluck="name")
	for deed in (
		lambda: chat.edit(line, "Changed"),
		lambda: chat.delete(line),
		lambda: chat.react(line, "👍"),
	):
		with acting_as(ANNA), pytest.raises(frappe.PermissionError, match="written by the system"):
			deed()


@pytest.fixture
def committed(site: str) -> Any:
	frappe.set_user("Administrator")
	group = make_group()
	frappe.db.commit()
	yield group
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()


def texts(group: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all(
		MESSAGE, {"chat_group": group, "kind": "Message"}, pluck="text", order_by="name asc"
	)


def post(body: bytes, kind: str) -> TestResponse:
	return knock(ANNA, "POST", "/api/method/task_discipline.api.chat.send", body, content_type=kind)


def test_broken_characters_in_a_real_request(committed: str) -> None:
	"""Bytes that are no text stay as the form has written them; halves of characters, as JSON can write them, are dropped."""
	form = f"group={committed}&text=a%FF%FEb%C3%28&client_id=one".encode()
	assert post(form, "application/x-www-form-urlencoded").status_code == 200
	halves = (
		b'{"group": "%s", "text": "half \\ud83d end \\u0000 \\uffff", "client_id": "two"}'
		% committed.encode()
	)
	assert post(halves, "application/json").status_code == 200
	assert texts(committed) == ["a%FF%FEb%C3(", "half  end"]


def test_text_that_is_json_in_quotes_stays_as_it_was_typed(committed: str) -> None:
	"""HOST 9: what parses as JSON is sanitised by nobody, so nothing of it may ever count as markup."""
	typed = ['"<img src=x onerror=alert(1)>"', '{"a": "<script>alert(1)</script>"}', "[1, 2]", "null", "123"]
	for number, text in enumerate(typed):
		body = {"group": committed, "text": text, "client_id": str(number)}
		answer = post(json.dumps(body).encode(), "application/json")
		assert answer.status_code == 200, answer.get_data()
		assert answer.get_json()["message"]["text"] == text
	assert texts(committed) == typed


def test_a_hundred_kilobytes_are_refused_in_a_real_request(committed: str) -> None:
	body = {"group": committed, "text": "x" * 100_000, "client_id": "long"}
	answer = post(json.dumps(body).encode(), "application/json")
	assert 400 <= answer.status_code < 500 and "at most 4000 characters" in answer.get_data(as_text=True)
	assert texts(committed) == []
