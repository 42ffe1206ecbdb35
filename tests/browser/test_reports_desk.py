"""Reports, dashboard and workspace on a company's three months of work, as its people see them."""

from collections.abc import Callable

from playwright.sync_api import expect

from task_discipline.setup.demo import company
from task_discipline.setup.demo.company import user_of
from tests.browser.desk import Desk

REPORTS = ("Workload", "Compliance Calendar", "Project Progress")
CARDS = {"robert": 5, "helena": 4, "tomasz": 4}
CHART_GROWS = 1500


def open_report(desk: Desk, name: str) -> None:
	desk.open(f"/app/query-report/{name}")
	expect(desk.page.locator(".report-wrapper .dt-cell--col-1").nth(1)).to_be_visible()
	desk.settle()


def test_reports_and_dashboard(company_at_work: None, desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(user_of("robert"), password=company.PASSWORD)
	for name in REPORTS:
		open_report(desk, name)
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
	_on_a_phone(desk_of(user_of("tomasz"), password=company.PASSWORD, phone=True))


def _in_the_dark(desk: Desk) -> None:
	"""As a head of a team sees it."""
	open_report(desk, "Compliance Calendar")
	expect(desk.page.locator("html")).to_have_attribute("data-theme", "dark")
	desk.picture("dark-compliance-calendar")
	_dashboard(desk, "dark-dashboard", CARDS["helena"])
	assert desk.errors == [] and desk.refusals == []


def _on_a_phone(desk: Desk) -> None:
	"""As somebody sees it who leads nobody."""
	for name in REPORTS[:2]:
		open_report(desk, name)
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
	open_report(desk, "Compliance Calendar")
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
