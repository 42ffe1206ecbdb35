"""A systemic task as a manager describes it: what he fills in, what he reads, and the tasks that come of it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import frappe
import pytest
from playwright.sync_api import Locator, expect

from task_discipline.services import clock
from task_discipline.services.templates import log
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, in_hours
from tests.recurring import make_template, renew, tasks_of

OPEN = Callable[..., Desk]
TEMPLATE = "TD Task Template"
MANY = 22
"""More tasks than a form shows."""
SUBJECT = "Close the month {month_name}"


def choose(desk: Desk, fieldname: str, option: str) -> None:
	desk.field(fieldname).locator("select").select_option(option)
	desk.settle()


def dates(desk: Desk) -> Locator:
	"""The rows of the preview."""
	return desk.field("preview_view").locator(".td-dates tbody tr")


def press(desk: Desk, label: str) -> None:
	"""A button of the form beside Save."""
	desk.form.locator(f'.custom-actions button:has-text("{label}")').click()


def open_template(desk: Desk, name: str) -> None:
	desk.open(f"/app/td-task-template/{name}")
	expect(desk.state).to_be_visible()


def last_working_days(number: int) -> list[date]:
	"""The last weekdays of this month and the next ones, without those whose nine o'clock is over at the site."""
	found, month = [], clock.now().date().replace(day=1)
	while len(found) < number:
		after = (month + timedelta(days=32)).replace(day=1)
		last = after - timedelta(days=1)
		while last.weekday() > 4:
			last -= timedelta(days=1)
		if datetime.combine(last, time(9)) > clock.now():
			found.append(last)
		month = after
	return found


@pytest.fixture
def office_hours() -> str:
	"""The calendar of people who work from Monday to Friday."""
	from tests.working import make_calendar

	calendar = make_calendar("Office hours of the tests")
	frappe.db.commit()
	yield calendar.name
	frappe.db.rollback()
	frappe.db.delete("TD Task Template", {"work_calendar": calendar.name})
	frappe.delete_doc("TD Work Calendar", calendar.name, force=True)
	frappe.db.commit()


def describe(desk: Desk, calendar: str) -> None:
	"""Every last working day of the month at nine: close the month, due in two working days, two people in turn."""
	desk.open("/app/td-task-template/new")
	expect(desk.state).to_contain_text("Describe the task once")
	expect(dates(desk)).to_have_count(12)
	desk.picture("new")
	desk.fill("subject", SUBJECT)
	choose(desk, "people_mode", "In Turn")
	for user in (RESPONSIBLE, CO_ASSIGNEE):
		desk.choose_user("candidates", user)
	choose(desk, "month_day", "Last Working Day")
	desk.fill("term", "2")
	desk.form.locator('.section-head:has-text("Days off and missed runs")').click()
	desk.choose(desk.field("work_calendar"), calendar)


def read_preview(desk: Desk, expected: list[date]) -> None:
	words = desk.field("preview_view").locator(".td-rule")
	expect(words).to_contain_text("last working day of the month at 09:00")
	expect(words).to_contain_text("Due 2 working days later, at the end of work")
	rows = dates(desk)
	expect(rows).to_have_count(12)
	for number, day in enumerate(expected):
		expect(rows.nth(number)).to_contain_text(f"{day:%a} {day.day} {day:%b %Y} 09:00")
		expect(rows.nth(number)).to_contain_text(("Boris Tester", "Clara Tester")[number % 2])
	desk.picture("preview")


def test_close_the_month_two_people_in_turn(desk_of: OPEN, office_hours: str) -> None:
	desk, expected = desk_of(ASSIGNER), last_working_days(4)
	describe(desk, office_hours)
	read_preview(desk, expected)
	desk.save()
	expect(desk.state).to_contain_text("Active. The next task is made")
	desk.picture("saved")
	name = desk.page.url.rsplit("/", 1)[-1]
	press(desk, "Create Now")
	desk.press_dialog()
	desk.is_told("Task made: TD-")
	expect(desk.field("made_view").locator(".td-subtask")).to_contain_text("Boris Tester")
	desk.picture("made-now")
	renew_at(datetime.combine(expected[0], time(9, 1)))
	see_the_generated_task(desk, name, expected)
	assert (desk.errors, desk.alerts) == ([], [])


def renew_at(moment: datetime) -> None:
	"""The generator runs at a moment to come, as the scheduler would start it."""
	frappe.db.rollback()
	with clock.at(moment):
		renew(moment)
	frappe.db.commit()


def see_the_generated_task(desk: Desk, name: str, expected: list[date]) -> None:
	open_template(desk, name)
	lines = desk.field("made_view").locator(".td-subtask")
	expect(lines).to_have_count(2)
	expect(lines.first).to_contain_text(f"Close the month {expected[0]:%B}")
	expect(lines.first).to_contain_text("Clara Tester")
	expect(dates(desk).first).to_contain_text(f"{expected[1]:%a} {expected[1].day} {expected[1]:%b %Y} 09:00")
	desk.picture("made-by-the-generator")
	lines.first.click()
	expect(desk.page.locator(".td-state:visible")).to_contain_text("Clara Tester has not accepted it yet")
	expect(desk.page.locator(".td-origin:visible")).to_contain_text(f"From the template {SUBJECT}")
	desk.picture("its-task")


def test_a_mistake_is_told_while_it_is_typed(desk_of: OPEN) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task-template/new")
	choose(desk, "repeat_unit", "Week")
	warning = desk.field("preview_view").get_by_role("alert")
	expect(warning).to_be_visible()
	desk.picture("no-weekday")
	desk.field("on_friday").locator("input[type=checkbox]").first.check()
	expect(dates(desk).first).to_contain_text("Fri")
	choose(desk, "repeat_unit", "RRULE")
	desk.fill("rrule", "FREQ=SECONDLY")
	desk.field("rrule").locator("textarea").press("Tab")
	expect(warning).to_be_visible()
	desk.picture("bad-rrule")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_pause_and_resume_say_who_and_why(desk_of: OPEN) -> None:
	template = make_template(subject="Count the cash", starts_on=date.today() + timedelta(days=2))
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_template(desk, template.name)
	press(desk, "Pause")
	desk.answer(reason="We move house")
	expect(desk.state).to_contain_text("Paused")
	panel = desk.field("state_view").locator(".td-panel")
	expect(panel).to_contain_text("We move house")
	expect(panel).to_contain_text("Paused by Anna Tester")
	desk.picture("paused")
	panel.get_by_role("button", name="Resume").click()
	expect(desk.state).to_contain_text("Active. The next task is made")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_suspended_template_says_what_to_do(desk_of: OPEN, phone: bool) -> None:
	template = make_template(subject="Count the cash", starts_on=date.today() + timedelta(days=2))
	error = "No task was made: Boris Tester is absent until 30-11-2026."
	frappe.db.set_value(TEMPLATE, template.name, {"status": "Suspended", "last_error": error, "failures": 5})
	log.record(log.Entry(template.name, "Suspended", error, occurrence=in_hours(-24)))
	frappe.db.commit()
	desk = desk_of(ASSIGNER, phone=phone)
	open_template(desk, template.name)
	expect(desk.state).to_contain_text("Suspended")
	expect(desk.field("state_view")).to_contain_text(error)
	expect(desk.field("state_view")).to_contain_text("Mend what is wrong, save, and press Resume")
	expect(desk.field("made_view")).to_contain_text(error)
	desk.picture("suspended")
	desk.field("state_view").get_by_role("button", name="Resume").click()
	expect(desk.state).to_contain_text("Active. The next task is made")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_list_shows_what_comes_next_and_all_tasks_of_one(desk_of: OPEN) -> None:
	soon = date.today() + timedelta(days=2)
	weekly = make_template(
		subject="Walk through the hall", repeat_unit="Week", on_monday=1, repeat_every=2, starts_on=soon
	)
	make_template(subject="Count the cash", starts_on=soon)
	frappe.db.commit()
	for days in range(MANY):
		renew_at(datetime.combine(soon + timedelta(days=14 * days + 14), time(12)))
	assert len(tasks_of(weekly)) == MANY
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task-template")
	expect(desk.row("Walk through the hall")).to_contain_text("Every 2 weeks: Mon")
	expect(desk.row("Count the cash")).to_contain_text("Every day")
	desk.picture("list")
	open_template(desk, weekly.name)
	expect(desk.field("made_view").locator(".td-subtask")).to_have_count(20)
	desk.field("made_view").locator(".td-show-all").click()
	desk.settle()
	expect(desk.page.locator(".list-count")).to_contain_text(f"of {MANY}")
	expect(desk.row("Count the cash")).to_have_count(0)
	desk.picture("all-tasks-of-one")


def test_who_does_the_task_reads_of_a_template_and_no_more(desk_of: OPEN) -> None:
	template = make_template(
		subject="Count the cash of {month_name}", milestones=[{"title": "Counted", "after": 1}]
	)
	frappe.db.commit()
	renew_at(datetime.now() + timedelta(days=1))
	task, *_others = tasks_of(template)
	desk = desk_of(RESPONSIBLE)
	desk.open_task(task.name)
	origin = desk.page.locator(".td-origin:visible")
	expect(origin).to_contain_text("Made by a template")
	expect(origin.locator("a")).to_have_count(0)
	expect(desk.form.locator(".td-milestone")).to_contain_text("Counted")
	desk.picture("task-of-a-template")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_first_click_on_save_counts(desk_of: OPEN) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task-template/new")
	desk.fill("subject", "Lock the doors")
	desk.choose_user("responsible", RESPONSIBLE)
	# The host renews the words on the button when this field is left, in the middle of the click.
	desk.field("co_assignees").locator("input").click()
	desk.settle()
	desk.primary.click()
	expect(desk.state).to_contain_text("Active. The next task is made")


def test_on_a_telephone_the_filters_leave_room_for_the_list(desk_of: OPEN) -> None:
	desk = desk_of(ASSIGNER)
	desk.page.set_viewport_size({"width": 390, "height": 844})
	for address in ("/app/td-task", "/app/td-task-template"):
		desk.open(address)
		shown = desk.page.locator(".standard-filter-section:visible > :visible")
		expect(shown).to_have_count(2)
