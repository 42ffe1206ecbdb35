"""Workload: what it counts, beside a recount by hand, and to whom it shows whose tasks."""

from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.reports import workload
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	make_task,
)
from tests.reporting import rows_of, run
from tests.working import make_absence, make_calendar

REPORT = "Workload"
WEDNESDAY = datetime(2031, 3, 5, 10, 0)
"""In a week in which nobody else has anything to do."""
PLAIN: dict[str, Any] = {"co_assignees": [], "observers": [], "plan": []}


def at(days: float) -> str:
	"""A moment that many days from the Wednesday of the tests."""
	return str(WEDNESDAY + timedelta(days=days))


@pytest.fixture
def wednesday() -> Any:
	with clock.at(WEDNESDAY - timedelta(days=3)):
		yield _play()


def _play() -> dict[str, str]:
	tasks = {
		"overdue": make_task(deadline=at(-1), estimated_hours=4, **PLAIN),
		"this week": make_task(deadline=at(2), estimated_hours=2.5, **PLAIN),
		"next week": make_task(deadline=at(6), **PLAIN),
		"later": make_task(deadline=at(20), estimated_hours=100, **PLAIN),
		"no deadline": make_task(deadline=None, estimated_hours=7, **PLAIN),
		"on hold": make_task(deadline=at(1), estimated_hours=1, **PLAIN),
		"in review": make_task(deadline=at(1), estimated_hours=50, **PLAIN),
		"done": make_task(deadline=at(1), **PLAIN),
		"declined": make_task(deadline=at(1), **PLAIN),
		"hers": make_task(
			STRANGER,
			responsible=RESPONSIBLE,
			deadline=at(1),
			**PLAIN | {"co_assignees": [{"user": CO_ASSIGNEE}]},
		),
	}
	names = {title: task.name for title, task in tasks.items()}
	act(RESPONSIBLE, names["on hold"], "start")
	act(ASSIGNER, names["on hold"], "hold", reason="Wait")
	act(RESPONSIBLE, names["in review"], "submit_task", result="x")
	act(RESPONSIBLE, names["done"], "submit_task", result="x")
	act(ASSIGNER, names["done"], "accept_result")
	act(RESPONSIBLE, names["declined"], "decline", reason="No")
	return names


def row_of(reader: str, person: str = RESPONSIBLE, **filters: Any) -> frappe._dict:
	with clock.at(WEDNESDAY):
		return next(
			(row for row in rows_of(REPORT, reader, **filters) if row.person == person), frappe._dict()
		)


ALL = {
	"open": 8,
	"overdue": 1,
	"this_week": 3,  # among them the one on hold, and hers
	"next_week": 1,
	"on_hold": 1,
	"waiting": 0,
	"in_review": 1,
	"without_deadline": 1,
	"estimated_hours": 7.5,
	"without_estimate": 2,
	"helps": 0,
}


@pytest.mark.parametrize("reader", [MANAGER, HEAD, RESPONSIBLE])
def test_managers_heads_and_oneself_count_everything(wednesday: dict, reader: str) -> None:
	row = row_of(reader)
	assert {name: row[name] for name in ALL} == ALL
	assert row.seen == "All"
	assert row.person_name == "Boris Tester"


def test_an_assigner_counts_what_he_may_read_and_no_hours_at_work(wednesday: dict) -> None:
	row = row_of(ASSIGNER)
	assert (row.open, row.overdue, row.this_week) == (7, 1, 2)
	assert (row.available_hours, row.load, row.seen) == (None, None, "Those you may read")


def test_a_stranger_reads_her_own_task_only(wednesday: dict) -> None:
	assert row_of(STRANGER).open == 1
	assert row_of(OBSERVER) == {}
	assert [row.person for row in rows_of(REPORT, OBSERVER)] == [OBSERVER]


def test_a_disabled_person_reads_nothing(wednesday: dict) -> None:
	with clock.at(WEDNESDAY):
		assert workload.rows({}, DISABLED) == []


def test_the_sums_agree_with_a_recount_of_the_tasks(wednesday: dict) -> None:
	"""Task by task from the stored rows, as somebody with a pencil would do it."""
	# Weeks begin on Sunday where System Settings say nothing else.
	row, end = row_of(MANAGER), WEDNESDAY.replace(hour=0) + timedelta(days=4)
	tasks = frappe.get_all("TD Task", {"responsible": RESPONSIBLE}, ["status", "deadline", "estimated_hours"])
	working = [task for task in tasks if task.status in ("New", "In Progress", "On Hold")]
	due = [task for task in working if task.deadline and WEDNESDAY < task.deadline < end]
	assert row.this_week == len(due)
	until = end + timedelta(days=7)
	hours = sum(task.estimated_hours for task in working if task.deadline and task.deadline < until)
	assert row.estimated_hours == hours


def test_co_assignees_have_their_own_row(wednesday: dict) -> None:
	assert row_of(MANAGER, CO_ASSIGNEE).helps == 1
	assert row_of(CO_ASSIGNEE, CO_ASSIGNEE).helps == 1
	assert row_of(HEAD, CO_ASSIGNEE).seen == "Those you may read"


def test_hours_at_work_follow_calendar_and_absences(wednesday: dict) -> None:
	make_calendar("Report week", people=[RESPONSIBLE])
	full = row_of(MANAGER, until=at(2)[:10]).available_hours
	make_absence(RESPONSIBLE, at(1)[:10], at(1)[:10])
	short = row_of(MANAGER, until=at(2)[:10]).available_hours
	assert full - short == 8
	row = row_of(MANAGER, until=at(2)[:10])
	assert row.load == round(100 * row.estimated_hours / row.available_hours)


def test_an_idle_team_member_is_shown_to_those_who_plan(wednesday: dict) -> None:
	frappe.db.set_value("TD Task", {"responsible": RESPONSIBLE}, "status", "Done")
	assert row_of(HEAD).open == 0
	assert row_of(MANAGER).open == 0


def test_filters_narrow_and_never_widen(wednesday: dict) -> None:
	with clock.at(WEDNESDAY):
		assert [row.person for row in rows_of(REPORT, MANAGER, team="Test team", person=RESPONSIBLE)] == [
			RESPONSIBLE
		]
		assert {row.person for row in rows_of(REPORT, MANAGER, team="Test team")} == {HEAD, RESPONSIBLE}
		assert rows_of(REPORT, OBSERVER, person=RESPONSIBLE) == []
		assert rows_of(REPORT, MANAGER, person="nobody%' or 1=1 --") == []


@pytest.mark.parametrize("until", ["2031-03-04", "2033-01-01", "no day"])
def test_a_day_out_of_reach_is_refused_with_words(wednesday: dict, until: str) -> None:
	with clock.at(WEDNESDAY), pytest.raises(frappe.ValidationError, match="Choose a day"):
		run(REPORT, MANAGER, until=until)


def test_what_stands_beside_the_table(wednesday: dict) -> None:
	with clock.at(WEDNESDAY):
		answer = run(REPORT, RESPONSIBLE)
	assert answer.chart["data"]["labels"] == ["Boris Tester"]
	assert [set_["values"] for set_ in answer.chart["data"]["datasets"]] == [[1], [7]]
	assert "Hours at work" in answer.message
	assert [figure["value"] for figure in answer.report_summary][:2] == [8, 1]
