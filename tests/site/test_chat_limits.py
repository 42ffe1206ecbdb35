"""What the settings of the chat hold people to: how much in a minute, who makes groups, which words are masked."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import rate
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, forget_limits, make_group, say
from tests.factories import MANAGER, act, acting_as, make_task

MORNING = datetime(2031, 3, 4, 9, 0, 5)
THUMB = "\U0001f44d"


@pytest.fixture(autouse=True)
def _minute(rolled_back: None) -> Iterator[None]:
	forget_limits()
	with clock.at(MORNING):
		yield
	forget_limits()


def settle(**values: Any) -> None:
	frappe.get_doc("TD Settings").update(values).save()


def spend(user: str, what: str, number: int) -> None:
	with acting_as(user):
		for _one in range(number):
			rate.count(what)


def test_nobody_floods_a_group() -> None:
	settle(chat_messages_per_minute=3)
	group = make_group()
	for _one in range(3):
		say(ANNA, group)
	with pytest.raises(frappe.TooManyRequestsError, match="more than 3 in a minute"):
		say(ANNA, group)
	assert frappe.db.count(MESSAGE, {"chat_group": group, "kind": "Message"}) == 3
	say(BORIS, group)
	with clock.at(MORNING + timedelta(minutes=1)):
		say(ANNA, group)


def test_a_message_sent_again_is_no_other_one() -> None:
	settle(chat_messages_per_minute=1)
	group = make_group()
	first = say(ANNA, group, client_id="same")
	assert say(ANNA, group, client_id="same") == first


def test_none_means_as_many_as_one_likes() -> None:
	settle(chat_messages_per_minute=0)
	group = make_group()
	spend(ANNA, rate.MESSAGES, 500)
	say(ANNA, group)


def _question(group: str) -> int:
	with acting_as(ANNA):
		until = str(MORNING + timedelta(hours=4))
		return int(chat_work.ask(group, "When?", BORIS, until)["name"])


DEEDS: dict[str, tuple[str, Callable[[str, int, int], Any]]] = {
	"typing": ("typing", lambda group, message, question: chat.typing(group)),
	"search": ("searches", lambda group, message, question: chat.search("crane")),
	"react": ("reactions", lambda group, message, question: chat.react(message, THUMB)),
	"edit": ("changes", lambda group, message, question: chat.edit(message, "x")),
	"delete": ("changes", lambda group, message, question: chat.delete(message)),
	"withdraw": ("changes", lambda group, message, question: chat_work.withdraw_question(question)),
	"make_task": ("changes", lambda group, message, question: chat_work.make_task(message, "x", BORIS)),
	"make_group": ("groups", lambda group, message, question: chat_groups.make_group("Open", "x")),
	"direct_with": ("groups", lambda group, message, question: chat_groups.direct_with(DMITRI)),
}


@pytest.mark.parametrize("name", DEEDS)
def test_everything_else_has_its_limit_too(name: str) -> None:
	what, deed = DEEDS[name]
	group = make_group()
	message, question = say(ANNA, group)["name"], _question(group)
	forget_limits()
	spend(ANNA, what, rate.MOST[what])
	before = frappe.get_all(MESSAGE, {"chat_group": group}, ["*"], order_by="name asc")
	with acting_as(ANNA), pytest.raises(frappe.TooManyRequestsError, match=f"more than {rate.MOST[what]} in"):
		deed(group, message, question)
	assert frappe.get_all(MESSAGE, {"chat_group": group}, ["*"], order_by="name asc") == before
	with clock.at(MORNING + timedelta(minutes=1)), acting_as(ANNA):
		deed(group, message, question)


@pytest.mark.parametrize("door", [chat_work.to_result, chat_work.to_plan_step])
def test_a_task_is_not_flooded_out_of_its_talk(door: Callable[[int], Any]) -> None:
	task = make_task(deadline=MORNING + timedelta(days=3))
	act(BORIS, task.name, "start")
	with acting_as(BORIS):
		group = chat_groups.for_record("TD Task", task.name)["group"]["name"]
	message = say(BORIS, group, "All is done")["name"]
	spend(BORIS, "changes", rate.MOST["changes"])
	with acting_as(BORIS), pytest.raises(frappe.TooManyRequestsError):
		door(message)


@pytest.mark.parametrize(
	("makers", "may"),
	[
		("Everybody", {ANNA: True, BORIS: True, MANAGER: True}),
		("Users", {ANNA: True, BORIS: False, MANAGER: True}),
		("Managers", {ANNA: False, BORIS: False, MANAGER: True}),
	],
)
def test_only_those_make_groups_whom_the_site_lets(makers: str, may: dict[str, bool]) -> None:
	settle(chat_group_makers=makers)
	for user, allowed in may.items():
		with acting_as(user):
			if allowed:
				assert chat_groups.make_group("Open", "Harbour")["group"]["is_admin"] == 1
				continue
			with pytest.raises(frappe.PermissionError, match="You may not make groups on this site"):
				chat_groups.make_group("Open", "Harbour")


def test_whoever_makes_no_groups_talks_all_the_same() -> None:
	settle(chat_group_makers="Managers")
	with acting_as(BORIS):
		direct = chat_groups.direct_with(CLARA)["group"]["name"]
		of_task = chat_groups.for_record("TD Task", make_task(deadline=MORNING + timedelta(days=3)).name)[
			"group"
		]["name"]
	for group in (direct, of_task):
		say(BORIS, group)


def test_blocked_words_are_masked_as_they_are_sent_and_edited() -> None:
	settle(chat_blocked_words="darn\nTester")
	group = make_group()
	sent = say(ANNA, group, "Darn, @Boris Tester, the tester is late")
	assert (sent["text"], sent["mentions"]) == ("****, @Boris Tester, the ****** is late", [BORIS])
	with acting_as(ANNA):
		edited = chat.edit(sent["name"], "No darn thing, @Clara Tester")
	assert (edited["text"], edited["mentions"]) == ("No **** thing, @Clara Tester", [CLARA])
	assert frappe.db.get_value(MESSAGE, sent["name"], "text") == edited["text"]
	with acting_as(ANNA):
		asked = chat_work.ask(group, "Where is the darn crane?", BORIS, str(MORNING + timedelta(hours=4)))
	assert asked["text"] == "Where is the **** crane?"


def test_where_the_chat_is_off_nobody_talks_and_nothing_is_lost() -> None:
	group = make_group()
	say(ANNA, group)
	settle(chat_enabled=0)
	with acting_as(ANNA):
		for deed in (chat.groups, lambda: chat.messages(group), lambda: chat.send(group, "x")):
			with pytest.raises(frappe.PermissionError, match="switched off"):
				deed()
	settle(chat_enabled=1)
	with acting_as(BORIS):
		assert len(chat.messages(group)["messages"]) == 2
