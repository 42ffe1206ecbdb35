"""Review Discipline counts judgements where they stand in the history, whatever becomes of the task afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.reports import reviews
from tests.factories import ASSIGNER, CO_ASSIGNEE, HEAD, MANAGER, RESPONSIBLE, act, make_task
from tests.reporting import by_label, wrong_drills
from tests.working import use_office_week

MARCH = {"period": "Custom Dates", "from_date": "2031-03-01", "to_date": "2031-03-31"}
APRIL = {"period": "Custom Dates", "from_date": "2031-04-01", "to_date": "2031-04-30"}
NAME, ANNA = "Review Discipline", "Anna Tester"
FIGURES = ("judged", "late", "returns", "median")


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> Iterator[None]:
	use_office_week()
	frappe.db.delete("TD Outage")
	yield


def given(**fields: Any) -> str:
	with clock.at(datetime(2031, 3, 3, 9)):
		plain = {"deadline": datetime(2031, 4, 28), "co_assignees": [], "observers": [], "plan": []}
		return make_task(**plain | fields).name


def on(task: str, month: int, day: int, hour: int, actor: str, action: str, **arguments: Any) -> None:
	with clock.at(datetime(2031, month, day, hour)):
		act(actor, task, action, **arguments)


def figures(when: dict[str, str], **filters: Any) -> tuple[Any, ...]:
	row = by_label(NAME, MANAGER, **when, **filters).get(ANNA)
	return tuple(row[key] for key in FIGURES) if row else ()


def returned_late() -> str:
	"""Submitted on Tuesday at 9 and given back on Thursday at 10: 17 working hours, of which 8 are allowed."""
	task = given()
	on(task, 3, 4, 9, RESPONSIBLE, "submit_task")
	on(task, 3, 6, 10, ASSIGNER, "return_for_rework", reason="Once more")
	return task


def test_a_return_is_a_judgement_while_the_work_goes_on() -> None:
	returned_late()
	assert figures(MARCH) == (1, 1, 1, 17)


def test_what_is_judged_next_month_is_counted_there_and_leaves_this_one() -> None:
	task = returned_late()
	on(task, 4, 1, 9, RESPONSIBLE, "submit_task")
	on(task, 4, 1, 12, ASSIGNER, "accept_result")
	assert (figures(MARCH), figures(APRIL)) == ((1, 1, 1, 17), (1, 0, 0, 3))
	on(task, 4, 2, 9, ASSIGNER, "reopen", reason="A page is missing")
	assert (figures(MARCH), figures(APRIL)) == ((1, 1, 1, 17), (1, 0, 0, 3))


def test_a_return_and_an_acceptance_are_two() -> None:
	task = returned_late()
	on(task, 3, 7, 9, RESPONSIBLE, "submit_task")
	on(task, 3, 7, 10, ASSIGNER, "accept_result")
	assert figures(MARCH) == (2, 1, 1, 9)


def test_a_submission_that_was_taken_back_is_not_measured() -> None:
	task = given()
	on(task, 3, 4, 9, RESPONSIBLE, "submit_task")
	on(task, 3, 5, 9, RESPONSIBLE, "withdraw")
	on(task, 3, 6, 9, RESPONSIBLE, "submit_task")
	on(task, 3, 6, 11, ASSIGNER, "accept_result")
	assert figures(MARCH) == (1, 0, 0, 2)


def test_an_outage_is_not_the_assigners_delay() -> None:
	returned_late()
	frappe.get_doc(
		doctype="TD Outage",
		what="Scheduler",
		started_at=datetime(2031, 3, 5, 8),
		ended_at=datetime(2031, 3, 6, 9, 30),
	).db_insert()
	assert figures(MARCH) == (1, 1, 1, 17)
	frappe.db.set_value(
		"TD Outage", {"started_at": datetime(2031, 3, 5, 8)}, "started_at", "2031-03-04 16:30:00"
	)
	assert figures(MARCH) == (1, 0, 1, 17)


def test_what_needs_no_review_is_none() -> None:
	task = given(needs_review=0)
	on(task, 3, 4, 9, RESPONSIBLE, "submit_task")
	assert figures(MARCH) == ()


def test_numbers_open_the_judgements_they_count(monkeypatch: pytest.MonkeyPatch) -> None:
	returned_late()
	on(returned_late(), 3, 7, 9, RESPONSIBLE, "submit_task")
	assert wrong_drills(NAME, MANAGER, **MARCH) == []
	assert wrong_drills(NAME, HEAD, **MARCH, person=[RESPONSIBLE], team="Test team") == []
	monkeypatch.setattr(reviews, "_MOST_NAMED", 1)
	assert wrong_drills(NAME, MANAGER, **MARCH) == []
	assert wrong_drills(NAME, MANAGER, **MARCH, assigner=ASSIGNER) == []
	assert figures(MARCH, person=[CO_ASSIGNEE]) == ()
