"""Months of fines and rewards for the tests, written as the services write them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import frappe
from dateutil.relativedelta import relativedelta

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import rows
from task_discipline.services.money import drafting, statements
from tests.factories import MANAGER, RESPONSIBLE, acting_as, make_task

PERIOD = date(2026, 6, 1)
"""A month that is over, whenever the tests run."""
NEXT = PERIOD + relativedelta(months=1)


def make_entry(
	user: str = RESPONSIBLE, amount: float = -50.0, /, period: date = PERIOD, **fields: Any
) -> int:
	"""An entry without a statement, a fine where it is below zero."""
	kind = "Fine" if amount < 0 else "Reward"
	values = {
		"user": user,
		"period": period,
		"about": period,
		"kind": kind,
		"event": "Late" if kind == "Fine" else "Early",
		"task": None,
		"amount": amount,
		"computed_amount": amount,
		"unit": "EUR",
		"moves_money": 1,
		"made_by_system": 0,  # no rule stands behind it, so an evaluation would take it back
		"corrects": None,
		"reason": None,
		"entry_key": frappe.generate_hash(length=12),
	}
	(name,) = rows.insert(ENTRY, [values | fields])
	return int(name)


def set_money(**values: Any) -> None:
	"""Settings of money; sums are in euros unless said otherwise."""
	for field, value in ({"money_mode": "Record Only", "money_currency": "EUR"} | values).items():
		frappe.db.set_single_value("TD Settings", field, value)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def draft(period: date = PERIOD, users: Collection[str] | None = (RESPONSIBLE,)) -> drafting.Outcome:
	"""Draft a month in one transaction."""
	return drafting.draft(period, users, lambda: None)


def name_of(user: str = RESPONSIBLE, period: date = PERIOD) -> str:
	"""The statement of a person and month."""
	return frappe.db.get_value(STATEMENT, {"user": user, "period": period}, "name")


def drafted(*amounts: float, period: date = PERIOD, user: str = RESPONSIBLE) -> str:
	"""A draft with entries of these sums."""
	for amount in amounts:
		make_entry(user, amount, period=period)
	draft(period, [user])
	return name_of(user, period)


def shown(*amounts: float, **where: Any) -> str:
	"""A statement that its person has been shown by ``MANAGER``."""
	name = drafted(*amounts, **where)
	step(MANAGER, name, "show_to_person")
	return name


def step(user: str, name: str, method: str, /, **arguments: Any) -> Any:
	"""Take a step as the document's method does, in the name of ``user``."""
	with acting_as(user):
		return getattr(frappe.get_doc(STATEMENT, name), method)(**arguments)


def values(name: str, *fields: str) -> Any:
	"""Stored values of a statement."""
	found = frappe.db.get_value(STATEMENT, name, fields, as_dict=len(fields) > 1)
	return found


def entries_of(name: str) -> list[int]:
	"""Names of the entries of a statement, oldest first."""
	return frappe.get_all(ENTRY, {"statement": name}, ["name"], pluck="name", order_by="name asc")


def late_task(**fields: Any) -> Any:
	"""A task of RESPONSIBLE that an entry may name."""
	return make_task(subject="Send the papers", **fields)


def let_time_pass(name: str) -> None:
	"""The time for an answer is over."""
	passed = datetime.combine(PERIOD, time())
	frappe.db.set_value(STATEMENT, name, "answer_by", passed, update_modified=False)


def close(name: str) -> None:
	"""Close a statement as MANAGER."""
	with acting_as(MANAGER):
		statements.close(name)


def purge(users: Collection[str]) -> None:
	"""Remove the months of people."""
	for doctype in (ENTRY, STATEMENT):
		frappe.db.delete(doctype, {"user": ("in", list(users))})


def forget_money() -> None:
	"""Take the settings of money back."""
	frappe.db.delete("Singles", {"doctype": "TD Settings", "field": ("in", ("money_mode", "money_currency"))})


@contextmanager
def committed_month(amount: float = -50.0, /, **fields: Any) -> Iterator[str]:
	"""A draft of RESPONSIBLE's with one entry, for real requests; it is gone afterwards, and so are the settings."""
	frappe.set_user("Administrator")
	purge([RESPONSIBLE])
	set_money()
	make_entry(RESPONSIBLE, amount, **fields)
	draft()
	frappe.db.commit()
	yield name_of()
	frappe.db.rollback()
	frappe.set_user("Administrator")
	purge([RESPONSIBLE])
	forget_money()
	frappe.db.commit()
