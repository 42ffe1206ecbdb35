"""The bridges to a real HRMS: a closed month becomes drafts that its own rules take, and leaves count as absences."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import nowdate

from task_discipline import people
from task_discipline.money_names import STATEMENT
from task_discipline.services import clock
from task_discipline.services.ratings import renewal
from tests.factories import MANAGER, RESPONSIBLE, act, make_task
from tests.site.beside.real import company, employee, holiday_list, insert
from tests.statements import draft, let_time_pass, make_entry, name_of, set_money, step, values
from tests.working import use_office_week

pytestmark = pytest.mark.beside("hrms")

FINE, REWARD = "TD Fine", "TD Reward"
MONDAY, WEDNESDAY = datetime(2031, 3, 3, 9, 0), datetime(2031, 3, 5, 17, 0)
TUESDAY = date(2031, 3, 4)
THURSDAY = datetime(2031, 3, 6, 11, 0)
"""Two hours after the deadline of Wednesday, by the hours of an office."""


@pytest.fixture
def payroll(rolled_back: None) -> str:
	"""An employee whose salary is in the currency of the company."""
	for name, kind in ((FINE, "Deduction"), (REWARD, "Earning")):
		insert("Salary Component", salary_component=name, salary_component_abbr=name[3:], type=kind)
	worker = employee(RESPONSIBLE, holiday_list=holiday_list("TD Days"))
	currency = frappe.db.get_value("Company", company(), "default_currency")
	structure = insert(
		"Salary Structure",
		__newname="TD Structure",
		company=company(),
		currency=currency,
		is_active="Yes",
		payroll_frequency="Monthly",
		earnings=[{"salary_component": "Basic", "amount": 3000}],
	)
	structure.submit()
	assigned = {"employee": worker, "salary_structure": structure.name, "company": company()}
	insert("Salary Structure Assignment", currency=currency, from_date="2020-01-01", **assigned).submit()
	set_money(
		money_mode="HRMS Additional Salary",
		money_currency=currency,
		fine_component=FINE,
		reward_component=REWARD,
	)
	return worker


def shown(*amounts: float) -> str:
	"""A statement in the currency of the company that its person has been shown."""
	currency = frappe.db.get_value("Company", company(), "default_currency")
	for amount in amounts:
		make_entry(RESPONSIBLE, amount, unit=currency)
	draft()
	step(MANAGER, name_of(), "show_to_person")
	return name_of()


def close(name: str) -> str:
	let_time_pass(name)
	step(MANAGER, name, "close_month")
	return name


def closed(*amounts: float) -> str:
	return close(shown(*amounts))


def drafts(statement: str) -> list[Any]:
	names = frappe.get_all(
		"Additional Salary",
		{"ref_doctype": STATEMENT, "ref_docname": statement},
		pluck="name",
		order_by="amount desc",
	)
	return [frappe.get_doc("Additional Salary", name) for name in names]


def test_a_closed_month_becomes_drafts_that_payroll_can_submit(payroll: str) -> None:
	name = closed(-50, -20, 30)
	assert values(name, "payroll_state", "payroll_note") == {"payroll_state": "Drafted", "payroll_note": None}
	fine, reward = drafts(name)
	assert (fine.salary_component, fine.amount, fine.type) == (FINE, 70, "Deduction")
	assert (reward.salary_component, reward.amount, reward.type) == (REWARD, 30, "Earning")
	for salary in (fine, reward):
		assert (salary.employee, salary.docstatus, str(salary.payroll_date)) == (payroll, 0, nowdate())
		salary.submit()


def test_the_salary_slip_counts_what_was_submitted(payroll: str) -> None:
	for salary in drafts(closed(-50, 30)):
		salary.submit()
	slip = frappe.new_doc("Salary Slip")
	slip.update({"employee": payroll, "posting_date": nowdate(), "payroll_frequency": "Monthly"})
	slip.start_date = frappe.utils.get_first_day(nowdate())
	slip.insert()
	assert {row.salary_component: row.amount for row in slip.deductions}[FINE] == 50
	assert {row.salary_component: row.amount for row in slip.earnings}[REWARD] == 30


def test_what_hrms_refuses_stands_on_the_statement(payroll: str) -> None:
	name = shown(-50)
	frappe.get_doc("Employee", payroll).update({"status": "Left", "relieving_date": nowdate()}).save()
	close(name)
	assert drafts(name) == []
	assert values(name, "payroll_state") == "Refused"
	assert "No active employee" in values(name, "payroll_note")


def test_payroll_may_drop_a_draft(payroll: str) -> None:
	name = closed(-50)
	(salary,) = drafts(name)
	salary.delete()
	assert values(name, "state") == "Closed"


def leave(worker: str, first: date, last: date, **fields: Any) -> Any:
	"""A leave that its approver has agreed to and nobody has submitted."""
	kind = frappe.db.exists("Leave Type", "TD Rest") or insert(
		"Leave Type", leave_type_name="TD Rest", is_lwp=1, include_holiday=1
	)
	return insert(
		"Leave Application",
		employee=worker,
		leave_type=getattr(kind, "name", kind),
		from_date=first,
		to_date=last,
		company=company(),
		leave_approver="Administrator",
		status="Approved",
		**fields,
	)


def test_an_approved_leave_is_an_absence(payroll: str) -> None:
	first = date.today() + timedelta(days=3)
	last = first + timedelta(days=1)
	approved = leave(payroll, first, last)
	assert people.leaves([RESPONSIBLE], first, first) == []
	approved.submit()
	assert people.leaves([RESPONSIBLE], first, first) == [(RESPONSIBLE, first, last)]
	approved.reload().cancel()
	assert people.leaves([RESPONSIBLE], first, first) == []


def test_half_a_day_of_leave_is_none(payroll: str) -> None:
	first = date.today() + timedelta(days=3)
	last = first + timedelta(days=2)
	leave(payroll, first, last, half_day=1, half_day_date=last).submit()
	assert people.leaves([RESPONSIBLE], first, last) == [(RESPONSIBLE, first, last - timedelta(days=1))]


def test_a_leave_excuses_a_late_task_and_a_cancelled_one_does_not(payroll: str) -> None:
	use_office_week()
	frappe.db.delete("TD Outage")  # other tests stop the site in these years too
	with clock.at(MONDAY):
		task = make_task(deadline=WEDNESDAY, co_assignees=[], observers=[], plan=[]).name
	with clock.at(THURSDAY):
		act(RESPONSIBLE, task, "submit_task")
	assert rated(task) == ("Late", 120)
	approved = leave(payroll, TUESDAY, TUESDAY)
	approved.submit()
	assert rated(task) == ("On Time", 0)
	approved.reload().cancel()
	assert rated(task) == ("Late", 120)


def rated(task: str) -> tuple[str, int]:
	"""How the night after the task was submitted rates it."""
	with clock.at(THURSDAY + timedelta(hours=15)):
		renewal.of_last_months(lambda: None)
	return frappe.db.get_value(
		"TD Task Rating", {"task": task, "user": RESPONSIBLE}, ["timeliness", "fair_delay_minutes"]
	)
