"""A week begins on the same day in every report, card and chart: the one that the site's System Settings say."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import frappe
import pytest

from task_discipline.api import figures
from task_discipline.domain.compliance import Verdict
from task_discipline.services import clock
from task_discipline.services.reports import compliance_view, workload
from task_discipline.services.reports.compliance import Cell, Sheet
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE, acting_as, make_task
from tests.reporting import make_rating, rows_of
from tests.working import begin_weeks_on

WEDNESDAY = datetime(2031, 3, 5, 10)
LAST_SUNDAY, NEXT_SUNDAY = datetime(2031, 3, 2, 12), datetime(2031, 3, 9, 12)
DAYS = ("Sunday", "Monday")


@pytest.fixture(params=DAYS)
def begins_on(request: pytest.FixtureRequest, rolled_back: None) -> Iterator[str]:
	begin_weeks_on(request.param)
	frappe.db.delete("TD Task Rating")
	with clock.at(WEDNESDAY):
		yield request.param
	frappe.db.rollback()
	begin_weeks_on(None)


def either(begins_on: str, on_sunday: Any, on_monday: Any) -> Any:
	return on_sunday if begins_on == "Sunday" else on_monday


def test_workload(begins_on: str) -> None:
	frappe.db.delete("TD Task", {"responsible": RESPONSIBLE})
	make_task(deadline=NEXT_SUNDAY, co_assignees=[], observers=[], plan=[])
	row = next(row for row in rows_of("Workload", MANAGER) if row.person == RESPONSIBLE)
	assert (row.this_week, row.next_week) == either(begins_on, (0, 1), (1, 0))
	until = either(begins_on, date(2031, 3, 15), date(2031, 3, 16))
	assert workload.default_until(WEDNESDAY.date()) == until


def test_the_chart_of_the_dashboard(begins_on: str) -> None:
	make_rating(ASSIGNER, LAST_SUNDAY, make_task(deadline=None, co_assignees=[], observers=[]))
	with acting_as(MANAGER):
		on_time = figures.on_time_by_week()["datasets"][0]["values"]
	assert on_time[-2:] == either(begins_on, [0, 1], [1, 0])


def test_execution_by_week(begins_on: str) -> None:
	make_rating(ASSIGNER, LAST_SUNDAY, make_task(deadline=None, co_assignees=[], observers=[]))
	days = {"period": "Custom Dates", "from_date": "2031-02-24", "to_date": "2031-03-08"}
	rows = rows_of("Execution Discipline", MANAGER, group_by="Week", **days)
	assert [row.record for row in rows if row.settled] == [either(begins_on, "2031-03-02", "2031-02-24")]


def test_the_chart_of_the_compliance_calendar(begins_on: str) -> None:
	days = (LAST_SUNDAY.date(), WEDNESDAY.date())
	cells = tuple(Cell("T", moment, Verdict.ON_TIME) for moment in (LAST_SUNDAY, WEDNESDAY))
	(bars,) = compliance_view.chart(Sheet(days, (), cells))["data"]["datasets"]
	assert bars["values"] == either(begins_on, [2], [1, 1])
