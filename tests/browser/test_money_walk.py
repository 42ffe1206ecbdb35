"""A person's month: why a mark says late, an objection, a decision, the closed month on paper."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import getdate
from playwright.sync_api import expect

from task_discipline.domain.statements import first_of
from task_discipline.money_names import RULE, RULE_VERSION, STATEMENT
from task_discipline.services import clock
from tests import statements
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, PEOPLE, RESPONSIBLE, act, make_task
from tests.money import make_rule
from tests.statements import name_of, set_money

OPEN = Callable[..., Desk]
LATE, EARLY = "Send the customs papers", "Count the stock"


def last_month() -> datetime:
	"""Noon of the tenth of the month that is over."""
	return datetime.combine(
		first_of(first_of(getdate()) - timedelta(days=1)), datetime.min.time()
	) + timedelta(days=9, hours=12)


def done_task(subject: str, deadline: datetime, submitted: datetime) -> str:
	"""A task of RESPONSIBLE that was accepted, handed in and judged in the month that is over."""
	with clock.at(deadline - timedelta(days=3)):
		task = make_task(subject=subject, deadline=deadline, co_assignees=[], plan=[], observers=[])
	with clock.at(deadline - timedelta(days=2)):
		act(RESPONSIBLE, task.name, "accept_assignment")
	with clock.at(submitted):
		act(RESPONSIBLE, task.name, "submit_task")
	with clock.at(submitted + timedelta(hours=2)):
		act(ASSIGNER, task.name, "accept_result")
	return task.name


@pytest.fixture
def month(site: str) -> Iterator[str]:
	"""One late and one early task of the month that is over, and rules for both; returns the late one."""
	statements.purge(PEOPLE)
	_drop_rules()
	set_money()
	noon = last_month()
	make_rule("Late", 40, at=noon - timedelta(days=40), title="Late")
	make_rule("Early", 15, at=noon - timedelta(days=40), title="A day early", early_hours=12)
	late = done_task(LATE, noon, noon + timedelta(days=2))
	done_task(EARLY, noon + timedelta(days=8), noon + timedelta(days=7))
	frappe.db.commit()
	yield late
	frappe.db.rollback()
	statements.purge(PEOPLE)
	_drop_rules()
	frappe.db.delete("Email Queue", {"reference_doctype": STATEMENT})
	statements.forget_money()
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.commit()


def _drop_rules() -> None:
	for doctype in (RULE_VERSION, RULE):
		frappe.db.delete(doctype)


def test_a_person_objects_a_manager_decides_and_the_month_is_closed(desk_of: OPEN, month: str) -> None:
	manager, person = desk_of(MANAGER), desk_of(RESPONSIBLE)
	draft_the_month(manager)
	show_it(manager)
	name = stored_name()
	read_why_it_is_late(person, month)
	object_on_the_page(person, name)
	look_by_phone_and_in_the_dark(desk_of, name)
	decide(manager, name)
	close_and_print(manager, name)
	print_the_register(manager)
	for desk in (manager, person):
		assert (desk.errors, desk.alerts, desk.refusals) == ([], [], [])


def stored_name() -> str:
	frappe.db.rollback()
	return name_of(period=first_of(last_month().date()))


def draft_the_month(desk: Desk) -> None:
	desk.open("/app/td-discipline-statement")
	desk.picture("no-statements")
	desk.page.locator('.custom-actions:visible > button:has-text("Draft a Month")').click()
	desk.picture("draft-a-month")
	desk.press_dialog()
	expect(desk.dialog).to_contain_text("Drafted (1)", timeout=30_000)
	expect(desk.dialog).to_contain_text("Boris Tester")
	desk.picture("drafted")
	desk.page.keyboard.press("Escape")
	expect(desk.row("Boris Tester")).to_contain_text("Draft")


def show_it(desk: Desk) -> None:
	desk.row("Boris Tester").locator(".list-row-checkbox").check()
	menu = desk.page.locator(".page-actions .actions-btn-group:visible")
	button, wanted = menu.locator("> button"), menu.locator('.dropdown-item:has-text("Show to the People")')
	desk.open_menu(button, wanted)
	desk.picture("menu")
	desk.choose_in_menu(button, wanted)
	desk.page.locator(".modal.show .btn-primary").click()
	expect(desk.dialog).to_contain_text("1 done, 0 refused")
	desk.picture("shown")
	desk.close_message()
	expect(desk.row("Boris Tester")).to_contain_text("Shown")
	desk.picture("list")


def read_why_it_is_late(desk: Desk, task: str) -> None:
	desk.open_task(task)
	expect(desk.state).to_contain_text("Done, submitted 2 days late")
	desk.picture("late-task")
	desk.form.locator('.form-tabs [data-fieldname="figures_tab"]').click()
	why = desk.form.locator(".td-why").first
	expect(why).to_contain_text("3 h of working time after it")
	desk.show(why)
	desk.picture("why")


def object_on_the_page(desk: Desk, name: str) -> None:
	desk.open("/app/todo")
	line = desk.bell().filter(has_text="are ready to look at").first
	desk.picture("bell")
	line.click()
	expect(desk.state).to_contain_text("Please look at your month: agree or object until")
	expect(desk.page).to_have_url(re.compile(f"{name}$"))
	expect(desk.form.locator(".td-entry")).to_have_count(2)
	expect(desk.form.locator(".td-sum-net")).to_contain_text("−25.00 EUR")
	expect(desk.form.locator(".td-entry", has_text=LATE)).to_contain_text("Late by 3 h of working time")
	desk.picture("statement-of-the-person")
	desk.secondary.click()
	desk.fill_dialog(reason="The customs office was closed on both days.")
	desk.dialog.locator('.checkbox:has-text("−40.00 EUR") input').check()
	desk.picture("objection")
	desk.press_dialog()
	expect(desk.state).to_contain_text("Boris Tester objects: a manager decides")
	desk.picture("objected")


def look_by_phone_and_in_the_dark(desk_of: OPEN, name: str) -> None:
	phone = desk_of(RESPONSIBLE, phone=True)
	phone.open(f"/app/td-discipline-statement/{name}")
	expect(phone.state).to_contain_text("objects: a manager decides")
	width = phone.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
	assert width <= 0
	phone.picture("phone")
	phone.show(phone.page.locator(".td-entries"))
	phone.picture("phone-entries")
	phone.page.evaluate("() => document.documentElement.setAttribute('data-theme', 'dark')")
	phone.picture("phone-dark")
	dark = desk_of(RESPONSIBLE)
	dark.open(f"/app/td-discipline-statement/{name}")
	expect(dark.state).to_be_visible()
	dark.page.evaluate("() => document.documentElement.setAttribute('data-theme', 'dark')")
	dark.picture("dark")
	assert (phone.errors, dark.errors) == ([], [])


def decide(desk: Desk, name: str) -> None:
	desk.open(f"/app/td-discipline-statement/{name}")
	expect(desk.form.locator(".td-panel").first).to_contain_text("The customs office was closed")
	expect(desk.primary).to_contain_text("Decide")
	desk.picture("statement-of-the-manager")
	desk.primary.click()
	desk.dialog.locator('[data-fieldname="decision"] select').select_option("Upheld")
	fine = desk.dialog.locator('.checkbox:has-text("−40.00 EUR")')
	expect(fine).to_be_visible()
	expect(fine.locator("input")).to_be_checked()
	desk.fill_dialog(reason="The office confirms it.")
	desk.picture("decision")
	desk.press_dialog()
	expect(desk.state).to_contain_text("Decided: Upheld. The month may be closed")
	expect(desk.form.locator(".td-entry")).to_have_count(3)
	expect(desk.form.locator(".td-sum-net")).to_contain_text("15.00 EUR")
	desk.picture("decided")


def close_and_print(desk: Desk, name: str) -> None:
	desk.primary.click()
	desk.page.locator(".modal.show .btn-primary").click()
	desk.settle()
	expect(desk.state).to_contain_text("Closed")
	expect(desk.events.first).to_contain_text("closed the month")
	desk.picture("closed")
	with desk.page.expect_popup() as opened:
		desk.form.locator('.custom-actions > button:has-text("Print the Statement")').click()
	paper = Desk(opened.value, desk.folder)
	sheet = paper.page.locator(".td-paper")
	for words in (name, "Boris Tester", "The office confirms it.", "15.00 EUR", "date, signature", LATE):
		expect(sheet).to_contain_text(words)
	paper.page.pdf(path=desk.folder / "statement.pdf", print_background=True, format="A4")
	paper.picture("paper")


def print_the_register(desk: Desk) -> None:
	desk.open("/app/query-report/Fines%20and%20Rewards")
	expect(desk.page.locator(".datatable")).to_contain_text("Boris Tester")
	expect(desk.page.locator(".datatable")).to_contain_text("Closed; objection: Upheld")
	desk.picture("register")
	with desk.page.expect_popup() as opened:
		desk.page.evaluate("() => frappe.query_report.print_report({ orientation: 'Portrait' })")
	sheet = opened.value.locator(".td-register")
	for words in (f"{last_month():%B %Y}", "Boris Tester", "Signature", "Total"):
		expect(sheet).to_contain_text(words)
	Desk(opened.value, desk.folder).picture("register-on-paper")
	desk.page.locator(".dt-cell--col-7 a").first.click()
	desk.settle()
	expect(desk.rows).to_have_count(3)
	desk.picture("entries-of-the-statement")
