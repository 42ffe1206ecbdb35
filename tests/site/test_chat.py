"""Groups and what is said in them, as people meet it: the ordinary way, and what is refused."""

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import MEMBER, MESSAGE
from tests import chatting, factories
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, counters, make_group, read, say
from tests.factories import acting_as


def test_a_message_reaches_the_members_and_is_unread_for_all_but_its_author() -> None:
	group = make_group()
	sent = say(ANNA, group, "The crane is **here**", client_id="one")
	assert (sent["text"], sent["author"], sent["kind"]) == ("The crane is **here**", ANNA, "Message")
	assert counters(group) == {ANNA: (0, 0), BORIS: (1, 0), CLARA: (1, 0)}
	with acting_as(BORIS):
		(listed,) = (one for one in chat.groups()["groups"] if one["name"] == group)
		page = chat.messages(group)
	assert (listed["title"], listed["unread"], listed["last"]["line"]) == (
		"Harbour",
		1,
		"The crane is **here**",
	)
	assert [one["kind"] for one in page["messages"]] == ["Event", "Message"]
	assert page["people"][ANNA]["full_name"] == "Anna Tester"
	assert read(BORIS, group, sent["name"])["unread"] == 0


def test_the_same_message_sent_again_is_stored_once() -> None:
	group, other = make_group(), make_group(title="Other")
	first = say(ANNA, group, client_id="key")
	assert say(ANNA, group, "Hello again", client_id="key") == first
	assert frappe.db.count(MESSAGE, {"chat_group": group, "kind": "Message"}) == 1
	with pytest.raises(frappe.ValidationError, match="another group"):
		say(ANNA, other, client_id="key")
	assert say(BORIS, group, client_id="key")["name"] != first["name"]


@pytest.mark.parametrize(
	("text", "words"),
	[
		("", "Write something"),
		(None, "Write something"),
		(" \n\u200b\u202e ", "Write something"),
		("x" * 4_001, "at most 4000 characters"),
		("x" * 100_000, "at most 4000 characters"),
		(["a list"], "plain text"),
	],
)
def test_empty_and_oversize_messages_are_refused_with_words(text: object, words: str) -> None:
	group = make_group()
	with pytest.raises(frappe.ValidationError, match=words):
		say(ANNA, group, text)
	assert frappe.db.count(MESSAGE, {"chat_group": group, "kind": "Message"}) == 0


@pytest.mark.parametrize(
	"text",
	[
		"<script>alert(1)</script>",
		'"<img src=x onerror=alert(1)>"',
		'{"a": "<img src=x onerror=alert(1)>"}',
		"a < b && c > d &lt; &amp;",
		"<style>*{display:none}</style><form><input></form>",
		"\U0001f600 \u0628\u0631\u0644\u064a\u0646 \u6771\u4eac",
		"x" * 4_000,
	],
)
def test_hostile_text_is_stored_as_the_plain_text_that_was_typed(text: str) -> None:
	group = make_group()
	name = say(ANNA, group, text)["name"]
	assert frappe.db.get_value(MESSAGE, name, "text") == text
	with acting_as(BORIS):
		assert chat.messages(group)["messages"][-1]["text"] == text


def test_broken_characters_do_not_reach_the_table() -> None:
	group = make_group()
	assert say(ANNA, group, "a\x00b\ud800c\u202ed")["text"] == "abc\u202ed\u202c"


def test_a_reply_shows_what_it_answers_and_stays_in_its_group() -> None:
	group, other = make_group(), make_group(title="Other")
	asked, elsewhere = say(ANNA, group, "When?"), say(ANNA, other, "Elsewhere")
	reply = say(BORIS, group, "Now", reply_to=asked["name"])
	assert reply["reply"] == {"name": asked["name"], "author": ANNA, "line": "When?"}
	for wrong in (elsewhere["name"], 10**15, "x", -1, True):
		with pytest.raises(frappe.ValidationError):
			say(BORIS, group, "Now", reply_to=wrong)


def test_mentions_are_found_in_the_words_and_counted() -> None:
	group = make_group()
	sent = say(ANNA, group, "@Boris Tester and @Dmitri Tester, look", mentions=[BORIS, DMITRI])
	assert sent["mentions"] == [BORIS]
	assert counters(group)[BORIS] == (1, 1)
	assert set(say(CLARA, group, "@all")["mentions"]) == {ANNA, BORIS}
	assert counters(group) == {ANNA: (1, 1), BORIS: (2, 2), CLARA: (0, 0)}


def test_an_author_edits_his_words_and_mentions_follow() -> None:
	group = make_group()
	sent = say(ANNA, group, "@Boris Tester look")
	with acting_as(ANNA):
		edited = chat.edit(sent["name"], "@Clara Tester look")
	assert (edited["edited"], edited["mentions"]) == (1, [CLARA])
	assert counters(group) == {ANNA: (0, 0), BORIS: (1, 0), CLARA: (1, 1)}
	with acting_as(BORIS), pytest.raises(frappe.PermissionError):
		chat.edit(sent["name"], "Mine")
	with acting_as(BORIS):
		changes = chat.changed(group, str(frappe.utils.now_datetime()))
	assert [one["name"] for one in changes["messages"]] == [sent["name"]]


def test_a_message_is_edited_within_its_time_only() -> None:
	group = make_group()
	name = say(ANNA, group)["name"]
	past = frappe.utils.add_to_date(None, minutes=-61)
	frappe.db.set_value(MESSAGE, name, "creation", past, update_modified=False)
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="within 60 minutes"):
		chat.edit(name, "Late")


def test_deleting_leaves_a_mark_and_no_words() -> None:
	group = make_group()
	sent = say(BORIS, group, "@Clara Tester secret")
	with acting_as(CLARA), pytest.raises(frappe.PermissionError):
		chat.delete(sent["name"])
	with acting_as(CLARA):
		chat.react(sent["name"], "\U0001f44d")
	with acting_as(ANNA):
		gone = chat.delete(sent["name"])
		assert chat.delete(sent["name"])["deleted"] == 1
	assert (gone["deleted"], gone["text"], gone["mentions"], gone["reactions"]) == (1, "", [], {})
	assert counters(group) == dict.fromkeys((ANNA, BORIS, CLARA), (0, 0))
	for act in (lambda: chat.edit(sent["name"], "x"), lambda: chat.react(sent["name"], "\U0001f44d")):
		with acting_as(BORIS), pytest.raises(frappe.ValidationError):
			act()


def test_reactions_toggle() -> None:
	group = make_group()
	name = say(ANNA, group)["name"]
	with acting_as(BORIS):
		assert chat.react(name, "\U0001f44d")["reactions"] == {"\U0001f44d": [BORIS]}
		assert chat.react(name, "\u2764\ufe0f")["reactions"] == {
			"\U0001f44d": [BORIS],
			"\u2764\ufe0f": [BORIS],
		}
		assert chat.react(name, "\U0001f44d")["reactions"] == {"\u2764\ufe0f": [BORIS]}
		for wrong in ("<b>", "", "ok", None):
			with pytest.raises(frappe.ValidationError):
				chat.react(name, wrong)


def test_pages_are_unbroken_in_both_directions() -> None:
	group = make_group()
	names = [say(ANNA, group, f"Line {number}")["name"] for number in range(12)]
	with acting_as(BORIS):
		newest = chat.messages(group, limit=5)
		older = chat.messages(group, before=newest["messages"][0]["name"], limit="5")
		newer = chat.messages(group, after=str(names[3]), limit=5)
		middle = chat.open_group(group, around=names[6])
	assert [one["name"] for one in newest["messages"]] == names[-5:]
	assert [one["name"] for one in older["messages"]] == names[-10:-5]
	assert (newest["has_more"], older["has_more"], newer["has_more"]) == (True, True, True)
	assert [one["name"] for one in newer["messages"]] == names[4:9]
	assert names[6] in [one["name"] for one in middle["messages"]]
	assert (middle["has_older"], middle["has_newer"]) == (False, False)


def test_an_open_group_is_found_joined_and_left() -> None:
	group = make_group("Open", members=())
	say(ANNA, group)
	with acting_as(DMITRI):
		(found,) = (one for one in chat_groups.find_open("arbou")["groups"] if one["name"] == group)
		assert (found["members"], found["is_member"]) == (1, 0)
		assert chat_groups.join(group)["group"]["unread"] == 0
		chat_groups.join(group)
		chat_groups.leave(group)
		with pytest.raises(frappe.PermissionError):
			chat.messages(group)
	assert frappe.db.count(MEMBER, {"chat_group": group}) == 1
	with acting_as(BORIS):
		chat_groups.join(group)
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="only admin"):
		chat_groups.leave(group)


def test_a_direct_talk_is_one_whoever_begins_it() -> None:
	with acting_as(ANNA):
		first = chat_groups.direct_with(BORIS)["group"]
	with acting_as(BORIS):
		second = chat_groups.direct_with(ANNA)["group"]
		assert first["name"] == second["name"]
		assert (second["title"], second["with_user"]) == ("Anna Tester", ANNA)
		for act in (
			lambda: chat_groups.add_members(first["name"], [CLARA]),
			lambda: chat_groups.leave(first["name"]),
			lambda: chat_groups.archive(first["name"]),
			lambda: chat_groups.direct_with(BORIS),
			lambda: chat_groups.direct_with(factories.DISABLED),
			lambda: chat_groups.direct_with("nobody"),
		):
			with pytest.raises(frappe.ValidationError):
				act()


def test_people_are_added_once_and_removed() -> None:
	group = make_group()
	with acting_as(ANNA):
		chat_groups.add_members(group, [DMITRI, DMITRI, BORIS])
		assert len(chat_groups.members(group)["members"]) == 4
		chat_groups.remove_member(group, DMITRI)
		with pytest.raises(frappe.ValidationError, match="no member"):
			chat_groups.remove_member(group, DMITRI)
		for wrong in ([], ["nobody"], [factories.DISABLED], ["Guest"], [1]):
			with pytest.raises(frappe.ValidationError):
				chat_groups.add_members(group, wrong)
	with acting_as(BORIS), pytest.raises(frappe.PermissionError):
		chat_groups.add_members(group, [DMITRI])
	with acting_as(DMITRI), pytest.raises(frappe.PermissionError):
		say(DMITRI, group)
	assert chatting.recounted(group) == counters(group)


def test_admins_hand_over_rename_and_archive() -> None:
	group = make_group()
	with acting_as(ANNA):
		chat_groups.set_admin(group, BORIS, 1)
		assert chat_groups.rename_group(group, " New \n name ", "What for")["group"]["title"] == "New name"
		assert chat_groups.archive(group)["group"]["archived"] == 1
		with pytest.raises(frappe.ValidationError, match="archived"):
			say(ANNA, group)
		chat_groups.leave(group)
	with acting_as(BORIS):
		lines = [one["event_line"] for one in chat.messages(group)["messages"]]
		chat_groups.unarchive(group)
	assert lines[:3] == [
		"Anna Tester made the group",
		"Anna Tester made Boris Tester an admin of the group",
		"Anna Tester named the group “New name”",
	]
	say(BORIS, group)


def test_groups_need_a_name_and_known_people() -> None:
	for arguments in (
		{"kind": "Open", "title": " "},
		{"kind": "Direct", "title": "x"},
		{"kind": "Open", "title": "x" * 141},
		{"kind": "Open", "title": "x", "members": ["nobody"]},
		{"kind": "Open", "title": "x", "members": "{"},
	):
		with acting_as(ANNA), pytest.raises(frappe.ValidationError):
			chat_groups.make_group(**arguments)


def test_a_removed_member_learns_nothing_by_an_old_key_of_his_client() -> None:
	group = make_group()
	say(BORIS, group, "Among us", client_id="old")
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	with pytest.raises(frappe.PermissionError):
		say(BORIS, group, "Among us", client_id="old")
