"""Working time at the desk: a calendar is made and filled, and an assigner reads what speaks against a deadline."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import getdate, nowdate
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import (
	ASSIGNER,
	MANAGER,
	RESPONSIBLE,
	make_task,
)
from tests.working import make_absence, make_calendar

OPEN = Callable[..., Desk]
NAME = "Berlin office"


def today() -> date:
	"""The day that the site has now, whatever the machine's clock says."""
	return getdate(nowdate())


@pytest.fixture(autouse=True)
def without_calendars(swept: None) -> Iterator[None]:
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for child in ("TD Work Hours", "TD Calendar Day", "TD Task User"):
		frappe.db.delete(child, {"parent": NAME})
	frappe.db.delete("TD Work Calendar", {"name": NAME})
	frappe.db.delete("TD Absence", {"user": RESPONSIBLE})
	frappe.db.commit()


def test_a_calendar_is_made_and_filled(desk_of: OPEN) -> None:
	desk = desk_of(MANAGER)
	desk.open("/app/td-work-calendar/new")
	form = desk.page.locator(".td-calendar-form")
	expect(form.locator(".td-week")).to_contain_text("09:00–13:00, 14:00–18:00")
	expect(form.locator(".td-week-day.td-off")).to_have_count(2)
	form.locator('[data-fieldname="calendar_name"] input').fill(NAME)
	desk.page.keyboard.press("Tab")
	desk.picture("new")
	form.locator(".standard-actions .primary-action").click()
	desk.settle()
	desk.picture("saved")
	expect(form.locator(".td-state")).to_contain_text("Public holidays are not filled")
	form.locator(".td-state").get_by_role("button", name="Fill Holidays").click()
	desk.choose(desk.dialog.locator('.frappe-control[data-fieldname="country"]'), "Germany")
	desk.dialog.locator('select[data-fieldname="subdivision"]').select_option(label="Berlin")
	desk.picture("filling")
	desk.press_dialog()
	desk.is_told("days added")
	expect(form.locator(".td-state")).to_have_count(0)
	expect(form.locator(".td-calendar-summary")).to_contain_text(
		f"40 hours a week · 10 days off in {today().year}"
	)
	expect(form.locator('.td-day-off[title*="Women"]')).to_have_text("8")
	desk.picture("filled")
	desk.show(form.locator(".td-year"))
	desk.picture("year")
	assert not desk.errors + desk.refusals


def test_a_calendar_is_read_on_a_phone(desk_of: OPEN) -> None:
	days = [
		{"date": today() + timedelta(days=number * 9), "kind": "Day Off", "title": "Closed"}
		for number in range(4)
	]
	here = datetime.now(ZoneInfo("Europe/Berlin")).date()  # days are counted by the reader's clock
	make_calendar(NAME, days=days, filled_until=here + timedelta(days=30))
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE, phone=True)
	desk.open(f"/app/td-work-calendar/{NAME}")
	form = desk.page.locator(".td-calendar-form")
	expect(form.locator(".td-state")).to_contain_text("for 30 more days only")
	expect(form.get_by_role("button", name="Fill Holidays")).to_have_count(0)
	desk.picture("phone")
	desk.show(form.locator(".td-year"))
	desk.picture("phone-year")
	width = desk.page.evaluate("document.documentElement.scrollWidth")
	assert width <= 390


def test_an_assigner_is_warned_of_an_absence(desk_of: OPEN) -> None:
	make_absence(RESPONSIBLE, today(), today() + timedelta(days=9), "private matters")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task/new?subject=Count%20the%20stock")
	desk.choose_user("responsible", RESPONSIBLE)
	hints = desk.form.locator(".td-warnings")
	expect(hints).to_contain_text("Boris Tester is absent at the deadline, until")
	expect(hints).not_to_contain_text("private")
	desk.picture("warned")
	desk.save()
	expect(desk.state).to_be_visible()
	expect(hints).to_contain_text("Boris Tester is absent at the deadline, until")
	desk.picture("stored")


def test_a_stored_task_tells_those_who_can_change_it(desk_of: OPEN) -> None:
	make_absence(RESPONSIBLE, today(), today() + timedelta(days=9))
	task = make_task()
	frappe.db.commit()
	for user, warned in ((ASSIGNER, True), (RESPONSIBLE, False)):
		desk = desk_of(user, phone=True)
		desk.open_task(task.name)
		expect(desk.form.locator(".td-warning").first).to_be_visible(visible=warned)
		desk.picture("phone-" + user.split("@")[0])


def test_the_small_dialog_warns_too(desk_of: OPEN) -> None:
	make_absence(RESPONSIBLE, today(), today() + timedelta(days=9))
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task")
	desk.page.locator(".primary-action:visible").click()
	desk.choose(desk.dialog.locator('[data-fieldname="responsible"].frappe-control'), RESPONSIBLE)
	expect(desk.dialog.locator(".td-warnings")).to_contain_text(
		"Boris Tester is absent at the deadline, until"
	)
	desk.picture("small-dialog")


def test_an_absence_is_written_down(desk_of: OPEN) -> None:
	desk = desk_of(MANAGER)
	desk.open("/app/td-absence/new")
	page = desk.page
	form = page.locator('[data-page-route="TD Absence"], #page-TD\\ Absence').first
	desk.choose(form.locator('.frappe-control[data-fieldname="user"]').first, RESPONSIBLE)
	for fieldname, day in (("from_date", today()), ("to_date", today() + timedelta(days=3))):
		form.locator(f'.frappe-control[data-fieldname="{fieldname}"] input').fill(f"{day:%d-%m-%Y}")
		page.keyboard.press("Tab")
	form.locator(".standard-actions .primary-action").click()
	desk.settle()
	desk.picture("absence")
	frappe.db.rollback()
	assert frappe.db.exists("TD Absence", {"user": RESPONSIBLE, "to_date": today() + timedelta(days=3)})
	desk.open("/app/td-absence")
	desk.picture("list")
	desk.open("/app/task-discipline")
	desk.show(page.locator('.widget:has-text("Working calendars")').first)
	desk.picture("workspace")
