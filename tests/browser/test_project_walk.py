"""A project for a client, from the list of tasks to the printed report."""

from collections.abc import Callable, Iterator
from datetime import datetime, time

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from playwright.sync_api import Locator, expect

from tests import foreign
from tests.browser.desk import Desk, typed
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE, make_task
from tests.foreign import CUSTOMER
from tests.projects import make_project
from tests.site.test_project_templates import make_template

OPEN = Callable[..., Desk]
CLIENT = "Acme & Sons"
TITLES = ("Order the shelves", "Paint the hall", "Move the desks")


@pytest.fixture
def client(site: str) -> Iterator[str]:
	with foreign.present(foreign.SELLING):
		foreign.make_record(CUSTOMER, CLIENT, ASSIGNER, customer_name="Acme")
		frappe.db.commit()
		yield CLIENT


def tasks_in_the_list(desk: Desk, item: str) -> None:
	"""Choose the three tasks and an item of the menu for chosen rows."""
	desk.open("/app/td-task")
	desk.tab("set_by_me").click()
	desk.settle()  # a list drawn anew forgets what was ticked
	for title in TITLES:
		desk.row(title).locator(".list-row-checkbox").check()
	menu = desk.page.locator(".page-actions .actions-btn-group:visible")
	button, wanted = menu.locator("> button"), menu.locator(f'.dropdown-item:has-text("{item}")')
	desk.open_menu(button, wanted)
	desk.picture("menu")
	desk.choose_in_menu(button, wanted)


def press(desk: Desk, label: str) -> None:
	"""A button beside Save."""
	desk.form.locator(f'.custom-actions > button:has-text("{label}")').click()


def choose_from(desk: Desk, menu: str, item: str) -> None:
	"""An item of a menu beside Save."""
	group = desk.form.locator(f'.inner-group-button:has(> button:has-text("{menu}"))')
	desk.choose_in_menu(group.locator("> button"), group.locator(f'.dropdown-item:has-text("{item}")').first)


def in_days(days: int) -> str:
	"""A day as a person types it into a field of the desk."""
	return f"{getdate(add_days(nowdate(), days)):%d-%m-%Y}"


def add_milestone(desk: Desk, title: str, days: int) -> None:
	desk.form.locator(".td-add-milestone").click()
	desk.fill_dialog(title=title, due_date=in_days(days))
	desk.dialog.locator('[data-fieldname="due_date"] input').press("Tab")
	desk.press_dialog()
	expect(desk.form.locator(".td-milestone").filter(has_text=title)).to_be_visible()


def beside(desk: Desk) -> Locator:
	"""The tasks and projects on the form of a record."""
	return desk.page.locator(".td-beside:visible")


@pytest.fixture
def tasks() -> list[str]:
	names = [make_task(subject=title, co_assignees=[], plan=[]).name for title in TITLES]
	make_task(MANAGER, subject="Another's task", observers=[{"user": ASSIGNER}], co_assignees=[])
	frappe.db.commit()
	return names


def test_a_project_for_a_client(desk_of: OPEN, client: str, tasks: list[str]) -> None:
	"""Made of three tasks, linked to a client, followed by its milestones, in danger by a moved deadline, printed."""
	desk = desk_of(ASSIGNER)
	tasks_in_the_list(desk, "Make a Project")
	desk.fill_dialog(project_name="Move the office", starts_on=in_days(0), ends_on=in_days(14))
	desk.dialog.locator('[data-fieldname="ends_on"] input').press("Tab")
	desk.picture("make-a-project")
	desk.press_dialog()
	expect(desk.state).to_contain_text("On Track")
	expect(desk.state).to_contain_text("0 of 3 tasks done")
	desk.picture("project")
	address = desk.page.url
	link_to_client(desk, client)
	see_it_on_the_client(desk, client)
	desk.open(address)
	reach_the_first_of_two_milestones(desk)
	move_a_deadline_beyond_the_end(desk, tasks[0], address)
	print_the_report(desk)
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def link_to_client(desk: Desk, client: str) -> None:
	desk.choose(desk.field("reference_doctype"), CUSTOMER)
	desk.choose(desk.field("reference_name"), client)
	desk.picture("linking")
	desk.save()
	expect(desk.events.first).to_contain_text("Record")
	expect(desk.form.locator(".td-record a")).to_have_text(client)
	desk.picture("linked")


def see_it_on_the_client(desk: Desk, client: str) -> None:
	desk.open(f"/app/customer/{client}")
	expect(beside(desk)).to_contain_text("Move the office")
	expect(beside(desk)).to_contain_text("On Track")
	expect(beside(desk)).to_contain_text("No open task outside projects")
	desk.picture("client")
	beside(desk).locator(".td-beside-row").click()
	expect(desk.state).to_contain_text("On Track")


def reach_the_first_of_two_milestones(desk: Desk) -> None:
	expect(desk.state).to_be_visible()
	add_milestone(desk, "Hall is painted", 5)
	add_milestone(desk, "Desks stand", 12)
	desk.picture("two-milestones")
	hall = desk.form.locator(".td-milestone").filter(has_text="Hall is painted")
	hall.locator(".td-reach").click()
	expect(hall).to_contain_text("by Anna Tester")
	expect(desk.form.locator(".td-reach")).to_have_count(1)
	desk.picture("one-reached")


def move_a_deadline_beyond_the_end(desk: Desk, task: str, address: str) -> None:
	desk.open_task(task)
	desk.action("Change Deadline")
	late = datetime.combine(getdate(add_days(nowdate(), 18)), time(18))
	desk.fill_dialog(deadline=typed(late), reason="The shelves come later")
	desk.picture("moving-the-deadline")
	desk.press_dialog()
	expect(desk.events.first).to_contain_text("The shelves come later")
	desk.open(address)
	expect(desk.state).to_contain_text("At Risk")
	expect(desk.form.locator(".td-reasons")).to_contain_text("A task is due after the end of the project")
	desk.picture("at-risk")


def print_the_report(desk: Desk) -> None:
	with desk.page.context.expect_page() as opened:
		choose_from(desk, "View", "Status Report")
	report = Desk(opened.value, desk.folder)
	expect(report.page.locator(".td-report")).to_contain_text("Move the office")
	for words in ("At Risk", "Hall is painted", "Desks stand", CLIENT):
		expect(report.page.locator(".td-report")).to_contain_text(words)
	report.picture("report")


def test_tasks_of_the_list_move_to_a_project(desk_of: OPEN, tasks: list[str]) -> None:
	make_project(project_name="Move the office", members=[RESPONSIBLE])
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	tasks_in_the_list(desk, "Move to Project")
	desk.picture("where-to-empty")
	field = desk.dialog.locator('[data-fieldname="project"]')
	field.locator("input").first.click()
	field.locator("input").first.fill("office")
	expect(field.locator('[role="option"]:has-text("Move the office")')).to_be_visible()
	desk.picture("projects-to-choose")
	field.locator('[role="option"]:has-text("Move the office")').first.click()
	desk.fill_dialog(reason="They belong together")
	desk.picture("where-to")
	desk.press_dialog()
	desk.is_told("3 tasks moved")
	desk.picture("moved")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_existing_tasks_are_added_on_the_page(desk_of: OPEN, tasks: list[str]) -> None:
	project = make_project(project_name="Move the office", members=[RESPONSIBLE]).name
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/td-project-link/{project}")
	expect(desk.state).to_be_visible()
	desk.picture("empty-project")
	press(desk, "Add Existing Tasks")
	rows = desk.dialog.locator(".td-choice .td-subtask")
	expect(rows).to_have_count(3)
	desk.picture("to-choose")
	rows.filter(has_text="Paint the hall").locator("input").check()
	desk.fill_dialog(words="shelves")
	expect(rows).to_have_count(1)
	rows.filter(has_text="Order the shelves").locator("input").check()
	desk.picture("chosen")
	desk.press_dialog()
	desk.is_told("2 tasks moved")  # first, because it goes after some seconds
	expect(desk.state).to_contain_text("0 of 2 tasks done")
	desk.picture("added")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_templates_of_projects_are_at_hand(desk_of: OPEN) -> None:
	make_template(template_name="House to build", description="From the ground to the roof")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open("/app/task-discipline")
	link = desk.page.locator('.link-item:has-text("Project templates")')
	desk.show(link)
	desk.picture("workspace")
	link.click()
	expect(desk.row("House to build")).to_contain_text("From the ground to the roof")
	desk.picture("list")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_a_template_says_which_task_starts_too_early(desk_of: OPEN) -> None:
	"""Its second row starts on the day on which the first is due, its third on that on which the second is."""
	template = make_template().name
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/td-project-template/{template}")
	hints = desk.page.locator(".td-warning:visible")
	expect(hints).to_have_text(
		[
			"Row 2 starts before row 1, for which it waits, is due: let it start after 3.",
			"Row 3 starts before row 2, for which it waits, is due: let it start after 5.",
		]
	)
	expect(desk.page.locator(".td-state:visible")).to_have_text(
		"3 tasks, 1 milestone; the last task is due after 9 days"
	)
	desk.picture("too-early")


def test_the_status_report_stays_open_to_be_read(desk_of: OPEN) -> None:
	project = make_project(project_name="Move the office").name
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/td-project-link/{project}")
	with desk.page.expect_popup() as popup:
		choose_from(desk, "View", "Status Report")
	report = popup.value
	report.wait_for_timeout(2_000)  # what prints at once closes itself within this time
	expect(report.locator(".print-format")).to_contain_text("Move the office")
