"""Tasks beside a client of another app: seen, made in place, and counted in the list of clients."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import Locator, expect

from tests import foreign
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, RESPONSIBLE, STRANGER, in_hours, make_task
from tests.foreign import DEAL, LEAD

CLIENT, QUIET = "Acme & Sons", "Quiet client"


@pytest.fixture(scope="module", autouse=True)
def crm(site: str) -> Iterator[None]:
	with foreign.present(foreign.CRM):
		foreign.make_record(LEAD, CLIENT, ASSIGNER, lead_name="Acme")
		foreign.make_record(LEAD, QUIET, ASSIGNER, lead_name="Quiet")
		foreign.make_record(LEAD, "Of a stranger", STRANGER)
		foreign.make_record(DEAL, "Big deal", ASSIGNER, organization="Acme")
		frappe.db.commit()
		yield


def furnish() -> None:
	reference = {"reference_doctype": LEAD, "reference_name": CLIENT}
	make_task(**reference, subject="Call <b>them</b> & agree")
	late = make_task(**reference, subject="Send the offer")
	frappe.db.set_value("TD Task", late.name, {"deadline": in_hours(-30), "timeliness": "Overdue"})
	frappe.db.commit()


def section(desk: Desk) -> Locator:
	return desk.page.locator(".td-beside:visible")


def test_a_client_shows_its_tasks_and_takes_a_new_one_in_place(desk_of: Callable[..., Desk]) -> None:
	furnish()
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/crm-lead/{CLIENT}")
	expect(section(desk).locator(".td-beside-row")).to_have_count(2)
	expect(section(desk).locator(".td-beside-row").first).to_contain_text("Send the offer")
	expect(section(desk)).to_contain_text("2 open")
	expect(section(desk)).to_contain_text("1 overdue")
	desk.picture("client")
	section(desk).locator(".td-beside-new").click()
	expect(desk.dialog).to_contain_text("CRM Lead Acme & Sons")
	desk.fill_dialog(subject="Ask for the figures")
	desk.choose(desk.dialog.locator('[data-fieldname="responsible"]'), RESPONSIBLE)
	desk.picture("new-task")
	desk.press_dialog()
	desk.is_told("Ask for the figures")  # first, because it goes after some seconds
	expect(section(desk).locator(".td-beside-row")).to_have_count(3)
	desk.picture("three-tasks")
	made = frappe.db.get_value("TD Task", {"subject": "Ask for the figures"}, "reference_name") or _fresh()
	assert made == CLIENT
	section(desk).locator(".td-beside-all").click()
	expect(desk.rows).to_have_count(3)
	assert not desk.errors
	assert not desk.refusals


def _fresh() -> str | None:
	frappe.db.rollback()  # a new look at what the server has written
	return frappe.db.get_value("TD Task", {"subject": "Ask for the figures"}, "reference_name")


def test_tasks_stand_above_the_tabs_of_a_form(desk_of: Callable[..., Desk]) -> None:
	make_task(reference_doctype=DEAL, reference_name="Big deal", subject="Sign it")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open("/app/crm-deal/Big deal")
	expect(section(desk)).to_contain_text("Sign it")
	desk.picture("deal")
	expect(desk.page.locator(".td-beside:visible + .form-tabs-list")).to_have_count(1)
	assert not desk.errors


def test_the_list_of_clients_counts_their_tasks(desk_of: Callable[..., Desk]) -> None:
	furnish()
	desk = desk_of(ASSIGNER)
	desk.open("/app/crm-lead/view/list")
	counts = desk.row(CLIENT).locator(".td-row-counts")
	expect(counts).to_contain_text("2 open")
	expect(counts).to_contain_text("1 overdue")
	expect(desk.row(QUIET).locator(".td-row-counts")).to_have_count(0)
	desk.picture("clients")
	counts.click()
	expect(desk.row("Send the offer")).to_be_visible()
	assert not desk.errors


def test_a_quiet_record_has_one_line_only(desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(ASSIGNER)
	desk.open(f"/app/crm-lead/{QUIET}")
	line = desk.page.locator(".td-beside-line:visible")
	expect(line).to_have_count(1)
	expect(section(desk)).to_have_count(0)
	desk.picture("quiet")
	line.locator(".td-beside-new").click()
	expect(desk.dialog).to_contain_text(QUIET)


def test_on_a_phone_the_tasks_fit(desk_of: Callable[..., Desk]) -> None:
	furnish()
	desk = desk_of(ASSIGNER, phone=True)
	desk.open(f"/app/crm-lead/{CLIENT}")
	expect(section(desk).locator(".td-beside-row")).to_have_count(2)
	assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	desk.picture("phone")
	desk.open("/app/crm-lead/view/list")
	expect(desk.row(CLIENT).locator(".td-row-counts")).to_be_visible()
	desk.picture("phone-list")


def test_nothing_of_ours_is_loaded_where_no_record_is_open(desk_of: Callable[..., Desk]) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task/view/list")
	assert not desk.page.evaluate("Boolean(task_discipline.beside)")
	desk.open("/app/todo/view/list")
	assert not desk.page.evaluate("Boolean(task_discipline.beside)")
