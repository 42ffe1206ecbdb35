"""Groups are made, found, joined and left, a long talk is read in both directions, and a task is discussed on its form."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import Locator, Page, expect

from tests import chatting
from tests.browser.chat_room import ChatRoom
from tests.browser.desk import Desk
from tests.chatting import ANNA, BORIS, CLARA
from tests.factories import make_task

OPEN = Callable[..., Desk]
MANY = 150
_PLACE = "(row) => row.getBoundingClientRect().top"
_READ_AT = """(box, top) => {
	box.scrollTop = top;
	const edge = box.getBoundingClientRect().top;
	const row = [...box.querySelectorAll(".td-chat-row")].find((one) => one.getBoundingClientRect().top >= edge);
	return [row.querySelector(".td-chat-text").innerText, row.getBoundingClientRect().top];
}"""
"""Scrolls there, and says which message stands first in sight, and where, before anything older can come in."""


@pytest.fixture(autouse=True)
def talk_forgotten(site: str) -> Iterator[None]:
	yield
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()


@pytest.fixture
def long_talk() -> tuple[str, list[int]]:
	"""A group in which BORIS has said much, and the ids of his messages."""
	group = chatting.make_group(title="Harbour plans")
	said = []
	for number in range(MANY):
		if number % 50 == 0:
			chatting.forget_limits()
		said.append(chatting.say(BORIS, group, f"Line {number:03}")["name"])
	chatting.forget_limits()
	frappe.db.commit()
	return group, said


def scroll(page: Page, to: str) -> None:
	page.locator(".td-chat-scroll").evaluate(f"(box) => {{ box.scrollTop = {to}; }}")


def open_dialog(room: ChatRoom, item: str) -> None:
	room.page.get_by_role("button", name="New group or message").click()
	room.page.get_by_role("menuitem", name=item).click()
	expect(room.desk.dialog).to_be_visible()
	room.desk.settle()


def settings(room: ChatRoom) -> Locator:
	room.page.locator(".td-chat-head").get_by_role("button", name="Members and settings").last.click()
	expect(room.page.locator(".td-chat-details .td-chat-person-row").first).to_be_visible()
	return room.desk.dialog


def test_a_long_talk_is_read_in_both_directions(desk_of: OPEN, long_talk: tuple[str, list[int]]) -> None:
	"""From where one stopped, upwards without a jump, to a message by its link, and back to the newest."""
	group, said = long_talk
	chatting.read(CLARA, group, said[99])
	frappe.db.commit()
	clara = ChatRoom(desk_of(CLARA))
	clara.open(group)
	expect(clara.page.locator(".td-chat-new")).to_be_visible()
	expect(clara.row("Line 100")).to_be_in_viewport()
	clara.desk.picture("new")
	expect(clara.page.locator(".td-chat-down")).to_be_visible()
	clara.page.locator(".td-chat-down").click()
	expect(clara.row("Line 149")).to_be_in_viewport()
	expect(clara.badge).to_be_hidden()
	read_upwards(clara)
	clara.open(group, said[10])
	expect(clara.row("Line 010")).to_be_in_viewport()
	expect(clara.row("Line 149")).to_have_count(0)
	chatting.say(BORIS, group, "Said meanwhile")
	frappe.db.commit()
	expect(clara.page.locator(".td-chat-down .td-chat-badge")).to_have_text("1")
	expect(clara.badge).to_have_text("1")
	clara.page.locator(".td-chat-down").click()
	expect(clara.row("Said meanwhile")).to_be_in_viewport()
	expect(clara.badge).to_be_hidden()


def read_upwards(room: ChatRoom) -> None:
	"""What is read stays where it is while older messages come in above it."""
	expect(room.row("Line 110")).to_have_count(1)
	expect(room.row("Line 080")).to_have_count(1)
	for oldest in (room.row("Line 040"), room.row("Line 000"), room.page.locator(".td-chat-event")):
		expect(oldest).to_have_count(0)
		reading, before = room.page.locator(".td-chat-scroll").evaluate(_READ_AT, 60)
		expect(oldest).to_have_count(1)
		room.desk.settle()
		after = room.row(reading).evaluate(_PLACE)
		# The browser scrolls by whole pixels; rows end between them.
		assert abs(after - before) < 1, f"{reading} went from {before} to {after}"
	scroll(room.page, "0")
	expect(room.row("Line 000")).to_be_in_viewport()
	texts = [text for text in room.texts() if text.startswith("Line")]
	assert texts == sorted(set(texts))


def test_a_group_is_made_found_joined_and_left(desk_of: OPEN) -> None:
	"""All the dialogs, by the people who use them."""
	anna, boris = ChatRoom(desk_of(ANNA)), ChatRoom(desk_of(BORIS))
	anna.desk.open("/app/td-chat")
	expect(anna.page.locator(".td-chat-none-title").first).to_have_text("No groups yet")
	anna.desk.picture("empty")
	open_dialog(anna, "New group")
	anna.desk.fill_dialog(title="Harbour <b>plans</b>", description="All about the north pier")
	anna.desk.dialog.locator("select").select_option("Open")
	anna.desk.picture("new-group")
	anna.desk.press_dialog()
	anna.is_ready()
	expect(anna.page.locator(".td-chat-head-title").first).to_have_text("Harbour <b>plans</b>")
	anna.write("Welcome")
	anna.is_sent("Welcome")
	boris.desk.open("/app/td-chat")
	boris.page.get_by_role("button", name="Browse open groups").first.click()
	found = boris.page.locator(".td-chat-browse .td-chat-person-row").filter(has_text="Harbour")
	expect(found).to_contain_text("All about the north pier")
	boris.desk.picture("browse")
	found.get_by_role("button", name="Join").click()
	boris.is_ready()
	expect(boris.row("Welcome")).to_be_visible()
	expect(anna.page.locator(".td-chat-event").last).to_contain_text("joined")
	dialog = settings(boris)
	dialog.get_by_role("checkbox").check()
	expect(boris.page.locator(".td-chat-head")).to_contain_text("Muted")
	dialog.get_by_role("button", name="Leave").click()
	boris.confirm()
	expect(boris.page.locator(".td-chat-none-title:visible").first).to_be_visible()
	dialog = settings(anna)
	anna.desk.picture("settings")
	dialog.get_by_role("button", name="Archive").click()
	anna.confirm()
	expect(anna.page.locator(".td-chat-closed")).to_be_visible()


def test_a_message_to_one_person_is_found_again(desk_of: OPEN) -> None:
	anna = ChatRoom(desk_of(ANNA))
	anna.desk.open("/app/td-chat")
	open_dialog(anna, "New message")
	anna.desk.choose(anna.desk.dialog.locator('[data-fieldname="user"]'), BORIS)
	anna.desk.press_dialog()
	anna.is_ready()
	anna.write("The seagull has landed")
	anna.is_sent("The seagull has landed")
	anna.box.fill("A thought that is not finished")
	anna.desk.open("/app/td-chat")
	search = anna.page.get_by_role("searchbox", name="Search groups and messages")
	search.fill("seagull")
	hit = anna.groups("The seagull has landed")
	expect(hit).to_have_count(1)
	anna.desk.picture("found")
	hit.click()
	expect(anna.row("The seagull has landed")).to_be_in_viewport()
	expect(anna.box).to_have_value("A thought that is not finished")


def test_a_click_on_what_was_found_counts_while_others_write(desk_of: OPEN) -> None:
	"""News between the press and the release leave the row under the pointer where it is."""
	group = chatting.make_group(title="Harbour plans")
	chatting.say(BORIS, group, "The seagull has landed")
	frappe.db.commit()
	anna = ChatRoom(desk_of(ANNA))
	anna.desk.open("/app/td-chat")
	anna.page.get_by_role("searchbox", name="Search groups and messages").fill("seagull")
	anna.groups("The seagull has landed").hover()
	anna.page.mouse.down()
	chatting.say(BORIS, group, "And away it flew")
	frappe.db.commit()
	expect(anna.badge).to_have_text("2")
	anna.page.mouse.up()
	expect(anna.row("The seagull has landed")).to_be_in_viewport()


def test_a_task_is_discussed_on_its_form(desk_of: OPEN) -> None:
	"""Those who are on it talk beside it; the answer is heard there, and a phone has room for it."""
	task = make_task(subject="Paint the pier")
	frappe.db.commit()
	anna = ChatRoom(desk_of(ANNA))
	anna.desk.open_task(task.name)
	anna.page.get_by_role("button", name="Discuss").click()
	anna.is_ready()
	panel = anna.page.locator(".td-chat-panel")
	expect(panel.locator(".td-chat-head-title")).to_have_text("Paint the pier")
	anna.write(f"Which colour for {task.name}?")
	anna.is_sent("Which colour")
	anna.desk.picture("panel")
	boris = ChatRoom(desk_of(BORIS, phone=True))
	boris.desk.open("/app/td-chat")
	boris.groups("Paint the pier").click()
	boris.is_ready()
	expect(boris.row("Which colour").locator("a")).to_have_attribute("href", f"/app/td-task/{task.name}")
	boris.write("Blue")
	expect(anna.row("Blue")).to_be_visible()
	boris.page.get_by_role("button", name="Back to the groups").click()
	expect(boris.groups("Paint the pier")).to_contain_text("Blue")
	boris.desk.picture("phone")
	anna.box.press("Escape")
	expect(panel).to_be_hidden()
	expect(anna.page.get_by_role("button", name="Discuss")).to_be_focused()
	assert anna.desk.errors == boris.desk.errors == []
