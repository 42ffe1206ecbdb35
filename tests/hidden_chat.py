"""A group that says a secret wherever it can, the people who push at its doors, and how they push."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import CHAT, GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import files
from tests import chatting, doors, factories
from tests.doors import METHOD, SECRET, Door, text, told
from tests.factories import ASSIGNER, DISABLED, NEWCOMER, RESPONSIBLE, STRANGER, acting_as
from tests.project_doors import filled

INSIDERS = {
	"admin": ASSIGNER,
	"member": RESPONSIBLE,
	"member with a role": factories.OBSERVING_SYSTEM_MANAGER,
}
OUTSIDERS = {**doors.OUTSIDERS, "head": factories.HEAD, "manager": factories.MANAGER}
"""Heads and managers are among them: what is said is its people's alone."""
MEMBERS = ("admin", "member")
GREETING = "\U0001f44d"
_BESIDE = {
	"Comment": "reference_name",
	"Communication": "reference_name",
	"Document Follow": "ref_docname",
	"DocShare": "share_name",
	"File": "attached_to_name",
	"Tag Link": "document_name",
	"ToDo": "reference_name",
}


@dataclass(frozen=True)
class ChatWorld:
	"""Names of the hidden group and of everything in it and beside it."""

	group: str
	membership: int
	"""The row of ``RESPONSIBLE``."""
	message: int
	question: int
	former: int
	"""Said by ``NEWCOMER`` while he was a member."""
	file: str
	file_url: str
	bell: str
	mail: str
	task: str
	"""Of the talk ``record``; ``NEWCOMER`` was its observer."""
	record: str
	said_of_task: int
	mine: str
	"""A group of the stranger's own, in which everybody is."""
	said_in_mine: int


@contextmanager
def furnished() -> Iterator[ChatWorld]:
	"""The committed groups of the tests; everything is removed after it."""
	frappe.set_user("Administrator")
	chatting.forget_limits()
	world = _make()
	frappe.db.commit()
	yield world
	frappe.db.rollback()
	frappe.set_user("Administrator")
	_remove()


def _make() -> ChatWorld:
	_enable(DISABLED, 1)
	group = _talk(chatting.make_group(title=f"{SECRET} quay", members=_members()))
	task, record = _record()
	mine, said_in_mine = _own_of_stranger()
	_enable(DISABLED, 0)
	beside = {"attached_to_doctype": MESSAGE, "attached_to_name": str(group["message"])}
	row = {"chat_group": group["group"], "user": RESPONSIBLE}
	mail = frappe.get_doc(
		doctype="Email Queue",
		sender=ASSIGNER,
		message=f"{SECRET} mail",
		status="Sent",
		reference_doctype=MESSAGE,
		reference_name=str(group["question"]),
	).insert(ignore_permissions=True)
	return ChatWorld(
		**group,
		membership=frappe.db.get_value(MEMBER, row, "name"),
		file_url=frappe.db.get_value("File", beside, "file_url"),
		mail=mail.name,
		bell=frappe.db.get_value("Notification Log", {"document_name": group["group"]}, "name"),
		task=task,
		**record,
		mine=mine,
		said_in_mine=said_in_mine,
	)


def _members() -> tuple[str, ...]:
	return (RESPONSIBLE, factories.OBSERVING_SYSTEM_MANAGER, NEWCOMER, DISABLED)


def _enable(user: str, enabled: int) -> None:
	frappe.db.set_value("User", user, "enabled", enabled)
	frappe.clear_document_cache("User", user)


def _talk(group: str) -> dict[str, Any]:
	with acting_as(ASSIGNER):
		file = factories.make_file(None, f"{SECRET}.txt", f"{SECRET} harbour plans")
		chat_groups.rename_group(group, f"{SECRET} quay", f"{SECRET} of ours")
		said = chat.send(group, f"@Boris Tester @Irina Tester {SECRET}", files=[file.name])
		until = str(factories.in_hours(4))
		question = chat_work.ask(group, f"{SECRET} when?", RESPONSIBLE, until)
	with acting_as(RESPONSIBLE):
		chat.react(said["name"], GREETING)
	former = chatting.say(NEWCOMER, group, f"{SECRET} I know")
	with acting_as(ASSIGNER):
		chat_groups.remove_member(group, NEWCOMER)
	return {
		"group": group,
		"message": said["name"],
		"question": question["name"],
		"former": former["name"],
		"file": file.name,
	}


def _record() -> tuple[str, dict[str, Any]]:
	task = factories.make_task(subject=f"{SECRET} sale", observers=[{"user": NEWCOMER}])
	with acting_as(NEWCOMER):
		record = chat_groups.for_record("TD Task", task.name)["group"]["name"]
	said = chatting.say(ASSIGNER, record, f"{SECRET} of the task")
	with acting_as(ASSIGNER):
		task.reload().update({"observers": []}).save()
	return task.name, {"record": record, "said_of_task": said["name"]}


def _own_of_stranger() -> tuple[str, int]:
	everybody = [
		user for user in {*INSIDERS.values(), *OUTSIDERS.values()} if user not in (STRANGER, "Guest")
	]
	with acting_as(STRANGER):
		mine = chat_groups.make_group("Private", "Everybody", members=everybody)["group"]["name"]
	return mine, chatting.say(STRANGER, mine, "Welcome")["name"]


def _remove() -> None:
	groups = frappe.get_all(GROUP, {"owner": ("in", list(factories.PEOPLE))}, pluck="name")
	files.drop(frappe.get_all(MESSAGE, {"chat_group": ("in", groups)}, pluck="name"))
	frappe.db.delete("Email Queue", {"reference_doctype": MESSAGE})
	chatting.forget_groups()
	factories.purge()


def ask(
	function: str, body: Mapping[str, Any], /, *, opens: tuple[str, ...] = MEMBERS, **options: Any
) -> Door:
	"""A whitelisted function; ``{group}`` in a value is the name that the world has for it."""
	return Door(METHOD + function, lambda w: filled(dict(body), w), insiders=opens, **options)


def rest(path: str, *, opens: tuple[str, ...] = MEMBERS, **body: Any) -> Door:
	"""A GET of the host's REST door."""
	return Door(path, lambda w: filled(body, w), "GET", insiders=opens)


def rows_of(world: ChatWorld) -> dict[str, list[tuple[Any, ...]]]:
	"""Every row of the hidden groups and of what stands beside them, as committed now."""
	frappe.db.rollback()
	mine = (world.group, world.record)
	found = {doctype: _rows(doctype, "name" if doctype == GROUP else "chat_group", mine) for doctype in CHAT}
	names = [*mine, *(str(row[0]) for doctype in (MEMBER, MESSAGE) for row in found[doctype])]
	return found | {doctype: _rows(doctype, column, names) for doctype, column in _BESIDE.items()}


def _rows(doctype: str, column: str, names: Any) -> list[tuple[Any, ...]]:
	table = frappe.qb.DocType(doctype)
	return sorted(frappe.qb.from_(table).select("*").where(table[column].isin(list(names))).run(), key=str)


def expect_shut(door: Door, world: ChatWorld) -> None:
	"""Nobody outside the group sees anything of it, and nobody gets a server error instead of an answer."""
	for who, answer in doors.push(door, OUTSIDERS, world, at_once=3).items():
		assert not door.shows(answer, world), f"{who}: {told(answer)}"
		assert door.host_fails or answer.status_code < 500, f"{who}: {told(answer)}"


def expect_open(door: Door, world: ChatWorld) -> None:
	"""Whoever belongs to the group gets what the door is there for."""
	for who, answer in doors.push(door, {who: INSIDERS[who] for who in door.insiders}, world).items():
		assert door.shows(answer, world), f"{who}: {told(answer)}"


def expect_untouched(door: Door, people: Mapping[str, str], world: ChatWorld) -> None:
	"""None of ``people`` changes the hidden groups or what stands beside them, nor learns of them."""
	before = rows_of(world)
	answers = doors.push(door, people, world)
	heard = {who: told(answer) for who, answer in answers.items()}
	assert rows_of(world) == before, heard
	assert door.host_fails or all(answer.status_code < 500 for answer in answers.values()), heard
	outside = [answer for who, answer in answers.items() if who in OUTSIDERS]
	assert not any(SECRET in text(answer) for answer in outside), heard
