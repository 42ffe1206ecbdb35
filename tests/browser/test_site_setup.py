"""The first hour with the app: the workspace, the set-up of the site, the steps that greet a new site, empty lists."""

import re
from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import Locator, expect

from task_discipline.setup.install import WORKING_WEEK
from tests import watching
from tests.browser.desk import Desk
from tests.factories import MANAGER, NEWCOMER, RESPONSIBLE, STRANGER, SYSTEM_MANAGER, make_task
from tests.projects import make_project

HOME, PAGE = "/app/task-discipline", "/app/td-setup"
OPEN = Callable[..., Desk]
COMPLETE = re.compile(r"\bcomplete\b")


@pytest.fixture
def unready(swept: None) -> Iterator[None]:
	"""A site that falls asleep after four days; as it was again afterwards."""
	kept = frappe.db.get_single_value("System Settings", "dormant_days")
	watching.set_host("dormant_days", 4)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	watching.set_host("dormant_days", kept)
	frappe.db.delete("Has Role", {"parent": RESPONSIBLE, "role": "Task Discipline User"})
	frappe.clear_cache(user=RESPONSIBLE)
	frappe.db.delete("TD Calendar Day", {"parent": WORKING_WEEK})
	frappe.db.set_value("TD Work Calendar", WORKING_WEEK, {"country": None, "filled_until": None})
	frappe.db.commit()


@pytest.fixture
def greeted(swept: None) -> Iterator[None]:
	"""A site that greets its managers with the steps of the onboarding."""
	kept = frappe.db.get_single_value("System Settings", "enable_onboarding")
	frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
	_forget_progress()
	yield
	frappe.db.rollback()
	frappe.db.set_single_value("System Settings", "enable_onboarding", kept)
	_forget_progress()


def _forget_progress() -> None:
	frappe.db.set_value("Module Onboarding", "Task Discipline", "is_complete", 0)
	frappe.db.set_value(
		"Onboarding Step", {"name": ("like", "Task Discipline %")}, {"is_complete": 0, "is_skipped": 0}
	)
	frappe.clear_cache()
	frappe.db.commit()


def step(desk: Desk, name: str) -> Locator:
	return desk.page.locator(f".td-setup-step[data-step={name}]")


def dark(desk: Desk) -> None:
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_system_manager_mends_what_the_page_names(desk_of: OPEN, unready: None, phone: bool) -> None:
	desk = desk_of(SYSTEM_MANAGER, phone=phone)
	desk.open(PAGE)
	expect(desk.page.locator(".td-setup-step")).to_have_count(10)
	desk.picture("found")
	step(desk, "dormancy").locator("button").click()
	expect(step(desk, "dormancy")).to_contain_text("stays awake for 60 days")
	# The tests' site is paused by its configuration, which only the shell changes.
	expect(step(desk, "scheduler")).to_contain_text("scheduler resume")
	expect(step(desk, "scheduler").locator("button")).to_have_count(0)
	give_role(desk)
	dark(desk)
	desk.picture("dark")
	assert frappe.db.get_single_value("System Settings", "dormant_days", cache=False) == 60
	assert not desk.errors
	assert not desk.refusals


def give_role(desk: Desk) -> None:
	step(desk, "roles").locator("button").click()
	pills = desk.dialog.locator('[data-fieldname="people"]')
	desk.settle()
	pills.locator("input").fill("boris")
	pills.locator('[role="option"]:has-text("Boris"), .awesomplete li:has-text("boris")').first.click()
	desk.dialog.locator(".modal-title").click()  # closes the suggestions
	desk.picture("giving-a-role")
	desk.press_dialog()
	desk.is_told("One person has the role from now on")
	expect(desk.page.locator(".modal-backdrop")).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.exists("Has Role", {"parent": RESPONSIBLE, "role": "Task Discipline User"})


def test_a_manager_reads_the_page_and_goes_on_from_it(desk_of: OPEN, unready: None) -> None:
	desk = desk_of(MANAGER)
	desk.open(HOME)
	desk.page.locator(".td-health-setup").click()
	expect(step(desk, "dormancy")).to_contain_text("After 4 days")
	expect(step(desk, "dormancy").locator("button")).to_have_count(0)
	step(desk, "holidays").locator("button").click()
	fill = desk.dialog.locator('[data-fieldname="country"]').first
	desk.choose(fill, "Germany")
	expect(desk.dialog.locator('[data-fieldname="subdivision"] select')).to_be_visible()
	desk.picture("holidays")
	desk.press_dialog()
	expect(step(desk, "holidays")).to_contain_text("know the holidays ahead")
	assert not desk.refusals


@pytest.mark.parametrize(("user", "phone"), [(MANAGER, False), (MANAGER, True), (STRANGER, False)])
def test_the_workspace_says_how_one_stands(desk_of: OPEN, user: str, phone: bool) -> None:
	make_task(MANAGER, subject="Approve the budget of the new warehouse in Hamburg", responsible=user)
	late = make_project(user, project_name="Move to the new warehouse")
	frappe.db.set_value("TD Project Link", late.name, "health", "Late")
	frappe.db.commit()
	desk = desk_of(user, phone=phone)
	desk.open(HOME)
	expect(desk.page.locator(".number-widget-box")).to_have_count(5 if user == MANAGER else 4)
	expect(desk.page.locator(".quick-list-item").first).to_contain_text("Approve the budget")
	project = desk.page.locator(".quick-list-item", has_text="Move to the new warehouse")
	expect(project).to_contain_text("Open")
	expect(desk.page.locator(".dashboard-widget-box svg.chart").first).to_be_visible()
	desk.picture("top")
	whole(desk, "light")
	dark(desk)
	whole(desk, "dark")
	assert not desk.errors
	assert not desk.refusals


def whole(desk: Desk, name: str) -> None:
	"""Pictures of the page from its top to the state of the system."""
	for part in (
		".number-widget-box",
		".quick-list-widget-box",
		".dashboard-widget-box",
		".links-widget-box",
	):
		desk.show(desk.page.locator(part).last)
		desk.picture(f"{name}{part.replace('.', '-')}")


def test_each_step_that_greets_a_site_works(desk_of: OPEN, greeted: None) -> None:
	desk = desk_of(MANAGER)
	desk.open(HOME)
	steps = desk.page.locator(".onboarding-step")
	expect(steps).to_have_count(5)
	desk.picture("greeting")
	for number, landmark in ((0, ".td-setup-step"), (2, ".td-my-day"), (4, ".td-chat")):
		visit(desk, number, landmark)
	write(desk, 3, "TD Task Template")
	desk.page.evaluate("frappe.set_route('Workspaces', 'Task Discipline')")
	write(desk, 1, "TD Task")
	set_first_task(desk)
	expect(desk.page.locator(".onboarding-step").nth(1)).to_have_class(COMPLETE)
	desk.picture("done")
	assert not desk.errors


def set_first_task(desk: Desk) -> None:
	"""Go through the tour, save, and let oneself be led back."""
	popover = desk.page.locator("#driver-popover-item")
	expect(popover).to_contain_text("What is to be done")
	assert desk.page.evaluate("cur_frm.tour.td_speaks")
	popover.locator(".driver-close-btn").click()
	expect(popover).to_be_hidden()
	form = desk.page.locator(".td-task-form:visible")
	form.locator('.frappe-control[data-fieldname="subject"] input').fill("Count the stock")
	desk.choose(form.locator('.frappe-control[data-fieldname="responsible"]'), RESPONSIBLE)
	form.locator(".standard-actions .primary-action").click()
	expect(desk.message).to_contain_text("back to onboarding")
	desk.picture("first-task")
	desk.page.locator(".modal.show .btn-modal-primary, .modal.show .btn-primary").first.click()


def visit(desk: Desk, number: int, landmark: str) -> None:
	"""Take a step that shows a page, and come back."""
	take(desk, number)
	expect(desk.page.locator(landmark).first).to_be_visible()
	expect(desk.message).to_contain_text("Go back to the workspace Task Discipline")
	desk.picture(f"step-{number}")
	desk.page.locator(".modal.show .btn-modal-primary, .modal.show .btn-primary").first.click()
	expect(desk.page.locator(".modal-backdrop")).to_have_count(0)
	desk.page.evaluate("frappe.set_route('Workspaces', 'Task Discipline')")
	expect(desk.page.locator(".onboarding-step").nth(number)).to_have_class(COMPLETE)


def take(desk: Desk, number: int) -> None:
	desk.settle()
	desk.page.locator(".onboarding-step").nth(number).click()
	desk.page.locator(".onboarding-step-footer .btn").click()


def write(desk: Desk, number: int, doctype: str) -> None:
	"""Take a step that opens a form: it must come up new and be ready to be filled."""
	take(desk, number)
	form = desk.page.locator(f'.page-container[id*="Form/{doctype}"], [data-page-route="{doctype}"]').first
	expect(form).to_be_visible()
	desk.settle()
	desk.picture(f"form-{number}")
	assert desk.page.evaluate("cur_frm.doctype") == doctype
	assert desk.page.evaluate("cur_frm.is_new()")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_settings_lead_to_the_page(desk_of: OPEN, phone: bool) -> None:
	desk = desk_of(MANAGER, phone=phone)
	desk.open("/app/td-settings")
	form = desk.page.locator(".page-container:visible")
	for part in ("work_calendar", "notify_by_bell", "most_repeats", "money_mode", "record_lists"):
		desk.show(form.locator(f'.frappe-control[data-fieldname="{part}"]'))
		desk.picture(part)
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture("dark")
	assert not desk.errors
	assert not desk.refusals


def test_a_newcomer_is_shown_around_the_form(desk_of: OPEN) -> None:
	desk = desk_of(NEWCOMER)
	desk.open("/app/td-task/new")
	desk.choose_in_menu(
		desk.form.locator(".menu-btn-group > button"),
		desk.page.locator('.menu-btn-group .dropdown-item:has-text("Show Me Around"):visible'),
	)
	popover = desk.page.locator("#driver-popover-item")
	for words in (
		"What is to be done",
		"Who answers for it",
		"By when",
		"Who watches it",
		"What it takes",
		"The plan",
	):
		expect(popover).to_contain_text(words)
		desk.settle()
		desk.picture(words.replace(" ", "-").lower())
		popover.locator(".driver-next-btn").click()
	expect(popover).to_contain_text("How it ends")
	assert not desk.errors


@pytest.mark.parametrize(
	("place", "words"),
	[
		("td-task", "Nothing is waiting for you"),
		("td-project-link", "No project is open. Make one here"),
		("td-task-template", "Nothing is renewed by itself yet"),
	],
)
def test_an_empty_list_says_what_to_do_next(desk_of: OPEN, place: str, words: str) -> None:
	desk = desk_of(NEWCOMER)
	desk.open(f"/app/{place}")
	expect(desk.empty_list).to_contain_text(words)
	desk.picture("empty")
	assert not desk.errors


def test_a_free_day_says_how_to_set_a_task(desk_of: OPEN) -> None:
	desk = desk_of(NEWCOMER)
	desk.open("/app/td-my-day")
	expect(desk.page.locator(".td-my-free")).to_contain_text("press New Task")
	desk.picture("free")
