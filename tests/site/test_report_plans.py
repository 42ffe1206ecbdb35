"""The month of Execution Discipline reads a range of an index alone, so that it takes the same time in any archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import rows
from task_discipline.services.ratings.writing import RATING
from tests.factories import MANAGER, RESPONSIBLE, acting_as
from tests.reporting import run

pytestmark = pytest.mark.only_on("mariadb", because="its plans are asked for")
NOVEMBER = {"period": "Custom Dates", "from_date": "2031-11-01", "to_date": "2031-11-30"}
FIRST = datetime(2029, 1, 1)


@contextmanager
def plans() -> Iterator[list[frappe._dict]]:
	"""Collects how the database goes about each statement that reads ratings."""
	found: list[frappe._dict] = []
	ask = frappe.db.sql

	def explained(query: str, *arguments: Any, **options: Any) -> Any:
		if f"from `tab{RATING}`" in str(query):
			select = query[query.index("select") :]
			found.extend(ask(f"explain {select}", arguments[0] if arguments else None, as_dict=True))
		return ask(query, *arguments, **options)

	frappe.db.sql = explained
	try:
		yield found
	finally:
		del frappe.db.sql


def fill_archive() -> None:
	"""Three years of ratings, one in six hours."""
	moments = [FIRST + timedelta(hours=6 * number) for number in range(4_400)]
	rows.insert(
		RATING,
		[
			{
				"task": f"TD-PLAN-{number}",
				"user": RESPONSIBLE,
				"counted": 1,
				"outcome": "Done",
				"timeliness": ("Late", "Early", "On Time")[number % 3],
				"first_timeliness": "On Time",
				"given_at": moment - timedelta(days=1),
				"settled_at": moment,
			}
			for number, moment in enumerate(moments)
		],
	)


def test_a_month_reads_a_range_of_one_index_and_no_row() -> None:
	fill_archive()
	with acting_as(MANAGER), plans() as found:
		run("Execution Discipline", MANAGER, **NOVEMBER)
	assert len(found) >= 2
	for plan in found:
		assert plan.type == "range" and plan.key.startswith("td_rating_"), plan
		assert "Using index" in plan.Extra and int(plan.rows) < 400, plan
