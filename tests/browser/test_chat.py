"""People talk, each in a window of his own: what one says, the others see at once and nobody else."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.realtime import get_user_room
from playwright.sync_api import expect

from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock, rows
from tests import chatting
from tests.browser.chat_room import ChatRoom
from tests.browser.desk import Desk
from tests.chatting import ANNA, BORIS, CLARA

OPEN = Callable[..., Desk]
SHORT_GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x2a\x7f\xc0\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"


@pytest.fixture
def group(site: str) -> Iterator[str]:
	name = chatting.make_group(title="Harbour plans")
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()


@pytest.fixture
def room_of(desk_of: OPEN) -> Callable[..., ChatRoom]:
	"""Opens a group in a window of a person, who hears what is said from then on."""

	def open_room(user: str, group: str, **kind: bool) -> ChatRoom:
		room = ChatRoom(desk_of(user, **kind))
		room.open(group)
		room.desk.wait_for_news(get_user_room(user))
		return room

	return open_room


def full_name(user: str) -> str:
	return frappe.db.get_value("User", user, "full_name")


def test_two_people_talk(room_of: Callable[..., ChatRoom], group: str, tmp_path: Path) -> None:
	"""A message, a live reply, a name, files, a reaction, an edit and a deletion: all of it seen by the other."""
	anna, boris = room_of(ANNA, group), room_of(BORIS, group)
	anna.write("Good morning")
	anna.is_sent("Good morning")
	expect(boris.row("Good morning")).to_have_count(1)
	boris.choose("Good morning", "Reply")
	boris.box.press_sequentially("See `plan` of @an")
	expect(boris.page.locator(".td-chat-option").first).to_contain_text(full_name(ANNA))
	boris.box.press("Enter")
	boris.box.press_sequentially("at https://example.com/plan.")
	boris.box.press("Enter")
	reply = anna.row("See plan of")
	expect(reply.locator(".td-chat-me")).to_have_text(f"@{full_name(ANNA)}")
	expect(reply.locator(".td-chat-quote")).to_contain_text("Good morning")
	expect(reply.locator("a")).to_have_attribute("href", "https://example.com/plan")
	anna.desk.picture("reply")
	send_files(boris, tmp_path)
	expect(anna.page.locator(".td-chat-picture img")).to_have_js_property("complete", True)
	assert anna.page.locator(".td-chat-picture img").evaluate("(image) => image.naturalWidth") == 1
	expect(anna.row("plan.txt").locator(".td-chat-file-name")).to_have_text("plan.txt")
	anna.choose("See plan of", "👍")
	expect(boris.row("See plan of").locator(".td-chat-reaction")).to_have_text("👍1")
	change_words(anna, boris)
	anna.choose("Good evening", "Delete")
	anna.confirm()
	expect(boris.page.locator(".td-chat-gone")).to_have_count(1)
	expect(boris.row("Good evening")).to_have_count(0)
	boris.desk.picture("deleted")
	assert anna.desk.errors == boris.desk.errors == []


def send_files(room: ChatRoom, folder: Path) -> None:
	(folder / "harbour.gif").write_bytes(SHORT_GIF)
	(folder / "plan.txt").write_text("North pier")
	room.attach(folder / "harbour.gif", folder / "plan.txt")
	room.write("")
	room.is_sent("plan.txt")


def change_words(anna: ChatRoom, boris: ChatRoom) -> None:
	"""With an empty box, the arrow up takes the last own message."""
	anna.box.press("ArrowUp")
	expect(anna.box).to_have_value("Good morning")
	anna.write("Good evening")
	expect(boris.row("Good evening").first).to_contain_text("edited")
	expect(boris.page.locator(".td-chat-quote")).to_contain_text("Good evening")
	expect(anna.box).to_have_value("")


def test_what_is_read_on_one_device_is_read_on_the_other(
	room_of: Callable[..., ChatRoom], desk_of: OPEN, group: str
) -> None:
	at_work = ChatRoom(desk_of(CLARA))
	at_work.desk.open("/app/td-my-day")
	at_work.desk.wait_for_news(get_user_room(CLARA))
	chatting.say(BORIS, group, "The first ship is in")
	chatting.say(BORIS, group, "And the second")
	frappe.db.commit()
	expect(at_work.badge).to_have_text("2")
	phone = room_of(CLARA, group, phone=True)
	expect(phone.row("And the second")).to_be_visible()
	expect(at_work.badge).to_be_hidden()
	phone.desk.picture("phone")
	at_work.page.locator(".td-chat-bubble").click()
	expect(at_work.groups("Harbour plans")).to_contain_text("And the second")


def test_nothing_is_lost_or_doubled_where_the_connection_breaks(
	room_of: Callable[..., ChatRoom], group: str
) -> None:
	anna = room_of(ANNA, group)
	anna.write("Before")
	anna.is_sent("Before")
	anna.page.context.set_offline(True)
	expect(anna.page.locator(".td-chat-lost")).to_have_text("Connection lost, trying again")
	for text in ("Missed one", "Missed two"):
		chatting.say(BORIS, group, text)
	frappe.db.commit()
	anna.write("Written without a connection")
	expect(anna.page.locator(".td-chat-row.td-chat-failed")).to_have_count(1)
	anna.desk.picture("lost")
	anna.page.context.set_offline(False)
	anna.is_sent("Written without a connection")
	expect(anna.page.locator(".td-chat-lost")).to_be_hidden()
	chatting.say(BORIS, group, "After")
	frappe.db.commit()
	expect(anna.row("After")).to_be_visible()
	assert anna.texts() == ["Before", "Missed one", "Missed two", "Written without a connection", "After"]


def test_many_changes_are_seen_after_a_break(room_of: Callable[..., ChatRoom], group: str) -> None:
	"""More than the server tells at once: those that stand here are seen all the same."""
	anna = room_of(ANNA, group)
	anna.write("Old words")
	anna.is_sent("Old words")
	(said,) = frappe.get_all(MESSAGE, {"chat_group": group, "kind": "Message"}, pluck="name")
	anna.page.context.set_offline(True)
	expect(anna.page.locator(".td-chat-lost")).to_be_visible()
	others = [
		{"chat_group": "elsewhere", "author": BORIS, "kind": "Message", "text": str(n)} for n in range(501)
	]
	names = rows.insert(MESSAGE, others)
	later = clock.stamp() + timedelta(seconds=5)
	frappe.db.sql(
		"update `tabTD Chat Message` set chat_group = %s, name = -name, modified = %s where name in %s",
		(group, later, names),
	)
	frappe.db.set_value(
		MESSAGE, said, {"text": "New words", "modified": clock.stamp()}, update_modified=False
	)
	frappe.db.commit()
	anna.page.context.set_offline(False)
	expect(anna.row("New words")).to_be_visible()


def test_the_news_come_without_the_realtime_server(room_of: Callable[..., ChatRoom], group: str) -> None:
	"""The host's client gives up after three tries; fetching goes on."""
	anna = room_of(ANNA, group)
	anna.page.evaluate(
		"frappe.realtime.socket.io.opts.path = '/nowhere'; frappe.realtime.socket.disconnect()"
	)
	anna.page.evaluate("frappe.realtime.socket.connect = () => {}")
	chatting.say(BORIS, group, "Heard by asking")
	frappe.db.commit()
	expect(anna.row("Heard by asking")).to_be_visible()


def test_whoever_is_removed_hears_nothing_more(room_of: Callable[..., ChatRoom], group: str) -> None:
	anna, clara = room_of(ANNA, group), room_of(CLARA, group)
	anna.page.locator(".td-chat-head").get_by_role("button", name="Members and settings").last.click()
	anna.page.get_by_role("button", name=f"More about {full_name(CLARA)}").click()
	anna.page.get_by_role("menuitem", name="Remove from the group").click()
	anna.confirm()
	expect(clara.page.locator(".td-chat-none-title:visible").first).to_be_visible()
	clara.page.evaluate("window.heard = []; frappe.realtime.on('td_chat', (news) => heard.push(news))")
	chatting.say(BORIS, group, "Not for Clara")
	frappe.db.commit()
	expect(anna.row("Not for Clara")).to_be_visible()
	assert "Not for Clara" not in clara.page.content()
	assert clara.page.evaluate("heard") == []
	clara.desk.open(f"/app/td-chat/{group}")
	expect(clara.page.locator(".td-chat-none[role=alert]")).to_contain_text("do not belong to this group")


HOSTILE = (
	"<script>alert(1)</script>",
	"<img src=x onerror=alert(1)>",
	'"<img src=x onerror=alert(1)>"',
	"javascript:alert(1) data:text/html,<script>alert(1)</script>",
	'[x](javascript:alert(1)) https://example.com/"onmouseover=alert(1)//',
	"`<svg onload=alert(1)>` ```<iframe src=javascript:alert(1)></iframe>```",
	"</div></div><style>*{display:none}</style><form action=//evil.example><input>",
	"{{7*7}} ${alert(1)} <%= alert(1) %>",
	"abc \u202egnp.exe\u202c \u2066isolated without an end",
	"@Administrator @<b>all</b> &lt;i&gt; &#60;u&#62;",
	"\u0000\ufffe broken \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + " end",
)


def _forms_of(group: str) -> list[str]:
	"""The host's own forms of the group and of what was said in it, which lead back into the chat."""
	frappe.db.rollback()
	frappe.db.set_value("TD Chat Group", group, "description", HOSTILE[1])
	frappe.db.commit()
	message = frappe.db.get_value("TD Chat Message", {"chat_group": group, "text": HOSTILE[1]})
	return [f"/app/td-chat-message/{message}", f"/app/td-chat-group/{group}"]


def test_hostile_text_is_shown_and_does_nothing(room_of: Callable[..., ChatRoom], group: str) -> None:
	"""Through the door and live, in the stream, in the list, as a quote and as the name of a group."""
	anna, boris = room_of(ANNA, group), room_of(BORIS, group)
	for text in HOSTILE:
		boris.write(text)
		boris.is_sent("")
	boris.choose(HOSTILE[1], "Reply")
	boris.write("Quoted")
	expect(anna.row("Quoted").locator(".td-chat-quote")).to_contain_text("<img src=x")
	assert [anna.texts().count(text) for text in HOSTILE[:4]] == [1] * 4
	anna.open(group)
	made = "script, img, iframe, style, form, input, svg, object, [onerror], [onload], [onmouseover]"
	assert anna.page.locator(".td-chat-text").locator(made).count() == 0
	addresses = anna.page.locator(".td-chat-text a").evaluate_all("(all) => all.map((one) => one.href)")
	assert addresses and all(re.match(r"https://example\.com/$", address) for address in addresses)
	rel = anna.page.locator(".td-chat-text a").first.get_attribute("rel")
	assert "noopener" in rel.split()
	isolated = "(one) => getComputedStyle(one).unicodeBidi"
	assert anna.page.locator(".td-chat-text").first.evaluate(isolated) == "isolate"
	anna.desk.picture("hostile")
	for form in _forms_of(group):
		anna.desk.open(form)
		expect(anna.page.locator(".td-chat-text").first).to_be_visible()
	assert anna.desk.alerts == boris.desk.alerts == []
	assert anna.desk.errors == boris.desk.errors == []
