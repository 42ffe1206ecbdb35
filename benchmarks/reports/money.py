"""A month's rules for everybody: every event has a rule, so that fines, rewards, streaks and the best are all found."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import frappe

from benchmarks.measure import Figure, medians, new_request
from benchmarks.reports import archive
from benchmarks.table import Row
from task_discipline.domain.award_terms import Event, amount_kinds, kind_of
from task_discipline.services import clock
from task_discipline.services.money import drafting, evaluation

_RULE = "TD Discipline Rule"
_GOAL = 30_000
_RUNS = 3
_AMOUNTS = {
	Event.STREAK: {"streak_length": 5},
	Event.EARLY: {"early_hours": 24},
	Event.FIRST_PASS: {"least_rate": 90},
}


def rows(moment: datetime, runs: int) -> Iterator[Row]:
	"""Measure one evaluation of the month, a second one after it, and statements drafted of both; nothing is kept."""
	period = archive.month_before(moment)
	samples = [_run(period, moment) for _run_number in range(min(runs, _RUNS))]
	first, second, drafts = (medians([sample[place] for sample in samples]) for place in range(3))
	made, people, rules = samples[0][3]
	yield Row(f"money: {rules} rules, {made:,} entries of {people:,} people", first, goal=_GOAL)
	yield Row("money: a second evaluation, nothing changed", second, goal=_GOAL)
	yield Row(f"money: evaluate again and draft {people:,} statements", drafts)


def _run(period: date, moment: datetime) -> tuple[Figure, Figure, Figure, tuple[int, int, int]]:
	new_request("Administrator")
	rules = _make_rules(moment)
	try:
		first, made = _evaluated(period)
		people = len(frappe.db.sql("select distinct `user` from `tabTD Discipline Entry`"))
		second, again = _evaluated(period)
		if not made or again:
			raise SystemExit(
				f"{made} entries were made, and {again} at the second time: the figures would be wrong."
			)
		began = time.perf_counter()
		drafting.draft(period, None, lambda: None)
		return first, second, _figure(began), (made, people, rules)
	finally:
		frappe.db.rollback()
		frappe.clear_document_cache("TD Settings", "TD Settings")


def _evaluated(period: date) -> tuple[Figure, int]:
	began = time.perf_counter()
	result = evaluation.evaluate(period)
	return _figure(began), result.made


def _figure(began: float) -> Figure:
	return Figure((time.perf_counter() - began) * 1000, 0, 0)


def _make_rules(moment: datetime) -> int:
	since = moment - timedelta(days=120)
	frappe.db.set_single_value("TD Settings", "money_currency", "EUR")
	frappe.clear_document_cache("TD Settings", "TD Settings")
	for event in Event:
		with clock.at(since):
			rule = frappe.get_doc(
				doctype=_RULE,
				title=f"Rule of {event.value}",
				enabled=1,
				kind=kind_of(event).value,
				event=event.value,
				amount=5,
				amount_kind=amount_kinds(event)[0].value,
				**_AMOUNTS.get(event, {}),
			).insert()
		rule.db_set("creation", since, update_modified=False)
	return len(Event)
