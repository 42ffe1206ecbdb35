"""Closed months reach HRMS as drafts; what is refused there stands on the statement, and nothing is there twice.

Where HRMS is installed these run against it; elsewhere its doctypes have stand-ins of the same names.
"""

from collections.abc import Iterator

import frappe
import pytest
from frappe.utils import add_days, nowdate

from task_discipline.money_names import STATEMENT
from task_discipline.services.money import payroll
from task_discipline.setup import uninstall
from tests import foreign
from tests.factories import MANAGER, OBSERVER, RESPONSIBLE, acting_as
from tests.foreign import make_record
from tests.statements import draft, let_time_pass, make_entry, set_money, shown, step, values

SALARY = "Additional Salary"
FINE, REWARD = "TD Fine", "TD Reward"


@pytest.fixture(scope="module")
def hrms(site: str) -> Iterator[None]:
	with foreign.present(foreign.HRMS):
		yield


@pytest.fixture(autouse=True)
def company(hrms: None) -> None:
	"""An employee with a salary, and the mode that hands sums to payroll."""
	for component, kind in ((FINE, "Deduction"), (REWARD, "Earning")):
		make_record("Salary Component", component, "Administrator", type=kind)
	make_employee("TD-EMP-1", RESPONSIBLE)
	set_money(money_mode="HRMS Additional Salary", fine_component=FINE, reward_component=REWARD)


def make_employee(name: str, user: str, **fields: object) -> None:
	"""An active employee with a salary in euros, written past ERPNext's own rules."""
	joined = add_days(nowdate(), -900)
	values = {"user_id": user, "company": _company(), "status": "Active", "date_of_joining": joined}
	make_record("Employee", name, "Administrator", **(values | fields))
	assignment = {"employee": name, "currency": "EUR", "from_date": joined, "docstatus": 1}
	make_record("Salary Structure Assignment", f"{name}-SSA", "Administrator", **assignment)


def _company() -> str:
	"""One that HRMS knows, where it is the real one."""
	has_companies = frappe.db.exists("DocType", "Company")
	return frappe.db.get_value("Company", {}, "name") if has_companies else "_Test"


def closed(*amounts: float, user: str = RESPONSIBLE) -> str:
	"""A closed statement with these sums."""
	name = shown(*amounts, user=user)
	let_time_pass(name)
	step(MANAGER, name, "close_month")
	return name


def drafts(name: str) -> list[frappe._dict]:
	"""What HRMS has of a statement."""
	return frappe.get_all(
		SALARY,
		{"ref_doctype": STATEMENT, "ref_docname": name},
		[
			"name",
			"employee",
			"company",
			"salary_component",
			"amount",
			"currency",
			"docstatus",
			"overwrite_salary_structure_amount",
			"payroll_date",
		],
		order_by="amount desc",
	)


def test_a_closed_month_is_drafted_per_sign() -> None:
	name = closed(-50, -20, 30)
	fine, reward = drafts(name)
	assert (fine.salary_component, fine.amount, reward.salary_component, reward.amount) == (
		FINE,
		70,
		REWARD,
		30,
	)
	for row in (fine, reward):
		assert (row.docstatus, row.overwrite_salary_structure_amount) == (0, 0)
		assert (row.employee, row.currency, str(row.payroll_date)) == ("TD-EMP-1", "EUR", nowdate())
	assert values(name, "payroll_state", "payroll_document", "payroll_reward", "payroll_note") == {
		"payroll_state": "Drafted",
		"payroll_document": fine.name,
		"payroll_reward": reward.name,
		"payroll_note": None,
	}


def test_nothing_to_pay_drafts_nothing() -> None:
	name = closed(-50, 0.0)
	assert len(drafts(name)) == 1
	other = shown(-5, user=OBSERVER)
	step(OBSERVER, other, "object_to", reason="x")
	step(MANAGER, other, "decide", decision="Upheld", reason="x")
	step(MANAGER, other, "close_month")
	assert drafts(other) == []
	assert values(other, "state", "payroll_state") == {"state": "Closed", "payroll_state": None}


def test_other_modes_draft_nothing() -> None:
	set_money(money_mode="Bonus")
	assert drafts(closed(-50)) == []


def test_what_was_drafted_is_never_drafted_again() -> None:
	name = closed(-50)
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match="nothing that HRMS has refused"):
		payroll.try_again(name)
	payroll.hand_over(frappe.get_doc(STATEMENT, name))
	assert len(drafts(name)) == 1


def _no_employee() -> None:
	frappe.db.set_value("Employee", "TD-EMP-1", "user_id", OBSERVER)


def _has_left() -> None:
	frappe.db.set_value("Employee", "TD-EMP-1", "status", "Inactive")


def _no_component() -> None:
	set_money(money_mode="HRMS Additional Salary", fine_component="")


def _component_gone() -> None:
	frappe.db.delete("Salary Component", {"name": FINE})


def _other_currency() -> None:
	frappe.db.set_value("Salary Structure Assignment", "TD-EMP-1-SSA", "currency", "INR")


@pytest.mark.parametrize(
	("spoil", "words", "mend"),
	[
		(_no_employee, "No active employee", lambda: make_employee("TD-EMP-2", RESPONSIBLE)),
		(
			_has_left,
			"No active employee",
			lambda: frappe.db.set_value("Employee", "TD-EMP-1", "status", "Active"),
		),
		(
			_no_component,
			"No salary component of the type Deduction",
			lambda: set_money(money_mode="HRMS Additional Salary", fine_component=FINE),
		),
		(
			_component_gone,
			"No salary component of the type Deduction",
			lambda: make_record("Salary Component", FINE, "Administrator", type="Deduction"),
		),
		(
			_other_currency,
			"is paid in INR",
			lambda: frappe.db.set_value("Salary Structure Assignment", "TD-EMP-1-SSA", "currency", "EUR"),
		),
	],
)
def test_a_refusal_is_told_and_tried_again(spoil: object, words: str, mend: object) -> None:
	spoil()
	name = closed(-50, 30)
	assert values(name, "state", "payroll_state") == {"state": "Closed", "payroll_state": "Refused"}
	assert words in values(name, "payroll_note")
	assert frappe.message_log == []
	mend()
	kept = {row.name for row in drafts(name)}
	assert step(MANAGER, name, "try_payroll_again") == "Drafted"
	assert sorted(row.amount for row in drafts(name)) == [30, 50]
	assert kept <= {row.name for row in drafts(name)}
	assert values(name, "payroll_note") is None


def test_people_without_the_role_do_not_try_again() -> None:
	_no_employee()
	name = closed(-50)
	with pytest.raises(frappe.PermissionError, match="only a Task Discipline Manager"):
		step(RESPONSIBLE, name, "try_payroll_again")


def test_a_fine_that_comes_back_in_a_later_month_is_an_earning() -> None:
	name = shown(-50)
	make_entry(RESPONSIBLE, 20, kind="Fine")
	let_time_pass(name)
	step(MANAGER, name, "close_month")
	from tests.statements import NEXT, name_of

	draft(NEXT)
	later = name_of(period=NEXT)
	step(MANAGER, later, "show_to_person")
	let_time_pass(later)
	step(MANAGER, later, "close_month")
	((component, amount),) = [(row.salary_component, row.amount) for row in drafts(later)]
	assert (component, amount) == (REWARD, 20)


@pytest.mark.parametrize(
	("fields", "words"),
	[
		({"fine_component": ""}, "name a salary component of the type Deduction"),
		({"fine_component": "Nothing"}, "there is no salary component"),
		({"fine_component": REWARD}, "there is no salary component"),
		({"reward_component": FINE}, "there is no salary component"),
	],
)
def test_settings_of_payroll_that_cannot_work_are_refused(fields: dict[str, str], words: str) -> None:
	settings = frappe.get_doc("TD Settings")
	settings.update(fields)
	with pytest.raises(frappe.ValidationError, match=words):
		settings.save()


def test_employees_who_left_are_skipped_with_a_note() -> None:
	"""PEERS 51: the account may still be open."""
	make_employee("TD-EMP-2", OBSERVER, status="Left")
	make_entry(RESPONSIBLE, -50)
	make_entry(OBSERVER, -50)
	outcome = draft(users=[RESPONSIBLE, OBSERVER])
	assert outcome.skipped == {OBSERVER: "Left the company. Settle what is open by hand."}
	assert outcome.made == [RESPONSIBLE]


def test_uninstalling_leaves_salaries_that_name_no_statement() -> None:
	name = closed(-50)
	(salary,) = drafts(name)
	uninstall._detach_payroll([STATEMENT])
	left = frappe.db.get_value(SALARY, salary.name, ["amount", "ref_doctype", "ref_docname"], as_dict=True)
	assert left == {"amount": 50, "ref_doctype": None, "ref_docname": None}
