"""A streak breaks when a deadline passes, and stays broken there: wherever the deadline was moved to afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.patches import fill_missed_deadlines
from task_discipline.services import rows
from task_discipline.services.money import marks, terms
from tests.factories import ASSIGNER, RESPONSIBLE
from tests.money import AFTER, APRIL, entries, evaluate, make_on_time, make_rule, march, total, use_money
from tests.reminding import accepted_task, do, use_office_hours

MAY = datetime(2031, 5, 2, 9)


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	use_office_hours()
	yield


def april(day: int) -> datetime:
	return datetime(2031, 4, day, 12)


def moved_after_its_lapse() -> Any:
	"""Due on 10 March, and moved into April two days later."""
	task = accepted_task(march(3, 9), deadline=march(10))
	do(march(12), ASSIGNER, task, "change_deadline", deadline=str(april(18)), reason="More time")
	return task


@pytest.mark.parametrize("handed_in", [march(14), april(4)], ids=["in the month", "after it"])
def test_a_lapse_stays_where_it_was_when_the_deadline_moves(handed_in: datetime) -> None:
	make_rule("Streak", 20, streak_length=2)
	task = moved_after_its_lapse()
	make_on_time(march(9)), make_on_time(march(11))
	if handed_in < AFTER:
		do(handed_in, RESPONSIBLE, task, "submit_task", result="Done")
	evaluate()
	assert entries(user=RESPONSIBLE) == [], "one before the lapse, and one after it"
	if handed_in > AFTER:
		do(handed_in, RESPONSIBLE, task, "submit_task", result="Done")
	make_on_time(april(5))
	evaluate(APRIL, at=MAY)
	assert entries(user=RESPONSIBLE) == [("04", 20)]
	assert evaluate(at=MAY).made == 0
	make_on_time(datetime(2031, 5, 5)), make_on_time(datetime(2031, 5, 6))
	evaluate(datetime(2031, 5, 1).date(), at=datetime(2031, 6, 2))
	assert total() == 40, "the lapse took nothing of what came after it"


def test_older_ratings_learn_from_their_lines_when_the_deadline_was_missed() -> None:
	task = moved_after_its_lapse()
	do(march(14), RESPONSIBLE, task, "submit_task", result="Done")
	rating = frappe.get_last_doc(marks.RATING, {"task": task.name})
	assert (rating.missed_at, rating.late_moves) == (march(10), 1)
	assert fill_missed_deadlines.missed_at(rating.explanation) == march(10)


def test_by_the_first_clock_a_task_breaks_nothing_before_its_first_deadline() -> None:
	make_rule("Streak", 20, streak_length=2, clock="First Deadline")
	task = accepted_task(march(3, 9), deadline=datetime(2031, 5, 20, 12))
	do(march(4), ASSIGNER, task, "change_deadline", deadline=str(march(10)), reason="Sooner")
	make_on_time(march(5)), make_on_time(april(2))
	evaluate(APRIL, at=MAY)
	assert entries(user=RESPONSIBLE) == [("04", 20)]


@pytest.mark.only_on("mariadb", because="its plans are asked for")
def test_misses_are_found_by_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
	make_rule("Streak", 20, streak_length=2)
	late = {"timeliness": "Late", "counted": 1, "agreement": "Accepted", "outcome": "Done"}
	days = [datetime(2030, 1 + number % 12, 1 + number % 28) for number in range(4_000)]
	rows.insert(
		marks.RATING,
		[
			{"task": f"TD-PLAN-{number}", "user": RESPONSIBLE, "missed_at": day, "settled_at": day, **late}
			for number, day in enumerate(days)
		],
	)
	plans, run = [], frappe.db.sql

	def explained(query: Any, *arguments: Any, **named: Any) -> Any:
		if "MAX(" in str(query):
			plans.extend(run(f"explain {query}", *arguments, as_dict=True))
		return run(query, *arguments, **named)

	with monkeypatch.context() as patched:
		patched.setattr(frappe.db, "sql", explained)
		(rule,) = terms.all_terms()
		assert marks.last_misses(rule, april(1)) == {}
	(plan,) = plans
	assert plan.key == "td_rating_missed_index" and "Using index" in plan.Extra, plan
