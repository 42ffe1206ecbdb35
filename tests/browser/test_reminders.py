"""Reminders as people see them: in the task's own tab, and at the bell while they work."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import frappe
import pytest
from frappe.realtime import get_user_room
from frappe.utils import now_datetime
from playwright.sync_api import Locator, expect

from task_discipline import td_jobs
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE, act, in_hours, make_task
from tests.working import use_calendar

OPEN = Callable[..., Desk]


@pytest.fixture(autouse=True)
def every_hour_counts(swept: None) -> Iterator[None]:
	"""Whatever the time of the test, the people of it work."""
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_calendar(None)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	use_calendar(frappe._dict(name=before))
	frappe.db.commit()


def accepted_task(subject: str) -> str:
	task = make_task(ASSIGNER, subject=subject, deadline=in_hours(30), co_assignees=[], observers=[], plan=[])
	act(RESPONSIBLE, task.name, "accept_assignment")
	frappe.db.commit()
	return task.name


def due(task: str, minutes_ago: float) -> None:
	"""Let the reminder before the deadline have been due so long ago, and the jobs run."""
	moment = (now_datetime() - timedelta(minutes=minutes_ago)).replace(microsecond=0)
	row = {"task": task, "kind": "Before Deadline"}
	frappe.db.set_value("TD Reminder", row, {"moment": moment, "state": "Planned"})
	frappe.db.commit()
	td_jobs.send_reminders()
	frappe.set_user("Administrator")


def lines(desk: Desk) -> Locator:
	desk.form.locator(".form-tabs a", has_text="Figures").click()
	return desk.form.locator(".td-reminder")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_task_says_who_is_reminded_and_what_became_of_it(desk_of: OPEN, phone: bool) -> None:
	name = accepted_task("Sign the lease")
	due(name, 40)
	desk = desk_of(ASSIGNER, phone=phone)
	desk.open_task(name)
	shown = lines(desk)
	expect(shown.filter(has_text="Before Deadline")).to_contain_text("Late")
	expect(shown.filter(has_text="Before Deadline")).to_contain_text("Boris Tester")
	expect(shown.filter(has_text="Before Deadline")).to_contain_text("bell")
	expect(shown.filter(has_text="Not Accepted").first).to_contain_text("The task stands elsewhere")
	desk.show(shown.last)
	desk.picture("reminders")
	wide = desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
	assert wide <= 0
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture("dark")
	assert not desk.errors + desk.refusals


def quiet_bell(desk: Desk) -> Locator:
	"""My Day with nothing new at the bell: jobs that earlier tests have started may still ring it."""
	unseen = desk.page.locator(".dropdown-notifications .notifications-unseen")
	for _attempt in range(5):
		frappe.db.set_value("Notification Settings", RESPONSIBLE, "seen", 1)
		frappe.cache.hdel("bootinfo", RESPONSIBLE)  # the host would show the bell as it was an hour ago
		frappe.db.commit()
		desk.open("/app/td-my-day")
		expect(desk.page.locator(".td-my-head")).to_be_visible()
		if unseen.is_hidden():
			break
	expect(unseen).to_be_hidden()
	return unseen


def test_the_bell_rings_while_the_person_works_and_leads_to_the_task(desk_of: OPEN) -> None:
	name = accepted_task("Sign the <b>lease</b>")
	desk = desk_of(RESPONSIBLE)
	unseen = quiet_bell(desk)
	desk.wait_for_news(get_user_room(RESPONSIBLE))
	due(name, 1)
	expect(unseen).to_be_visible()
	line = desk.bell().filter(has_text="The deadline is near").first
	expect(line).to_contain_text("Sign the")
	desk.picture("bell")
	line.click()
	expect(desk.state).to_be_visible()
	assert desk.page.url.endswith(name)
	assert not desk.errors + desk.refusals


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_manager_reads_in_his_day_that_the_system_needs_him(desk_of: OPEN, phone: bool) -> None:
	host_setting = frappe.db.get_default("suspend_email_queue")
	frappe.db.set_default("suspend_email_queue", 1)
	frappe.db.commit()
	try:
		desk = desk_of(MANAGER, phone=phone)
		desk.open("/app/td-my-day")
		line = desk.page.locator(".td-my-health-link")
		expect(line).to_contain_text("The system needs attention")
		desk.picture("health-line")
		desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
		desk.picture("health-line-dark")
		line.click()
		expect(desk.page.locator(".td-health")).to_be_visible()
		assert not desk.errors + desk.refusals
		other = desk_of(ASSIGNER, phone=phone)
		other.open("/app/td-my-day")
		expect(other.page.locator(".td-my-head")).to_be_visible()
		expect(other.page.locator(".td-my-health-link")).to_have_count(0)
		assert not other.errors + other.refusals
	finally:
		frappe.db.set_default("suspend_email_queue", host_setting)
		frappe.db.commit()
