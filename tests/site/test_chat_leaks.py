"""The leak table of the chat's own doors: each of them, for strangers, removed members and accounts without a desk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from tests import chatting
from tests.chatting import ANNA, BORIS, CLARA, make_group, say
from tests.doors import SECRET
from tests.factories import (
	DISABLED,
	HEAD,
	MANAGER,
	NEWCOMER,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	in_hours,
	make_task,
	purge,
)

OUTSIDERS = {
	"stranger": STRANGER,
	"removed": NEWCOMER,
	"disabled": DISABLED,
	"head": HEAD,
	"manager": MANAGER,
	"system_manager": SYSTEM_MANAGER,
	"guest": "Guest",
}


@dataclass(frozen=True)
class Talk:
	"""A private group that says ``SECRET`` wherever it can."""

	group: str
	message: int
	question: int
	task_group: str
	task_message: int


@pytest.fixture
def talk(rolled_back: None) -> Iterator[Talk]:
	_enable(1)
	group = make_group(members=(BORIS, CLARA, NEWCOMER, DISABLED), title=f"{SECRET} plans")
	message = say(ANNA, group, f"{SECRET} is ours, @all")["name"]
	say(NEWCOMER, group, "I have left a trace", reply_to=message)
	with acting_as(ANNA):
		asked = chat_work.ask(group, f"Where is {SECRET}?", BORIS, str(in_hours(24)))["name"]
		chat_groups.remove_member(group, NEWCOMER)
	task = make_task(observers=[{"user": DISABLED}])
	with acting_as(ANNA):
		about = chat_groups.for_record("TD Task", task.name)["group"]["name"]
	said = say(ANNA, about, f"{SECRET} costs much")["name"]
	_enable(0)
	chatting.forget_limits()
	yield Talk(group, message, asked, about, said)
	_enable(0)


def _enable(enabled: int) -> None:
	frappe.db.set_value("User", DISABLED, "enabled", enabled)
	frappe.clear_document_cache("User", DISABLED)


Door = Callable[[Talk], Any]
SILENT: dict[str, Door] = {
	"chat.groups": lambda talk: chat.groups(),
	"chat.search": lambda talk: chat.search(SECRET),
	"chat_groups.find_open": lambda talk: chat_groups.find_open(SECRET),
	"chat_work.open_questions": lambda talk: chat_work.open_questions(),
}
"""Doors that answer everybody with what is his."""
REFUSING: dict[str, Door] = {
	"chat.open_group": lambda talk: chat.open_group(talk.group),
	"chat.open_group around": lambda talk: chat.open_group(talk.group, around=talk.message),
	"chat.messages": lambda talk: chat.messages(talk.group),
	"chat.messages after": lambda talk: chat.messages(talk.group, after=0),
	"chat.changed": lambda talk: chat.changed(talk.group, "2020-01-01 00:00:00"),
	"chat.search in": lambda talk: chat.search(SECRET, group=talk.group),
	"chat.send": lambda talk: chat.send(talk.group, "Hello"),
	"chat.send reply": lambda talk: chat.send(talk.group, "Hello", reply_to=talk.message),
	"chat.edit": lambda talk: chat.edit(talk.message, "Changed"),
	"chat.delete": lambda talk: chat.delete(talk.message),
	"chat.react": lambda talk: chat.react(talk.message, "👍"),
	"chat.mark_read": lambda talk: chat.mark_read(talk.group, talk.message),
	"chat.typing": lambda talk: chat.typing(talk.group),
	"chat_groups.members": lambda talk: chat_groups.members(talk.group),
	"chat_groups.join": lambda talk: chat_groups.join(talk.group),
	"chat_groups.leave": lambda talk: chat_groups.leave(talk.group),
	"chat_groups.add_members": lambda talk: chat_groups.add_members(talk.group, [frappe.session.user]),
	"chat_groups.remove_member": lambda talk: chat_groups.remove_member(talk.group, BORIS),
	"chat_groups.set_admin": lambda talk: chat_groups.set_admin(talk.group, BORIS),
	"chat_groups.set_muted": lambda talk: chat_groups.set_muted(talk.group),
	"chat_groups.rename_group": lambda talk: chat_groups.rename_group(talk.group, "Mine"),
	"chat_groups.archive": lambda talk: chat_groups.archive(talk.group),
	"chat_groups.unarchive": lambda talk: chat_groups.unarchive(talk.group),
	"chat_work.ask": lambda talk: chat_work.ask(talk.group, "Why?", BORIS, str(in_hours(5))),
	"chat_work.withdraw_question": lambda talk: chat_work.withdraw_question(talk.question),
	"chat_work.make_task": lambda talk: chat_work.make_task(talk.message, "Mine", BORIS),
	"chat_work.to_result": lambda talk: chat_work.to_result(talk.task_message),
	"chat_work.to_plan_step": lambda talk: chat_work.to_plan_step(talk.task_message),
}
"""Doors into a group, or to a message of one."""
ELSEWHERE = {"chat_groups.make_group", "chat_groups.direct_with", "chat_groups.for_record"}
"""Doors that make groups: ``test_chat_records`` and ``test_chat_limits`` ask who may."""


def test_the_table_names_every_door() -> None:
	doors = {
		f"{module.__name__.rsplit('.', 1)[1]}.{name}"
		for module in (chat, chat_groups, chat_work)
		for name, door in vars(module).items()
		if door in frappe.whitelisted and door.__module__ == module.__name__
	}
	assert doors == {name.split(" ")[0] for name in (*SILENT, *REFUSING)} | ELSEWHERE


def state() -> object:
	return [
		frappe.db.sql(f"select * from `tab{doctype}` order by name") for doctype in (GROUP, MEMBER, MESSAGE)
	]


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("door", REFUSING)
def test_outsiders_are_refused_and_leave_no_trace(door: str, who: str, talk: Talk) -> None:
	"""PEERS 46, at our own doors; the host's stand in ``test_doors_*``."""
	before = state()
	with acting_as(OUTSIDERS[who]), pytest.raises(frappe.PermissionError) as refusal:
		REFUSING[door](talk)
	assert SECRET not in str(refusal.value)
	assert state() == before


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("door", SILENT)
def test_outsiders_find_nothing(door: str, who: str, talk: Talk) -> None:
	with acting_as(OUTSIDERS[who]):
		try:
			answer = SILENT[door](talk)
		except frappe.PermissionError as refusal:
			answer = str(refusal)
	assert SECRET not in frappe.as_json(answer) and talk.group not in frappe.as_json(answer)


@pytest.mark.parametrize("door", ["chat.groups", "chat.search"])
def test_members_find_it_there(door: str, talk: Talk) -> None:
	frappe.db.commit()  # the index of words answers from what is committed
	try:
		with acting_as(BORIS):
			assert SECRET in frappe.as_json(SILENT[door](talk))
	finally:
		frappe.db.rollback()
		chatting.forget_groups()
		purge()
		frappe.db.commit()


@pytest.mark.parametrize("door", REFUSING)
def test_a_group_that_does_not_exist_is_refused_in_the_same_words(door: str, talk: Talk) -> None:
	"""Nobody learns by trying which groups and messages there are."""
	nowhere = Talk("TDG-99999999", 10**15, 10**15, "TDG-99999999", 10**15)
	with acting_as(STRANGER), pytest.raises(frappe.PermissionError) as there:
		REFUSING[door](talk)
	with acting_as(STRANGER), pytest.raises(frappe.PermissionError) as not_there:
		REFUSING[door](nowhere)
	words = [
		str(refusal.value).replace(known, "").replace("()", "")
		for refusal, known in ((there, talk.group), (not_there, nowhere.group))
	]
	assert words[0].replace(talk.task_group, "").replace("()", "") == words[1]


@pytest.mark.parametrize("doctype", [GROUP, MEMBER, MESSAGE])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_room_of_the_realtime_server_is_joined(who: str, doctype: str, talk: Talk) -> None:
	"""PEERS 47: what is said goes to rooms of persons, and the rooms of records open to nobody outside."""
	member = frappe.db.get_value(MEMBER, {"chat_group": talk.group, "user": BORIS})
	name = {GROUP: talk.group, MEMBER: member, MESSAGE: talk.message}[doctype]
	with acting_as(OUTSIDERS[who]), pytest.raises(frappe.PermissionError):
		frappe.realtime.can_subscribe_doc(doctype, str(name))


@pytest.mark.parametrize("who", OUTSIDERS)
def test_lists_and_documents_of_the_host_are_closed(who: str, talk: Talk) -> None:
	with acting_as(OUTSIDERS[who]):
		for doctype in (GROUP, MEMBER, MESSAGE):
			try:
				found = frappe.get_list(doctype, limit=0)
			except frappe.PermissionError:
				found = []
			assert not found
		assert not frappe.get_doc(GROUP, talk.group).has_permission("read")
		assert not frappe.get_doc(MESSAGE, talk.message).has_permission("read")
