"""Filters as no desk sends them: each report answers or says what is wrong with them, and never breaks."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import frappe
import pytest
from frappe.desk import query_report

from tests.factories import MANAGER, acting_as

REPORTS = (
	"Execution Discipline",
	"Overdue Now",
	"Deadline Moves",
	"Review Discipline",
	"Workload",
	"Compliance Calendar",
	"Project Progress",
	"Fines and Rewards",
)
DATES = ("from_date", "to_date", "until", "due_from", "due_to")
NAMES = ("person", "team", "assigner", "project", "template", "responsible", "manager")
WORDS = ("period", "group_by", "without", "show", "health", "tightened", "counted_only", "month", "unit")
NO_DATES = ("0000-00-00", "0001-01-01", "9999-12-31", "2031-02-30", "99999999999999999999")
NO_NAMES: tuple[Any, ...] = (
	"[abc",
	'[["a"]]',
	'[{"a": 1}]',
	"%s %(x)s %",
	"' or 1=1 -- ",
	"x" * 300,
	"\u0000",
	["2031-01-01"],
	[["between", "2031-01-01"]],
	{"a": 1},
	[None],
	10**20,
	-1.5,
	True,
)


def ask(report: str, filters: dict[str, Any]) -> str:
	"""Empty where the report answers or says what is wrong; else how it breaks."""
	try:
		with acting_as(MANAGER):
			query_report.run(report, filters=json.dumps(filters), are_default_filters=False)
	except frappe.ValidationError:
		return ""
	except Exception as error:
		return f"{filters}: {type(error).__name__} {error}"
	finally:
		frappe.clear_messages()
	return ""


def odd_filters() -> Iterator[dict[str, Any]]:
	"""One odd value in each filter, and odd days as the begin and the end of a period."""
	for field in DATES:
		yield from ({field: value} for value in (*NO_DATES, *NO_NAMES[:3], ["2031-01-01"], {"a": 1}, True))
	for number, field in enumerate((*NAMES, *WORDS)):
		# Every value meets every other field: each way of reading a filter is used by more than one of them.
		yield from ({field: value} for value in NO_NAMES[number % 2 :: 2])
	yield from ({"from_date": first, "to_date": last} for first, last in pairwise(NO_DATES))


@pytest.mark.parametrize("report", REPORTS)
def test_odd_filters_are_answered_or_refused(report: str, rolled_back: None) -> None:
	assert [how for filters in odd_filters() if (how := ask(report, filters))] == []
