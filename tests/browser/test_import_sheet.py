"""A manager brings a file of Bitrix24: reads what would come, prepares the import, starts it, and sees the tasks."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import expect

from tests import importing
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER


@pytest.fixture
def importer(swept: None) -> Iterator[None]:
	with importing.holding(MANAGER, "System Manager"):
		yield
	importing.remove()
	frappe.db.commit()


def open_dialog(desk: Desk) -> None:
	desk.open("/app/td-task/view/list")
	desk.page.locator(".menu-btn-group button:visible").first.click()
	desk.page.locator(".menu-btn-group .dropdown-item:visible", has_text="Import from Bitrix24").click()


def test_a_manager_brings_a_file_of_bitrix24(desk_of: Callable[..., Desk], importer: None) -> None:
	desk = desk_of(MANAGER)
	open_dialog(desk)
	expect(desk.dialog.locator("input[type=file]")).to_be_visible()
	desk.dialog.locator("input[type=file]").set_input_files(importing.SAMPLES / "bitrix24.csv")
	rows = desk.dialog.locator(".td-import-lines tbody tr")
	expect(rows).to_have_count(6)
	expect(desk.dialog).to_contain_text("Семён Неизвестный")
	expect(desk.dialog).to_contain_text("Write the e-mail of the account")
	desk.picture("dry-run")
	with desk.page.expect_download() as download:
		desk.dialog.get_by_role("button", name="Download the File").click()
	assert download.value.suggested_filename == "tasks.csv"
	desk.press_dialog()
	desk.page.wait_for_url("**/data-import/**")
	expect(desk.page.locator(".import-preview, [data-fieldname=import_preview]").first).to_contain_text(
		"Подготовить договор", timeout=30_000
	)
	desk.picture("prepared")
	assert not desk.errors
	assert not desk.refusals


def test_a_file_that_is_no_sheet_says_so(desk_of: Callable[..., Desk], importer: None) -> None:
	desk = desk_of(MANAGER)
	open_dialog(desk)
	no_sheet = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
	desk.dialog.locator("input[type=file]").first.set_input_files(no_sheet)
	expect(desk.page.locator(".msgprint")).to_contain_text("names no column")
	desk.picture("no-sheet")


def test_others_are_not_offered_it(desk_of: Callable[..., Desk], swept: None) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task/view/list")
	expect(desk.page.locator(".dropdown-item", has_text="Import from Bitrix24")).to_have_count(0)
