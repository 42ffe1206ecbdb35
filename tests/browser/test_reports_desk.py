"""Reports, dashboard and workspace on a company's three months of work: seen, followed, narrowed, exported, printed."""

import csv
import io
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from task_discipline.setup.demo import company
from task_discipline.setup.demo.company import user_of
from tests.browser.desk import Desk

EXECUTION, OVERDUE, MOVES, REVIEWS = REPORTS = (
	"Execution Discipline",
	"Overdue Now",
	"Deadline Moves",
	"Review Discipline",
)
PLANNED = ("Workload", "Compliance Calendar", "Project Progress")
CARDS = {"robert": 5, "helena": 4, "tomasz": 4}
CHART_GROWS = 1500
LONG = "?period=Last 90 Days"


def open_report(desk: Desk, name: str, options: str = LONG) -> None:
	desk.open(f"/app/query-report/{name}{options}")
	expect(cells(desk).first).to_be_visible()
	desk.settle()


def cells(desk: Desk) -> Locator:
	return desk.page.locator(".report-wrapper .dt-scrollable .dt-cell--col-1")


def column(desk: Desk, label: str) -> Locator:
	"""The cells below a heading."""
	heading = desk.page.locator(f'.dt-header .dt-cell--header:has(.dt-cell__content[title="{label}"])').first
	number = heading.get_attribute("data-col-index")
	return desk.page.locator(f".dt-scrollable .dt-cell--col-{number}")


def test_reports_on_execution(company_at_work: None, desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(user_of("robert"), password=company.PASSWORD)
	for name in REPORTS:
		open_report(desk, name)
		expect(desk.page.locator(".chart-wrapper svg.frappe-chart").first).to_be_visible()
		expect(desk.page.locator(".report-summary .summary-item").first).to_be_visible()
		expect(desk.page.locator(".td-below:visible .td-definitions dt").first).to_be_visible()
		expect(desk.page.locator(".td-report-line:visible")).to_contain_text("All tasks of the site")
		desk.page.wait_for_timeout(CHART_GROWS)
		desk.picture(name.lower().replace(" ", "-"))
		_see_the_end(desk, name)
	_by_month(desk)
	_a_number_opens_its_ratings(desk)
	_a_number_opens_a_report(desk)
	_an_export_holds_the_rows(desk)
	_a_print_holds_the_rules(desk)
	_nothing_to_show_says_why(desk)
	assert desk.errors == [] and desk.refusals == []
	for who in ("helena", "tomasz"):
		_on_a_phone(desk_of(user_of(who), password=company.PASSWORD, phone=True), who)


def _see_the_end(desk: Desk, name: str) -> None:
	desk.page.locator(".td-below:visible .td-definitions").scroll_into_view_if_needed()
	desk.picture(f"{name.lower().replace(' ', '-')}-end")


def _by_month(desk: Desk) -> None:
	open_report(desk, EXECUTION, f"{LONG}&group_by=Month")
	desk.picture("by-month")


def _a_number_opens_its_ratings(desk: Desk) -> None:
	open_report(desk, EXECUTION)
	number = column(desk, "Late").locator("a").first
	late = int(number.inner_text())
	number.click()
	expect(desk.page.locator(".list-row-container:visible .list-row")).to_have_count(late)
	desk.settle()
	expect(desk.page.locator(".list-row:visible .indicator-pill.red").first).to_be_visible()
	desk.picture("late-ratings")


def _a_number_opens_a_report(desk: Desk) -> None:
	open_report(desk, EXECUTION)
	number = column(desk, "Overdue now").locator("a").first
	overdue = int(number.inner_text())
	number.click()
	expect(desk.page.locator(".title-text:visible")).to_contain_text(OVERDUE)
	desk.settle()
	expect(desk.page.locator(".dt-scrollable .dt-cell--col-1 a:visible")).to_have_count(overdue)
	desk.picture("overdue-of-one")


def _an_export_holds_the_rows(desk: Desk) -> None:
	open_report(desk, EXECUTION)
	people = [words.strip() for words in cells(desk).all_inner_texts()]
	desk.page.locator(".menu-btn-group:visible button").first.click()
	desk.page.locator('.menu-btn-group:visible .dropdown-item:has-text("Export")').first.click()
	desk.dialog.locator('select[data-fieldname="file_format"]').select_option("CSV")
	with desk.page.expect_download() as download:
		desk.press_dialog()
	rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
	assert [row["Person"] for row in rows] == people
	assert all(0 <= float(row["On time, %"]) <= 100 for row in rows if row["On time, %"])


def _a_print_holds_the_rules(desk: Desk) -> None:
	open_report(desk, EXECUTION)
	desk.page.locator(".menu-btn-group:visible button").first.click()
	desk.page.locator('.menu-btn-group:visible .dropdown-item:has-text("Print")').first.click()
	with desk.page.expect_popup() as popup:
		desk.press_dialog()
	paper: Page = popup.value
	paper.wait_for_load_state()
	expect(paper.locator("table thead th").first).to_contain_text("Person")
	expect(paper.locator("body")).to_contain_text("How this is counted")
	expect(paper.locator(".td-definitions dt").first).to_contain_text("Period")
	paper.screenshot(path=desk.folder / "print.png", full_page=True)
	paper.close()


def _nothing_to_show_says_why(desk: Desk) -> None:
	desk.open(f"/app/query-report/{EXECUTION}?period=Custom Dates&from_date=2001-01-01&to_date=2001-01-02")
	expect(desk.page.locator(".msg-box:visible")).to_contain_text("Choose a longer period")
	desk.picture("empty")


def _on_a_phone(desk: Desk, who: str) -> None:
	for name in REPORTS:
		desk.open(f"/app/query-report/{name}{LONG}")
		expect(desk.page.locator(".td-below:visible")).to_be_attached()
		desk.settle()
		desk.picture(f"phone-{who}-{name.lower().replace(' ', '-')}")
	assert desk.errors == [] and desk.refusals == []


def test_reports_and_dashboard(company_at_work: None, desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(user_of("robert"), password=company.PASSWORD)
	for name in PLANNED:
		open_report(desk, name, "")
		expect(desk.page.locator(".chart-wrapper svg, .chart-wrapper .frappe-chart").first).to_be_visible()
		expect(desk.page.locator(".td-below:visible")).to_contain_text(_defined(name))
		desk.page.wait_for_timeout(CHART_GROWS)
		desk.picture(name.lower().replace(" ", "-"))
	_a_cell_opens_its_task(desk)
	_dashboard(desk, "dashboard", CARDS["robert"])
	_saved(desk, "td-task", "Tasks Set by Me", "go-live")
	_saved(desk, "td-task-event", "Task Returns", "The totals do not agree")
	_saved(desk, "td-milestone", "Milestones Due", "20")
	_list_of_people(desk, "td-deadline-request")
	desk.open("/app/task-discipline")
	expect(desk.page.locator('.widget.links-widget-box a:has-text("Compliance Calendar")')).to_be_visible()
	desk.show(desk.page.locator('.widget.links-widget-box a:has-text("Workload")'))
	desk.picture("workspace")
	assert desk.errors == [] and desk.refusals == []
	_in_the_dark(desk_of(user_of("helena"), password=company.PASSWORD))
	_plans_on_a_phone(desk_of(user_of("tomasz"), password=company.PASSWORD, phone=True))


def _in_the_dark(desk: Desk) -> None:
	"""As a head of a team sees it."""
	open_report(desk, "Compliance Calendar", "")
	expect(desk.page.locator("html")).to_have_attribute("data-theme", "dark")
	desk.picture("dark-compliance-calendar")
	_dashboard(desk, "dark-dashboard", CARDS["helena"])
	assert desk.errors == [] and desk.refusals == []


def _plans_on_a_phone(desk: Desk) -> None:
	"""As somebody sees it who leads nobody."""
	for name in PLANNED[:2]:
		open_report(desk, name, "")
		desk.picture(f"phone-{name.lower().replace(' ', '-')}")
	_dashboard(desk, "phone-dashboard", CARDS["tomasz"])
	assert desk.errors == [] and desk.refusals == []


def _defined(report: str) -> str:
	return {
		"Workload": "Hours at work",
		"Compliance Calendar": "System Fault",
		"Project Progress": "Time passed",
	}[report]


def _a_cell_opens_its_task(desk: Desk) -> None:
	open_report(desk, "Compliance Calendar", "")
	desk.page.locator('.dt-cell a:has-text("On Time")').first.click()
	expect(desk.page.locator(".td-state")).to_be_visible()


def _dashboard(desk: Desk, picture: str, cards: int) -> None:
	desk.open("/app/dashboard-view/Task Discipline")
	expect(desk.page.locator(".number-widget-box .number")).to_have_count(cards)
	expect(desk.page.locator(".dashboard-widget-box svg.frappe-chart").first).to_be_visible()
	desk.settle()
	desk.page.wait_for_timeout(CHART_GROWS)
	desk.picture(picture)


def _saved(desk: Desk, slug: str, name: str, text: str) -> None:
	desk.open(f"/app/{slug}/view/report/{name}")
	expect(desk.page.locator(".report-view .dt-row").nth(2)).to_be_visible()
	expect(desk.page.locator(".report-view")).to_contain_text(text)
	expect(desk.page.locator(".page-head:visible .indicator-pill:visible")).to_have_count(0)  # "Not Saved"
	_without_accounts(desk, ".report-view .dt-scrollable", name.lower().replace(" ", "-"))


def _list_of_people(desk: Desk, slug: str) -> None:
	desk.open(f"/app/{slug}/view/list")
	expect(desk.page.locator(".list-row").first).to_be_visible()
	_without_accounts(desk, ".frappe-list:visible .result", slug)


def _without_accounts(desk: Desk, place: str, picture: str) -> None:
	"""People are named, not their accounts."""
	expect(desk.page.locator(place)).not_to_contain_text("@")
	desk.picture(picture)
