"""The host's own door to a report, and the report Execution Discipline of one month in a small and in a big archive."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import frappe
from dateutil.relativedelta import relativedelta
from frappe.desk import query_report, reportview

from benchmarks.reports import archive, people
from benchmarks.reports.fill import RATING
from benchmarks.reports.sites import in_turn
from benchmarks.table import Row

EXECUTION = "Execution Discipline"
READERS = (("a manager", people.MANAGER), ("head of 50", people.HEAD), ("a participant", people.PARTICIPANT))
WAYS = ("Team", "Assigner", "Project", "Template", "Week")
_GOAL, _TIMES_THE_SMALL = 400, 1.3
_SUMS = ("counted", "weight", "first_pass", "returns", "late_review", "fair_delay_minutes", "early_minutes")


def rows(moment: datetime, small: str | None, runs: int) -> Iterator[Row]:
	"""Measure the month by person for each reader, then by everything else for a manager."""
	for who, user in READERS:
		yield _row(f"month: by person, {who}", user, month(moment), small, runs, with_host=True)
	for way in WAYS:
		asked = {**month(moment), "group_by": way}
		yield _row(f"month: by {way.lower()}, a manager", people.MANAGER, asked, small, runs)


def month(moment: datetime) -> dict[str, object]:
	"""Filters of the month that every archive holds."""
	first = archive.month_before(moment)
	last = first + relativedelta(day=31)
	return {"period": "Custom Dates", "from_date": str(first), "to_date": str(last)}


def show(report: str, filters: dict[str, object]) -> None:
	"""One run of a report as the desk asks for it. Raises where it is empty: the figure would be wrong."""
	answer = query_report.run(report, json.dumps(filters), are_default_filters=False)
	if not answer.get("result"):
		raise SystemExit(f"{report} shows nothing to {frappe.session.user}: the figure would be wrong.")
	frappe.as_json(answer, indent=None)


def _row(
	title: str,
	user: str,
	filters: dict[str, object],
	small: str | None,
	runs: int,
	*,
	with_host: bool = False,
) -> Row:
	big, report = frappe.local.site, partial(show, EXECUTION, filters)
	calls = {("ours", big): report}
	if small:
		calls["the small archive", small] = report
	if with_host:
		calls["report builder, one sum", big] = partial(_built, filters)
		calls["get_list, all sums", big] = partial(_listed, filters)
	figures = in_turn(calls, runs, user)
	ours = figures.pop("ours")
	goals = [_GOAL, *([_TIMES_THE_SMALL * figures["the small archive"].total] if small else [])]
	return Row(title, ours, figures, min(goals))


def _between(filters: dict[str, object]) -> list[object]:
	return ["between", [filters["from_date"], filters["to_date"]]]


def _built(filters: dict[str, object]) -> None:
	"""What the report builder asks for where a reader groups by person: twenty of them, and one sum."""
	frappe.local.form_dict = frappe._dict(
		doctype=RATING,
		fields=json.dumps(
			[f"sum(`tab{RATING}`.`fair_delay_minutes`) as _aggregate_column", f"`tab{RATING}`.`user`"]
		),
		filters=json.dumps([[RATING, "settled_at", *_between(filters)]]),
		group_by=f"`tab{RATING}`.`user`",
		order_by="_aggregate_column desc",
		start=0,
		page_length=20,
		view="Report",
	)
	frappe.as_json(reportview.get(), indent=None)


def _listed(filters: dict[str, object]) -> None:
	"""Every person and as many sums as the host can make of columns: no medians, no ranks, nothing open."""
	frappe.as_json(
		frappe.get_list(
			RATING,
			{"settled_at": _between(filters)},
			["user", "count(*) as settled", *(f"sum({column}) as {column}" for column in _SUMS)],
			group_by="user",
			order_by="user asc",
			limit=0,
		)
	)
