"""Makes rules, ratings and entries of the tests of fines and rewards."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe

from task_discipline.domain.award_terms import Event, Kind, amount_kinds, kind_of
from task_discipline.services import clock, rows
from task_discipline.services.money import evaluation
from tests.factories import ASSIGNER, RESPONSIBLE, make_task, place_rating

FEBRUARY, MARCH, APRIL = date(2031, 2, 1), date(2031, 3, 1), date(2031, 4, 1)
BEFORE, AFTER = datetime(2031, 1, 2, 9), datetime(2031, 4, 3, 9)
ENTRY = "TD Discipline Entry"
SHOWN_AT = datetime(2031, 4, 2, 9)


def march(day: int, hour: int = 12) -> datetime:
	"""A moment of March 2031."""
	return datetime(2031, 3, day, hour)


def use_money(**values: Any) -> None:
	"""Settings of money for the test: in euro unless it says otherwise, and no rule of another test."""
	for doctype in (
		ENTRY,
		"TD Discipline Rule Version",
		"TD Discipline Rule",
		"TD Bonus Base",
		"TD Discipline Statement",
	):
		frappe.db.delete(doctype)
	frappe.db.delete("TD Task Rating")
	frappe.db.delete("TD Outage")  # other tests stop the site in these months too
	defaults = {
		"money_mode": "Record Only",
		"money_currency": "EUR",
		"most_fines_amount": 0,
		"most_fines_percent": 0,
	}
	for field, value in (defaults | values).items():
		frappe.db.set_single_value("TD Settings", field, value)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def make_rule(event: str = "Late", amount: float = 5, at: datetime = BEFORE, **values: Any) -> Any:
	"""A rule that is enabled since long ago."""
	kind: Kind = kind_of(Event(event))
	given = {
		"doctype": "TD Discipline Rule",
		"title": f"Rule of {event}",
		"enabled": 1,
		"kind": kind.value,
		"event": event,
		"amount": amount,
		"amount_kind": amount_kinds(Event(event))[0].value,
	}
	with clock.at(at):
		made = frappe.get_doc(given | values).insert()
		made.db_set("creation", at, update_modified=False)
	return made


def change_rule(rule: Any, at: datetime, **values: Any) -> Any:
	"""Other terms from a moment on."""
	with clock.at(at):
		rule.reload()
		rule.update(values)
		return rule.save()


def make_late(days: int = 1, at: datetime | None = None, task: str | None = None, **values: Any) -> int:
	"""The rating of a task that was late by so many working days, and was agreed to; of RESPONSIBLE."""
	at = at or march(10)
	late = {
		"timeliness": "Late",
		"first_timeliness": "Late",
		"fair_delay_minutes": days * 480,
		"first_fair_delay_minutes": days * 480,
		"late_days": days,
		"deadline": at - timedelta(days=days),
		"first_deadline": at - timedelta(days=days),
		"missed_at": at - timedelta(days=days),
	}
	return make_on_time(at, task, **(late | values))


def make_on_time(at: datetime | None = None, task: str | None = None, **values: Any) -> int:
	"""The rating of a task that was done in time and accepted at once; of RESPONSIBLE."""
	at = at or march(10)
	good = {
		"assigner": ASSIGNER,
		"agreement": "Accepted",
		"timeliness": "On Time",
		"first_timeliness": "On Time",
		"first_pass": 1,
		"weight": 1,
		"priority": "Medium",
		"given_at": at - timedelta(days=3),
		"settled_at": at,
		"reviewed_at": at,
		"first_delay_minutes": -values.get("early_minutes", 0),
		"deadline": at + timedelta(hours=1),
		"first_deadline": at + timedelta(hours=1),
		"modified": at,
	}
	return place_rating(task or settled_task(), **(good | values))


def settled_task() -> str:
	"""A task that is done, whatever its history says."""
	task = make_task(observers=[], co_assignees=[], plan=[])
	task.db_set("status", "Done", update_modified=False)
	return str(task.name)


def change_rating(rating: int, **values: Any) -> None:
	"""The rating written anew, after whatever was shown."""
	frappe.db.set_value("TD Task Rating", rating, {"modified": AFTER, **values}, update_modified=False)


def evaluate(period: date = MARCH, at: datetime = AFTER, users: list[str] | None = None) -> evaluation.Result:
	"""Evaluate a month as somebody does it at a moment."""
	with clock.at(at):
		return evaluation.evaluate(period, users)


def entries(**filters: Any) -> list[tuple[str, float]]:
	"""Months and amounts on record, in the order in which they were written."""
	found = frappe.get_all(ENTRY, filters, ["period", "amount"], order_by="name asc")
	return [(f"{row.period:%m}", row.amount) for row in found]


def total(user: str = RESPONSIBLE, **filters: Any) -> float:
	"""What all entries of a person come to."""
	return sum(frappe.get_all(ENTRY, {"user": user, **filters}, pluck="amount"))


def make_statement(state: str = "Closed", user: str = RESPONSIBLE, period: date = MARCH) -> str:
	"""A month that a person has seen, past the way that leads there; its entries belong to it."""
	row = {
		"user": user,
		"full_name": user,
		"period": period,
		"state": state,
		"unit": "EUR",
		"shown_at": SHOWN_AT,
	}
	(name,) = rows.insert("TD Discipline Statement", [row], [frappe.generate_hash(length=10)])
	frappe.db.set_value(ENTRY, {"user": user, "period": period}, "statement", name, update_modified=False)
	return str(name)
