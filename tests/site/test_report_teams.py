"""A team is the same people in every report, filter and chart: its head and its members."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.api import figures
from tests.factories import ASSIGNER, CO_ASSIGNEE, HEAD, MANAGER, RESPONSIBLE, acting_as, make_task
from tests.reporting import by_label, make_rating, rows_of, wrong_drills

NOVEMBER = {"period": "Custom Dates", "from_date": "2031-11-01", "to_date": "2031-11-30"}
TEAM = "Test team"
PLAIN: dict[str, Any] = {"co_assignees": [], "observers": [], "plan": []}
PEOPLE = (RESPONSIBLE, HEAD, CO_ASSIGNEE)
"""A member, the head, and somebody of no team."""


@pytest.fixture(autouse=True)
def everybody_did_one_and_has_one_overdue(rolled_back: None) -> Iterator[None]:
	frappe.db.delete("TD Task", {"responsible": ("in", PEOPLE)})
	for user in PEOPLE:
		done = make_task(responsible=user, **PLAIN)
		make_rating(ASSIGNER, datetime(2031, 11, 5), done)
		late = make_task(responsible=user, deadline=datetime(2031, 11, 20), **PLAIN).name
		frappe.db.set_value("TD Task", late, "timeliness", "Overdue", update_modified=False)
	yield


def test_execution_by_person_and_by_team() -> None:
	asked = {**NOVEMBER, "team": TEAM}
	assert {row.record for row in rows_of("Execution Discipline", MANAGER, **asked)} == {RESPONSIBLE, HEAD}
	row = by_label("Execution Discipline", MANAGER, group_by="Team", **NOVEMBER)[TEAM]
	assert (row.settled, row.overdue) == (2, 2)
	for way in ("Person", "Team"):
		assert wrong_drills("Execution Discipline", MANAGER, group_by=way, **asked) == []


def test_overdue_now() -> None:
	found = rows_of("Overdue Now", MANAGER, team=TEAM)
	assert {row.person for row in found if row.get("task")} == {"Boris Tester", "Elena Tester"}


def test_workload() -> None:
	assert {row.person for row in rows_of("Workload", MANAGER, team=TEAM)} == {RESPONSIBLE, HEAD}


def test_the_chart_of_the_dashboard() -> None:
	with acting_as(MANAGER):
		chart = figures.overdue_by_team()
	assert dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))[TEAM] == 2


def test_a_team_that_does_not_exist_has_nobody() -> None:
	for report in ("Execution Discipline", "Overdue Now", "Workload"):
		assert rows_of(report, MANAGER, team="No such team") == []
