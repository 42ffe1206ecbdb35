"""Work out of talk: a question with a moment, answered from the day of the person, and messages that become work."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import expect

from tests import chatting
from tests.browser.chat_room import ChatRoom
from tests.browser.desk import Desk
from tests.chatting import ANNA, BORIS, CLARA
from tests.factories import acting_as, make_task, purge
from tests.projects import make_project

OPEN = Callable[..., Desk]


@pytest.fixture
def task(site: str) -> Iterator[str]:
	"""A task of ANNA's for BORIS, with a talk about it."""
	name = make_task(subject="Berths of the new quay").name
	with acting_as(ANNA):
		group = chatting.chat_groups.for_record("TD Task", name)["group"]["name"]
	chatting.say(BORIS, group, "Somebody has to call the harbour office about the permit\nand soon")
	chatting.say(CLARA, group, "The third berth is 12 m wide")
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	chatting.forget_groups()
	purge()
	frappe.db.commit()


def group_of(task: str) -> str:
	return frappe.db.get_value("TD Chat Group", {"record_key": f"TD Task:{task}"})


def room_of(desk: Desk, task: str) -> ChatRoom:
	room = ChatRoom(desk)
	room.open(group_of(task))
	return room


def test_a_question_is_asked_and_answered(desk_of: OPEN, task: str) -> None:
	anna = room_of(desk_of(ANNA), task)
	anna.page.get_by_role("button", name="Ask a question with a date").click()
	anna.desk.settle()
	dialog = anna.page.locator(".modal.show")
	dialog.locator("[data-fieldname=text] textarea").fill("How many berths are there?")
	dialog.locator("[data-fieldname=person] select").select_option(BORIS)
	anna.desk.picture("ask")
	anna.confirm()
	expect(anna.row("How many berths").locator(".td-chat-question")).to_contain_text("Answer by")
	boris = desk_of(BORIS)
	boris.open("/app/td-my-day")
	questions = boris.page.locator(".td-my-questions")
	expect(questions).to_contain_text("Questions to You")
	expect(questions).to_contain_text("Anna Tester asks in Berths of the new quay")
	boris.picture("my-day")
	questions.get_by_role("link", name="Answer").click()
	room = ChatRoom(boris)
	room.is_ready()
	boris.picture("asked")
	room.choose("How many berths", "Reply")
	room.write("Twelve")
	room.is_sent("Twelve")
	expect(anna.row("How many berths").first.locator(".td-chat-question")).to_contain_text("Answered")
	anna.desk.picture("answered")
	boris.open("/app/td-my-day")
	expect(boris.page.locator(".td-my-groups")).to_contain_text("Due")
	expect(boris.page.locator(".td-my-questions")).to_have_count(0)
	boris.open_task(task)
	expect(boris.page.locator(".new-timeline")).to_contain_text("answered the question of Anna Tester")
	assert anna.desk.errors == boris.errors == []


def test_messages_become_work(desk_of: OPEN, task: str) -> None:
	anna = room_of(desk_of(ANNA), task)
	anna.choose("call the harbour office", "Make a task")
	anna.desk.settle()
	subject = anna.page.locator(".modal.show [data-fieldname=subject] input")
	expect(subject).to_have_value("Somebody has to call the harbour office about the permit")
	observers = anna.page.locator(".modal.show [data-fieldname=observers] .tb-selected-value")
	expect(observers).to_have_text("Boris Tester")
	anna.desk.choose(anna.page.locator(".modal.show [data-fieldname=responsible]"), CLARA)
	anna.desk.picture("make-a-task")
	anna.confirm()
	made = anna.page.locator(".td-chat-event, .td-chat-quiet").filter(has_text="made a task of a message")
	expect(made).to_have_count(1)
	anna.choose("The third berth", "Add to the plan")
	anna.desk.settle()
	anna.desk.picture("add-to-the-plan")
	anna.confirm()
	anna.choose("The third berth", "Put into the result")
	expect(anna.page.locator(".td-chat-room")).to_contain_text("put a message into the result")
	anna.desk.picture("work")
	stored = frappe.get_doc("TD Task", task)
	frappe.db.rollback()
	stored.reload()
	assert [step.title for step in stored.plan][-1] == "The third berth is 12 m wide"
	assert "The third berth is 12 m wide" in stored.result
	new = frappe.get_last_doc("TD Task", {"responsible": CLARA, "assigner": ANNA})
	assert group_of(task) in new.description
	assert [row.user for row in new.observers] == [BORIS]
	anna.desk.open_task(new.name)
	anna.desk.picture("the-task")
	assert anna.desk.errors == []


@pytest.mark.parametrize("kind", ["team", "project"])
def test_a_team_and_a_project_have_their_talk_in_one_click(kind: str, desk_of: OPEN, site: str) -> None:
	"""PEERS 50: where the work is, in the desk itself."""
	project = make_project(members=[BORIS])
	frappe.db.commit()
	boris = desk_of(BORIS)
	boris.open("/app/td-team/Test team" if kind == "team" else f"/app/td-project-link/{project.name}")
	boris.page.get_by_role("button", name="Discuss").click()
	expect(boris.page.locator(".td-chat-panel .td-chat-box")).to_be_visible()
	room = ChatRoom(boris)
	room.write("Here we are")
	room.is_sent("Here we are")
	boris.picture(kind)
	chatting.forget_groups()
	purge()
	frappe.db.commit()
