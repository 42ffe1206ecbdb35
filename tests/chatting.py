"""People who talk, for the tests of the chat: everything goes through the services that the doors call."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import realtime
from tests import factories

ANNA, BORIS, CLARA, DMITRI = (
	factories.ASSIGNER,
	factories.RESPONSIBLE,
	factories.CO_ASSIGNEE,
	factories.OBSERVER,
)


def make_group(
	kind: str = "Private", members: tuple[str, ...] = (BORIS, CLARA), title: str = "Harbour"
) -> str:
	"""A group of ANNA's, with a quiet line in it and nothing said."""
	forget_limits()
	with factories.acting_as(ANNA):
		return chat_groups.make_group(kind, title, members=list(members))["group"]["name"]


def forget_limits() -> None:
	"""Nobody has said or done anything in this minute."""
	if keys := frappe.cache.keys("*td_chat_*"):
		frappe.cache.delete(*keys)


def say(user: str, group: str, text: str = "Hello", **more: Any) -> dict[str, Any]:
	"""One message in the name of ``user``."""
	with factories.acting_as(user):
		return chat.send(group, text, **more)


def read(user: str, group: str, message: int) -> dict[str, Any]:
	"""``user`` has read up to ``message``."""
	with factories.acting_as(user):
		return chat.mark_read(group, message)


@contextmanager
def heard() -> Iterator[set[str]]:
	"""Rooms to which the chat sends, when the transaction is through, what happens inside."""
	before, rooms = len(getattr(frappe.local, "_realtime_log", [])), set[str]()
	yield rooms
	for event, _message, told in getattr(frappe.local, "_realtime_log", [])[before:]:
		rooms |= set(told) if event == realtime.EVENT else set()


def counters(group: str) -> dict[str, tuple[int, int]]:
	"""Unread messages and mentions of each member, as stored."""
	rows = frappe.get_all(MEMBER, {"chat_group": group}, ["user", "unread", "mentions"], order_by=None)
	return {row.user: (row.unread, row.mentions) for row in rows}


def recounted(group: str) -> dict[str, tuple[int, int]]:
	"""The same, counted by hand out of everything that was said."""
	rows = frappe.get_all(MESSAGE, {"chat_group": group}, ["*"], order_by="name asc", limit=0)
	found = {}
	for member in frappe.get_all(MEMBER, {"chat_group": group}, ["user", "last_read"], order_by=None):
		new = [
			row
			for row in rows
			if row.name > member.last_read
			and row.kind != "Event"
			and not row.deleted
			and row.author != member.user
		]
		named = [row for row in new if member.user in (frappe.parse_json(row.mentions) or [])]
		found[member.user] = (len(new), len(named))
	return found


def forget_groups() -> None:
	"""Remove committed talk of the tests' people; the caller commits."""
	people = ("in", list(factories.PEOPLE))
	groups = frappe.get_all(GROUP, {"owner": people}, pluck="name", order_by=None)
	for doctype, field in ((MESSAGE, "chat_group"), (MEMBER, "chat_group"), (GROUP, "name")):
		frappe.db.delete(doctype, {field: ("in", [*groups, ""])})
