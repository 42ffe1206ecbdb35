"""Who makes groups, how much one person may do in a minute, and who is told that somebody writes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline import compat
from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.services import clock
from task_discipline.services.chat import making, rate, reading
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, forget_limits, make_group, say
from tests.factories import DISABLED, acting_as, make_crowd

NOON = datetime(2031, 3, 4, 12, 0, 5)


def use(**values: Any) -> None:
	for field, value in values.items():
		frappe.db.set_single_value("TD Settings", field, value)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def test_people_who_are_named_twice_are_members_once() -> None:
	group = make_group(members=(BORIS, BORIS, ANNA))
	assert frappe.db.count(MEMBER, {"chat_group": group}) == 2
	with acting_as(ANNA):
		chat_groups.add_members(group, [BORIS, CLARA, CLARA])
	assert frappe.db.count(MEMBER, {"chat_group": group}) == 3
	with pytest.raises(Exception, match=r"(?i)duplicate") as refusal:
		frappe.db.sql(
			f"insert into `tab{MEMBER}` (name, chat_group, `user`) values (%s, %s, %s)",
			(10**15, group, BORIS),
		)
	assert compat.is_unique_key_violation(refusal.value)


def test_a_group_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(making, "MOST_MEMBERS", 3)
	group = make_group()
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="at most 3 members"):
		chat_groups.add_members(group, [DMITRI])


DEEDS: dict[str, Callable[[str, int], object]] = {
	"typing": lambda group, message: chat.typing(group),
	"searches": lambda group, message: chat.search("harbour"),
	"reactions": lambda group, message: chat.react(message, "👍"),
	"changes": lambda group, message: chat.edit(message, "Changed"),
	"people": lambda group, message: chat_groups.set_muted(group),
	"groups": lambda group, message: chat_groups.make_group("Private", "Harbour"),
}


@pytest.mark.parametrize("what", DEEDS)
def test_everything_that_others_notice_has_a_limit(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setitem(rate.MOST, what, 2)
	group = make_group()
	message = say(ANNA, group)["name"]
	forget_limits()
	with acting_as(ANNA), clock.at(clock.now().replace(second=5)):
		for _number in range(2):
			DEEDS[what](group, message)
		with pytest.raises(frappe.TooManyRequestsError):
			DEEDS[what](group, message)


def told(what: str) -> list[list[str]]:
	"""The rooms to which the realtime server will be told of this when the transaction is through."""
	log = getattr(frappe.local, "_realtime_log", [])
	return [room for _event, payload, room in log if payload.get("what") == what]


def test_talk_is_told_to_the_desks_of_members_only() -> None:
	"""PEERS 47: to members, each in his own room; not to who was removed, nor to an account without a desk."""
	frappe.db.set_value("User", DISABLED, "enabled", 1)
	frappe.clear_document_cache("User", DISABLED)
	group = make_group(members=(BORIS, CLARA, DISABLED))
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	say(ANNA, group, "One")
	assert [sorted(rooms) for rooms in told("message")][-1] == sorted(
		f"user:{one}" for one in (ANNA, BORIS, CLARA)
	)
	with acting_as(ANNA):
		chat_groups.remove_member(group, CLARA)
	say(ANNA, group, "Two")
	assert sorted(told("message")[-1]) == sorted(f"user:{one}" for one in (ANNA, BORIS))
	assert all(room.startswith("user:") for rooms in told("message") for room in rooms)


def test_a_long_message_and_a_quiet_line_are_told_by_their_number() -> None:
	group = make_group()
	name = say(ANNA, group, "x" * 3_000)["name"]
	log = frappe.local._realtime_log
	assert log[-1][1]["message"] == name
	assert len(frappe.as_json(log[-1][1])) < 300


def test_nothing_is_told_of_what_is_undone() -> None:
	group = make_group()
	frappe.db.commit()
	try:
		say(ANNA, group, "Never said")
		frappe.db.rollback()
		assert not told("message")
	finally:
		frappe.db.delete(GROUP, {"name": group})
		frappe.db.delete(MEMBER, {"chat_group": group})
		frappe.db.delete("TD Chat Message", {"chat_group": group})
		frappe.db.commit()


def test_writing_is_told_to_few_and_not_to_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
	group = make_group()
	with acting_as(BORIS):
		chat.typing(group)
	assert [sorted(rooms) for rooms in told("typing")] == [sorted(f"user:{one}" for one in (ANNA, CLARA))]
	monkeypatch.setattr(reading, "_MOST_WATCHING", 1)
	with acting_as(ANNA):
		chat.typing(group)
	assert len(told("typing")) == 1


def test_a_group_of_many_costs_as_few_statements_as_one_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
	crowd = make_crowd(150, "Desk User")
	small, large = make_group(), make_group(members=tuple(crowd))
	counts = []
	plain = frappe.db.sql
	for group in (small, large):
		asked: list[str] = []
		monkeypatch.setattr(
			frappe.db, "sql", lambda query, *a, asked=asked, **k: asked.append(query) or plain(query, *a, **k)
		)
		say(ANNA, group, "Hello")
		monkeypatch.undo()
		counts.append(len(asked))
	assert counts[0] == counts[1]
