"""People who talk at the same moment: nothing is lost, doubled or judged by what was true a moment ago."""

import random
import time
from collections.abc import Callable, Iterator

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from tests import chatting, factories, workers
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, counters, make_group, recounted, say
from tests.factories import acting_as, in_hours

PROCESSES, ROUNDS = 3, 15


@pytest.fixture(autouse=True)
def _committed(rolled_back: None) -> Iterator[None]:
	_forget()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	_forget()


def _forget() -> None:
	chatting.forget_groups()
	factories.purge()
	chatting.forget_limits()


def at_once(*jobs: Callable[[], object]) -> list[int]:
	"""Do every job in a process of its own; returns 0 for each that ended well."""
	frappe.db.commit()
	running = [worker for job in jobs for worker in workers.start(_through(job), 1)]
	for worker in running:
		worker.join(120)
	return [int(worker.exitcode or 0) for worker in running]


def _through(job: Callable[[], object]) -> Callable[[], None]:
	def done() -> None:
		job()
		frappe.db.commit()

	return done


def meanwhile(job: Callable[[], object]) -> None:
	"""Somebody else does something after this transaction has begun to look."""
	worker = workers.start(_through(job), 1)[0]
	worker.join(60)
	assert worker.exitcode == 0


def begin() -> None:
	"""A transaction that sees the site as it is now."""
	frappe.db.commit()
	frappe.db.sql(f"select count(*) from `tab{MESSAGE}`")


def ask(group: str, person: str = BORIS) -> int:
	with acting_as(ANNA):
		return int(chat_work.ask(group, "Which quay?", person, str(in_hours(4)))["name"])


def withdraw(message: int) -> None:
	with acting_as(ANNA):
		chat_work.withdraw_question(message)


def state(message: int) -> str:
	frappe.db.commit()
	return str(frappe.db.get_value(MESSAGE, message, "question_state"))


def test_a_question_that_was_taken_back_meanwhile_is_not_answered() -> None:
	group = make_group()
	question = ask(group)
	begin()
	meanwhile(lambda: withdraw(question))
	say(BORIS, group, "Quay 3", reply_to=question)
	assert state(question) == "Withdrawn"


def test_a_question_is_answered_once() -> None:
	group = make_group()
	question = ask(group)
	begin()
	meanwhile(lambda: say(BORIS, group, "Quay 3", reply_to=question))
	say(BORIS, group, "Or quay 4", reply_to=question)
	frappe.db.commit()
	first = frappe.db.get_value(MESSAGE, {"chat_group": group, "text": "Quay 3"}, "name")
	assert frappe.db.get_value(MESSAGE, question, "answer") == first


def test_a_question_asked_meanwhile_of_somebody_who_is_removed_waits_no_more() -> None:
	group = make_group()
	begin()
	meanwhile(lambda: ask(group))
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	frappe.db.commit()
	assert not frappe.db.exists(MESSAGE, {"chat_group": group, "question_state": "Open"})
	assert frappe.db.exists(MESSAGE, {"chat_group": group, "question_state": "Withdrawn"})


def _remove(group: str, user: str) -> Callable[[], object]:
	def job() -> None:
		with acting_as(ANNA):
			chat_groups.remove_member(group, user)

	return job


def test_nobody_is_asked_who_was_removed_meanwhile() -> None:
	group = make_group()
	begin()
	meanwhile(_remove(group, BORIS))
	with pytest.raises(frappe.ValidationError, match="Only members of the group can be asked"):
		ask(group)
	frappe.db.rollback()
	assert not frappe.db.exists(MESSAGE, {"chat_group": group, "kind": "Question"})


def test_who_was_removed_meanwhile_says_nothing_more() -> None:
	group = make_group()
	begin()
	meanwhile(_remove(group, BORIS))
	with pytest.raises(frappe.PermissionError):
		say(BORIS, group, "Still here")


def _talk(user: str, group: str) -> Callable[[], object]:
	def job() -> None:
		for number in range(ROUNDS):
			said = say(user, group, f"{number} @all", client_id=f"{user}{number}")
			frappe.db.commit()
			chatting.read(user, group, said["name"])
			frappe.db.commit()

	return job


def test_many_talk_and_read_at_once_and_every_counter_is_right() -> None:
	group = make_group(members=(BORIS, CLARA, DMITRI))
	assert at_once(*(_talk(user, group) for user in (ANNA, BORIS, CLARA))) == [0] * PROCESSES
	frappe.db.commit()
	assert counters(group) == recounted(group)
	assert counters(group)[DMITRI] == (PROCESSES * ROUNDS, PROCESSES * ROUNDS)
	rows = frappe.get_all(MESSAGE, {"chat_group": group}, ["name", "text"], order_by="name asc", limit=0)
	assert frappe.db.get_value(GROUP, group, ["message_count", "last_message"]) == (
		len(rows),
		rows[-1].name,
	)
	assert len(rows) == PROCESSES * ROUNDS + 1
	assert [row.name for row in rows] == sorted({row.name for row in rows})


def test_messages_come_into_sight_in_the_order_of_their_numbers() -> None:
	"""Whoever asks for what is newer than the last he has seen misses none."""
	group = make_group()

	def follow() -> None:
		seen, last = [], 0
		while len(seen) < 2 * ROUNDS + 1:
			with acting_as(CLARA):
				page = chat.messages(group, after=last or 1, limit=200)["messages"]
			seen += [one["name"] for one in page]
			last = seen[-1] if seen else 0
			frappe.db.commit()
		assert seen == frappe.get_all(
			MESSAGE, {"chat_group": group}, ["name"], pluck="name", order_by="name asc"
		)

	assert at_once(follow, _talk(ANNA, group), _talk(BORIS, group)) == [0, 0, 0]


def test_the_same_message_at_once_is_stored_once() -> None:
	group = make_group()

	def send() -> None:
		for number in range(ROUNDS):
			assert say(BORIS, group, str(number), client_id=f"same{number}")["text"] == str(number)
			frappe.db.commit()

	assert at_once(*[send] * PROCESSES) == [0] * PROCESSES
	frappe.db.commit()
	texts = frappe.get_all(
		MESSAGE, {"chat_group": group, "kind": "Message"}, pluck="text", order_by="name asc"
	)
	assert texts == [str(number) for number in range(ROUNDS)]
	assert counters(group) == recounted(group)


def test_removing_and_sending_at_once_leaves_no_word_after_the_removal() -> None:
	group = make_group(members=(BORIS, CLARA, DMITRI))

	def send() -> None:
		try:
			_talk(BORIS, group)()
		except frappe.PermissionError:
			frappe.db.rollback()

	def remove() -> None:
		time.sleep(random.uniform(0, 0.2))
		_remove(group, BORIS)()

	assert at_once(send, remove, _talk(ANNA, group)) == [0, 0, 0]
	frappe.db.commit()
	removal = frappe.db.get_value(MESSAGE, {"chat_group": group, "event": "removed"}, "name")
	assert not frappe.db.exists(MESSAGE, {"chat_group": group, "author": BORIS, "name": (">", removal)})
	assert counters(group) == recounted(group) and BORIS not in counters(group)


def test_two_begin_one_direct_talk_at_once() -> None:
	def begin_with(one: str, other: str) -> Callable[[], object]:
		def job() -> None:
			with acting_as(one):
				name = chat_groups.direct_with(other)["group"]["name"]
				chat.send(name, "Hello")

		return job

	assert at_once(begin_with(ANNA, BORIS), begin_with(BORIS, ANNA), begin_with(ANNA, BORIS)) == [0, 0, 0]
	frappe.db.commit()
	(group,) = frappe.get_all(GROUP, {"kind": "Direct", "owner": ("in", [ANNA, BORIS])}, pluck="name")
	assert frappe.db.count(MESSAGE, {"chat_group": group}) == 3
	assert counters(group) == recounted(group)


def test_two_open_the_talk_of_a_task_at_once() -> None:
	task = factories.make_task().name

	def open_as(user: str) -> Callable[[], object]:
		def job() -> None:
			with acting_as(user):
				chat_groups.for_record("TD Task", task)

		return job

	assert at_once(*(open_as(user) for user in (ANNA, BORIS, CLARA))) == [0, 0, 0]
	frappe.db.commit()
	(group,) = frappe.get_all(GROUP, {"reference_name": task}, pluck="name")
	assert set(counters(group)) == {ANNA, BORIS, CLARA, DMITRI}


@pytest.mark.parametrize("order", range(3))
def test_who_is_taken_off_while_the_talk_is_being_made_is_not_in_it(order: int) -> None:
	task = factories.make_task().name

	def take_off() -> None:
		time.sleep(0.02 * order)
		with acting_as(ANNA):
			frappe.get_doc("TD Task", task).update({"observers": []}).save()

	def open_it() -> None:
		try:
			with acting_as(DMITRI):
				chat_groups.for_record("TD Task", task)
		except frappe.PermissionError:
			frappe.db.rollback()

	assert at_once(take_off, open_it) == [0, 0]
	frappe.db.commit()
	groups = frappe.get_all(GROUP, {"reference_name": task}, pluck="name")
	assert not frappe.db.exists(MEMBER, {"chat_group": ("in", [*groups, ""]), "user": DMITRI})


def test_who_was_taken_off_since_he_looked_makes_no_talk_of_the_task() -> None:
	task = factories.make_task().name
	begin()

	def take_off() -> None:
		with acting_as(ANNA):
			frappe.get_doc("TD Task", task).update({"observers": []}).save()

	meanwhile(take_off)
	with acting_as(DMITRI), pytest.raises(frappe.PermissionError):
		chat_groups.for_record("TD Task", task)


def test_a_talk_that_was_made_since_a_save_began_loses_who_is_taken_off() -> None:
	task = factories.make_task().name
	begin()

	def open_it() -> None:
		with acting_as(DMITRI):
			chat_groups.for_record("TD Task", task)

	meanwhile(open_it)
	with acting_as(ANNA):
		frappe.get_doc("TD Task", task).update({"observers": []}).save()
	frappe.db.commit()
	group = frappe.db.get_value(GROUP, {"reference_name": task}, "name")
	assert set(counters(group)) == {ANNA, BORIS, CLARA}
