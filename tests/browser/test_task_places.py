"""Where a task belongs, in its form: milestones of its own, the project, what it waits for; and a project from a template."""

from collections.abc import Callable

import frappe
import pytest
from frappe.utils import add_days, formatdate, nowdate
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, NEWCOMER, RESPONSIBLE, acting_as, make_task
from tests.projects import make_project
from tests.site.test_project_templates import make_template

OPEN = Callable[..., Desk]
ALONE = {"co_assignees": [], "observers": []}


@pytest.fixture
def task() -> str:
	"""A task of a project that waits for another one."""
	house = make_project(project_name="Build the house", members=[RESPONSIBLE]).name
	first = make_task(subject="Dig the pit", project=house, **ALONE).name
	last = make_task(subject="Pour the foundation", project=house, depends_on=[{"task": first}], **ALONE).name
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Task", last).add_milestone("Concrete is ordered", add_days(nowdate(), 3))
	frappe.db.commit()
	return last


def test_milestones_are_added_and_reached_in_place(desk_of: OPEN, task: str) -> None:
	desk = desk_of(ASSIGNER)
	desk.open_task(task)
	desk.form.locator(".td-add-milestone").click()
	dialog = desk.page.locator(".modal.show")
	dialog.locator('[data-fieldname="title"] input').fill("Concrete is dry")
	dialog.locator('[data-fieldname="due_date"] input').fill(formatdate(add_days(nowdate(), 9), "dd-mm-yyyy"))
	desk.picture("new-milestone")
	desk.press_dialog()
	expect(desk.form.locator(".td-milestone")).to_have_count(2)
	desk.show(desk.form.locator(".td-milestones"))
	desk.picture("two-milestones")
	desk.settle()
	worker = desk_of(RESPONSIBLE, phone=True)
	worker.open_task(task)
	first = worker.form.locator(".td-milestone").first
	first.locator(".td-reach").click()
	expect(worker.form.locator(".td-milestone").first).to_contain_text("Reached")
	worker.show(worker.form.locator(".td-milestones"))
	worker.picture("reached-on-a-phone")
	for one in (desk, worker):
		assert (one.errors, one.alerts, one.refusals) == ([], [], [])


def test_whoever_begins_a_task_that_waits_is_told_so(desk_of: OPEN, task: str) -> None:
	desk = desk_of(RESPONSIBLE)
	desk.open_task(task)
	expect(desk.form.locator(".td-warnings")).to_contain_text("It waits for")
	expect(desk.form.locator(".td-warnings")).to_contain_text("Dig the pit")
	expect(desk.field("project")).to_contain_text("Build the house")
	desk.picture("waits")
	desk.primary.click()
	expect(desk.page.locator("#alert-container")).to_contain_text("It waits for")
	desk.picture("started-all-the-same")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_a_project_starts_from_a_template(desk_of: OPEN) -> None:
	template = make_template(template_name="House to build").name
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/td-project-template/{template}")
	desk.picture("template")
	desk.page.locator('.page-actions button:has-text("Start a Project"):visible').click()
	dialog = desk.page.locator(".modal.show")
	desk.choose(dialog.locator('[data-fieldname="person_0"]'), RESPONSIBLE)
	desk.choose(dialog.locator('[data-fieldname="person_1"]'), NEWCOMER)
	desk.picture("who-does-what")
	desk.press_dialog()
	page = desk.page.locator(".td-project-form .td-state").first
	expect(page).to_contain_text("0 of 3 tasks done")
	desk.picture("project")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])
