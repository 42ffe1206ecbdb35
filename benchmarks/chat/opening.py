"""A message sent at the server, a group of a million messages opened, and what is unread in two hundred groups."""

from collections.abc import Callable, Iterator
from functools import partial

import frappe

from benchmarks.chat import fill
from benchmarks.measure import measured, new_request, side_by_side
from benchmarks.table import Row
from benchmarks.tasks import people
from task_discipline.api import chat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import unread

PLAIN = "TD Benchmark Message"
_SEND, _OPEN, _COUNT = 6, 100, 10
_WORDS = "The crane is here, and so is the second lorry."


def rows(messages: int, runs: int) -> Iterator[Row]:
	"""Measure everything that needs no live client."""
	_make_plain_doctype()
	for size in fill.SIZES:
		yield _sending(size, runs)
	yield from _opening(messages, runs)
	yield from _counting(runs)


def _sending(size: int, runs: int) -> Row:
	"""Each message is committed, so that its hint goes out: to one list of rooms here, one after the other there."""
	group, author = fill.of_size(size), people.PEOPLE[0]
	members = people.PEOPLE[:size]
	calls: dict[str, Callable[[], object]] = {
		"ours": partial(_send, group),
		"plain": partial(_insert_plain, group, members),
	}
	figures = side_by_side(calls, runs, author)
	beside = {"plain document and a hint for each member": figures["plain"]}
	return Row(f"chat: send in a group of {size:,}", figures["ours"], beside, _SEND)


def _send(group: str) -> None:
	chat.send(group, _WORDS, client_id=frappe.generate_hash(length=20))
	frappe.db.commit()


def _insert_plain(group: str, members: list[str]) -> None:
	message = frappe.get_doc(
		doctype=PLAIN, chat_group=group, author=frappe.session.user, text=_WORDS
	).insert()
	for user in members:
		frappe.publish_realtime("benchmark", message.as_dict(), user=user, after_commit=True)
	frappe.db.commit()


def _make_plain_doctype() -> None:
	"""What an app would begin with: a doctype of three fields."""
	new_request("Administrator")
	if frappe.db.exists("DocType", PLAIN):
		return
	kinds = {"chat_group": "Data", "author": "Data", "text": "Long Text"}
	frappe.get_doc(
		doctype="DocType",
		name=PLAIN,
		module="Core",
		custom=1,
		fields=[{"fieldname": name, "fieldtype": kind, "label": name} for name, kind in kinds.items()],
		permissions=[{"role": "All", "read": 1, "create": 1}],
	).insert()
	frappe.db.commit()


def _opening(messages: int, runs: int) -> Iterator[Row]:
	title = f"chat: open a group of {messages:,} messages"
	newest = partial(_as_answer, chat.open_group, fill.BIG)
	listed = partial(_host_page, fill.BIG)
	figures = side_by_side({"ours": newest, "host": listed}, runs, fill.READER)
	yield Row(
		title,
		figures["ours"],
		{"host's get_list of a page, without people and replies": figures["host"]},
		_OPEN,
	)
	middle = partial(_as_answer, chat.open_group, fill.BIG, around=messages // 2)
	yield Row(f"{title}, in their midst", measured(middle, runs, fill.READER), goal=_OPEN)
	older = partial(_as_answer, chat.messages, fill.BIG, before=messages // 3)
	yield Row(f"chat: a page further up among {messages:,}", measured(older, runs, fill.READER), goal=_OPEN)


def _as_answer(door: Callable[..., object], *arguments: object, **more: object) -> str:
	return frappe.as_json(door(*arguments, **more), indent=None)


def _host_page(group: str) -> str:
	found = frappe.get_list(
		MESSAGE,
		filters={"chat_group": group},
		fields=["name", "author", "kind", "text", "creation", "reply_to", "reactions", "files"],
		order_by="name desc",
		limit=40,
	)
	return frappe.as_json(found, indent=None)


def _counting(runs: int) -> Iterator[Row]:
	calls: dict[str, Callable[[], object]] = {
		"ours": partial(unread.totals, fill.READER),
		"counted": partial(_counted, fill.READER),
	}
	figures = side_by_side(calls, runs, fill.READER)
	beside = {"counted out of the messages": figures["counted"]}
	yield Row(f"chat: unread in {fill.LISTED} groups", figures["ours"], beside, _COUNT)
	listed = measured(partial(_as_answer, chat.groups), runs, fill.READER)
	yield Row(f"chat: list of {fill.LISTED} groups with their last lines", listed)


def _counted(user: str) -> object:
	return frappe.db.sql(
		f"""select said.chat_group, count(*) from `tab{MEMBER}` present
		join `tab{MESSAGE}` said on said.chat_group = present.chat_group and said.name > present.last_read
		join `tab{GROUP}` about on about.name = present.chat_group and about.archived = 0
		where present.`user` = %s and said.author != %s and said.deleted = 0 group by said.chat_group""",
		(user, user),
	)
