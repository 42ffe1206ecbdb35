"""The unit of a draft is the site's of today while it holds nothing, and what stays in another one is said."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import drafting
from tests.factories import RESPONSIBLE
from tests.money import AFTER, APRIL, MARCH, make_late, make_rule, use_money

MAY = datetime(2031, 5, 3, 9)


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	yield


def use(**settings: Any) -> None:
	"""Other settings of money from now on; everything that is there stays."""
	for field, value in settings.items():
		frappe.db.set_single_value("TD Settings", field, value)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def draft(period: Any = MARCH, at: datetime = AFTER) -> drafting.Outcome:
	with clock.at(at):
		return drafting.draft(period, [RESPONSIBLE], lambda: None)


def statement(period: Any = MARCH) -> Any:
	return frappe.get_doc(STATEMENT, {"user": RESPONSIBLE, "period": period})


def test_a_draft_of_a_site_without_a_currency_takes_the_one_that_is_chosen_later() -> None:
	use(money_currency=None)
	frappe.db.set_default("currency", "")
	make_late()
	draft()
	assert not statement().unit
	use(money_currency="EUR")
	make_rule()
	outcome = draft()
	made = statement()
	assert (made.unit, made.net, made.entries, outcome.notes) == ("EUR", -5, 1, [])


def test_a_draft_that_holds_entries_stays_in_their_unit_and_says_so() -> None:
	make_rule()
	make_late()
	draft()
	use(money_mode="Points")
	outcome = draft()
	assert (statement().unit, statement().net) == ("EUR", 0)
	assert outcome.notes == [
		"Boris Tester: the month holds entries in EUR already, so it stays in EUR. What is counted in Points comes into a later month."
	]
	draft(APRIL, at=MAY)
	assert (statement(APRIL).unit, statement(APRIL).net) == ("Points", -5)
	assert not frappe.db.exists(ENTRY, {"statement": ("is", "not set")})
