"""Fines and rewards of the company of the demo: its rules, bonus bases, and the last month in every state but closed.

It follows the mode of the site: one that counts points or nothing gets none of it. A site without a currency counts in euro
until the demo goes.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import frappe

from task_discipline.domain.award_terms import Event, amount_kinds, kind_of
from task_discipline.domain.statements import first_of
from task_discipline.money_names import BONUS_BASE, ENTRY, RULE, RULE_VERSION, STATEMENT
from task_discipline.services import clock, notices
from task_discipline.services.acting import acting_as
from task_discipline.services.money import drafting, site, statements
from task_discipline.setup.demo import company, stage
from task_discipline.setup.demo.company import user_of

_MANAGER = "robert"
_CURRENCY, _LENT = "EUR", "task_discipline_demo_currency"
_FIELD, _SAVED = ("TD Settings", "money_currency"), "saved empty"
_LONG_AGO = timedelta(days=150)
_SINCE = timedelta(days=2)
"""For how long people have known their month, where the new month is old enough."""
_RULES: tuple[Mapping[str, object], ...] = (
	{"title": "Late by more than an hour", "event": "Late", "amount": 10, "grace_minutes": 60},
	{"title": "Each working day late", "event": "Working Day Late", "amount": 5, "cap_per_task": 25},
	{"title": "Finished a working day early", "event": "Early", "amount": 15, "early_hours": 9},
	{"title": "Three on time in a row", "event": "Streak", "amount": 20, "streak_length": 3},
	{
		"title": "Accepted at once",
		"event": "First-Pass Rate",
		"amount": 2.5,
		"amount_kind": "Percent of Base",
		"least_rate": 75,
		"least_sample": 2,
	},
)
_BASES = {"marcus": 800, "sofia": 650, "jonas": 900, "amelie": 700, "lucia": 600}
_OBJECTION = (
	"The figures of the other department came two days late. Its head has confirmed that beside the task."
)


def make(today: date) -> None:
	"""Make rules and bases, and draft and show the month before ``today``."""
	if site.mode() in (site.OFF, site.IN_POINTS) or not _has_currency():
		return
	this_month = datetime.combine(first_of(today), time(9))
	with notices.muted():
		with clock.at(this_month - _LONG_AGO):
			_make_rules()
			_make_bases()
		_live(first_of((this_month - timedelta(days=1)).date()), max(this_month, _shown_at()))


def _shown_at() -> datetime:
	# Where a site gives people less time for objections than that, it would be over already.
	since = _SINCE if site.objection_days() > _SINCE.days else timedelta(0)
	return clock.now() - since


def _has_currency() -> bool:
	if not site.unit() and frappe.db.exists("Currency", _CURRENCY):
		was_saved = frappe.db.sql("select 1 from `tabSingles` where doctype = %s and field = %s", _FIELD)
		_set_currency(_CURRENCY)
		frappe.db.set_default(_LENT, _SAVED if was_saved else _CURRENCY)
	return bool(site.unit())


def _set_currency(currency: str | None) -> None:
	frappe.db.set_single_value("TD Settings", "money_currency", currency, update_modified=False)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def _take_currency_back() -> None:
	lent = frappe.db.get_default(_LENT)
	if lent and site.unit() == _CURRENCY:
		_set_currency(None)
		if lent != _SAVED:
			frappe.db.delete("Singles", dict(zip(("doctype", "field"), _FIELD, strict=True)))
	frappe.defaults.clear_default(_LENT)


def clear(people: Collection[str]) -> None:
	"""Delete the rules of ``people``; what is theirs in person goes with them."""
	rules = frappe.get_all(RULE, {"owner": ("in", [*people, ""])}, pluck="name", order_by=None)
	used = frappe.get_all(
		ENTRY, {"rule": ("in", [*rules, ""]), "user": ("not in", list(people))}, pluck="rule", order_by=None
	)
	them = ("in", [*(set(rules) - set(used)), ""])
	frappe.db.delete("TD Task User", {"parenttype": RULE, "parent": them})
	frappe.db.delete(RULE_VERSION, {"rule": them})
	frappe.db.delete(RULE, {"name": them})
	_take_currency_back()


def _make_rules() -> None:
	people = [{"user": person.user} for person in company.PEOPLE]
	with acting_as(user_of(_MANAGER)):
		for terms in _RULES:
			event = Event(terms["event"])
			usual = {
				"kind": kind_of(event).value,
				"amount_kind": amount_kinds(event)[0].value,
				"enabled": 1,
				"who": "Person",
				"people": people,
			}
			rule = frappe.get_doc({"doctype": RULE, **usual, **terms}).insert()
			stage.stamp_record(rule, clock.now())


def _make_bases() -> None:
	with acting_as(user_of(_MANAGER)):
		for key, amount in _BASES.items():
			frappe.get_doc(
				doctype=BONUS_BASE,
				user=user_of(key),
				amount=amount,
				currency=site.unit(),
				valid_from=clock.now().date(),
			).insert()


def _live(period: date, moment: datetime) -> None:
	"""The month is drafted and shown, and people answer: one agrees, one objects, one has not looked yet."""
	with clock.at(moment), acting_as(user_of(_MANAGER)):
		drafting.draft(period, list(company.USERS.values()), lambda: None)
	fined, rewarded = _people(period, "Fine"), _people(period, "Reward")
	objects, waits = next(fined, None), next(fined, None)
	agrees = next((name for name in rewarded if name not in (objects, waits)), None)
	for name in filter(None, (objects, waits, agrees)):
		with clock.at(moment), acting_as(user_of(_MANAGER)):
			statements.show(name)
	if agrees:
		with _in_place_of(agrees):
			statements.agree(agrees)
	if objects:
		with _in_place_of(objects):
			statements.object_to(objects, _OBJECTION, _fines(objects)[:1])


def _people(period: date, kind: str) -> Iterator[str]:
	"""Statements with entries of a kind, in the order of their people; the manager's own is not among them."""
	names = frappe.get_all(
		ENTRY, {"period": period, "kind": kind, "user": ("!=", user_of(_MANAGER))}, pluck="statement"
	)
	found = {"name": ("in", [*filter(None, names), ""]), "user": ("in", list(company.USERS.values()))}
	return iter(frappe.get_all(STATEMENT, found, pluck="name", order_by="user"))


def _fines(statement: str) -> list[int]:
	return frappe.get_all(
		ENTRY,
		{"statement": statement, "kind": "Fine", "amount": ("<", 0)},
		["name"],
		pluck="name",
		order_by="name",
	)


def _in_place_of(statement: str) -> AbstractContextManager[None]:
	return acting_as(str(frappe.db.get_value(STATEMENT, statement, "user")))
