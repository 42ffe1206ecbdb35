"""A project as people see it: its page, its plan, its report, and tasks that become one."""

from collections.abc import Callable
from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE, act, make_task
from tests.projects import fill, furnish, make_project

OPEN = Callable[..., Desk]
MANY = 5_000
"""Tasks of a large project."""


@pytest.fixture
def house() -> str:
	"""A project with tasks of every kind."""
	project = make_project(
		project_name="Build the house",
		starts_on=add_days(nowdate(), -21),
		ends_on=add_days(nowdate(), 45),
		members=[RESPONSIBLE, CO_ASSIGNEE],
		observers=[OBSERVER],
	)
	furnish(project.name)
	frappe.db.commit()
	return project.name


def open_project(desk: Desk, name: str) -> Locator:
	desk.open(f"/app/td-project-link/{name}")
	page = desk.page.locator(".td-project-form .frappe-control[data-fieldname='state_view']")
	expect(page.locator(".td-state")).to_be_visible()
	return page


def open_plan(desk: Desk, name: str) -> Locator:
	open_project(desk, name)
	desk.page.locator('.form-tabs .nav-link:has-text("Plan"):visible').click()
	plan = desk.page.locator(".td-plan")
	expect(plan.locator(".td-plan-row").first).to_be_visible()
	return plan


def too_wide(desk: Desk) -> list[str]:
	"""What of the form reaches beyond the right edge of the screen."""
	return desk.page.evaluate(
		"""() => [...document.querySelectorAll('.td-project-form .layout-main *')]
			.filter((one) => !one.closest('.td-plan-scroll') && one.getBoundingClientRect().right > innerWidth + 1)
			.map((one) => one.className)"""
	)


def darken(desk: Desk) -> None:
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")


def test_the_page_says_how_the_project_stands(desk_of: OPEN, house: str) -> None:
	desk = desk_of(ASSIGNER)
	page = open_project(desk, house)
	expect(page.locator(".td-state")).to_contain_text("1 of 6 tasks done")
	expect(page.locator(".td-reasons")).to_contain_text("A task is overdue")
	expect(page.locator(".td-milestone")).to_have_count(3)
	expect(page.locator(".td-look-first")).to_contain_text("Dig the pit")
	expect(page.locator(".td-person")).to_have_count(3)
	desk.picture("page")
	darken(desk)
	desk.picture("page-dark")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_page_on_a_telephone(desk_of: OPEN, house: str) -> None:
	desk = desk_of(RESPONSIBLE, phone=True)
	open_project(desk, house)
	desk.picture("page")
	desk.page.evaluate("document.querySelector('.td-workload').scrollIntoView()")
	desk.picture("page-people")
	assert too_wide(desk) == []
	plan = open_plan(desk, house)
	desk.picture("plan-list")
	plan.locator('[data-look="chart"]').click()
	desk.picture("plan-chart")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_plan_shows_bars_waits_and_milestones(desk_of: OPEN, house: str) -> None:
	desk = desk_of(ASSIGNER)
	plan = open_plan(desk, house)
	expect(plan.locator(".td-plan-row")).to_have_count(7)
	expect(plan.locator(".td-plan-arrows path")).to_have_count(3)
	expect(plan.locator(".td-plan-milestone")).to_have_count(3)
	desk.picture("plan")
	for zoom in ("day", "month"):
		plan.locator(f'[data-zoom="{zoom}"]').click()
		desk.picture(f"plan-{zoom}")
	darken(desk)
	plan.locator('[data-zoom="week"]').click()
	desk.picture("plan-dark")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_three_tasks_become_a_project_that_is_followed_to_its_end(desk_of: OPEN) -> None:
	"""Make a project of three tasks, reach a milestone, see the health change, print the report, close it."""
	titles = ("Order the shelves", "Paint the hall", "Move the desks")
	tasks = [make_task(subject=title, co_assignees=[], needs_review=0, plan=[]).name for title in titles]
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task")
	desk.tab("set_by_me").click()
	desk.settle()  # a list drawn anew forgets what was ticked
	make_project_of(desk, titles)
	expect(desk.state).to_contain_text("0 of 3 tasks done")
	expect(desk.field("members")).to_contain_text("Boris Tester")
	project = desk.page.url.rsplit("/", 1)[-1]
	add_milestone_in_place(desk, "Hall is painted", -1)
	expect(desk.state).to_contain_text("Late")
	expect(desk.form.locator(".td-reasons")).to_contain_text("A milestone was not reached in time")
	desk.picture("late")
	desk.form.locator(".td-reach").click()
	expect(desk.state).to_contain_text("On Track")
	expect(desk.form.locator(".td-milestone")).to_contain_text("by Anna Tester")
	expect(desk.events.first).to_contain_text("Anna Tester reached the milestone Hall is painted")
	desk.picture("reached")
	for task in tasks:
		act(RESPONSIBLE, task, "submit_task")
	frappe.db.commit()
	desk.open(f"/app/td-project-link/{project}")
	expect(desk.state).to_contain_text("3 of 3 tasks done")
	choose_from(desk, "Project", "Close")
	desk.answer(reason="We have moved")
	expect(desk.state).to_contain_text("Closed")
	expect(desk.field("project_name").locator("input:visible")).to_have_count(0)
	expect(desk.events.first).to_contain_text("We have moved")
	desk.picture("closed")
	choose_from(desk, "Project", "Reopen")
	desk.press_dialog()
	expect(desk.field("project_name").locator("input:visible")).to_have_count(1)
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def make_project_of(desk: Desk, titles: tuple[str, ...]) -> None:
	for title in titles:
		desk.row(title).locator(".list-row-checkbox").check()
	menu = desk.page.locator(".page-actions .actions-btn-group:visible")
	desk.choose_in_menu(menu.locator("> button"), menu.locator('.dropdown-item:has-text("Make a Project")'))
	desk.fill_dialog(project_name="Move the office")
	desk.picture("make-a-project")
	desk.press_dialog()
	expect(desk.state).to_be_visible()


def add_milestone_in_place(desk: Desk, title: str, days: int) -> None:
	desk.form.locator(".td-add-milestone").click()
	expect(desk.dialog).to_contain_text("An important point on the way")
	desk.fill_dialog(title=title)
	day = getdate(add_days(nowdate(), days))
	desk.dialog.locator('[data-fieldname="due_date"] input').fill(f"{day:%d-%m-%Y}")
	desk.dialog.locator('[data-fieldname="due_date"] input').press("Tab")
	desk.picture("add-milestone")
	desk.press_dialog()


def choose_from(desk: Desk, menu: str, item: str) -> None:
	"""An item of a menu beside Save."""
	group = desk.form.locator(f'.inner-group-button:has(> button:has-text("{menu}"))')
	desk.choose_in_menu(group.locator("> button"), group.locator(f'.dropdown-item:has-text("{item}")').first)


def test_the_report_is_one_printed_page(desk_of: OPEN, house: str) -> None:
	desk = desk_of(OBSERVER)
	desk.page.goto(
		f"/printview?doctype=TD+Project+Link&name={house}&format=TD+Project+Status&no_letterhead=1"
	)
	expect(desk.page.locator(".td-report")).to_contain_text("Build the house")
	desk.picture("report")
	printed = PdfReader(BytesIO(desk.page.pdf(format="A4")))
	assert len(printed.pages) == 1
	words = "".join(printed.pages[0].extract_text().split())  # narrow headings break where they like
	for part in ("Dueinthenext14days", "Walls stand", "Clara Tester"):
		assert part.replace(" ", "") in words


def test_the_plan_by_keyboard(desk_of: OPEN, house: str) -> None:
	desk = desk_of(RESPONSIBLE)
	plan = open_plan(desk, house)
	window, rows = plan.locator(".td-plan-scroll"), plan.locator(".td-plan-row")
	window.focus()
	for _step in range(4):
		window.press("ArrowDown")
	expect(plan.locator(".td-active")).to_contain_text("Build the walls")
	window.press("ArrowLeft")
	expect(rows).to_have_count(6)
	window.press("ArrowRight")
	expect(rows).to_have_count(7)
	plan.locator("select").select_option("overdue")
	expect(rows).to_have_count(1)
	plan.locator('[data-large="1"]').click()
	desk.picture("full-screen")
	window.press("Escape")
	window.press("Enter")
	expect(desk.page.locator(".td-state:visible")).to_contain_text("Clara Tester is working on it")
	assert (desk.errors, desk.alerts) == ([], [])


@pytest.mark.parametrize(
	("view", "shown"),
	[
		("List", ".list-row-container:visible >> nth=0"),
		("Kanban", ".kanban-card-wrapper >> nth=0"),
		("Calendar", ".fc-event >> nth=0"),
		("Gantt", ".gantt .bar-wrapper >> nth=0"),
	],
	ids=["list", "kanban", "calendar", "gantt"],
)
def test_the_views_of_the_host_show_the_tasks_of_the_project(
	desk_of: OPEN, house: str, view: str, shown: str
) -> None:
	make_task(subject="Of no project", starts_on=f"{nowdate()} 09:00:00")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_project(desk, house)
	choose_from(desk, "View", view)
	expect(desk.page.locator(shown)).to_be_visible()
	desk.picture(view.lower())
	expect(desk.page.get_by_text("Of no project").locator("visible=true")).to_have_count(0)
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_the_list_of_projects(desk_of: OPEN, house: str) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-project-link")
	desk.picture("list")
	expect(desk.row("Build the house")).to_contain_text("At Risk")
	expect(desk.row("Build the house")).to_contain_text("16 %")
	expect(desk.row("Build the house")).to_contain_text("Anna Tester")
	assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def test_a_plan_of_thousands_draws_what_is_on_the_screen(desk_of: OPEN) -> None:
	project = make_project(project_name="Build the town", members=[RESPONSIBLE])
	fill(project.name, MANY)
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_project(desk, project.name)
	desk.page.locator('.form-tabs .nav-link:has-text("Plan"):visible').click()
	plan = desk.page.locator(".td-plan")
	expect(plan.locator(".td-plan-row").first).to_be_visible()
	expect(plan.locator(".td-plan-count")).to_have_text(f"{MANY} tasks")
	assert plan.locator(".td-plan-row").count() < 60
	plan.locator(".td-plan-scroll").press("End")
	expect(plan.locator(".td-active")).to_have_attribute("aria-rowindex", str(MANY))
	desk.picture("end")
