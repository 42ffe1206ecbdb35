"""Unread counters: after everything that people do they are what a recount out of the messages finds."""

import random

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import MESSAGE
from task_discipline.services.chat import unread
from tests.chatting import (
	ANNA,
	BORIS,
	CLARA,
	DMITRI,
	counters,
	forget_limits,
	make_group,
	read,
	recounted,
	say,
)
from tests.factories import acting_as


def total(user: str) -> int:
	with acting_as(user):
		return chat.groups()["unread"]


def test_own_messages_and_quiet_lines_are_unread_by_nobody() -> None:
	"""PEERS 48: unread are messages of others behind the last one read, and nothing else."""
	group = make_group()
	assert counters(group) == {ANNA: (0, 0), BORIS: (0, 0), CLARA: (0, 0)}
	say(ANNA, group, "One")
	with acting_as(ANNA):
		chat_groups.rename_group(group, "Harbour north")
	assert counters(group) == recounted(group) == {ANNA: (0, 0), BORIS: (1, 0), CLARA: (1, 0)}


def test_whoever_answers_has_read() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester one")
	say(CLARA, group, "Two")
	assert counters(group)[BORIS] == (2, 1)
	say(BORIS, group, "Three")
	assert counters(group) == recounted(group) == {ANNA: (2, 0), BORIS: (0, 0), CLARA: (1, 0)}


def test_reading_a_part_leaves_the_rest_and_never_goes_back() -> None:
	group = make_group()
	said = [say(ANNA, group, f"{number} @Boris Tester")["name"] for number in range(5)]
	assert read(BORIS, group, said[2]) == {"unread": 2, "mentions": 2, "last_read": said[2]}
	assert read(BORIS, group, said[0])["unread"] == 2
	assert read(BORIS, group, 10**17) == {"unread": 0, "mentions": 0, "last_read": said[4]}


def test_two_devices_know_the_same() -> None:
	"""One reads, the other asks and is told: the counter is the person's, not the window's."""
	group = make_group()
	last = say(ANNA, group, "One")["name"]
	read(BORIS, group, last)
	assert total(BORIS) == 0
	with acting_as(BORIS):
		(room, payload), *_rest = [
			(entry[2], entry[1]) for entry in frappe.local._realtime_log if entry[1].get("what") == "read"
		]
	assert (room, payload["unread"], payload["last_read"]) == ([f"user:{BORIS}"], 0, last)


def test_leaving_and_coming_back_starts_at_nothing() -> None:
	"""PEERS 48: after leaving, nothing of the group is counted, and nothing that was said meanwhile."""
	group = make_group("Open", members=(BORIS, CLARA))
	say(ANNA, group, "One")
	assert total(BORIS) == 1
	with acting_as(BORIS):
		chat_groups.leave(group)
	assert total(BORIS) == 0
	say(ANNA, group, "Two")
	with acting_as(BORIS):
		chat_groups.join(group)
	assert counters(group)[BORIS] == (0, 0)
	say(ANNA, group, "Three")
	assert counters(group) == recounted(group)
	assert total(BORIS) == 1


def test_an_archived_group_calls_nobody_and_counts_again_when_it_is_back() -> None:
	"""PEERS 48, archive."""
	group = make_group()
	say(ANNA, group, "One")
	with acting_as(ANNA):
		chat_groups.archive(group)
	assert total(BORIS) == 0
	with acting_as(ANNA):
		chat_groups.unarchive(group)
	assert total(BORIS) == 1
	assert counters(group) == recounted(group)


def test_a_muted_group_counts_by_name_only() -> None:
	group = make_group()
	with acting_as(BORIS):
		chat_groups.set_muted(group)
	say(ANNA, group, "One")
	assert total(BORIS) == 0
	say(ANNA, group, "@Boris Tester two")
	assert total(BORIS) == 1


@pytest.mark.parametrize("was_read", [False, True])
def test_edits_and_deletions_count_only_for_who_has_not_read(was_read: bool) -> None:
	group = make_group()
	first = say(ANNA, group, "@Boris Tester one")["name"]
	second = say(ANNA, group, "Two")["name"]
	if was_read:
		read(BORIS, group, second)
	with acting_as(ANNA):
		chat.edit(first, "One, @Clara Tester")
		chat.edit(second, "@all two")
	assert counters(group) == recounted(group)
	assert counters(group)[CLARA] == (2, 2)
	with acting_as(ANNA):
		chat.delete(first)
	assert counters(group) == recounted(group)
	with acting_as(ANNA):
		chat.delete(second)
	assert counters(group) == recounted(group) == {ANNA: (0, 0), BORIS: (0, 0), CLARA: (0, 0)}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_in_whatever_order_the_counters_are_those_of_a_recount(seed: int) -> None:
	chance = random.Random(seed)
	group = make_group("Open", members=(BORIS, CLARA, DMITRI))
	said: list[tuple[str, int]] = []
	for _step in range(60):
		forget_limits()
		_deed(chance, group, said)
		assert counters(group) == recounted(group)
	for user in (ANNA, BORIS, CLARA, DMITRI):
		stored = counters(group).get(user, (0, 0))
		last = frappe.db.get_value("TD Chat Member", {"chat_group": group, "user": user}, "last_read")
		if last is not None:
			assert unread.count(group, user, last)["unread"] == stored[0]


def _deed(chance: random.Random, group: str, said: list[tuple[str, int]]) -> None:
	present = sorted(counters(group))
	user, words = (
		chance.choice(present),
		chance.choice(["Yes", "@all look", "@Boris Tester", "@Clara Tester now"]),
	)
	deed = chance.choice(["say", "say", "read", "edit", "delete", "leave", "join"])
	if deed == "say":
		said.append((user, say(user, group, words)["name"]))
	elif deed == "read" and said:
		read(user, group, chance.choice(said)[1])
	elif deed in ("edit", "delete") and said:
		author, message = chance.choice(said)
		if author in present and not frappe.db.get_value(MESSAGE, message, "deleted"):
			with acting_as(author):
				chat.edit(message, words) if deed == "edit" else chat.delete(message)
	elif deed == "leave" and user != ANNA:
		with acting_as(user):
			chat_groups.leave(group)
	elif deed == "join":
		with acting_as(chance.choice([BORIS, CLARA, DMITRI])):
			chat_groups.join(group)
