"""Entries stay as they were written through every door; managers correct them by new ones; people read their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.money import evaluation
from tests import workers
from tests.doors import call, knock, told
from tests.factories import HEAD, MANAGER, RESPONSIBLE, STRANGER, SYSTEM_MANAGER, acting_as, purge
from tests.money import (
	AFTER,
	APRIL,
	ENTRY,
	MARCH,
	entries,
	evaluate,
	make_late,
	make_rule,
	make_statement,
	total,
	use_money,
)

BASE = "TD Bonus Base"


@pytest.fixture
def entry(rolled_back: None) -> Any:
	"""A fine of RESPONSIBLE."""
	use_money()
	make_rule()
	make_late()
	evaluate()
	return frappe.get_last_doc(ENTRY)


@pytest.fixture(scope="module")
def stored(site: str) -> Iterator[str]:
	"""A committed fine and bonus base, for real requests."""
	frappe.set_user("Administrator")
	use_money()
	make_rule()
	make_late()
	evaluate()
	frappe.get_doc(
		doctype=BASE, user=RESPONSIBLE, amount=1234, currency="EUR", valid_from="2031-01-01"
	).insert()
	frappe.db.commit()
	yield str(frappe.get_last_doc(ENTRY).name)
	frappe.db.rollback()
	use_money(money_currency=None)
	purge()


DOORS = {
	"save": lambda name: (
		"POST",
		"/api/method/frappe.client.save",
		{"doc": {"doctype": ENTRY, "name": name, "amount": 0}},
	),
	"savedocs": lambda name: (
		"POST",
		"/api/method/frappe.desk.form.save.savedocs",
		{"doc": frappe.as_json({"doctype": ENTRY, "name": name, "amount": 0}), "action": "Save"},
	),
	"set value": lambda name: (
		"POST",
		"/api/method/frappe.client.set_value",
		{"doctype": ENTRY, "name": name, "fieldname": "amount", "value": 0},
	),
	"bulk edit": lambda name: (
		"POST",
		"/api/method/frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{"doctype": ENTRY, "docnames": f'["{name}"]', "action": "update", "data": '{"amount": 0}'},
	),
	"REST put": lambda name: ("PUT", f"/api/resource/{ENTRY}/{name}", {"amount": 0}),
	"REST post": lambda name: (
		"POST",
		f"/api/resource/{ENTRY}",
		{"user": RESPONSIBLE, "period": "2031-03-01", "amount": 5},
	),
	"insert": lambda name: (
		"POST",
		"/api/method/frappe.client.insert",
		{"doc": {"doctype": ENTRY, "user": RESPONSIBLE, "period": "2031-03-01", "amount": 5}},
	),
	"delete": lambda name: ("POST", "/api/method/frappe.client.delete", {"doctype": ENTRY, "name": name}),
	"REST delete": lambda name: ("DELETE", f"/api/resource/{ENTRY}/{name}", {}),
	"rename": lambda name: (
		"POST",
		"/api/method/frappe.client.rename_doc",
		{"doctype": ENTRY, "old_name": name, "new_name": "999999"},
	),
	"forged method": lambda name: (
		"POST",
		"/api/method/run_doc_method",
		{
			"docs": frappe.as_json({"doctype": ENTRY, "name": name, "user": STRANGER}),
			"method": "db_set",
			"args": "{}",
		},
	),
}


@pytest.mark.parametrize("who", [RESPONSIBLE, MANAGER, "Administrator"])
@pytest.mark.parametrize("door", DOORS)
def test_no_door_changes_an_entry(door: str, who: str, stored: str) -> None:
	before = frappe.db.sql(f"select * from `tab{ENTRY}` order by name")
	method, path, body = DOORS[door](stored)
	if who == "Administrator":
		_as_administrator(door, stored)
	else:
		knock(who, method, path, body)
	frappe.db.rollback()
	assert frappe.db.sql(f"select * from `tab{ENTRY}` order by name") == before


def _as_administrator(door: str, name: str) -> None:
	"""What a request of his would run: he holds no key."""
	doc = frappe.get_doc(ENTRY, name)
	doc.amount = 0
	attempts = {"delete": doc.delete, "REST delete": doc.delete, "rename": lambda: doc.rename("999999")}
	with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		attempts.get(door, doc.save)()


READERS = {RESPONSIBLE: 1, MANAGER: 1, STRANGER: 0, HEAD: 0, SYSTEM_MANAGER: 0}


@pytest.mark.parametrize(("who", "number"), READERS.items())
@pytest.mark.parametrize("doctype", [ENTRY, BASE])
def test_people_read_their_own(doctype: str, who: str, number: int, stored: str) -> None:
	name = stored if doctype == ENTRY else str(frappe.db.get_value(BASE, {"user": RESPONSIBLE}))
	listed = call(who, "frappe.client.get_list", doctype=doctype, fields=["user", "amount"])
	assert len(listed.get_json().get("message") or []) == number, told(listed)
	read = knock(who, "GET", f"/api/resource/{doctype}/{name}")
	assert (read.status_code == 200) == bool(number), told(read)
	counted = call(who, "frappe.client.get_count", doctype=doctype, filters={"amount": ["!=", 0]})
	assert (counted.get_json().get("message") or 0) == number, told(counted)


def test_the_reasons_are_told_to_whoever_may_read(stored: str) -> None:
	door = "task_discipline.api.money.why"
	assert "Late by 8 h" in call(RESPONSIBLE, door, entry=stored).get_data(as_text=True)
	assert call(STRANGER, door, entry=stored).status_code == 403


@pytest.mark.parametrize(("shown_to", "may"), [("Oneself", False), ("Heads", True), ("Everybody", True)])
def test_heads_read_where_the_site_lets_them(shown_to: str, may: bool, entry: Any) -> None:
	frappe.db.set_single_value("TD Settings", "ranks_shown_to", shown_to)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	with acting_as(HEAD):
		assert frappe.has_permission(ENTRY, "read", doc=entry.name) is may
		assert bool(frappe.get_list(ENTRY)) is may
	with acting_as(STRANGER):
		assert not frappe.get_list(ENTRY)


def test_a_manager_corrects_an_entry_by_a_new_one(entry: Any) -> None:
	with acting_as(MANAGER):
		made = frappe.get_doc(ENTRY, entry.correct(3, "<b>The client was late</b>"))
	assert (made.corrects, made.reason, made.amount) == (str(entry.name), "The client was late", 3)
	assert (made.user, made.task, made.event, made.made_by_system) == (entry.user, entry.task, "Late", 0)
	assert (total(), frappe.db.get_value(ENTRY, entry.name, "amount")) == (-2, -5)


@pytest.mark.parametrize(
	("amount", "reason", "words"),
	[
		(6, "Too much", "more than there is to give back"),
		(0, "Nothing", "above or below zero"),
		("some", "No number", "is no amount"),
		(5, "", "Say why"),
	],
)
def test_bad_corrections_are_refused(amount: Any, reason: str, words: str, entry: Any) -> None:
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match=words):
		entry.correct(amount, reason)
	assert total() == -5


@pytest.mark.parametrize("who", [RESPONSIBLE, STRANGER, HEAD])
def test_nobody_else_corrects(who: str, entry: Any) -> None:
	with acting_as(who), pytest.raises(frappe.PermissionError):
		entry.correct(5, "I say so")


def test_nobody_corrects_what_is_about_himself(entry: Any) -> None:
	frappe.get_doc("User", RESPONSIBLE).add_roles("Task Discipline Manager")
	with acting_as(RESPONSIBLE), pytest.raises(frappe.PermissionError, match="about yourself"):
		entry.correct(5, "I say so")


def test_what_was_shown_is_corrected_in_a_later_month(entry: Any) -> None:
	make_statement("Closed")
	entry.reload()
	with clock.at(AFTER), acting_as(MANAGER):
		entry.correct(5, "The client was late")
	assert entries() == [("03", -5), ("04", 5)]
	evaluate(APRIL)
	assert total() == 0


def test_two_evaluations_at_once_make_one_set_of_entries(stored: str) -> None:
	frappe.db.delete(ENTRY)
	frappe.db.commit()
	with ThreadPoolExecutor(max_workers=3) as pool:
		made = list(pool.map(lambda _number: _evaluate_alone(), range(3)))
	frappe.db.rollback()
	assert sorted(made) == [0, 0, 1]
	assert frappe.db.count(ENTRY) == 1


def _evaluate_alone() -> int:
	workers.connect()
	try:
		with clock.at(AFTER):
			made = evaluation.evaluate(MARCH).made
		frappe.db.commit()
		return made
	finally:
		frappe.destroy()
