"""What people read of a rating: sums that add up, in their time zone, whatever a translation has spoilt."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.services.languages import spoken
from task_discipline.services.ratings import words
from tests.factories import RESPONSIBLE, acting_as

CLOCK = ["2031-03-03 09:00", "2031-03-06 11:00", "2031-03-05 17:00", 120, 60, 0]
MOVED = ["2031-03-03 09:00", "2031-03-06 11:00", "2031-03-05 17:00", 120, 120, 1]
AFTER = ["2031-03-06 11:00", "2031-03-10 10:00", "2031-03-07 17:00", 60, 60, 0]
HELD = ["2031-03-04 09:00", "2031-03-04 10:00", 60, 0]
LATE = {
	"timeliness": "Late",
	"first_timeliness": "Late",
	"fair_delay_minutes": 60,
	"first_fair_delay_minutes": 60,
}


def row(*lines: list[Any], **values: Any) -> dict[str, Any]:
	"""A stored rating."""
	blank = {
		"user": RESPONSIBLE,
		"outcome": "Done",
		"timeliness": "On Time",
		"first_timeliness": "On Time",
		"fair_delay_minutes": 0,
		"first_fair_delay_minutes": 0,
		"delay_minutes": -65,
		"first_delay_minutes": -65,
		"late_days": 1,
		"left_out": "",
		"agreement": "Accepted",
	}
	return blank | values | {"explanation": json.dumps(lines)}


def said(*lines: list[Any], **values: Any) -> str:
	"""Everything that is said, line by line."""
	explained = words.explain(row(*lines, **values))
	shown = [f"{one['timeliness']}: {one['title']}: {one['words']}" for one in explained["verdicts"]]
	for block in explained["blocks"]:
		shown += [
			block["title"],
			*(f"{one['kind']}|{one['words']}|{one['amount']}" for one in block["lines"]),
		]
	return "\n".join([*shown, *explained["remarks"]])


@pytest.fixture(autouse=True)
def in_site_time(rolled_back: None) -> Iterator[None]:
	frappe.db.set_value("User", "Administrator", "time_zone", None)
	frappe.clear_document_cache("User", "Administrator")
	yield


CASES = {
	"late with a hold": (
		[["clock", CLOCK], ["hold", HELD], ["day", [480]]],
		LATE,
		[
			"Late: Against the deadline in force: 1 h of working time after it",
			"Deadline Wed 5 Mar 2031 17:00",
			"|Working time from the deadline to the submission|2 h",
			"minus|On hold from Tue 4 Mar 2031 09:00 to Tue 4 Mar 2031 10:00|1 h",
			"sum|Fair delay|1 h",
			"Working days late, each started one counted: 1, of 8 h each.",
			"The person has agreed to the deadline in force.",
		],
	),
	"two deadlines": (
		[["clock", MOVED], ["clock", AFTER], ["first", [*AFTER[:2], CLOCK[2], 840, 780, 60]]],
		LATE | {"fair_delay_minutes": 180},
		[
			"Deadline Wed 5 Mar 2031 17:00 · in force from Mon 3 Mar 2031 09:00 to Thu 6 Mar 2031 11:00",
			"|Working time from the deadline until it was moved|2 h",
			"First deadline Wed 5 Mar 2031 17:00",
			"minus|Taken off, as above|1 h",
			"sum|Fair delay|13 h",
			"Fair delay under all deadlines together: 3 h.",
		],
	),
	"partly in another line": (
		[["clock", CLOCK], ["absence", ["2031-03-04 00:00", "2031-03-05 00:00", 60, 420]]],
		LATE,
		["Away from Tue 4 Mar 2031 00:00 to Wed 5 Mar 2031 00:00 (7 h more of it stand in another line)|1 h"],
	),
	"early": (
		[["clock", [*CLOCK[:3], 0, 0, 0]]],
		{"timeliness": "Early"},
		[
			"Early: Against the deadline in force: 1 h 5 min before it",
			"sum|No working time after this deadline|0 min",
		],
	),
	"so far": ([["clock", CLOCK]], LATE | {"outcome": ""}, ["Working time from the deadline until now|2 h"]),
	"impossible": (
		[["clock", CLOCK], ["impossible", ["short_notice"]]],
		LATE | {"left_out": "Impossible", "agreement": "Not Agreed"},
		["Not counted: it could not be done in time", "There was little working time", "no fine comes of it"],
	),
	"judged late": (
		[["judged", ["2031-03-06 11:00", "2031-03-07 11:00", "2031-03-07 12:00", 540, 60]]],
		{},
		["Submitted Thu 6 Mar 2031 11:00, judged Fri 7 Mar 2031 12:00: 9 h", "so late by 1 h"],
	),
	"no deadline": (
		[["clock", [*CLOCK[:2], None, 0, 0, 0]]],
		{"timeliness": "", "first_timeliness": "", "left_out": "No Deadline"},
		["No deadline", "Not counted: the task had no deadline."],
	),
}


@pytest.mark.parametrize(("lines", "values", "expected"), CASES.values(), ids=CASES)
def test_a_rating_in_words(lines: list[Any], values: dict[str, Any], expected: list[str]) -> None:
	text = said(*lines, **values)
	assert [words for words in expected if words not in text] == [], text


def test_a_person_reads_it_by_his_own_clock() -> None:
	frappe.db.set_value("User", RESPONSIBLE, "time_zone", "Asia/Tokyo")
	frappe.clear_document_cache("User", RESPONSIBLE)
	zone = frappe.utils.get_system_timezone()
	frappe.db.set_single_value("System Settings", "time_zone", "UTC")
	frappe.clear_cache()
	with acting_as(RESPONSIBLE):
		shown = words.moment("2031-03-05 17:00")
	frappe.db.set_single_value("System Settings", "time_zone", zone)
	frappe.clear_cache()
	assert shown == "Thu 6 Mar 2031 02:00"


def test_a_spoilt_translation_stops_nothing() -> None:
	for source in ("Deadline {0}", "On hold from {0} to {1}", "{0} h", "{0} of working time after it"):
		frappe.get_doc(
			doctype="Translation", language="de", source_text=source, translated_text="Spoilt {9} {"
		).insert()
	frappe.clear_cache()
	with spoken("de"):
		text = said(["clock", CLOCK], ["hold", HELD], **LATE)
	assert "Deadline" in text and "On hold from" in text and "1 h" in text


@pytest.mark.parametrize("explanation", ["", None, "[]"])
def test_a_rating_without_lines_is_said_all_the_same(explanation: str | None) -> None:
	explained = words.explain(row() | {"explanation": explanation})
	assert explained["blocks"] == [] and explained["verdicts"]
