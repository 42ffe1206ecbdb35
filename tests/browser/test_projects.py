"""A project as people see it: its page, its plan, its report, and tasks that become one."""

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, nowdate
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE
from tests.projects import furnish, make_project

OPEN = Callable[..., Desk]


@pytest.fixture
def house() -> str:
	"""A project with tasks of every kind."""
	project = make_project(
		project_name="Build the house",
		starts_on=add_days(nowdate(), -21),
		ends_on=add_days(nowdate(), 45),
		members=[RESPONSIBLE, CO_ASSIGNEE],
		observers=[OBSERVER],
	)
	furnish(project.name)
	frappe.db.commit()
	return project.name


def open_project(desk: Desk, name: str) -> Locator:
	desk.open(f"/app/td-project-link/{name}")
	page = desk.page.locator(".td-project-form .frappe-control[data-fieldname='state_view']")
	expect(page.locator(".td-state")).to_be_visible()
	return page


def open_plan(desk: Desk, name: str) -> Locator:
	open_project(desk, name)
	desk.page.locator('.form-tabs .nav-link:has-text("Plan"):visible').click()
	plan = desk.page.locator(".td-plan")
	expect(plan.locator(".td-plan-row").first).to_be_visible()
	return plan


def too_wide(desk: Desk) -> list[str]:
	"""What of the form reaches beyond the right edge of the screen."""
	return desk.page.evaluate(
		"""() => [...document.querySelectorAll('.td-project-form .layout-main *')]
			.filter((one) => !one.closest('.td-plan-scroll') && one.getBoundingClientRect().right > innerWidth + 1)
			.map((one) => one.className)"""
	)


def darken(desk: Desk) -> None:
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")


def test_the_page_says_how_the_project_stands(desk_of: OPEN, house: str) -> None:
	desk = desk_of(ASSIGNER)
	page = open_project(desk, house)
	expect(page.locator(".td-state")).to_contain_text("1 of 6 tasks done")
	expect(page.locator(".td-reasons")).to_contain_text("A task is overdue")
	expect(page.locator(".td-milestone")).to_have_count(3)
	expect(page.locator(".td-look-first")).to_contain_text("Dig the pit")
	expect(page.locator(".td-person")).to_have_count(3)
	desk.picture("page")
	darken(desk)
	desk.picture("page-dark")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_page_on_a_telephone(desk_of: OPEN, house: str) -> None:
	desk = desk_of(RESPONSIBLE, phone=True)
	open_project(desk, house)
	desk.picture("page")
	desk.page.evaluate("document.querySelector('.td-workload').scrollIntoView()")
	desk.picture("page-people")
	assert too_wide(desk) == []
	plan = open_plan(desk, house)
	desk.picture("plan-list")
	plan.locator('[data-look="chart"]').click()
	desk.picture("plan-chart")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_plan_shows_bars_waits_and_milestones(desk_of: OPEN, house: str) -> None:
	desk = desk_of(ASSIGNER)
	plan = open_plan(desk, house)
	expect(plan.locator(".td-plan-row")).to_have_count(7)
	expect(plan.locator(".td-plan-arrows path")).to_have_count(3)
	expect(plan.locator(".td-plan-milestone")).to_have_count(3)
	desk.picture("plan")
	for zoom in ("day", "month"):
		plan.locator(f'[data-zoom="{zoom}"]').click()
		desk.picture(f"plan-{zoom}")
	darken(desk)
	plan.locator('[data-zoom="week"]').click()
	desk.picture("plan-dark")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])
