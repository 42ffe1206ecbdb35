"""Work out of talk: tasks, results and steps made of messages, by those who may, and by nobody else."""

import json
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import MESSAGE
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, make_group, say
from tests.factories import DISABLED, HEAD, MANAGER, STRANGER, act, acting_as, in_hours, make_task

WORDS = "Call the harbour office\nabout <b>the permit</b> & more"


def make(user: str, message: int, **given: Any) -> dict[str, Any]:
	fields = {"subject": "Call them", "responsible": CLARA, "deadline": str(in_hours(48))} | given
	with acting_as(user):
		return chat_work.make_task(message, **fields)


def task_talk() -> tuple[str, int]:
	"""A task of ANNA's for BORIS, and a message in its chat."""
	task = make_task().name
	with acting_as(ANNA):
		group = chat_groups.for_record("TD Task", task)["group"]["name"]
	return task, say(CLARA, group, WORDS)["name"]


def test_a_task_quotes_the_message_and_leads_back() -> None:
	group = make_group()
	message = say(BORIS, group, WORDS)["name"]
	made = make(ANNA, message, priority="High")
	task = frappe.get_doc("TD Task", made["task"])
	assert (task.assigner, task.responsible, task.subject, task.priority) == (
		ANNA,
		CLARA,
		"Call them",
		"High",
	)
	assert "about &lt;b&gt;the permit&lt;/b&gt; &amp; more" in task.description
	assert f"/app/td-chat/{group}/{message}" in task.description
	assert made["message"]["task"] == task.name
	with acting_as(BORIS):
		quiet = chat.messages(group)["messages"][-1]
	assert quiet["event_line"] == f"Anna Tester made a task of a message: {task.name}"


def test_the_task_has_the_people_who_are_chosen_for_it() -> None:
	message = say(BORIS, make_group(), WORDS)["name"]
	made = make(ANNA, message, co_assignees=json.dumps([DMITRI]), observers=[BORIS])
	task = frappe.get_doc("TD Task", made["task"])
	assert [row.user for row in task.co_assignees] == [DMITRI]
	assert [row.user for row in task.observers] == [BORIS]


@pytest.mark.parametrize("observers", [[CLARA], ["nobody@td-test.example"], [DISABLED], [["x"]], "x"])
def test_people_who_cannot_be_on_the_task_are_refused(observers: Any) -> None:
	message = say(BORIS, make_group(), WORDS)["name"]
	tasks = frappe.db.count("TD Task")
	with pytest.raises(frappe.ValidationError):
		make(ANNA, message, observers=observers)
	frappe.db.rollback()
	assert frappe.db.count("TD Task") <= tasks


def test_the_first_line_is_the_subject_where_none_is_given() -> None:
	message = say(BORIS, make_group(), WORDS)["name"]
	made = make(ANNA, message, subject="")
	assert frappe.db.get_value("TD Task", made["task"], "subject") == "Call the harbour office"


def test_of_one_message_one_task_is_made() -> None:
	message = say(BORIS, make_group(), WORDS)["name"]
	make(ANNA, message)
	with pytest.raises(frappe.ValidationError, match="already"):
		make(ANNA, message)


@pytest.mark.parametrize("user", [STRANGER, DMITRI, MANAGER, HEAD, DISABLED, "removed"])
@pytest.mark.parametrize("door", ["make_task", "to_result", "to_plan_step", "withdraw_question"])
def test_outsiders_make_nothing_of_it(door: str, user: str) -> None:
	group = make_group()
	message = say(BORIS, group, WORDS)["name"]
	if user == "removed":
		user = CLARA
		with acting_as(ANNA):
			chat_groups.remove_member(group, CLARA)
	given = {"subject": "Mine", "responsible": user} if door == "make_task" else {}
	tasks = frappe.db.count("TD Task")
	with acting_as(user), pytest.raises(frappe.PermissionError):
		getattr(chat_work, door)(message, **given)
	assert frappe.db.count("TD Task") == tasks
	assert not frappe.db.get_value(MESSAGE, message, "task")


def test_who_may_set_no_tasks_makes_none_of_a_message() -> None:
	"""BORIS has no role of the app: he is given tasks, and sets none."""
	message = say(CLARA, make_group(), WORDS)["name"]
	with pytest.raises(frappe.PermissionError):
		make(BORIS, message)
	assert not frappe.db.get_value(MESSAGE, message, "task")


@pytest.mark.parametrize("spoilt", ["deleted", "quiet", "archived", "no words"])
def test_nothing_is_made_of_what_is_no_message(spoilt: str) -> None:
	group = make_group()
	message = say(ANNA, group, WORDS)["name"]
	with acting_as(ANNA):
		if spoilt == "deleted":
			chat.delete(message)
		if spoilt == "quiet":
			message = frappe.get_all(MESSAGE, {"chat_group": group, "kind": "Event"}, ["name"], pluck="name")[
				0
			]
		if spoilt == "archived":
			chat_groups.archive(group)
		if spoilt == "no words":
			frappe.db.set_value(MESSAGE, message, "text", None)
	with pytest.raises(frappe.ValidationError):
		make(ANNA, message)


@pytest.mark.parametrize("bad", [-1, "x", 10**30, None, json.dumps({"name": [">", 0]})])
def test_odd_names_of_messages_are_refused(bad: Any) -> None:
	with acting_as(ANNA), pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		chat_work.make_task(bad, "Mine", ANNA)


def test_bad_input_leaves_everything_as_it_was() -> None:
	message = say(BORIS, make_group(), WORDS)["name"]
	for given in ({"responsible": "nobody"}, {"deadline": str(in_hours(-5))}, {"deadline": "soon"}):
		with pytest.raises(frappe.ValidationError):
			make(ANNA, message, **given)
	assert not frappe.db.get_value(MESSAGE, message, "task")


@pytest.mark.parametrize(("user", "may"), [(ANNA, True), (BORIS, True), (CLARA, True), (DMITRI, False)])
def test_who_works_on_a_task_puts_messages_into_its_result(user: str, may: bool) -> None:
	task, message = task_talk()
	with acting_as(user):
		if not may:
			with pytest.raises(frappe.PermissionError):
				chat_work.to_result(message)
			return
		chat_work.to_result(message)
		chat_work.to_result(message)
	result = frappe.db.get_value("TD Task", task, "result")
	assert result.count("&lt;b&gt;the permit&lt;/b&gt;") == 2


@pytest.mark.parametrize(("user", "may"), [(ANNA, True), (BORIS, False), (CLARA, False), (DMITRI, False)])
def test_who_directs_a_task_makes_steps_of_messages(user: str, may: bool) -> None:
	task, message = task_talk()
	with acting_as(user):
		if not may:
			with pytest.raises(frappe.PermissionError):
				chat_work.to_plan_step(message)
			return
		chat_work.to_plan_step(message, user=CLARA, due=str(in_hours(24).date()))
	step = frappe.get_doc("TD Task", task).plan[-1]
	assert (step.title, step.person) == ("Call the harbour office", CLARA)


def test_a_finished_task_takes_nothing_more() -> None:
	task, message = task_talk()
	act(ANNA, task, "cancel_task", reason="Not wanted")
	for door in (chat_work.to_result, chat_work.to_plan_step):
		with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="stays as it is"):
			door(message)


def test_a_group_without_a_task_has_no_result() -> None:
	message = say(ANNA, make_group(), WORDS)["name"]
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="not about a task"):
		chat_work.to_result(message)
