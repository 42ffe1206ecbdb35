"""People who write, read and delete in the same moment: nothing is lost or doubled, and the counters stay exact."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from tests import chatting, workers
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, counters, make_group, recounted, say
from tests.factories import acting_as, make_task, purge

Deed = Callable[[], object]


@pytest.fixture
def group(site: str) -> Iterator[str]:
	frappe.set_user("Administrator")
	frappe.db.set_single_value("TD Settings", "chat_messages_per_minute", 0)
	name = make_group(members=(BORIS, CLARA, DMITRI))
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	frappe.set_user("Administrator")
	chatting.forget_groups()
	frappe.db.set_single_value("TD Settings", "chat_messages_per_minute", 60)
	frappe.db.commit()
	chatting.forget_limits()


def at_once(*persons: tuple[str, Sequence[Deed]]) -> list[object]:
	"""Each person does his deeds, each in a transaction of its own, while the others do theirs; what they gave."""
	ready = Barrier(len(persons))

	def act(person: tuple[str, Sequence[Deed]]) -> list[object]:
		user, deeds = person
		workers.connect()
		frappe.set_user(user)
		ready.wait()
		try:
			return [_done(deed) for deed in deeds]
		finally:
			frappe.destroy()

	with ThreadPoolExecutor(max_workers=len(persons)) as pool:
		found = [one for some in pool.map(act, persons) for one in some]
	frappe.db.rollback()
	return found


def _done(deed: Deed) -> object:
	try:
		given = deed()
		frappe.db.commit()
		return given
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		frappe.db.rollback()
		return refusal


def saying(group: str, number: int, key: str) -> list[Deed]:
	return [lambda n=n: chat.send(group, f"{key} {n} @all", client_id=f"{key}-{n}") for n in range(number)]


def test_nothing_is_lost_doubled_or_out_of_order(group: str) -> None:
	people = (ANNA, BORIS, CLARA, DMITRI)
	sent = at_once(*[(user, saying(group, 25, user)) for user in people])
	names = [one["name"] for one in sent]
	stored = frappe.get_all(
		MESSAGE,
		{"chat_group": group, "kind": "Message"},
		["name", "author", "text"],
		order_by="name asc",
		limit=0,
	)
	assert sorted(names) == [row.name for row in stored] and len(set(names)) == 100
	for user in people:
		assert [row.text for row in stored if row.author == user] == [f"{user} {n} @all" for n in range(25)]
	assert counters(group) == recounted(group)
	about = frappe.get_doc(GROUP, group)
	assert (about.message_count, about.last_message) == (101, max(names))


def test_who_follows_by_pages_misses_nothing_while_others_write(group: str) -> None:
	"""The ids rise in the order in which messages become visible: a reader who asks for what is newer gets them all."""
	seen: list[int] = []

	def follow() -> None:
		for one in chat.messages(group, after=seen[-1] if seen else 0)["messages"]:
			seen.append(one["name"])

	writers = [(user, saying(group, 25, user)) for user in (ANNA, BORIS, CLARA)]
	at_once(*writers, (DMITRI, [follow] * 60))
	with acting_as(DMITRI):
		for _page in range(3):
			follow()
	assert seen == frappe.get_all(
		MESSAGE, {"chat_group": group}, ["name"], pluck="name", order_by="name asc", limit=0
	)


def test_one_message_sent_on_three_connections_is_one(group: str) -> None:
	sent = at_once(*[(ANNA, saying(group, 5, "same")) for _connection in range(3)])
	assert (
		len({one["name"] for one in sent})
		== 5
		== frappe.db.count(MESSAGE, {"chat_group": group, "kind": "Message"})
	)
	assert counters(group)[BORIS] == (5, 5)


def test_counters_are_exact_while_people_read_edit_and_delete(group: str) -> None:
	"""PEERS 48, in a race."""
	said = [say(ANNA, group, f"{number} @Clara Tester")["name"] for number in range(20)]
	frappe.db.commit()
	at_once(
		(BORIS, saying(group, 20, "b")),
		(ANNA, [lambda name=name: chat.delete(name) for name in said[::2]]),
		(ANNA, [lambda name=name: chat.edit(name, "Changed @Boris Tester") for name in said[1::2]]),
		(CLARA, [lambda name=name: chat.mark_read(group, name) for name in said]),
		(DMITRI, [lambda name=name: chat.mark_read(group, name) for name in reversed(said)]),
	)
	assert counters(group) == recounted(group)


def test_people_who_come_go_and_write_at_once(group: str) -> None:
	frappe.db.set_value(GROUP, group, "kind", "Open")
	frappe.db.commit()
	come_and_go = [lambda: chat_groups.leave(group), lambda: chat_groups.join(group)] * 8
	at_once(
		(ANNA, saying(group, 20, "a")),
		(BORIS, come_and_go),
		(CLARA, saying(group, 20, "c")),
		(DMITRI, come_and_go),
	)
	assert counters(group) == recounted(group)
	assert set(counters(group)) == {ANNA, BORIS, CLARA, DMITRI}


@pytest.mark.parametrize("about", ["each other", "a task"])
def test_two_people_who_begin_a_talk_at_once_have_one(about: str, site: str) -> None:
	chatting.forget_limits()
	task = make_task().name
	frappe.db.commit()
	begin = {
		"each other": [lambda: chat_groups.direct_with(BORIS), lambda: chat_groups.direct_with(ANNA)],
		"a task": [lambda: chat_groups.for_record("TD Task", task)] * 2,
	}[about]
	for _attempt in range(5):
		try:
			found = at_once((ANNA, begin[:1]), (BORIS, begin[1:]))
			assert len({one["group"]["name"] for one in found}) == 1
			assert {one["group"]["kind"] for one in found} <= {"Direct", "Record"}
		finally:
			_forget_talks_of(ANNA)
	purge()
	frappe.db.commit()


def _forget_talks_of(user: str) -> None:
	frappe.db.rollback()
	names = ("in", frappe.get_all(MEMBER, {"user": user}, pluck="chat_group", order_by=None) or [""])
	for doctype, field in ((GROUP, "name"), (MEMBER, "chat_group"), (MESSAGE, "chat_group")):
		frappe.db.delete(doctype, {field: names})
	frappe.db.commit()
