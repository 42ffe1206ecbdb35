"""Bells of the chat: for mentions and direct messages, one unread for each group, and nothing for who left or muted it."""

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import GROUP
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, forget_limits, make_group, read, say
from tests.choosing import choose
from tests.factories import acting_as, in_hours


def bells(user: str, group: str, unread: bool = False) -> list[str]:
	asked = {"for_user": user, "document_type": GROUP, "document_name": group} | (
		{"read": 0} if unread else {}
	)
	return frappe.get_all("Notification Log", asked, pluck="subject", order_by="creation asc, name asc")


def direct(user: str = ANNA, other: str = BORIS) -> str:
	forget_limits()
	with acting_as(user):
		return chat_groups.direct_with(other)["group"]["name"]


def test_a_mention_rings_for_those_who_are_named() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester, see <b>this</b>")
	assert bells(BORIS, group) == [
		"<b>Anna Tester</b> mentioned you in <b>Harbour</b>: @Boris Tester, see &lt;b&gt;this&lt;/b&gt;"
	]
	assert bells(CLARA, group) == bells(ANNA, group) == []
	(row,) = frappe.get_all("Notification Log", {"for_user": BORIS, "document_name": group}, ["link", "type"])
	assert row.link.startswith(f"/app/td-chat/{group}/") and row.type == "Alert"


def test_all_are_named_at_once() -> None:
	group = make_group(members=(BORIS, CLARA, DMITRI))
	say(BORIS, group, "@all come here")
	assert [len(bells(user, group)) for user in (ANNA, BORIS, CLARA, DMITRI)] == [1, 0, 1, 1]


def test_ordinary_words_ring_for_nobody() -> None:
	group = make_group()
	say(ANNA, group, "Good morning")
	assert bells(BORIS, group) == bells(CLARA, group) == []


def test_a_direct_message_rings_for_the_other() -> None:
	group = direct()
	say(ANNA, group, "Are you there?")
	assert bells(BORIS, group) == ["<b>Anna Tester</b> wrote to you: Are you there?"]
	assert bells(ANNA, group) == []


def test_one_unread_bell_is_enough_until_the_group_is_read() -> None:
	group = direct()
	last = [say(ANNA, group, f"Message {number}")["name"] for number in range(5)][-1]
	assert len(bells(BORIS, group)) == 1
	read(BORIS, group, last)
	assert bells(BORIS, group, unread=True) == []
	say(ANNA, group, "One more")
	assert (len(bells(BORIS, group)), len(bells(BORIS, group, unread=True))) == (2, 1)


def test_whoever_answers_hears_the_next_call() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester, are you there?")
	say(BORIS, group, "I am")
	say(ANNA, group, "@Boris Tester, then come")
	assert [len(bells(BORIS, group)), len(bells(BORIS, group, unread=True))] == [2, 1]


def test_a_call_that_was_edited_away_silences_no_later_one() -> None:
	group = make_group()
	message = say(ANNA, group, "@Boris Tester, come")
	with acting_as(ANNA):
		chat.edit(message["name"], "Never mind")
	read(BORIS, group, message["name"])
	say(ANNA, group, "@Boris Tester, come after all")
	assert len(bells(BORIS, group, unread=True)) == 1


def test_a_muted_group_rings_for_mentions_only() -> None:
	talk, group = direct(), make_group()
	with acting_as(BORIS):
		chat_groups.set_muted(talk, True)
		chat_groups.set_muted(group, True)
	say(ANNA, talk, "Hello")
	say(ANNA, group, "@Boris Tester hello")
	assert bells(BORIS, talk) == [] and len(bells(BORIS, group)) == 1


def test_who_was_removed_hears_nothing_more_and_reads_no_old_bell() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester our secret")
	assert "secret" in logs_of(BORIS)
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	say(ANNA, group, "@Boris Tester and @boris@td-test.example")
	assert len(bells(BORIS, group)) == 1
	assert "secret" not in logs_of(BORIS)


def test_an_edit_rings_for_those_whom_it_names_first() -> None:
	group, talk = make_group(), direct()
	message, told = say(ANNA, group, "@Boris Tester, see this")["name"], say(ANNA, talk, "Hello")["name"]
	read(BORIS, talk, told)
	with acting_as(ANNA):
		chat.edit(message, "@Boris Tester and @Clara Tester, see this")
		chat.edit(told, "Hello again")
	assert [len(bells(user, group)) for user in (ANNA, BORIS, CLARA)] == [0, 1, 1]
	assert bells(BORIS, talk) == [], "what was looked at is told no second time, and quotes no old words"


def test_a_bell_says_what_the_message_says_now() -> None:
	group = make_group()
	message = say(ANNA, group, "@Boris Tester the key is 12345")["name"]
	with acting_as(ANNA):
		chat.edit(message, "@Boris Tester the key is with me")
	(bell,) = bells(BORIS, group)
	assert "12345" not in bell and bell.endswith("the key is with me")
	with acting_as(ANNA):
		chat.edit(message, "The key is with me")
	assert bells(BORIS, group) == []


def test_no_bell_quotes_what_was_taken_back() -> None:
	group = make_group()
	message = say(ANNA, group, "@Boris Tester the secret is 12345")["name"]
	say(ANNA, group, "@Clara Tester come")
	with acting_as(ANNA):
		question = chat_work.ask(group, "Is 12345 right?", BORIS, str(in_hours(5)))["name"]
		assert "12345" in logs_of(BORIS)
		for one in (message, question):
			chat.delete(one)
	assert "12345" not in logs_of(BORIS)
	assert len(bells(CLARA, group)) == 1


def logs_of(user: str) -> str:
	"""All bells that the desk shows to a person."""
	with acting_as(user):
		return str(frappe.get_list("Notification Log", fields=["subject"], limit=0))


@pytest.mark.parametrize("off", ["person", "site", "host"])
def test_who_wants_no_bell_gets_none(off: str) -> None:
	group = make_group()
	if off == "person":
		choose(BORIS, chat_bell=0)
	if off == "site":
		frappe.db.set_single_value("TD Settings", "notify_by_bell", 0)
		frappe.clear_document_cache("TD Settings", "TD Settings")
	if off == "host":
		frappe.db.delete("Notification Settings", {"name": BORIS})
		frappe.get_doc(doctype="Notification Settings", name=BORIS, user=BORIS, enabled=0).db_insert()
	say(ANNA, group, "@Boris Tester")
	assert bells(BORIS, group) == []
