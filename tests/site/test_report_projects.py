"""Project Progress: figures and health of projects beside what their tasks say, and who sees which."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	in_hours,
)
from tests.projects import PROJECT, add_milestone, make_project, task_in
from tests.reporting import rows_of, run

REPORT = "Project Progress"


@pytest.fixture
def project() -> str:
	"""Half done in half of its time, with one task overdue and one milestone missed."""
	days = {"starts_on": add_days(nowdate(), -9), "ends_on": add_days(nowdate(), 10)}
	name = make_project(project_name="Harbour", observers=[OBSERVER], **days).name
	act(RESPONSIBLE, task_in(name), "submit_task")
	overdue = task_in(name)
	frappe.db.set_value("TD Task", overdue, {"deadline": in_hours(-5), "timeliness": "Overdue"})
	missed = add_milestone(name, "Piles", getdate() + timedelta(days=1))
	frappe.db.set_value("TD Milestone", missed, "due_date", add_days(nowdate(), -2))
	add_milestone(name, "Crane", getdate() + timedelta(days=9))
	add_milestone(name, "Lights", getdate() + timedelta(days=4))
	return name


def row_of(reader: str, project: str, /, **filters: str) -> frappe._dict | None:
	return next((row for row in rows_of(REPORT, reader, **filters) if row.project == project), None)


@pytest.mark.parametrize("reader", [MANAGER, ASSIGNER, OBSERVER])
def test_its_people_and_managers_see_how_it_stands_today(project: str, reader: str) -> None:
	row = row_of(reader, project)
	assert (row.project_name, row.manager_name) == ("Harbour", "Anna Tester")
	assert (row.tasks, row.tasks_done, row.progress, row.time_passed) == (2, 1, 50.0, 45.0)
	assert (row.overdue, row.milestones_missed) == (1, 1)
	assert (row.next_milestone, row.next_milestone_on) == ("Lights", getdate() + timedelta(days=4))
	assert row.health == "Late"
	assert row.why.startswith("A milestone was not reached in time; A task is overdue")


@pytest.mark.parametrize("reader", [STRANGER, HEAD, RESPONSIBLE])
def test_nobody_else_sees_it(project: str, reader: str) -> None:
	assert row_of(reader, project) is None
	assert row_of(reader, project, project=project) is None
	assert "Harbour" not in frappe.as_json(run(REPORT, reader, project=project, manager=ASSIGNER, show="All"))


def test_the_share_agrees_with_a_recount_of_the_tasks(project: str) -> None:
	row, tasks = row_of(MANAGER, project), frappe.get_all("TD Task", {"project": project}, pluck="status")
	assert row.progress == 100 * tasks.count("Done") / len(tasks)


def test_filters(project: str) -> None:
	ended = make_project(project_name="Pier").name
	frappe.db.set_value(PROJECT, ended, "status", "Closed")
	assert row_of(MANAGER, ended) is None
	assert row_of(MANAGER, ended, show="Ended").time_passed is None
	assert row_of(MANAGER, project, show="Ended") is None
	assert row_of(MANAGER, project, show="All", health="Late", manager=ASSIGNER)
	assert row_of(MANAGER, project, health="On Track") is None
	assert row_of(MANAGER, project, manager=STRANGER) is None
	assert row_of(MANAGER, project, show="nonsense") is not None


def test_chart_and_sums(project: str) -> None:
	answer = run(REPORT, OBSERVER)
	assert answer.chart["data"]["labels"] == ["Harbour"]
	assert [part["values"] for part in answer.chart["data"]["datasets"]] == [[50.0], [45.0]]
	assert {figure["label"]: figure["value"] for figure in answer.report_summary} == {
		"Late": 1,
		"At Risk": 0,
		"On Track": 0,
	}
	assert "Time passed" in answer.message


def test_who_sees_no_project_gets_an_empty_table() -> None:
	answer = run(REPORT, STRANGER)
	assert (answer.result, answer.chart, answer.report_summary) == ([], None, None)
