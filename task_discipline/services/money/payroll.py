"""Hands the sums of a closed month to HRMS, as drafts that its own people look at and submit, or not.

Nothing here submits anything or changes what HRMS already has. What HRMS refuses is kept on the statement in words,
with what to do about it; the month stays closed all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html
from rq.timeouts import JobTimeoutException

from task_discipline import compat, money_rights
from task_discipline.domain.statements import State, payable
from task_discipline.money_names import STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import site

ADDITIONAL_SALARY = "Additional Salary"
DRAFTED, REFUSED = "Drafted", "Refused"
_SAVEPOINT = "task_discipline_payroll"
_COMPONENT, _ASSIGNMENT = "Salary Component", "Salary Structure Assignment"


@dataclass(frozen=True)
class _Part:
	"""One of the two sums of a statement on its way to HRMS; ``field`` of the statement keeps the draft's name."""

	field: str
	type: str
	amount: float
	component: str


def is_there() -> bool:
	"""Whether HRMS is on this site."""
	return bool(frappe.db.exists("DocType", ADDITIONAL_SALARY))


def check_settings(settings: Document) -> None:
	"""Raises ``frappe.ValidationError`` for settings of payroll that could never work."""
	if settings.money_mode != site.HRMS:
		return
	if not is_there():
		frappe.throw(
			_(
				"{0} needs the app HRMS, which is not on this site. Install it, or choose another mode."
			).format(frappe.bold(_(site.HRMS)))
		)
	for field, wanted in (("fine_component", "Deduction"), ("reward_component", "Earning")):
		_check_component(settings, field, wanted)


def _check_component(settings: Document, field: str, wanted: str) -> None:
	label, name = _(settings.meta.get_label(field)), settings.get(field)
	if not name:
		frappe.throw(_("{0}: name a salary component of the type {1}.").format(label, _(wanted)), title=label)
	found = frappe.db.get_value(_COMPONENT, name, "type")
	if found != wanted:
		text = _(
			"{0}: there is no salary component {1} of the type {2} in HRMS. Make it there, or name another."
		)
		frappe.throw(text.format(label, frappe.bold(frappe.utils.escape_html(name)), _(wanted)), title=label)


def hand_over(statement: Document) -> None:
	"""Draft an Additional Salary for each sum of a closed statement that goes to payroll and is not there yet."""
	if statement.mode != site.HRMS:
		return
	made, refusals = {}, []
	for part in _parts(statement):
		name, refusal = _drafted(statement, part)
		made |= {part.field: name} if name else {}
		refusals += [refusal] if refusal else []
	if made or refusals:
		statement.db_set(
			{
				**made,
				"payroll_state": REFUSED if refusals else DRAFTED,
				"payroll_note": "\n".join(refusals) or None,
			}
		)


def try_again(name: str) -> str:
	"""Hand over what HRMS has refused; returns the new state."""
	money_rights.require_manager(_("Payroll"))
	statement = frappe.get_doc(STATEMENT, name, for_update=True)
	if statement.state != State.CLOSED.value or statement.payroll_state != REFUSED:
		frappe.throw(_("There is nothing that HRMS has refused. Reload the page."))
	hand_over(statement)
	statement.notify_update()
	return str(statement.payroll_state)


def _parts(statement: Document) -> Iterator[_Part]:
	"""Sums that are not in HRMS yet."""
	fine_component, reward_component = site.components()
	off, added = payable(statement.fines, statement.rewards)
	for part in (
		_Part("payroll_document", "Deduction", off, fine_component),
		_Part("payroll_reward", "Earning", added, reward_component),
	):
		if part.amount and not statement.get(part.field):
			yield part


def _drafted(statement: Document, part: _Part) -> tuple[str | None, str | None]:
	"""The name of the draft, or why there is none."""
	messages = len(frappe.message_log)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		return _draft(statement, part), None
	except JobTimeoutException:
		raise
	except Exception as error:
		if compat.is_deadlock(error):  # the savepoint is gone, and the caller's own work with it
			raise
		frappe.db.rollback(save_point=_SAVEPOINT)
		return None, f"{_(part.type)}: {_in_words(error)}"
	finally:
		# What HRMS says stands on the statement; its boxes would tell of a failure where the month is closed.
		del frappe.message_log[messages:]


def _draft(statement: Document, part: _Part) -> str:
	employee = _employee(statement)
	_check(statement, part, employee)
	salary = frappe.get_doc(
		doctype=ADDITIONAL_SALARY,
		employee=employee.name,
		company=employee.company,
		salary_component=part.component,
		amount=part.amount,
		currency=statement.unit,
		payroll_date=clock.now().date(),
		# The host's default is 1, which would put this sum in the place of the one in the salary structure.
		overwrite_salary_structure_amount=0,
		ref_doctype=STATEMENT,
		ref_docname=statement.name,
	)
	# A manager of discipline need have no role in HRMS: whoever has one looks at the draft and submits it.
	return str(salary.insert(ignore_permissions=True).name)


def _employee(statement: Document) -> frappe._dict:
	found = frappe.get_all(
		"Employee",
		{"user_id": statement.user, "status": "Active"},
		["name", "company"],
		order_by="date_of_joining desc",
		limit=1,
	)
	if not found:
		frappe.throw(
			_("No active employee has the user {0}. Set it in the Employee of HRMS, then try again.").format(
				statement.user
			)
		)
	return found[0]


def _check(statement: Document, part: _Part, employee: frappe._dict) -> None:
	"""What HRMS would not say, or say in other words."""
	if not part.component or frappe.db.get_value(_COMPONENT, part.component, "type") != part.type:
		frappe.throw(
			_("No salary component of the type {0} is set. Name one in {1}, then try again.").format(
				_(part.type), _("TD Settings")
			)
		)
	paid_in = frappe.db.get_value(
		_ASSIGNMENT,
		{"employee": employee.name, "docstatus": 1},
		"currency",
		order_by="from_date desc",
	)
	if paid_in and paid_in != statement.unit:
		frappe.throw(
			_("The sum is in {0}, but the salary of {1} is paid in {2}. Enter it in HRMS by hand.").format(
				statement.unit or _("no currency"), employee.name, paid_in
			)
		)


def _in_words(error: Exception) -> str:
	said = str(error.args[0]) if error.args else ""
	return strip_html(said.replace("<br>", " ")).strip() or _(
		"HRMS refused it without a word. The error log may say more."
	)
