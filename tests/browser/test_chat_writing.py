"""The place where one writes: names, files by paste and drop, limits, who is writing, and the keys of the talk."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from frappe.realtime import get_user_room
from playwright.sync_api import expect

from tests import chatting
from tests.browser.chat_room import ChatRoom
from tests.browser.desk import Desk
from tests.chatting import ANNA, BORIS

OPEN = Callable[..., Desk]

_GIVE = """(box, [kind, name, type, size]) => {
	const files = new DataTransfer();
	files.items.add(new File([new Uint8Array(size).fill(65)], name, { type }));
	const event = kind === "paste"
		? new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true })
		: new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
	box.dispatchEvent(event);
}"""
"""A file as the browser hands it over when it is pasted or dropped."""


@pytest.fixture
def group(site: str) -> Iterator[str]:
	name = chatting.make_group(title="Harbour plans")
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()
	for file in frappe.get_all("File", {"owner": ANNA}, pluck="name"):
		frappe.delete_doc("File", file, force=True)
	frappe.db.commit()


def room_of(desk: Desk, user: str, group: str) -> ChatRoom:
	room = ChatRoom(desk)
	room.open(group)
	room.desk.wait_for_news(get_user_room(user))
	return room


def test_files_are_pasted_and_dropped(desk_of: OPEN, group: str) -> None:
	anna = room_of(desk_of(ANNA), ANNA, group)
	anna.box.evaluate(_GIVE, ["paste", "screen.png", "image/png", 400])
	anna.page.locator(".td-chat-log").evaluate(_GIVE, ["drop", "plan.txt", "text/plain", 30])
	expect(anna.page.locator(".td-chat-upload")).to_have_count(2)
	expect(anna.page.locator(".td-chat-track")).to_have_count(0)
	anna.page.get_by_role("button", name="Remove screen.png").click()
	expect(anna.page.locator(".td-chat-upload")).to_have_count(1)
	anna.desk.settle()
	anna.write("Here it is")
	anna.is_sent("Here it is")
	expect(anna.row("Here it is").locator(".td-chat-file-name")).to_have_text("plan.txt")
	assert anna.desk.errors == []


def test_what_is_too_much_is_said_before_it_is_sent(desk_of: OPEN, group: str) -> None:
	"""A file over the limit and a text of 100 kB stay here, with a reason."""
	frappe.db.set_single_value("TD Settings", "chat_max_file_mb", 1)
	frappe.db.commit()
	try:
		anna = room_of(desk_of(ANNA), ANNA, group)
		anna.box.evaluate(_GIVE, ["paste", "film.mp4", "video/mp4", 1024 * 1024 + 1])
		expect(anna.page.locator(".td-chat-upload.td-chat-failed")).to_contain_text("Larger than 1")
		anna.box.fill("x" * 100_000)
		expect(anna.page.locator(".td-chat-counter")).to_have_text("-96000")
		expect(anna.page.locator(".td-chat-send")).to_be_disabled()
		anna.box.press("Enter")
		anna.desk.picture("too-much")
		expect(anna.rows).to_have_count(0)
	finally:
		frappe.db.set_single_value("TD Settings", "chat_max_file_mb", 0)
		frappe.db.commit()


def test_one_sees_who_is_writing(desk_of: OPEN, group: str) -> None:
	anna, boris = room_of(desk_of(ANNA), ANNA, group), room_of(desk_of(BORIS), BORIS, group)
	boris.box.press_sequentially("Wait a m")
	expect(anna.page.locator(".td-chat-typing")).to_contain_text("Boris Tester")
	boris.write("Here I am")
	expect(anna.row("Here I am")).to_be_visible()
	expect(anna.page.locator(".td-chat-typing")).to_have_text("")


def test_everything_is_done_by_the_keyboard(desk_of: OPEN, group: str) -> None:
	for text in ("First", "Second", "Third"):
		chatting.say(BORIS, group, text)
	frappe.db.commit()
	anna = room_of(desk_of(ANNA), ANNA, group)
	keys = anna.page.keyboard
	anna.page.locator(".td-chat-scroll").focus()
	keys.press("ArrowUp")
	expect(anna.row("Third")).to_be_focused()
	keys.press("ArrowUp")
	expect(anna.row("Second")).to_be_focused()
	keys.press("Enter")
	expect(anna.page.locator(".td-chat-menu")).to_be_visible()
	keys.press("Escape")
	expect(anna.row("Second")).to_be_focused()
	keys.press("r")
	expect(anna.box).to_be_focused()
	expect(anna.page.locator(".td-chat-about")).to_contain_text("Second")
	keys.type("My answer\n")
	anna.is_sent("My answer")
	expect(anna.row("My answer").locator(".td-chat-quote")).to_contain_text("Second")
	keys.press("ArrowUp")
	keys.press("Escape")
	expect(anna.box).to_have_value("")
	keys.type("One")
	keys.press("Shift+Enter")
	keys.type("Two")
	expect(anna.box).to_have_value("One\nTwo")


def test_the_end_stays_in_sight_whatever_grows(desk_of: OPEN, group: str) -> None:
	"""A picture that comes late, or a window that becomes smaller, is nobody's scrolling up."""
	for number in range(30):
		chatting.say(BORIS, group, f"Line {number:02}")
	chatting.forget_limits()
	frappe.db.commit()
	chatting.read(ANNA, group, 10**17)
	frappe.db.commit()
	anna = room_of(desk_of(ANNA), ANNA, group)
	expect(anna.row("Line 29")).to_be_in_viewport(ratio=1)
	anna.row("Line 05").evaluate("(row) => { row.style.paddingBottom = '300px'; }")
	anna.desk.settle()
	expect(anna.row("Line 29")).to_be_in_viewport(ratio=1)
	anna.page.set_viewport_size({"width": 700, "height": 420})
	anna.desk.settle()
	expect(anna.row("Line 29")).to_be_in_viewport(ratio=1)
	anna.page.locator(".td-chat-scroll").evaluate("(box) => { box.scrollTop -= 200; }")
	chatting.say(BORIS, group, "Not in sight")
	frappe.db.commit()
	expect(anna.page.locator(".td-chat-down .td-chat-badge")).to_have_text("1")
	expect(anna.row("Not in sight")).not_to_be_in_viewport()
