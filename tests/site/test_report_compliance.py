"""Compliance Calendar: one word for each date of a systemic task, beside its history, and who reads it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock, outages
from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	RESPONSIBLE,
	STRANGER,
	act,
	place_rating,
)
from tests.recurring import MONDAY, daily, renew, tasks_of
from tests.reporting import rows_of, run

REPORT = "Compliance Calendar"
DAY = timedelta(days=1)
PERIOD = {"from_date": "2031-03-01", "to_date": "2031-03-12"}


class Week:
	"""A template whose tasks fall due on the day they are made, from Monday on, and what people did with them."""

	def __init__(self) -> None:
		self.template = daily(term=8, term_unit="Hours", needs_review=0)

	def make(self, day: int, hours: float = 0) -> str:
		"""The task of the ``day``-th day, made ``hours`` after its time."""
		renew(MONDAY + day * DAY + timedelta(hours=hours))
		return tasks_of(self.template)[-1].name

	def submit(self, task: str, day: int, hour: float) -> None:
		with clock.at(MONDAY.replace(hour=0) + day * DAY + timedelta(hours=hour)):
			act(RESPONSIBLE, task, "submit_task")


@pytest.fixture
def week() -> Iterator[Week]:
	with clock.at(MONDAY - DAY):
		yield Week()


def words(reader: str, at: datetime = MONDAY + 9 * DAY, **filters: Any) -> list[str]:
	with clock.at(at):
		rows = rows_of(REPORT, reader, **PERIOD | filters)
	return [value for row in rows for name, value in sorted(row.items()) if name.startswith("day_")]


def row_for(reader: str, **filters: Any) -> frappe._dict:
	with clock.at(MONDAY + 9 * DAY):
		return rows_of(REPORT, reader, **PERIOD | filters)[0]


def test_on_time_late_missed_cancelled_and_open(week: Week) -> None:
	week.submit(week.make(0), 0, 12)
	week.submit(week.make(1), 1, 20)
	week.make(2)
	cancelled = week.make(3)
	with clock.at(MONDAY + 3 * DAY + timedelta(hours=2)):
		act(ASSIGNER, cancelled, "cancel_task", reason="Not today")
	week.make(4)
	found = words(MANAGER, MONDAY + 4 * DAY + timedelta(hours=1), template=week.template.name)
	assert found == ["On Time", "Late", "Missed", "Cancelled", "Open"]


def test_the_fair_verdict_decides_where_there_is_one(week: Week) -> None:
	task = week.make(0)
	week.submit(task, 0, 20)
	assert words(MANAGER, template=week.template.name) == ["Late"]
	frappe.db.delete("TD Task Rating", {"task": task})
	place_rating(task, timeliness="Late", outcome="Handed Over", user=HEAD)
	place_rating(task, timeliness="On Time", outcome="Done")
	assert words(MANAGER, template=week.template.name) == ["On Time"]


def test_lateness_within_an_outage_is_a_fault_of_the_system(week: Week) -> None:
	task = week.make(0)
	outages.record(outages.MAIL, MONDAY.replace(hour=17), MONDAY.replace(hour=19), "No mail")
	week.submit(task, 0, 18)
	frappe.db.delete("TD Task Rating", {"task": task})
	place_rating(task, timeliness="On Time")
	assert words(MANAGER, template=week.template.name) == ["System Fault"]


@pytest.mark.parametrize(("hour", "word"), [(21, "System Fault"), (15.2, "On Time")])
def test_a_task_that_an_outage_made_late(week: Week, hour: float, word: str) -> None:
	outages.record(outages.SCHEDULER, MONDAY, MONDAY.replace(hour=15), "Asleep")
	task = week.make(0, hours=6.1)
	with clock.at(MONDAY.replace(hour=15)):
		assert "Made Late" in frappe.get_all("TD Template Event", {"task": task}, pluck="outcome")
	deadline = frappe.db.get_value("TD Task", task, "deadline")
	assert deadline.hour == 17
	week.submit(task, 0, hour)
	place = {"task": task}
	if frappe.db.exists("TD Task Rating", place):
		frappe.db.delete("TD Task Rating", place)
	place_rating(task, timeliness="Late" if hour > 17 else "On Time")
	assert words(MANAGER, template=week.template.name) == [word]


def test_a_date_missed_while_nothing_ran_is_a_fault_of_the_system(week: Week) -> None:
	week.submit(week.make(0), 0, 10)
	frappe.db.set_value("TD Task Template", week.template.name, "missed_runs", "None")
	outages.record(outages.SCHEDULER, MONDAY + timedelta(hours=5), MONDAY + 3 * DAY, "Asleep")
	renew(MONDAY + 3 * DAY + timedelta(minutes=1))
	found = words(MANAGER, MONDAY + 3 * DAY + timedelta(minutes=5), template=week.template.name)
	assert found[:3] == ["On Time", "System Fault", "System Fault"]
	row = row_for(MANAGER, template=week.template.name)
	assert "missed" in row.cells["day_20310304"][0]["note"]
	assert row.cells["day_20310304"][0]["task"] is None


def test_a_day_off_is_skipped_with_its_reason(week: Week) -> None:
	frappe.get_doc(
		{
			"doctype": "TD Template Event",
			"template": week.template.name,
			"outcome": "Skipped",
			"happened_at": MONDAY,
			"occurrence": MONDAY,
			"reason": "It falls on a day off, and the template leaves such dates out.",
		}
	).db_insert()
	assert words(MANAGER, template=week.template.name) == ["Skipped"]
	outages.record(outages.SCHEDULER, MONDAY - DAY, MONDAY + DAY, "Asleep")
	assert words(MANAGER, template=week.template.name) == ["Skipped"], "the rule left it out, not the outage"


def test_the_share_kept_counts_what_somebody_answers_for(week: Week) -> None:
	for day, hour in ((0, 12), (1, 12), (2, 20)):
		week.submit(week.make(day), day, hour)
	week.make(3)
	row = row_for(MANAGER, template=week.template.name)
	assert row.kept == 50.0
	with clock.at(MONDAY + 9 * DAY):
		answer = run(REPORT, MANAGER, **PERIOD, template=week.template.name)
	assert {figure["label"]: figure["value"] for figure in answer.report_summary} == {
		"Kept": 50.0,
		"On Time": 2,
		"Late": 1,
		"Missed": 1,
		"System Fault": 0,
	}
	sets = {part["name"]: part["values"] for part in answer.chart["data"]["datasets"]}
	assert sets == {"On Time": [2], "Late": [1], "Missed": [1]}
	days = [column for column in answer.columns if column["fieldname"].startswith("day_")]
	assert [column["fieldname"] for column in days] == [f"day_2031030{day}" for day in range(3, 7)]


def test_each_reader_sees_the_tasks_that_he_may_read(week: Week) -> None:
	week.submit(week.make(0), 0, 12)
	event = {
		"template": week.template.name,
		"outcome": "Skipped",
		"occurrence": MONDAY + DAY,
		"reason": "SECRET",
	}
	frappe.get_doc({"doctype": "TD Template Event", "happened_at": MONDAY, **event}).db_insert()
	frappe.db.set_value("TD Task Template", week.template.name, "subject", "SECRET title")
	assert words(MANAGER) == words(ASSIGNER) == ["On Time", "Skipped"]
	for reader in (RESPONSIBLE, HEAD):
		assert words(reader) == ["On Time"]
		assert row_for(reader).subject == "Count the cash"
		with clock.at(MONDAY + 9 * DAY):
			assert "SECRET" not in frappe.as_json(run(REPORT, reader, **PERIOD))
	assert words(STRANGER) == words(STRANGER, template=week.template.name) == []


def test_a_cell_leads_to_its_task(week: Week) -> None:
	task = week.make(0)
	assert row_for(RESPONSIBLE).cells["day_20310303"] == [{"verdict": "Missed", "task": task, "note": ""}]


@pytest.mark.parametrize(
	("filters", "words"),
	[
		({"from_date": "2031-03-05", "to_date": "2031-03-01"}, "ends before it begins"),
		({"from_date": "2030-01-01", "to_date": "2031-03-01"}, "at most 92 days"),
		({"from_date": "yesterday-ish"}, "is no date"),
	],
)
def test_a_period_that_is_none_is_refused_with_words(filters: dict, words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		run(REPORT, MANAGER, **filters)


def test_a_period_without_dates_is_an_empty_table() -> None:
	answer = run(REPORT, MANAGER, from_date="2040-01-01", to_date="2040-01-31")
	assert (answer.result, answer.chart) == ([], None)
