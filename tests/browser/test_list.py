"""The list: whose tasks it shows, what it takes to set one, and one action on many."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import frappe
import pytest
from playwright.sync_api import expect

from task_discipline.services import calendars, working_time
from tests.browser.desk import Desk, typed
from tests.factories import ASSIGNER, CO_ASSIGNEE, NEWCOMER, OBSERVER, RESPONSIBLE, act, in_hours, make_task

OPEN = Callable[..., Desk]


@pytest.fixture
def office(site: str) -> None:
	"""Four tasks in different hands and states."""
	make_task(subject="Count the stock")
	make_task(
		NEWCOMER,
		subject="Book the fair",
		responsible=ASSIGNER,
		co_assignees=[],
		observers=[{"user": OBSERVER}],
		deadline=in_hours(49),
	)
	overdue = make_task(subject="Call the bank", co_assignees=[], observers=[])
	frappe.db.set_value("TD Task", overdue.name, {"deadline": in_hours(-50), "timeliness": "Overdue"})
	done = make_task(subject="Send the invoices", observers=[])
	act(RESPONSIBLE, done.name, "submit_task")
	act(ASSIGNER, done.name, "accept_result")
	frappe.db.commit()


def open_list(desk: Desk) -> None:
	desk.open("/app/td-task/view/list")
	expect(desk.tab("mine")).to_be_visible()


def shows(desk: Desk, *subjects: str) -> None:
	links = desk.page.locator(".list-row-container:visible .list-subject a")
	expect(links).to_have_text(list(subjects))


def test_tabs_show_what_each_person_is_to_the_tasks(desk_of: OPEN, office: None) -> None:
	desk = desk_of(RESPONSIBLE)
	open_list(desk)
	expect(desk.tab("mine")).to_have_class("btn td-tab td-chosen")
	shows(desk, "Call the bank", "Count the stock")
	expect(desk.row("Call the bank")).to_contain_text("Overdue")
	expect(desk.tab("mine")).to_contain_text("2")
	desk.picture("my-tasks")
	desk.page.locator(".td-closed").check()
	shows(desk, "Call the bank", "Count the stock")
	desk.tab("all").click()
	shows(desk, "Call the bank", "Count the stock", "Send the invoices")
	desk.picture("all-with-closed")
	desk.tab("set_by_me").click()
	expect(desk.empty_list).to_contain_text("you need the role Task Discipline User")
	desk.picture("nothing-set")


def test_tabs_of_the_others(desk_of: OPEN, office: None) -> None:
	assigner = desk_of(ASSIGNER)
	open_list(assigner)
	shows(assigner, "Book the fair")
	assigner.tab("set_by_me").click()
	shows(assigner, "Call the bank", "Count the stock")
	co_assignee = desk_of(CO_ASSIGNEE)
	open_list(co_assignee)
	shows(co_assignee, "Count the stock")
	observer = desk_of(OBSERVER)
	open_list(observer)
	expect(observer.empty_list).to_contain_text("Nothing is waiting for you")
	observer.tab("observing").click()
	shows(observer, "Count the stock", "Book the fair")
	assert not assigner.errors + co_assignee.errors + observer.errors
	assert not assigner.refusals + co_assignee.refusals + observer.refusals


def test_workspace_leads_to_a_tab(desk_of: OPEN, office: None) -> None:
	desk = desk_of(RESPONSIBLE)
	desk.open("/app/task-discipline")
	shortcut = desk.page.locator(".shortcut-widget-box", has_text="My Tasks")
	expect(shortcut).to_contain_text("2 to do")
	desk.picture("workspace")
	shortcut.click()
	expect(desk.tab("mine")).to_have_class("btn td-tab td-chosen")
	shows(desk, "Call the bank", "Count the stock")


def test_quick_entry_asks_what_who_and_by_when(desk_of: OPEN) -> None:
	desk = desk_of(ASSIGNER)
	open_list(desk)
	desk.page.locator(".primary-action:visible").click()
	fields = desk.dialog.locator(".frappe-control[data-fieldname]:visible")
	expect(fields).to_have_count(3)
	names = fields.evaluate_all("all => all.map(one => one.dataset.fieldname)")
	assert names == ["subject", "responsible", "deadline"]
	end = calendars.aware(working_time.next_ends(1)[0]).astimezone(ZoneInfo("Europe/Berlin"))
	expect(desk.dialog.locator('input[data-fieldname="deadline"]')).to_have_value(typed(end))
	desk.fill_dialog(subject="Order coffee")
	desk.choose(desk.dialog.locator('[data-fieldname="responsible"].frappe-control'), RESPONSIBLE)
	desk.picture("quick-entry")
	desk.press_dialog()
	desk.is_told("Order coffee")
	frappe.db.rollback()
	stored = frappe.get_last_doc("TD Task", filters={"subject": "Order coffee"})
	assert (stored.assigner, stored.responsible, stored.status) == (ASSIGNER, RESPONSIBLE, "New")
	assert stored.deadline and stored.first_deadline == stored.deadline


def test_one_action_on_many_with_a_result_for_each(desk_of: OPEN) -> None:
	first, second = (make_task(subject=subject) for subject in ("Sort the archive", "Label the boxes"))
	third = make_task(subject="Move the desks", require_file=1)
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	open_list(desk)
	expect(desk.row("Move the desks")).to_contain_text("Boris Tester")
	desk.page.locator(".list-header-subject .list-check-all").click()
	button = desk.page.locator(".actions-btn-group:visible > button")
	menu = desk.page.locator(".actions-btn-group:visible .dropdown-menu")
	submit = menu.locator("a:visible", has_text="Submit Task")
	desk.open_menu(button, submit)
	expect(menu.locator("a:visible", has_text="Cancel Task")).to_have_count(0)
	desk.picture("bulk-menu")
	desk.choose_in_menu(button, submit)
	desk.press_dialog()
	results = desk.page.locator(".td-results .td-result")
	expect(results).to_have_count(3)
	expect(results.filter(has_text="Move the desks")).to_contain_text("Attach a file")
	desk.picture("bulk-result")
	frappe.db.rollback()
	states = [frappe.db.get_value("TD Task", task.name, "status") for task in (first, second, third)]
	assert states == ["Submitted", "Submitted", "New"]


def test_calendar_shows_deadlines_and_moves_none(desk_of: OPEN) -> None:
	make_task(subject="Pay the rent", deadline=in_hours(1))
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	desk.open("/app/td-task/view/calendar/default")
	event = desk.page.locator(".fc-event", has_text="Pay the rent")
	expect(event).to_be_visible()
	expect(desk.page.locator(".fc-event.fc-draggable")).to_have_count(0)
	desk.picture("calendar")
	event.click()
	expect(desk.state).to_contain_text("Due in")
