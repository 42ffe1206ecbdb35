"""A manager looks after the chat: deletes what is too old after a preview, and takes a copy of a group."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import frappe
import pytest
from playwright.sync_api import expect

from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock
from tests import chatting
from tests.browser.desk import Desk
from tests.chatting import ANNA, BORIS, make_group, say
from tests.factories import MANAGER


@pytest.fixture
def group(swept: None) -> Iterator[str]:
	"""A group with two messages, one of them a year old; messages are kept for a hundred days."""
	name = make_group(title="Harbour <b>works</b>")
	old = say(ANNA, name, "Old words")["name"]
	frappe.db.set_value(MESSAGE, old, "creation", clock.now() - timedelta(days=365), update_modified=False)
	say(BORIS, name, "Young words")
	keep_for(100)
	yield name
	frappe.db.rollback()
	chatting.forget_groups()
	keep_for(0)


def keep_for(days: int) -> None:
	frappe.db.set_single_value("TD Settings", "chat_retention_days", days)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.commit()


def open_settings(desk: Desk, button: str) -> None:
	desk.open("/app/td-settings")
	desk.page.get_by_role("tab", name="Chat").click()
	desk.choose_in_menu(
		desk.page.locator(".inner-group-button[data-label='Chat'] button"),
		desk.page.get_by_role("link", name=button),
	)


def test_a_manager_deletes_what_is_too_old(desk_of: Callable[..., Desk], group: str) -> None:
	desk = desk_of(MANAGER)
	open_settings(desk, "Delete Old Messages")
	desk.press_dialog()
	expect(desk.dialog).to_contain_text("To be deleted: messages 1, groups 1, files 0.")
	desk.picture("preview")
	desk.dialog.get_by_role("button", name="Delete Now").click()
	desk.page.get_by_role("button", name="Delete", exact=True).click()
	expect(desk.page.locator(".modal.show")).to_contain_text("Deleted messages: 1", timeout=60_000)
	desk.picture("deleted")
	frappe.db.rollback()
	assert frappe.get_all(MESSAGE, {"chat_group": group, "kind": "Message"}, pluck="text") == ["Young words"]


def test_a_manager_takes_a_copy_of_a_group_that_he_never_reads(
	desk_of: Callable[..., Desk], group: str
) -> None:
	desk = desk_of(MANAGER)
	open_settings(desk, "Copy of a Group")
	row = desk.dialog.locator(".td-copy-row").filter(has_text="Harbour <b>works</b>")
	expect(row).to_contain_text("Private · 3 people · 3 messages")
	expect(desk.dialog).not_to_contain_text("Young words")
	row.locator("input").check()
	desk.fill_dialog(reason="Complaint 12")
	desk.picture("copy")
	desk.press_dialog()
	expect(desk.dialog).to_contain_text("The copy is ready.", timeout=60_000)
	with desk.page.expect_download() as started:
		desk.dialog.get_by_role("link", name="Download").click()
	assert "Young words" in started.value.path().read_text(encoding="utf-8")
	desk.picture("ready")
