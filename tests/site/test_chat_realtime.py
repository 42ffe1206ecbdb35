"""Who hears of what is said: PEERS 47. Read from the channel on which the server of sockets listens."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.utils.background_jobs import get_redis_connection_without_auth

from task_discipline.api import chat, chat_groups, chat_work
from tests import chatting, factories
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, make_group, read, say
from tests.factories import DISABLED, acting_as, in_hours

Heard = list[tuple[set[str], dict[str, Any]]]


class Listener:
	"""Hears what is published for the desks of people by the chat."""

	def __init__(self) -> None:
		self._channel = get_redis_connection_without_auth().pubsub(ignore_subscribe_messages=True)
		self._channel.subscribe("events")
		self._channel.get_message(timeout=5)

	def heard(self) -> Heard:
		"""What has come since it was asked last: for each, who hears it and what it says."""
		found: Heard = []
		while message := self._channel.get_message(timeout=0.5):
			told = json.loads(message["data"])
			if told["event"] == "td_chat":
				found.append(({room.removeprefix("user:") for room in told["room"]}, told["message"]))
		return found

	def close(self) -> None:
		self._channel.close()


@pytest.fixture
def ear(rolled_back: None) -> Iterator[Listener]:
	listener = Listener()
	yield listener
	listener.close()
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	chatting.forget_groups()
	frappe.db.commit()


def committed_group(ear: Listener, *members: str) -> str:
	group = make_group(members=members)
	frappe.db.commit()
	ear.heard()
	return group


def test_peers_47_members_hear_of_a_message_when_it_is_stored_and_nobody_else(ear: Listener) -> None:
	group = committed_group(ear, BORIS, CLARA)
	said = say(ANNA, group, "Secret")
	assert ear.heard() == []
	frappe.db.commit()
	((rooms, told),) = [one for one in ear.heard() if one[1]["what"] == "message"]
	assert rooms == {ANNA, BORIS, CLARA}
	assert (told["group"], told["message"]["name"], told["message"]["text"]) == (
		group,
		said["name"],
		"Secret",
	)


def test_peers_47_nobody_hears_of_what_was_not_stored(ear: Listener) -> None:
	group = committed_group(ear, BORIS)
	say(ANNA, group)
	frappe.db.rollback()
	assert ear.heard() == []


def test_peers_47_whoever_is_removed_or_leaves_hears_nothing_more(ear: Listener) -> None:
	group = committed_group(ear, BORIS, CLARA, DMITRI)
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	with acting_as(CLARA):
		chat_groups.leave(group)
	frappe.db.commit()
	told = {(frozenset(rooms), one["what"]) for rooms, one in ear.heard()}
	assert (frozenset({BORIS}), "groups") in told and (frozenset({CLARA}), "groups") in told
	assert not any(BORIS in rooms and what == "message" for rooms, what in told)
	said = say(ANNA, group, "Among us")
	with acting_as(ANNA):
		chat.edit(said["name"], "Among us two")
	with acting_as(DMITRI):
		chat.react(said["name"], "\U0001f44d")
		chat.typing(group)
	with acting_as(ANNA):
		chat_work.ask(group, "When?", DMITRI, str(in_hours(4)))
		chat.delete(said["name"])
		chat_groups.rename_group(group, "Pier")
	frappe.db.commit()
	heard = ear.heard()
	assert {one["what"] for _rooms, one in heard} >= {"message", "changed", "typing", "groups"}
	assert set().union(*(rooms for rooms, _one in heard)) <= {ANNA, DMITRI}


def test_peers_47_an_account_that_is_closed_hears_nothing(ear: Listener) -> None:
	frappe.db.set_value("User", DISABLED, "enabled", 1)
	frappe.clear_document_cache("User", DISABLED)
	group = committed_group(ear, BORIS, DISABLED)
	say(ANNA, group)
	frappe.db.commit()
	assert {DISABLED} <= set().union(*(rooms for rooms, _one in ear.heard()))
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	frappe.clear_document_cache("User", DISABLED)
	say(ANNA, group)
	frappe.db.commit()
	assert set().union(*(rooms for rooms, _one in ear.heard())) == {ANNA, BORIS}


def test_peers_47_how_far_one_has_read_is_told_to_oneself_alone(ear: Listener) -> None:
	group = committed_group(ear, BORIS)
	said = say(ANNA, group)
	frappe.db.commit()
	ear.heard()
	read(BORIS, group, said["name"])
	frappe.db.commit()
	((rooms, told),) = ear.heard()
	assert (rooms, told["what"], told["unread"]) == ({BORIS}, "read", 0)


def test_peers_47_of_a_long_message_and_a_quiet_line_only_the_number_is_told(ear: Listener) -> None:
	group = committed_group(ear, BORIS)
	long = say(ANNA, group, "x" * 1_001)
	with acting_as(ANNA):
		chat_groups.rename_group(group, "Pier")
	frappe.db.commit()
	told = [one["message"] for _rooms, one in ear.heard() if one["what"] == "message"]
	assert told[0] == long["name"] and all(isinstance(one, int) for one in told)


def test_peers_47_the_quiet_line_of_a_task_is_heard_by_its_people_alone(ear: Listener) -> None:
	task = factories.make_task()
	with acting_as(ANNA):
		group = chat_groups.for_record("TD Task", task.name)["group"]["name"]
		task.reload().update({"observers": []}).save()
	frappe.db.commit()
	heard = [rooms for rooms, one in ear.heard() if one["what"] == "message" and one["group"] == group]
	assert heard and set().union(*heard) == {ANNA, BORIS, CLARA}
	factories.act(ANNA, task.name, "reassign", user=factories.NEWCOMER, reason="He is ill")
	frappe.db.commit()
	heard = [rooms for rooms, one in ear.heard() if one["what"] == "message" and one["group"] == group]
	assert heard and BORIS not in set().union(*heard)
	factories.purge()
