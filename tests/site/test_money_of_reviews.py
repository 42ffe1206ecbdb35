"""A review that comes late costs its assigner once: whether it took one round or three, and also where it never came."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.money_names import ENTRY
from task_discipline.services import clock, outages
from task_discipline.services.money import entry_words
from task_discipline.services.ratings import writing
from tests.factories import ASSIGNER, RESPONSIBLE
from tests.money import (
	AFTER,
	APRIL,
	MARCH,
	entries,
	evaluate,
	make_rule,
	make_statement,
	march,
	total,
	use_money,
)
from tests.reminding import accepted_task, do, use_office_hours

FIRST_OF_APRIL, MAY = datetime(2031, 4, 1, 9), datetime(2031, 5, 2, 9)


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	use_office_hours()
	make_rule("Late Review", 3)
	yield


def submitted(at: datetime) -> Any:
	"""A task that was handed in: its review is due a working day later."""
	task = accepted_task(march(3, 9), deadline=march(31, 17))
	do(at, RESPONSIBLE, task, "submit_task", result="Done")
	return task


def in_two_rounds() -> Any:
	"""Returned late in March, handed in again on its last day, and accepted in time in April."""
	task = submitted(march(5, 10))
	do(march(12, 10), ASSIGNER, task, "return_for_rework", reason="Once more")
	do(march(31, 16), RESPONSIBLE, task, "submit_task", result="Done again")
	return task


def test_a_late_round_is_fined_once_where_the_next_one_is_of_another_month() -> None:
	task = in_two_rounds()
	evaluate(at=FIRST_OF_APRIL)
	assert entries(user=ASSIGNER) == [("03", -3)]
	make_statement(user=ASSIGNER)
	do(datetime(2031, 4, 1, 12), ASSIGNER, task, "accept_result")
	evaluate(APRIL, at=MAY)
	assert entries(user=ASSIGNER) == [("03", -3)]
	assert (evaluate(APRIL, at=MAY).made, evaluate(at=MAY).made) == (0, 0)


def test_the_later_month_first_comes_to_the_same() -> None:
	do(datetime(2031, 4, 1, 12), ASSIGNER, in_two_rounds(), "accept_result")
	evaluate(APRIL, at=MAY)
	evaluate(at=MAY)
	evaluate(APRIL, at=MAY)
	assert total(ASSIGNER) == -3


def test_a_round_that_was_not_late_after_all_is_given_back_though_the_last_one_is_newer() -> None:
	task = in_two_rounds()
	evaluate(at=FIRST_OF_APRIL)
	make_statement(user=ASSIGNER)
	do(datetime(2031, 4, 1, 12), ASSIGNER, task, "accept_result")
	with clock.at(datetime(2031, 4, 2, 9)):
		outages.record(outages.SCHEDULER, march(6, 10), march(12, 10), "Did Not Run")
		writing.rate([task.name])
	evaluate(APRIL, at=MAY)
	assert entries(user=ASSIGNER) == [("03", -3), ("04", 3)]
	assert frappe.get_last_doc(ENTRY).about == MARCH


def test_a_late_return_counts_though_the_task_comes_back_in_the_next_month() -> None:
	task = submitted(march(5, 10))
	do(march(12, 10), ASSIGNER, task, "return_for_rework", reason="Once more")
	do(datetime(2031, 4, 1, 10), RESPONSIBLE, task, "submit_task", result="Done again")
	evaluate(at=datetime(2031, 4, 1, 11), users=[ASSIGNER])
	assert entries(user=ASSIGNER) == [("03", -3)]
	assert evaluate(at=datetime(2031, 4, 1, 11)).made == 0


def test_a_review_that_never_came_is_late_at_the_months_end() -> None:
	task = submitted(march(27, 10))
	evaluate(at=FIRST_OF_APRIL)
	assert (entries(user=ASSIGNER), total()) == ([("03", -3)], 0)
	entry = frappe.get_last_doc(ENTRY)
	assert (entry.task, entry.rating) == (task.name, 0)
	assert entry_words.lines(entry.explanation, "EUR") == [
		"Not reviewed when the month was counted, 15 h of working time after it was due",
		"Amount of the rule: 3.00 EUR",
	]
	make_statement(user=ASSIGNER)
	assert (evaluate(APRIL, at=MAY).made, evaluate(at=MAY).made) == (0, 0)
	do(datetime(2031, 5, 2, 10), ASSIGNER, task, "accept_result")
	assert [evaluate(month, at=datetime(2031, 6, 2)).made for month in (APRIL, datetime(2031, 5, 1))] == [
		0,
		0,
	]
	assert total() == 0 and total(ASSIGNER) == -3


def test_who_takes_his_work_back_takes_no_fine_of_the_month_before_with_it() -> None:
	task = submitted(march(27, 10))
	evaluate(at=FIRST_OF_APRIL)
	do(datetime(2031, 4, 1, 10), RESPONSIBLE, task, "withdraw")
	assert evaluate().made == 0
	do(datetime(2031, 4, 1, 12), RESPONSIBLE, task, "submit_task", result="Done again")
	do(datetime(2031, 4, 1, 13), ASSIGNER, task, "accept_result")
	assert (evaluate().made, evaluate(APRIL, at=MAY).made, total(ASSIGNER)) == (0, 0, -3)


def test_a_task_that_is_cancelled_costs_nobody_a_review() -> None:
	task = submitted(march(27, 10))
	evaluate(at=FIRST_OF_APRIL)
	do(datetime(2031, 4, 1, 10), RESPONSIBLE, task, "withdraw")
	do(datetime(2031, 4, 1, 11), ASSIGNER, task, "cancel_task", reason="Not needed")
	assert (evaluate().made, total(ASSIGNER)) == (1, 0)


def test_two_late_rounds_of_one_month_are_one_case() -> None:
	task = submitted(march(5, 10))
	do(march(12, 10), ASSIGNER, task, "return_for_rework", reason="Once more")
	do(march(26, 16), RESPONSIBLE, task, "submit_task", result="Done again")
	use_limit()
	evaluate(at=FIRST_OF_APRIL)
	assert entries(user=ASSIGNER) == [("03", -3)]


def use_limit() -> None:
	"""A second case would be cut by it, and what was cut would stand on record instead."""
	frappe.db.set_single_value("TD Settings", "most_fines_amount", 3)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def test_a_rule_that_is_newer_than_the_late_round_does_not_fine_it() -> None:
	frappe.db.delete("TD Discipline Rule Version")
	frappe.db.delete("TD Discipline Rule")
	make_rule("Late Review", 3, at=march(20))
	in_two_rounds()
	assert evaluate(at=FIRST_OF_APRIL).made == 0


def test_a_review_that_has_time_left_at_the_months_end_costs_nothing() -> None:
	submitted(march(31, 16))
	evaluate(at=AFTER)
	assert total(ASSIGNER) == 0


def test_what_lies_there_for_less_than_the_grace_costs_nothing() -> None:
	frappe.db.delete("TD Discipline Rule Version")
	frappe.db.delete("TD Discipline Rule")
	make_rule("Late Review", 3, grace_minutes=15 * 60)
	submitted(march(27, 10))
	assert evaluate(at=FIRST_OF_APRIL, users=[ASSIGNER]).made == 0
