"""PEERS 48: what is unread is right after people leave, come back, archive, mute, delete and read on two devices."""

import frappe

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import MEMBER
from tests.chatting import ANNA, BORIS, CLARA, counters, make_group, read, recounted, say
from tests.factories import acting_as


def totals(user: str) -> tuple[int, int]:
	with acting_as(user):
		found = chat.groups()
	return found["unread"], found["mentions"]


def rise(user: str, before: tuple[int, int]) -> tuple[int, int]:
	after = totals(user)
	return after[0] - before[0], after[1] - before[1]


def by(user: str, deed, *arguments: object) -> None:
	with acting_as(user):
		deed(*arguments)


def test_peers_48_archived_groups_count_for_nobody_until_they_are_back() -> None:
	before, group = totals(BORIS), make_group()
	say(ANNA, group, "@Boris Tester look")
	say(ANNA, group)
	assert rise(BORIS, before) == (2, 1)
	by(ANNA, chat_groups.archive, group)
	assert rise(BORIS, before) == (0, 0)
	by(ANNA, chat_groups.unarchive, group)
	assert rise(BORIS, before) == (2, 1)
	assert counters(group) == recounted(group)


def test_peers_48_whoever_leaves_has_nothing_unread_and_begins_anew() -> None:
	before, group = totals(BORIS), make_group("Open")
	say(ANNA, group, "@all")
	by(BORIS, chat_groups.leave, group)
	assert rise(BORIS, before) == (0, 0)
	say(ANNA, group, "@all once more")
	by(BORIS, chat_groups.join, group)
	assert rise(BORIS, before) == (0, 0)
	say(CLARA, group, "@all and again")
	assert rise(BORIS, before) == (1, 1)
	assert counters(group) == recounted(group)


def test_peers_48_whoever_is_removed_and_added_again_begins_anew() -> None:
	before, group = totals(BORIS), make_group()
	say(ANNA, group)
	by(ANNA, chat_groups.remove_member, group, BORIS)
	say(ANNA, group)
	assert rise(BORIS, before) == (0, 0)
	by(ANNA, chat_groups.add_members, group, [BORIS])
	assert rise(BORIS, before) == (0, 0)
	assert counters(group) == recounted(group)


def test_peers_48_quiet_lines_and_ones_own_words_are_unread_by_nobody() -> None:
	before = {user: totals(user) for user in (ANNA, BORIS)}
	group = make_group()
	by(ANNA, chat_groups.rename_group, group, "Pier")
	say(BORIS, group)
	assert (rise(ANNA, before[ANNA]), rise(BORIS, before[BORIS])) == ((1, 0), (0, 0))


def test_peers_48_of_muted_groups_only_mentions_count() -> None:
	before, group = totals(BORIS), make_group()
	by(BORIS, chat_groups.set_muted, group, 1)
	say(ANNA, group)
	say(ANNA, group, "@Boris Tester look")
	assert rise(BORIS, before) == (1, 1)
	by(BORIS, chat_groups.set_muted, group, 0)
	assert rise(BORIS, before) == (2, 1)


def test_peers_48_what_is_deleted_or_addressed_to_others_counts_no_more() -> None:
	before, group = totals(BORIS), make_group()
	first = say(ANNA, group, "@Boris Tester look")
	second = say(ANNA, group, "@Boris Tester, too")
	by(ANNA, chat.delete, first["name"])
	assert rise(BORIS, before) == (1, 1)
	by(ANNA, chat.edit, second["name"], "@Clara Tester, too")
	assert rise(BORIS, before) == (1, 0)
	by(ANNA, chat.edit, second["name"], "@Boris Tester after all")
	assert rise(BORIS, before) == (1, 1)
	assert counters(group) == recounted(group)


def test_peers_48_the_device_that_is_behind_makes_nothing_unread_again() -> None:
	group = make_group()
	first, second, third = (say(ANNA, group, f"@Boris Tester {one}") for one in range(3))
	assert read(BORIS, group, second["name"]) == {"unread": 1, "mentions": 1, "last_read": second["name"]}
	assert read(BORIS, group, first["name"])["last_read"] == second["name"]
	by(ANNA, chat.delete, first["name"])
	assert counters(group)[BORIS] == recounted(group)[BORIS] == (1, 1)
	assert read(BORIS, group, third["name"] + 10**6) == {
		"unread": 0,
		"mentions": 0,
		"last_read": third["name"],
	}
	assert frappe.db.get_value(MEMBER, {"chat_group": group, "user": BORIS}, "last_read") == third["name"]
