"""The desk in other languages: what the host would leave English or say in words of other apps, and from right to left."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, make_task

# How far the page could be pushed aside.
_OVERHANG = "() => document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def speaks(swept: None) -> Iterator[Callable[[str], None]]:
	def speak(language: str | None) -> None:
		frappe.db.set_value("User", ASSIGNER, "language", language)
		frappe.db.commit()
		frappe.clear_cache(user=ASSIGNER)

	yield speak
	speak(None)


def test_lists_boards_and_titles_speak_the_language_of_their_reader(
	desk_of: Callable[..., Desk], speaks: Callable[[str], None]
) -> None:
	make_task(subject="Sign the lease")
	speaks("ru")
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task-event")
	expect(desk.rows.first).to_contain_text("Создана")
	heading = desk.page.locator(".list-header-subject:visible [data-sort-by]")
	expect(heading).to_have_text(["Событие", "Задача", "Время события"])
	desk.picture("events")
	desk.open("/app/td-task/view/kanban/Tasks by status")
	expect(desk.page.locator('[data-column-value="In Progress"] .kanban-title')).to_have_text("В работе")
	desk.picture("board")
	desk.open("/app/td-task/view/list")
	expect(desk.page.locator(".page-head:visible .primary-action")).to_contain_text("Новая задача")
	desk.picture("list")
	desk.open("/app/td-task/new")
	expect(desk.page.locator(".td-task-form .title-text")).to_have_text("Новая задача")
	expect(desk.page.locator("#navbar-breadcrumbs li").last).to_have_text("Новая задача")
	desk.picture("new-task")
	assert not desk.errors


@pytest.mark.parametrize("phone", [False, True])
def test_pages_hold_together_from_right_to_left(
	desk_of: Callable[..., Desk], speaks: Callable[[str], None], phone: bool
) -> None:
	task = make_task(subject="Sign the lease")
	speaks("ar")
	desk = desk_of(ASSIGNER, phone=phone)
	for address in ("task-discipline", "td-my-day", "td-task/view/list", f"td-task/{task.name}", "td-chat"):
		desk.open(f"/app/{address}")
		desk.picture(address.split("/")[0])
		assert desk.page.evaluate("document.dir || document.documentElement.dir") == "rtl"
		assert desk.page.evaluate(_OVERHANG) <= 2, address
	assert not desk.errors
