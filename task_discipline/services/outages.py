"""Times in which the system did not do its work: what fell into them is nobody's fault."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import frappe

from task_discipline.services import clock, rows

OUTAGE = "TD Outage"
SCHEDULER, MAIL = "Scheduler", "Mail"
LONGEST = timedelta(days=366)
"""A longer silence is no outage: the site was put away, or restored from an old backup. Its last year counts."""
_ONE_TURN = timedelta(minutes=10)
"""Work for so short a time between two silences is one turn of the jobs: that of a site that runs them once a day."""

Span = tuple[datetime, datetime]


def between(first: datetime, last: datetime, kinds: Collection[str] = (SCHEDULER, MAIL)) -> list[Span]:
	"""The parts of ``first`` to ``last`` (site's time zone) that lie in an outage: in order, none overlapping.

	An outage of the scheduler is known when the jobs run again.
	"""
	return merged(row for row in stored(first, last) if row[0] in kinds)


def stored(first: datetime, last: datetime) -> Sequence[tuple[str, datetime, datetime]]:
	"""Outages of every kind as (kind, begin, end), cut to ``first`` and ``last``."""
	# Asked at submissions, so without the query builder, which takes longer than the database.
	found = frappe.db.sql(
		"select what, started_at, ended_at from `tabTD Outage` where ended_at > %s and started_at < %s",
		(first, last),
	)
	return [(what, max(first, begin), min(last, end)) for what, begin, end in found]


def merged(outages: Iterable[tuple[str, datetime, datetime]]) -> list[Span]:
	"""When anything of these stood still: in order, none overlapping."""
	return _merged((begin, end) for _what, begin, end in outages)


def record(what: str, since: datetime, until: datetime, cause: str) -> datetime:
	"""Write down that nothing worked from ``since`` to ``until``; what goes on, or went on before, stays one row.

	Returns since when that is news. The caller holds the lock of the heartbeat, so that no other worker does the same now.
	"""
	since = max(since, until - LONGEST)
	known = _touching(what, since)
	if known:
		name, ended_at = known
		frappe.db.set_value(
			OUTAGE, name, {"ended_at": until, "noticed_at": clock.now()}, update_modified=False
		)
		return ended_at
	row = {"what": what, "started_at": since, "ended_at": until, "cause": cause, "noticed_at": clock.now()}
	rows.insert(OUTAGE, [row])
	return since


def _touching(what: str, since: datetime) -> tuple[int, datetime] | None:
	filters = {"what": what, "started_at": ("<=", since), "ended_at": (">=", since - _ONE_TURN)}
	return frappe.db.get_value(OUTAGE, filters, ["name", "ended_at"], order_by="started_at desc")


def _merged(spans: Iterable[Span]) -> list[Span]:
	merged: list[Span] = []
	for begin, end in sorted(spans):
		if merged and begin <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
		else:
			merged.append((begin, end))
	return merged
