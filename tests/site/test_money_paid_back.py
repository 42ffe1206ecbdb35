"""A month that was paid, corrected when the site pays nothing any more: nobody pays it back unless somebody is told."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import drafting, statement_view
from tests.factories import MANAGER, RESPONSIBLE, acting_as
from tests.money import AFTER, APRIL, MARCH, change_rating, make_late, make_rule, use_money
from tests.statements import step

MAY = datetime(2031, 5, 3, 9)
BY_HAND = "Belongs to March 2031 · March 2031 was paid and this is on record only: settle it by hand"


@pytest.fixture
def rating(rolled_back: None) -> Iterator[int]:
	"""A late task of March, which was closed for the bonus."""
	use_money(money_mode="Bonus")
	make_rule()
	made = make_late()
	name = draft(MARCH, AFTER)
	with clock.at(AFTER):
		step(MANAGER, name, "show_to_person")
		step(RESPONSIBLE, name, "agree")
		step(MANAGER, name, "close_month")
	frappe.clear_messages()
	yield made


def draft(period: Any, at: datetime) -> str:
	with clock.at(at):
		drafting.draft(period, [RESPONSIBLE], lambda: None)
	return str(frappe.db.get_value(STATEMENT, {"user": RESPONSIBLE, "period": period}))


def stop_paying(mode: str = "Record Only") -> None:
	frappe.db.set_single_value("TD Settings", "money_mode", mode)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def correct() -> str:
	"""What the manager is told who gives the fine of March back in April."""
	with clock.at(datetime(2031, 4, 10, 9)), acting_as(MANAGER):
		frappe.get_last_doc(ENTRY).correct(5, "The client was late")
	return " ".join(row["message"] for row in frappe.message_log)


def notes(name: str) -> list[str]:
	return [row["note"] for row in statement_view.for_form(frappe.get_doc(STATEMENT, name))["entries"]]


def test_whoever_corrects_a_paid_month_is_told_that_nobody_pays_it_back(rating: int) -> None:
	stop_paying()
	assert correct() == (
		"March 2031 was paid, and the site pays nothing now: this correction is on record only. Settle 5.00 EUR by hand."
	)
	assert notes(draft(APRIL, MAY)) == [BY_HAND]


def test_what_the_rules_give_back_of_a_paid_month_says_the_same(rating: int) -> None:
	stop_paying()
	change_rating(rating, timeliness="On Time", fair_delay_minutes=0)
	assert notes(draft(APRIL, MAY)) == [BY_HAND]


def test_a_site_that_pays_says_nothing_of_it(rating: int) -> None:
	assert correct() == ""
	assert notes(draft(APRIL, MAY)) == ["Belongs to March 2031"]


def test_a_month_that_was_never_paid_needs_no_hand(rolled_back: None) -> None:
	use_money()
	make_rule()
	make_late()
	name = draft(MARCH, AFTER)
	with clock.at(AFTER):
		step(MANAGER, name, "show_to_person")
	frappe.clear_messages()
	assert correct() == ""
	assert notes(draft(APRIL, MAY)) == ["Belongs to March 2031"]
