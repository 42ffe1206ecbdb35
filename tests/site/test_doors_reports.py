"""Reports, cards and charts as real requests of people who must not see a hidden task, with every name they may try."""

from typing import Any

import frappe
import pytest

from tests.doors import METHOD, SECRET, World, text
from tests.factories import DISABLED, MANAGER, OBSERVER, RESPONSIBLE, STRANGER, acting_as
from tests.web import call, request

RUN = "frappe.desk.query_report.run"
REPORTS = ("Workload", "Compliance Calendar", "Project Progress")
FIGURES = (
	"my_overdue",
	"due_today",
	"to_review",
	"on_time_this_month",
	"all_overdue",
	"on_time_by_week",
	"overdue_by_team",
)
DAYS = {"from_date": "2026-01-01", "to_date": "2026-03-01"}
FORGED: tuple[dict[str, Any], ...] = (
	{},
	{"user": MANAGER},
	{"user": "Administrator", "ignore_prepared_report": 1},
)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("forged", FORGED, ids=["plain", "as the manager", "as the administrator"])
def test_a_stranger_reads_nothing_of_it_under_whatever_name(world: World, report: str, forged: dict) -> None:
	for filters in (DAYS, DAYS | {"person": RESPONSIBLE, "responsible": RESPONSIBLE, "show": "All"}):
		body = {"report_name": report, "filters": filters, **forged}
		answer = request(STRANGER, "POST", METHOD + RUN, body)
		assert answer.status_code == 200, text(answer)
		for word in (SECRET, world.task, RESPONSIBLE, "Boris"):
			assert word not in _result(answer)


@pytest.mark.parametrize("report", REPORTS)
def test_who_has_no_desk_any_more_reads_nothing(world: World, report: str) -> None:
	answer = call(DISABLED, RUN, report_name=report, filters=DAYS)
	assert answer.status_code in (401, 403) or answer.json["message"]["result"] == []


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_of_whoever_asks(world: World, figure: str) -> None:
	door = f"task_discipline.api.figures.{figure}"
	own = call(STRANGER, door).json
	forged = {"user": MANAGER, "filters": {"responsible": RESPONSIBLE}}
	assert request(STRANGER, "POST", METHOD + door, forged).json == own
	assert request(STRANGER, "GET", METHOD + door, {"user": MANAGER}).json == own
	assert RESPONSIBLE not in str(own)
	assert call(DISABLED, door).status_code in (401, 403)


def test_an_observer_counts_the_task_and_no_hours_of_its_responsible(world: World) -> None:
	answer = call(OBSERVER, RUN, report_name="Workload", filters={}).json["message"]
	(row,) = [row for row in answer["result"] if row["person"] == RESPONSIBLE]
	with acting_as(OBSERVER):
		seen = frappe.get_list("TD Task", {"responsible": RESPONSIBLE, "is_open": 1}, pluck="name")
	assert world.task in seen
	assert (row["open"], row["available_hours"]) == (len(seen), None)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_cannot_be_taken_away_without_the_right_to_export(world: World, report: str) -> None:
	body = {"report_name": report, "file_format_type": "CSV", "filters": "{}", "visible_idx": "[]"}
	assert call(STRANGER, "frappe.desk.query_report.export_query", **body).status_code == 403


def _result(answer: Any) -> str:
	return str(answer.json["message"]["result"]) + str(answer.json["message"]["chart"])
