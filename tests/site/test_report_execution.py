"""Execution Discipline: each figure, each grouping, and for each reader exactly his tasks."""

from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.domain.tenures import Cause
from task_discipline.services import clock
from task_discipline.services.reports import (
	answer,
	deadline_moves,
	definitions,
	execution,
	glossary,
	grouping,
	names,
	overdue_now,
	period,
	reviews,
)
from tests import factories, projects
from tests.factories import ASSIGNER, CO_ASSIGNEE, HEAD, MANAGER, RESPONSIBLE, STRANGER, acting_as, make_task
from tests.reporting import by_label, make_rating, rows_of, run, wrong_drills

NAME = "Execution Discipline"
NOVEMBER = {"period": "Custom Dates", "from_date": "2031-11-01", "to_date": "2031-11-30"}
BORIS, CLARA = "Boris Tester", "Clara Tester"


def at(day: int, hour: int = 12) -> datetime:
	return datetime(2031, 11, day, hour)


def overdue(set_by: str, deadline: datetime, /, **fields: Any) -> str:
	task = make_task(set_by, **{"co_assignees": [], "observers": [], "deadline": deadline} | fields)
	values = {"timeliness": "Overdue", "creation": at(1), "deadline": deadline}
	frappe.db.set_value("TD Task", task.name, values, update_modified=False)
	return task.name


def a_month() -> None:
	"""A month of Boris, and one task of Clara that the stranger set."""
	make_rating(ASSIGNER, at(3), weight=2.0)
	make_rating(ASSIGNER, at(4), timeliness="Early", early_minutes=1500)
	make_rating(
		ASSIGNER, at(5), timeliness="Late", fair_delay_minutes=90, returns=1, first_pass=0, late_review=1
	)
	make_rating(ASSIGNER, at(16), first_timeliness="Late", outcome="Submitted", first_pass=0)
	make_rating(ASSIGNER, at(17), counted=0, left_out="Impossible")
	make_rating(ASSIGNER, datetime(2031, 12, 1), given_at=at(20))
	make_rating(ASSIGNER, datetime(2031, 10, 31, 23, 59), given_at=datetime(2031, 10, 1))
	overdue(ASSIGNER, at(20), priority="Urgent")
	overdue(ASSIGNER, datetime(2031, 10, 20))
	overdue(ASSIGNER, datetime(2031, 12, 2))
	make_rating(STRANGER, at(18), task=_of_clara())


def _of_clara() -> Any:
	return make_task(STRANGER, responsible=CO_ASSIGNEE, co_assignees=[], observers=[])


def test_a_month_of_one_person() -> None:
	a_month()
	row = by_label(NAME, MANAGER, **NOVEMBER)[BORIS]
	counts = ("given", "settled", "left_out", "on_time", "late", "first_on_time", "returned", "overdue")
	assert {key: row[key] for key in counts} == {
		"given": 3,
		"settled": 5,
		"left_out": 1,
		"on_time": 3,
		"late": 1,
		"first_on_time": 3,
		"returned": 1,
		"overdue": 2,
	}
	assert (row.on_time_share, row.first_pass_share, row.late_reviews) == (50, 66.7, 1)
	assert (row.median_delay, row.median_earliness) == (1.5, 25)
	# weights: 2 + 1 + 1 + 1 of what ended, 2 + 1 of what is overdue
	assert row.score == round(100 * (0.5 * 4 / 8 + 0.2 * 4 / 8 + 0.3 * 2 / 5), 1)
	# four counted, one that ended in December, three open ones made by then; late or overdue are three
	assert row.efficiency == round(100 - 100 * 3 / 8, 1)


def test_what_waits_for_another_task_has_not_failed() -> None:
	a_month()
	before = by_label(NAME, MANAGER, **NOVEMBER)[BORIS]
	waits = overdue(ASSIGNER, at(21))
	frappe.db.set_value("TD Task", waits, "is_blocked", 1, update_modified=False)
	row = by_label(NAME, MANAGER, **NOVEMBER)[BORIS]
	assert (row.overdue, row.score, row.on_time_share) == (2, before.score, before.on_time_share)
	assert wrong_drills(NAME, MANAGER, **NOVEMBER) == []
	assert waits in {one.task for one in rows_of("Overdue Now", MANAGER)}


def test_a_month_has_its_own_days_only() -> None:
	make_rating(ASSIGNER, datetime(2031, 11, 30, 23, 59, 59))
	make_rating(ASSIGNER, datetime(2031, 12, 1))
	make_rating(ASSIGNER, datetime(2031, 10, 31, 23, 59, 59))
	assert by_label(NAME, MANAGER, **NOVEMBER)[BORIS].settled == 1


@pytest.mark.parametrize("way", [*grouping.WAYS])
def test_behind_each_number_stand_just_these_tasks(way: str) -> None:
	a_month()
	narrowed = {"assigner": ASSIGNER, "team": "Test team", "person": [RESPONSIBLE, CO_ASSIGNEE]}
	assert wrong_drills(NAME, MANAGER, group_by=way, **NOVEMBER) == []
	assert wrong_drills(NAME, RESPONSIBLE, group_by=way, **NOVEMBER, **narrowed) == []


@pytest.mark.parametrize("reader", [HEAD, ASSIGNER, STRANGER])
def test_a_click_shows_nobody_more_or_less_than_the_number(reader: str) -> None:
	a_month()
	assert wrong_drills(NAME, reader, **NOVEMBER) == []


@pytest.mark.parametrize("way", [*grouping.WAYS])
def test_every_grouping_counts_the_same_tasks(way: str) -> None:
	a_month()
	rows = rows_of(NAME, MANAGER, group_by=way, **NOVEMBER)
	assert sum(row.settled for row in rows) == 6
	assert sum(row.overdue for row in rows) == 2
	assert sum(row.late for row in rows) == 1


def test_weeks_and_months_have_their_work_in_progress() -> None:
	a_month()
	whole = by_label(NAME, MANAGER, group_by="Person", person=[RESPONSIBLE], **NOVEMBER)[BORIS]
	month = by_label(NAME, MANAGER, group_by="Month", person=[RESPONSIBLE], **NOVEMBER)["November 2031"]
	# the month's own row leaves to the row "Earlier" what fell due before
	assert month.efficiency == round(100 - 100 * 2 / 8, 1) > whole.efficiency


@pytest.mark.parametrize(
	("reader", "expected"),
	[
		(MANAGER, {BORIS: 5, CLARA: 1}),
		(HEAD, {BORIS: 5}),
		(RESPONSIBLE, {BORIS: 5}),
		(ASSIGNER, {BORIS: 5}),
		(STRANGER, {CLARA: 1}),
		(factories.OBSERVER, {}),
		(factories.SYSTEM_MANAGER, {}),
	],
)
def test_each_reader_has_his_own_tasks(reader: str, expected: dict[str, int]) -> None:
	a_month()
	rows = by_label(NAME, reader, **NOVEMBER)
	assert {label: row.settled for label, row in rows.items()} == expected


def test_no_filter_gives_more_than_the_reader_may_see() -> None:
	a_month()
	asked = {"person": [RESPONSIBLE], "assigner": ASSIGNER, "team": "Test team"}
	for field, value in asked.items():
		assert rows_of(NAME, STRANGER, **NOVEMBER, **{field: value}) == []


def test_the_user_that_a_client_names_changes_nothing() -> None:
	a_month()
	with acting_as(STRANGER):
		from frappe.desk import query_report

		found = query_report.run(NAME, filters=dict(NOVEMBER), user=MANAGER)["result"]
	assert [row["label"] for row in found] == [CLARA]


def place(reader: str, label: str = BORIS) -> object:
	row = by_label(NAME, reader, **NOVEMBER).get(label) or {}
	return row.get("rank")


def allow(shown_to: str, **more: object) -> None:
	for field, value in ({"ranks_shown_to": shown_to, "least_sample": 1} | more).items():
		frappe.db.set_single_value("TD Settings", field, value)
	frappe.clear_document_cache("TD Settings", "TD Settings")


@pytest.mark.parametrize(
	("shown_to", "seen_by"),
	[
		("Oneself", {RESPONSIBLE, MANAGER}),
		("Heads", {RESPONSIBLE, MANAGER, HEAD}),
		("Everybody", {RESPONSIBLE, MANAGER, HEAD, ASSIGNER}),
	],
)
def test_a_rank_is_shown_to_whom_the_site_says(shown_to: str, seen_by: set[str]) -> None:
	a_month()
	allow(shown_to)
	readers = (RESPONSIBLE, MANAGER, HEAD, ASSIGNER)
	assert {reader for reader in readers if place(reader)} == seen_by
	# Clara did her only task in time; among all people of the site Boris comes second, whoever looks.
	assert {place(reader) for reader in seen_by} == {2}


def test_few_and_short_tasks_give_no_rank() -> None:
	a_month()
	allow("Everybody", least_sample=7)
	assert place(MANAGER) is None
	allow("Everybody", least_sample=6)
	assert place(MANAGER) == 1
	frappe.db.set_value("TD Task Rating", {"settled_at": at(3)}, "given_at", at(3, 11))
	allow("Everybody", least_sample=6, shortest_minutes=61)
	assert place(MANAGER) is None


def test_what_is_left_out_is_in_no_share() -> None:
	make_rating(ASSIGNER, at(3), counted=0, left_out="Self-assigned", timeliness="Late")
	row = by_label(NAME, MANAGER, **NOVEMBER)[BORIS]
	assert (row.settled, row.left_out, row.late, row.on_time_share, row.score) == (1, 1, 0, None, None)


def test_a_project_is_named_only_to_those_who_may_see_it() -> None:
	project = projects.make_project(MANAGER, project_name="Secret merger").name
	task = make_task(MANAGER, project=project, co_assignees=[], observers=[])
	make_rating(MANAGER, at(3), task=task)
	frappe.db.set_value("TD Project Link", project, "members_see_tasks", 0)
	for reader, called in ((MANAGER, "Secret merger"), (RESPONSIBLE, project)):
		with acting_as(reader):
			may = frappe.has_permission("TD Project Link", "read", doc=project)
		label = rows_of(NAME, reader, group_by="Project", **NOVEMBER)[0].label
		assert label == (called if may or reader == MANAGER else project)


@pytest.mark.parametrize(
	("filters", "words"),
	[
		({"period": "Next Century"}, "no period"),
		({"group_by": "Colour"}, "no grouping"),
		(
			{"period": "Custom Dates", "from_date": "2031-11-30", "to_date": "2031-11-01"},
			"after the last one",
		),
		({"period": "Custom Dates", "from_date": "tomorrow-ish", "to_date": "2031-11-01"}, "no date"),
		({"period": "Custom Dates", "from_date": "0001-01-01", "to_date": "9999-12-31"}, "no date"),
		({"team": {"name": "x"}}, "one name"),
		({"person": [{"name": "x"}]}, "one name"),
	],
)
def test_bad_filters_say_what_to_do(filters: dict[str, Any], words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		run(NAME, MANAGER, **filters)


@pytest.mark.parametrize(
	("named", "first", "last"),
	[
		({}, "2031-11-01", "2031-11-18"),
		({"from_date": "2031-10-05"}, "2031-10-05", "2031-11-18"),
		({"from_date": "2031-12-05"}, "2031-12-05", "2031-12-05"),
		({"to_date": "2031-10-05"}, "2031-10-01", "2031-10-05"),
	],
)
def test_dates_that_are_not_named_yet_are_guessed(named: dict[str, str], first: str, last: str) -> None:
	with clock.at(at(18)):
		found = period.of({"period": "Custom Dates"} | named)
	assert found.days() == [first, last]


@pytest.mark.parametrize("preset", ["This Month", "Last Week", "This Quarter", "Last Year", "Last 30 Days"])
def test_presets_run(preset: str) -> None:
	found = run(NAME, MANAGER, period=preset)
	assert "td-definitions" in found.message


def test_an_empty_period_says_why_and_what_to_do() -> None:
	found = run(NAME, STRANGER, period="Custom Dates", from_date="1999-01-01", to_date="1999-01-02")
	assert found.result == []
	assert "Choose a longer period" in found.message
	assert "those you take part in" in found.message


def test_names_with_marks_of_html_stay_words() -> None:
	assert "<script>" not in execution.run({"period": "This Month", "team": "<script>alert(1)</script>"})[2]


def test_a_template_is_called_without_the_names_of_what_each_task_has_of_its_own() -> None:
	assert names.without_places("Close {month_name} in customer service") == "Close … in customer service"


def test_nothing_alarms_nobody() -> None:
	shown = [answer.figure("Late", value, "Red")["indicator"] for value in (0, answer.NOTHING, 3, "2 h")]
	assert shown == ["Grey", "Grey", "Red", "Red"]


def test_every_figure_of_the_reports_is_defined() -> None:
	used = {
		code
		for module in (deadline_moves, execution, overdue_now, reviews)
		for code in (*module._CODES, "rank")
	}
	used |= {code for codes in glossary.CODES.values() for code in codes}
	assert used == set(definitions.WORDS), "each word has its report, and each report its words"
	assert all(definitions.label(code) and definitions.meaning(code) for code in used)


def test_on_time_names_everything_that_is_deducted() -> None:
	named = {
		Cause.HOLD: "hold",
		Cause.REVIEW: "review",
		Cause.DONE: "taken for done",
		Cause.DECLINED: "given back to the assigner",
		Cause.WAITING: "waiting for other tasks",
		Cause.ELSEWHERE: "with somebody else",
		Cause.ABSENCE: "absence",
		Cause.OUTAGE: "outages",
		Cause.QUESTION: "for an answer",
		Cause.MADE_LATE: "made too late",
		Cause.HOPELESS: "could not be kept",
	}
	assert set(named) == set(Cause)
	assert [words for words in named.values() if words not in definitions.meaning("on_time")] == []
