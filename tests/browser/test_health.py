"""The block of managers on the workspace: what is wrong and what to do, and nothing for others."""

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER
from tests.recurring import make_template

HOME = "/app/task-discipline"


def block(desk: Desk) -> Locator:
	desk.open(HOME)
	return desk.page.locator(".td-health")


def suspend_one() -> None:
	template = make_template(subject="Count the stock")
	frappe.db.set_value("TD Task Template", template.name, {"status": "Suspended", "next_run": None})
	frappe.db.commit()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_manager_reads_what_is_wrong_and_goes_there(desk_of: Callable[..., Desk], phone: bool) -> None:
	suspend_one()
	desk = desk_of(MANAGER, phone=phone)
	health = block(desk)
	finding = health.locator(".td-health-finding", has_text="Templates")
	expect(finding).to_contain_text("Warning")
	expect(finding).to_contain_text("1 suspended")
	expect(finding).to_contain_text("Resume")
	desk.picture("findings")
	health.locator("summary").click()
	expect(health.locator(".td-health-all li")).to_have_count(15)
	desk.show(health)
	desk.picture("all-checks")
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture("dark")
	finding.locator("button").click()
	expect(desk.row("Count the stock")).to_be_visible()
	assert not desk.errors
	assert not desk.refusals


def test_checking_again_shows_what_was_mended(desk_of: Callable[..., Desk]) -> None:
	suspend_one()
	desk = desk_of(MANAGER)
	health = block(desk)
	finding = health.locator(".td-health-finding", has_text="Templates")
	expect(finding).to_be_visible()
	frappe.db.set_value("TD Task Template", {"status": "Suspended"}, "status", "Paused")
	frappe.db.commit()
	health.locator(".td-health-again").click()
	expect(finding).to_have_count(0)


def test_a_site_in_order_says_so_in_one_line(desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(MANAGER)
	desk.page.route("**/task_discipline.api.health.report", _all_in_order)
	health = block(desk)
	expect(health.locator("strong")).to_have_text("All is well")
	expect(health.locator(".td-health-finding")).to_have_count(0)
	desk.picture("all-is-well")


def _all_in_order(route: Route) -> None:
	answer = route.fetch()
	report = answer.json()
	report["message"]["level"] = "ok"
	for check in report["message"]["checks"]:
		check["level"] = "ok"
	route.fulfill(response=answer, json=report)


def test_nobody_else_is_shown_the_block(desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(ASSIGNER)
	health = block(desk)
	expect(desk.page.locator(".shortcut-widget-box").first).to_be_visible()
	expect(health).to_have_count(0)
	assert not desk.refusals
