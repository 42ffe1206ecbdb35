"""Agreement as people meet it: limits of requests before they ask, a firm deadline, one that was moved earlier."""

from collections.abc import Callable

import frappe
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE, act, events_of, in_hours, make_task

OPEN = Callable[..., Desk]


def test_a_deadline_is_limited_tightened_and_agreed_to(desk_of: OPEN) -> None:
	limited = make_task(
		subject="Book the hall", most_deadline_requests=2, latest_deadline=in_hours(24 * 20), plan=[]
	)
	firm = make_task(subject="File the tax return", deadline_is_firm=1, plan=[])
	frappe.db.commit()
	desk, assigner = desk_of(RESPONSIBLE), desk_of(ASSIGNER)

	desk.open_task(limited.name)
	expect(desk.form).to_contain_text("Without an answer until")
	expect(desk.form).to_contain_text("Requests for another deadline: 2 of 2 left, for")
	desk.picture("what-silence-means")
	desk.action("Propose Deadline")
	expect(desk.dialog).to_contain_text("2 of 2 left")
	desk.picture("limits-in-the-dialog")
	desk.page.keyboard.press("Escape")
	expect(desk.page.locator(".modal-backdrop")).to_have_count(0)
	desk.primary.click()
	expect(desk.state).to_contain_text("is working on it")
	expect(desk.form).not_to_contain_text("Without an answer until")

	assigner.open_task(limited.name)
	act(
		ASSIGNER,
		limited.name,
		"change_deadline",
		deadline=str(in_hours(30)),
		reason="The client comes sooner",
	)
	frappe.db.commit()
	assigner.open_task(limited.name)
	expect(assigner.form).to_contain_text("Boris Tester has not agreed to the deadline yet.")
	assigner.picture("not-agreed-yet")
	desk.open_task(limited.name)
	panel = desk.form.locator(".td-agreement")
	expect(panel).to_contain_text("The deadline was moved earlier today")
	expect(panel).to_contain_text("Without an answer until")
	expect(panel.get_by_role("button", name="Propose Deadline")).to_be_visible()
	desk.picture("moved-earlier")
	panel.get_by_role("button", name="Agree to Deadline").click()
	expect(panel).to_have_count(0)
	expect(desk.events.first).to_contain_text("agreed to the deadline")
	desk.picture("agreed")
	frappe.db.rollback()
	assert events_of(limited.name) == [
		"Created",
		"Assignment Accepted",
		"Deadline Changed",
		"Deadline Agreed",
	]

	desk.open_task(firm.name)
	expect(desk.form).to_contain_text("The deadline is firm: another one cannot be asked for.")
	menu = desk.form.locator(".actions-btn-group .dropdown-menu")
	desk.open_menu(desk.form.locator(".actions-btn-group > button"), menu.get_by_text("Decline"))
	expect(menu).not_to_contain_text("Propose Deadline")
	desk.picture("firm")
	assert not desk.errors and not desk.alerts


def test_limits_are_set_in_the_task_and_for_the_site(desk_of: OPEN) -> None:
	task = make_task(subject="Order the badges", plan=[], observers=[], co_assignees=[])
	frappe.db.commit()
	desk, manager = desk_of(ASSIGNER), desk_of(MANAGER)
	desk.open_task(task.name)
	section = desk.form.locator('.form-section:has([data-fieldname="deadline_is_firm"])')
	section.locator(".section-head").click()
	desk.fill("most_deadline_requests", "3")
	desk.page.keyboard.press("Tab")
	desk.show(section)
	desk.picture("limits-of-a-task")
	desk.save()
	frappe.db.rollback()
	assert frappe.db.get_value("TD Task", task.name, "most_deadline_requests") == 3
	manager.open("/app/td-settings")
	site = manager.page.locator('.form-section:has([data-fieldname="silence_agrees_hours"])')
	manager.show(site)
	expect(site).to_contain_text("A deadline counts as agreed after")
	manager.picture("limits-of-the-site")
	assert not desk.errors and not manager.errors
