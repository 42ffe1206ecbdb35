"""Why a task counts as late: its sums on the task, on the rating itself, and so far while it is open."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import now_datetime
from playwright.sync_api import Locator, expect

from task_discipline.services import clock
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, act, make_task
from tests.working import make_calendar, use_calendar

OPEN = Callable[..., Desk]
OFFICE = "Office of ratings"


@pytest.fixture
def last_monday(swept: None) -> Iterator[datetime]:
	"""Nine o'clock on the Monday of the week before last, in office hours that are committed and taken back."""
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	frappe.delete_doc("TD Work Calendar", OFFICE, force=True, ignore_missing=True)
	use_calendar(make_calendar(OFFICE))
	frappe.db.commit()
	today = now_datetime().replace(hour=9, minute=0, second=0, microsecond=0)
	yield today - timedelta(days=today.weekday() + 14)
	frappe.db.rollback()
	use_calendar(frappe._dict(name=before))
	frappe.delete_doc("TD Work Calendar", OFFICE, force=True)
	frappe.db.commit()


def late_task(monday: datetime) -> str:
	"""Held, moved after its lapse, handed in late, returned and handed in again."""

	def on(day: int, hour: int, user: str, action: str, **arguments: str) -> None:
		with clock.at(monday + timedelta(days=day, hours=hour - 9)):
			act(user, task, action, **arguments)

	due = [str(monday + timedelta(days=day, hours=8)) for day in (2, 4)]
	with clock.at(monday):
		quiet = {"co_assignees": [], "observers": [], "plan": []}
		task = make_task(ASSIGNER, subject="Quarterly report to the bank", deadline=due[0], **quiet).name
	on(0, 10, RESPONSIBLE, "start")
	on(1, 9, ASSIGNER, "hold", reason="Figures of the branch are missing")
	on(1, 12, ASSIGNER, "resume")
	on(3, 15, ASSIGNER, "change_deadline", deadline=due[1], reason="The bank gave two days")
	on(4, 10, RESPONSIBLE, "submit_task")
	on(7, 11, ASSIGNER, "return_for_rework", reason="Page three is last year's")
	on(8, 15, RESPONSIBLE, "submit_task")
	on(8, 16, ASSIGNER, "accept_result")
	frappe.db.commit()
	return task


def figures(desk: Desk) -> Locator:
	desk.form.locator(".form-tabs a", has_text="Figures").click()
	return desk.form.locator(".td-why")


def in_dark(desk: Desk, picture: str) -> None:
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture(picture)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_person_reads_why_his_task_counts_as_late(
	desk_of: OPEN, last_monday: datetime, phone: bool
) -> None:
	task = late_task(last_monday)
	desk = desk_of(RESPONSIBLE, phone=phone)
	desk.open_task(task)
	why = figures(desk)
	expect(why.locator(".td-why-verdict").first).to_contain_text("Late")
	# Thursday 9 to 15, less three hours on hold; then to Tuesday 15 less the review from Friday 10 to Monday 11.
	sums = why.locator(".td-why-sum td")
	expect(sums).to_have_text(["3 h", "5 h", "18 h"])
	expect(why).to_contain_text("On hold from")
	expect(why).to_contain_text("Under review from")
	desk.show(why)
	desk.picture("why")
	wide = desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
	assert wide <= 0
	in_dark(desk, "dark")
	rating = frappe.db.get_value("TD Task Rating", {"task": task, "user": RESPONSIBLE})
	desk.open(f"/app/td-task-rating/{rating}")
	shown = desk.page.locator(".td-why")
	expect(shown.locator(".td-why-sum td")).to_have_text(["3 h", "5 h", "18 h"])
	desk.picture("rating")
	in_dark(desk, "rating-dark")
	desk.page.locator('[data-fieldname="task"] a', has_text=task).first.click()
	expect(desk.state).to_be_visible()
	assert not desk.errors + desk.refusals


def test_an_overdue_task_says_what_it_would_come_to_now(desk_of: OPEN, last_monday: datetime) -> None:
	with clock.at(last_monday):
		quiet = {"co_assignees": [], "observers": [], "plan": []}
		task = make_task(ASSIGNER, deadline=str(last_monday + timedelta(days=1)), **quiet).name
	with clock.at(last_monday + timedelta(days=2)):
		act(ASSIGNER, task, "reassign", user=CO_ASSIGNEE, reason="Illness")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open_task(task)
	people = figures(desk).locator(".td-why-person")
	expect(people).to_have_text(["Clara Tester, so far", "Boris Tester: Handed Over"])
	expect(desk.form.locator(".td-why").first).to_contain_text("The deadline had passed already")
	desk.show(desk.form.locator(".td-why").first)
	desk.picture("so-far")
	assert not desk.errors + desk.refusals
