"""Accounts that take another name, or become one, with talk that they share."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from tests.chatting import ANNA, BORIS, counters, forget_limits, make_group, read, recounted, say
from tests.factories import acting_as, in_hours

OLD, NEW = "twice@td-test.example", "once@td-test.example"
THUMB = "\U0001f44d"


@pytest.fixture(autouse=True)
def _accounts(rolled_back: None) -> None:
	forget_limits()
	for email in (OLD, NEW):
		name = email.split("@")[0].title()
		user = frappe.get_doc(doctype="User", email=email, first_name=name, send_welcome_email=0)
		user.append_roles("Task Discipline User")
		user.insert()


def rename(*, merge: bool) -> None:
	frappe.rename_doc("User", OLD, NEW, merge=merge)
	forget_limits()


def direct(one: str, other: str) -> str:
	with acting_as(one):
		return chat_groups.direct_with(other)["group"]["name"]


def as_stored(name: int, column: str) -> Any:
	return frappe.parse_json(frappe.db.get_value(MESSAGE, name, column) or "null")


def two_members() -> Iterator[None]:
	"""Two accounts in one group are one member."""
	group = make_group(members=(BORIS, OLD, NEW))
	with acting_as(ANNA):
		chat_groups.set_admin(group, OLD, 1)
	first = say(ANNA, group, "One", client_id="a")
	read(OLD, group, first["name"])
	say(ANNA, group, "@Twice @Once look", client_id="b")
	say(NEW, group, "Mine", client_id="same")
	say(OLD, group, "Mine, too", client_id="same")
	last = say(BORIS, group, "@Twice and you?")
	yield
	row = frappe.get_all(MEMBER, {"chat_group": group, "user": ("in", (OLD, NEW))}, ["user", "is_admin"])
	assert row == [{"user": NEW, "is_admin": 1}]
	assert counters(group) == recounted(group)
	assert counters(group)[NEW] == (1, 1)
	assert read(NEW, group, last["name"])["unread"] == 0
	assert say(NEW, group, "I am one")["author"] == NEW


def a_mention_of_both() -> Iterator[None]:
	"""It is one of the person."""
	group = make_group(members=(OLD, NEW))
	said = say(ANNA, group, "@Twice @Once look")
	for user in (OLD, NEW):
		with acting_as(user):
			chat.react(said["name"], THUMB)
	yield
	assert as_stored(said["name"], "mentions") == [NEW]
	assert as_stored(said["name"], "reactions") == {THUMB: [NEW]}
	with acting_as(ANNA):
		lines = [one["event_line"] for one in chat.messages(group)["messages"] if one["event_line"]]
	assert lines == ["Anna Tester made the group"]


def said_by_both() -> Iterator[None]:
	"""What both said is read by the one who said it."""
	group = make_group(members=(OLD, NEW))
	say(NEW, group, "From the other account")
	with acting_as(ANNA):
		chat_groups.remove_member(group, NEW)
	assert counters(group)[OLD] == (1, 0)
	yield
	assert counters(group)[NEW] == (0, 0)


def test_two_accounts_in_the_same_groups_are_one_person() -> None:
	"""All at once: a merge is the host's slowest work."""
	cases = [case() for case in (two_members, a_mention_of_both, said_by_both)]
	for case in cases:
		next(case)
	rename(merge=True)
	for case in cases:
		assert next(case, "checked") == "checked"


def test_two_direct_talks_with_one_person_become_one() -> None:
	first, second = direct(OLD, BORIS), direct(NEW, BORIS)
	one = say(BORIS, first, "To the old account")
	two = say(BORIS, second, "To the new account")
	read(NEW, second, two["name"])
	three = say(OLD, first, "Still here")
	rename(merge=True)
	assert direct(NEW, BORIS) == direct(BORIS, NEW) == second
	assert not frappe.db.exists(GROUP, first)
	with acting_as(BORIS):
		opened = chat.open_group(second)
	said = [message["name"] for message in opened["messages"] if message["kind"] == "Message"]
	assert said == [one["name"], two["name"], three["name"]]
	assert opened["group"]["last"]["name"] == three["name"]
	assert frappe.db.get_value(GROUP, second, "message_count") == 3
	assert counters(second) == recounted(second)
	say(BORIS, second, "Go on")


def test_nothing_unread_is_lost_where_two_talks_become_one() -> None:
	first, second = direct(OLD, BORIS), direct(NEW, BORIS)
	say(BORIS, first, "Not read by him")
	later = say(BORIS, second, "Read by him")
	read(NEW, second, later["name"])
	rename(merge=True)
	assert counters(second)[NEW][0] >= 1
	assert counters(second) == recounted(second)


def test_the_talk_of_the_two_accounts_with_each_other_stays_to_be_read() -> None:
	group = direct(OLD, NEW)
	say(OLD, group, "Note to myself")
	rename(merge=True)
	with acting_as(NEW):
		opened = chat.open_group(group)
	assert (opened["group"]["archived"], opened["group"]["title"]) == (1, "Twice")
	assert opened["messages"][-1]["text"] == "Note to myself"
	assert counters(group) == {NEW: (0, 0)}


def test_a_direct_talk_follows_a_new_name() -> None:
	frappe.delete_doc("User", NEW)
	group = direct(OLD, BORIS)
	say(OLD, group, "Hello")
	rename(merge=False)
	assert direct(BORIS, NEW) == direct(NEW, BORIS) == group


def test_what_is_stored_of_a_person_follows_his_new_name() -> None:
	frappe.delete_doc("User", NEW)
	group = make_group(members=(BORIS, OLD))
	said = say(ANNA, group, "@Twice look")
	with acting_as(OLD):
		chat.react(said["name"], THUMB)
	with acting_as(ANNA):
		asked = chat_work.ask(group, "When?", OLD, str(in_hours(4)))
		chat_groups.set_admin(group, OLD, 1)
	rename(merge=False)
	assert as_stored(said["name"], "mentions") == [NEW]
	assert as_stored(said["name"], "reactions") == {THUMB: [NEW]}
	with acting_as(ANNA):
		page = chat.messages(group)["messages"]
	assert [one["event_line"] for one in page if one["event_line"]][-1] == (
		"Anna Tester made Twice an admin of the group"
	)
	assert [one["question"]["to"] for one in page if one["name"] == asked["name"]] == [NEW]
	assert counters(group) == recounted(group)


def test_the_bell_of_a_talk_that_was_joined_leads_to_the_joint_one() -> None:
	first, second = direct(OLD, BORIS), direct(NEW, BORIS)
	said = say(OLD, first, "Hello")
	rename(merge=True)
	(bell,) = frappe.get_all(
		"Notification Log", {"for_user": BORIS, "document_type": GROUP}, ["document_name", "link"]
	)
	assert bell == {"document_name": second, "link": f"/app/td-chat/{second}/{said['name']}"}
