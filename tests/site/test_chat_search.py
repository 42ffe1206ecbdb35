"""Messages found by their words on the server: the right ones, in one's own groups, page by page."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import MESSAGE
from task_discipline.services import rows
from tests import chatting, factories
from tests.chatting import ANNA, BORIS, CLARA, make_group, say
from tests.factories import acting_as


@pytest.fixture
def group(rolled_back: None) -> Iterator[str]:
	"""Committed: the index of words sees nothing else."""
	yield make_group(title="Quay")
	frappe.db.rollback()
	frappe.set_user("Administrator")
	chatting.forget_groups()
	frappe.db.commit()


def found(user: str, text: str, **more: Any) -> list[str]:
	frappe.db.commit()
	chatting.forget_limits()
	with acting_as(user):
		return [one["text"] for one in chat.search(text, **more)["messages"]]


def test_words_are_found_by_their_beginnings_the_newest_first(group: str) -> None:
	say(ANNA, group, "The zebracrane is broken")
	say(BORIS, group, "Which zebracranes?")
	say(BORIS, group, "None of it")
	assert found(CLARA, "zebracr") == ["Which zebracranes?", "The zebracrane is broken"]
	assert found(CLARA, "ZEBRACRANE broken") == ["The zebracrane is broken"]
	assert found(CLARA, "zebracrane giraffe") == []


@pytest.mark.parametrize(
	("text", "words"),
	[
		("Meet at the quay at zq7", "zq"),
		("To be or not to be zebraish", "to be zebraish"),
		("zebra_under and 100% sure", "zebra_under 100%"),
		("\u6771\u4eac\u306e\u6e2f\u6e7e", "\u4eac\u306e"),
		(
			"\u041f\u043e\u0440\u0442\u043e\u0432\u044b\u0439 \u043a\u0440\u0430\u043d",
			"\u043f\u043e\u0440\u0442\u043e\u0432",
		),
		("z" * 90 + " long", "z" * 90),
		("it's o'zebra-time", "o'zebra-time"),
		('say "zebraquoted"', '+"zebraquoted" -say*'),
	],
	ids=["short", "common", "signs", "unspaced", "other script", "longest", "apostrophe", "operators"],
)
def test_words_of_every_kind_are_found(group: str, text: str, words: str) -> None:
	say(ANNA, group, text)
	assert text in found(BORIS, words)


@pytest.mark.parametrize("words", ["%", "_", "", "()", '+-*~<>"@'])
def test_signs_alone_are_no_words(group: str, words: str) -> None:
	say(ANNA, group, "zebra")
	if words == "_":
		assert found(BORIS, "_") == []
		return
	with pytest.raises(frappe.ValidationError, match="Write a word"):
		found(BORIS, words)


def test_what_was_deleted_or_changed_is_not_found(group: str) -> None:
	gone, changed = say(ANNA, group, "zebragone"), say(ANNA, group, "zebraold")
	with acting_as(ANNA):
		chat.delete(gone["name"])
		chat.edit(changed["name"], "zebranew")
		chat_groups.rename_group(group, "zebratitle")
	assert found(BORIS, "zebra") == ["zebranew"]


def test_nobody_finds_what_was_said_in_groups_of_others(group: str) -> None:
	other = make_group(members=(CLARA,), title="Others")
	say(ANNA, other, "zebra of others")
	say(ANNA, group, "zebra of ours")
	assert found(BORIS, "zebra") == ["zebra of ours"]
	assert found(ANNA, "zebra", group=other) == ["zebra of others"]
	with pytest.raises(frappe.PermissionError):
		found(BORIS, "zebra", group=other)
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	assert found(BORIS, "zebra") == []
	assert found(factories.SYSTEM_MANAGER, "zebra") == found(factories.MANAGER, "zebra") == []


def test_pages_go_on_where_the_last_one_ended(group: str) -> None:
	said = [
		{"chat_group": group, "author": ANNA, "kind": "Message", "text": f"zebra {one}"} for one in range(70)
	]
	names = rows.insert(MESSAGE, said)
	frappe.db.commit()
	seen: list[int] = []
	more = True
	with acting_as(BORIS):
		while more:
			page = chat.search("zebra", before=seen[-1] if seen else None)
			seen += [one["name"] for one in page["messages"]]
			more = page["has_more"]
			assert len(page["messages"]) <= 30
	assert seen == sorted(names, reverse=True)
	with acting_as(BORIS):
		assert chat.search("zebra", before=names[0])["messages"] == []
		assert page["groups"] == {group: "Quay"}
