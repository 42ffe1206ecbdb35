"""A month's rules and ratings become entries: once, for everybody at once, and corrected by new ones only."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services.money import entry_words
from tests.factories import ASSIGNER, DISABLED, NEWCOMER, RESPONSIBLE, STRANGER, acting_as, make_task
from tests.money import (
	AFTER,
	APRIL,
	ENTRY,
	FEBRUARY,
	MARCH,
	change_rating,
	change_rule,
	entries,
	evaluate,
	make_late,
	make_on_time,
	make_rule,
	make_statement,
	march,
	settled_task,
	total,
	use_money,
)
from tests.reminding import accepted_task, do, use_office_hours


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	yield


def test_a_late_task_becomes_one_entry_that_shows_its_sum() -> None:
	rule = make_rule("Working Day Late", 5, cap_per_task=10, grace_minutes=60)
	rating = make_late(3)
	result = evaluate()
	entry = frappe.get_last_doc(ENTRY)
	assert (result.made, result.unchanged, result.skipped) == (1, 0, {})
	assert (entry.user, entry.amount, entry.computed_amount, entry.unit) == (RESPONSIBLE, -10, -15, "EUR")
	assert (entry.rule, entry.rating, entry.kind, entry.capped_by) == (rule.name, rating, "Fine", "Task")
	assert (entry.period, entry.about, entry.made_by_system) == (MARCH, MARCH, 1)
	assert entry_words.lines(entry.explanation, entry.unit) == [
		"Late by 24 h of working time, all deductions made",
		"More than the 1 h that cost nothing",
		"3 working days x 5.00 EUR = 15.00 EUR",
		"Limit per task 10.00 EUR: 10.00 EUR",
	]


def test_a_second_evaluation_writes_nothing() -> None:
	make_rule()
	make_rule("Streak", 20, streak_length=2)
	make_late()
	make_on_time(march(11)), make_on_time(march(12))
	assert evaluate().made == 2
	again = evaluate()
	assert (again.made, again.unchanged) == (0, 2)
	assert entries() == [("03", -5), ("03", 20)]


def test_a_month_without_tasks_has_no_entries() -> None:
	make_rule()
	assert (evaluate().made, entries()) == (0, [])


def test_a_site_without_rules_has_no_entries() -> None:
	make_late()
	assert (evaluate().made, entries()) == (0, [])


def test_a_rule_changed_in_mid_month_counts_from_then_on() -> None:
	rule = make_rule(amount=5)
	make_late(at=march(10))
	make_late(at=march(20))
	change_rule(rule, march(15), amount=8)
	make_late(at=march(25))
	change_rule(rule, march(22), enabled=0)
	evaluate()
	assert sorted(entries()) == [("03", -8), ("03", -5)]
	versions = frappe.get_all(
		"TD Discipline Rule Version", {"rule": rule.name}, ["name"], pluck="name", order_by="name"
	)
	assert len(versions) == 3
	assert set(map(int, frappe.get_all(ENTRY, pluck="rule_version"))) == set(versions[:2])


def test_what_was_settled_before_the_rule_was_made_is_not_fined() -> None:
	make_rule(at=march(12), valid_from="2031-01-01")
	make_late(at=march(10))
	assert evaluate().made == 0


def test_from_and_until_are_whole_days() -> None:
	make_rule(valid_from="2031-03-10", valid_until="2031-03-11")
	for day in (9, 10, 11, 12):
		make_late(at=march(day, 23))
	assert evaluate().made == 2


def test_of_rules_that_meet_the_narrower_counts() -> None:
	make_rule(amount=5, title="All")
	make_rule(amount=7, title="His", who="Person", people=[{"user": RESPONSIBLE}])
	make_rule(amount=6, title="The team's", who="Team", team="Test team")
	make_late()
	evaluate()
	assert entries() == [("03", -7)]


def test_a_share_of_the_bonus_base_at_the_end_of_the_month() -> None:
	for since, amount in (("2031-01-01", 1000), ("2031-03-15", 2000), ("2031-04-01", 9000)):
		frappe.get_doc(
			doctype="TD Bonus Base", user=RESPONSIBLE, amount=amount, currency="EUR", valid_from=since
		).insert()
	make_rule(amount=2.5, amount_kind="Percent of Base")
	make_late()
	make_late(user=STRANGER)
	result = evaluate()
	assert entries() == [("03", -50)]
	assert result.notes == [
		"Rule of Late: nothing was counted for Greta Tester, who has no bonus base in the site's currency."
	]


def test_the_limit_of_all_fines_of_a_month() -> None:
	use_money(most_fines_amount=7)
	make_rule()
	for day in (10, 11, 12):
		make_late(at=march(day))
	evaluate()
	assert entries() == [("03", -5), ("03", -2), ("03", 0)]


def test_whoever_is_disabled_is_left_out_with_a_reason() -> None:
	make_rule()
	make_rule("Most Done on Time", 100, least_sample=1)
	make_late(user=DISABLED)
	make_on_time(user=DISABLED, weight=9)
	make_on_time()
	result = evaluate()
	assert list(result.skipped) == [DISABLED] and "disabled" in result.skipped[DISABLED]
	assert entries() == [("03", 100)] and total() == 100


def test_a_review_that_came_late_is_its_assigners() -> None:
	make_rule("Late Review", 3)
	make_on_time(datetime(2031, 2, 27), reviewed_at=march(3), late_review=1, review_delay_minutes=600)
	evaluate()
	assert (total(ASSIGNER), total()) == (-3, 0)
	assert evaluate(users=[ASSIGNER]).unchanged == 1


def test_only_the_people_asked_for() -> None:
	make_rule()
	make_rule("Most Done on Time", 100, least_sample=1)
	make_late()
	make_late(user=STRANGER)
	make_on_time(user=NEWCOMER)
	assert evaluate(users=[RESPONSIBLE]).made == 1
	assert evaluate().made == 2
	assert (total(), total(STRANGER), total(NEWCOMER)) == (-5, -5, 100)


def test_a_rating_that_changes_while_the_month_is_a_draft_is_corrected_in_it() -> None:
	make_rule("Working Day Late", 5)
	rating = make_late(3)
	evaluate()
	change_rating(rating, late_days=1, fair_delay_minutes=100)
	assert evaluate().made == 1
	assert entries() == [("03", -15), ("03", 10)]
	first, second = frappe.get_all(ENTRY, fields=["name", "corrects", "explanation"], order_by="name")
	assert second.corrects == str(first.name)
	assert json.loads(second.explanation)[-1] == ["already", {"sum": "-15.0"}]


@pytest.mark.parametrize("state", ["Shown", "Agreed", "Objected", "Closed"])
def test_what_changes_after_a_month_was_shown_comes_into_a_later_one(state: str) -> None:
	make_rule("Working Day Late", 5)
	rating = make_late(3)
	make_late(1, user=STRANGER)
	evaluate()
	make_statement(state)
	assert evaluate(APRIL).made == 0
	change_rating(rating, late_days=1, fair_delay_minutes=100)
	assert (evaluate().made, evaluate().shown) == (0, (RESPONSIBLE,))
	result = evaluate(APRIL)
	assert (result.made, result.corrected) == (1, 1)
	assert entries(user=RESPONSIBLE) == [("03", -15), ("04", 10)]
	assert frappe.get_last_doc(ENTRY).about == MARCH
	assert evaluate(APRIL).made == 0


def test_a_rating_that_goes_after_the_month_was_closed_takes_its_fine_with_it() -> None:
	make_rule()
	task = settled_task()
	make_late(task=task)
	evaluate()
	make_statement()
	frappe.db.delete("TD Task Rating", {"task": task})
	make_late(at=datetime(2031, 4, 2), task=task, modified=AFTER)
	evaluate(APRIL)
	assert entries() == [("03", -5), ("04", 5), ("04", -5)]
	assert evaluate(APRIL).made == 0


def test_what_a_manager_has_given_back_is_not_taken_again() -> None:
	make_rule()
	rating = make_late()
	evaluate()
	entry = frappe.get_last_doc(ENTRY)
	entry.correct(5, "The client was late")
	change_rating(rating, fair_delay_minutes=900)
	result = evaluate()
	assert (result.made, result.decided, total()) == (0, 1, 0)


def test_points_have_no_currency() -> None:
	use_money(money_mode="Points", money_currency=None)
	make_rule()
	make_late()
	evaluate()
	assert frappe.get_last_doc(ENTRY).unit == "Points"


def test_a_change_of_the_unit_takes_back_what_was_counted_in_the_old_one() -> None:
	make_rule()
	make_late()
	evaluate()
	frappe.db.set_single_value("TD Settings", "money_mode", "Points")
	frappe.clear_document_cache("TD Settings", "TD Settings")
	evaluate()
	assert (total(unit="EUR"), total(unit="Points")) == (0, -5)
	assert evaluate().made == 0


def test_a_coin_is_the_currencys_own() -> None:
	use_money(money_currency="JPY")
	make_rule("Most Done on Time", 100, least_sample=1)
	for user in (RESPONSIBLE, STRANGER, NEWCOMER):
		make_on_time(user=user)
	evaluate()
	assert entries() == [("03", 33)] * 3


def _off() -> None:
	use_money(money_mode="Off")


def _no_currency() -> None:
	make_rule()
	frappe.db.set_single_value("TD Settings", "money_currency", None)
	frappe.db.set_default("currency", "")
	frappe.clear_document_cache("TD Settings", "TD Settings")


@pytest.mark.parametrize(("prepare", "words"), [(_off, "switched off"), (_no_currency, "No currency is set")])
def test_nothing_is_counted(prepare: Callable[[], Any], words: str) -> None:
	prepare()
	make_late()
	with pytest.raises(frappe.ValidationError, match=words):
		evaluate()
	assert entries() == []


def test_a_streak_goes_on_from_month_to_month() -> None:
	make_rule("Streak", 20, streak_length=3)
	make_late(at=datetime(2031, 2, 5))
	for day in (6, 7, 8, 9):
		make_on_time(datetime(2031, 2, day))
	make_on_time(march(2)), make_on_time(march(3)), make_on_time(march(4))
	assert (evaluate(FEBRUARY).made, evaluate().made) == (1, 1)
	assert entries() == [("02", 20), ("03", 20)]
	make_late(at=march(20), missed_at=march(1))
	evaluate()
	assert total(about=MARCH) == 20, "three after the miss are a streak of their own"


def _overdue_task(deadline: datetime) -> Any:
	from task_discipline.services import clock
	from tests.factories import act

	with clock.at(deadline - timedelta(days=3)):
		task = make_task(deadline=deadline, observers=[], co_assignees=[], plan=[])
		act(RESPONSIBLE, task.name, "start")
	return task


def test_a_task_overdue_at_the_end_of_the_month_costs_its_days_so_far() -> None:
	use_office_hours()
	make_rule("Working Day Late", 5)
	task = _overdue_task(datetime(2031, 3, 27, 12))
	evaluate(at=datetime(2031, 4, 1, 9))
	assert entries() == [("03", -15)], "Thursday afternoon, Friday and Monday are two days and a half"
	make_statement()
	from task_discipline.services import clock
	from tests.factories import act

	with clock.at(datetime(2031, 4, 2, 12)):
		act(RESPONSIBLE, task.name, "submit_task", result="Done")
	evaluate(APRIL)
	assert entries() == [("03", -15), ("04", -5)]
	assert (evaluate(APRIL).made, evaluate().made) == (0, 0)


def test_nobody_gets_early_by_a_deadline_that_was_moved() -> None:
	make_rule("Early", 20, early_hours=48)
	moved = accepted_task(march(3, 9), deadline=march(12))
	do(march(4), ASSIGNER, moved, "change_deadline", deadline=str(march(28)), reason="More time")
	kept = accepted_task(march(3, 9), deadline=march(28))
	for task in (moved, kept):
		do(march(11), RESPONSIBLE, task, "submit_task", result="Done")
		do(march(11, 13), ASSIGNER, task, "accept_result")
	evaluate()
	assert frappe.get_all(ENTRY, pluck="task") == [kept.name]


def test_an_entry_is_written_in_the_name_of_whoever_asks() -> None:
	make_rule()
	make_late()
	with acting_as("felix@td-test.example"):
		evaluate()
	assert frappe.get_last_doc(ENTRY).owner == "felix@td-test.example"
