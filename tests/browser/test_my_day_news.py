"""My Day while others work: what they do appears by itself, and takes nobody's click."""

from collections.abc import Callable

import frappe
from frappe.realtime import get_doctype_room
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.browser.my_day_page import open_day, row, task_due
from tests.factories import ASSIGNER, NEWCOMER, RESPONSIBLE, act, in_hours

OPEN = Callable[..., Desk]


def test_what_others_do_appears_by_itself(desk_of: OPEN) -> None:
	desk, worker = desk_of(ASSIGNER), desk_of(RESPONSIBLE)
	name = task_due(in_hours(30), subject="Order the pump")
	frappe.db.commit()
	open_day(desk)
	expect(desk.page.locator(".td-my-free")).to_contain_text("Nothing waits for you")
	desk.picture("free")
	desk.wait_for_news(get_doctype_room("TD Task"))
	open_day(worker)
	row(worker, "Order the pump").locator("[data-step=accept_assignment]").first.click()
	row(worker, "Order the pump").locator("[data-step=submit_task]").first.click()
	worker.answer(result="Ordered")
	expect(row(worker, "Order the pump")).to_have_count(0)
	expect(row(desk, "Order the pump")).to_contain_text("review by")
	# A list of the host drops everybody's listeners; the page takes them up again.
	desk.open("/app/td-task/view/list")
	desk.page.evaluate("frappe.set_route('td-my-day')")
	expect(row(desk, "Order the pump")).to_be_visible()
	desk.wait_for_news(get_doctype_room("TD Task"))
	act(RESPONSIBLE, name, "withdraw")
	frappe.db.commit()
	expect(row(desk, "Order the pump")).to_have_count(0)


def test_a_click_counts_though_news_come_while_it_lasts(desk_of: OPEN) -> None:
	"""As after another window: the press brings this one to the front, and with it the news of the day."""
	task_due(in_hours(30), set_by=NEWCOMER, subject="Order the pump", responsible=ASSIGNER)
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_day(desk)
	press_while_news_come(desk, row(desk, "Order the pump").locator(".td-my-menu"))
	expect(row(desk, "Order the pump").locator(".dropdown-menu.show")).to_be_visible()
	desk.page.keyboard.press("Escape")
	expect(desk.page.locator(".td-my-row .dropdown-menu.show")).to_have_count(0)
	desk.settle()
	press_while_news_come(desk, row(desk, "Order the pump").locator(".td-my-subject"))
	desk.page.wait_for_url("**/app/td-task/*")


def press_while_news_come(desk: Desk, part: Locator) -> None:
	part.hover()
	with desk.page.expect_response(lambda answer: "my_day.load" in answer.url) as answer:
		desk.page.mouse.down()
		desk.page.evaluate("$(window).trigger('focus')")
	answer.value.finished()
	desk.page.mouse.up()
