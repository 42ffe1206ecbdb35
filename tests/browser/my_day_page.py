"""My Day as a person uses it."""

from datetime import datetime

import frappe
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, make_task


def task_due(due: datetime | None, /, set_by: str = ASSIGNER, **fields: object) -> str:
	"""A task with a deadline that may have passed already."""
	task = make_task(set_by, **({"plan": [], "co_assignees": [], "observers": []} | fields))
	frappe.db.set_value("TD Task", task.name, "deadline", due)
	return task.name


def open_day(desk: Desk) -> None:
	desk.open("/app/td-my-day")
	expect(desk.page.locator(".td-my-head")).to_be_visible()
	desk.settle()


def row(desk: Desk, subject: str) -> Locator:
	return desk.page.locator(".td-my-row", has_text=subject)
