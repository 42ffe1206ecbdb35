"""A stopwatch: medians of several runs, and how much of each was spent in the database."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import frappe

Call = Callable[[], object]
_PATIENCE = 1_000


@dataclass(frozen=True)
class Figure:
	"""Medians of one measured call, in milliseconds."""

	total: float
	sql: float
	statements: int
	least: float = 0.0
	"""Of the shortest run: what the work takes where nothing else runs beside it."""


def measured(call: Call, runs: int, user: str, before: Call | None = None) -> Figure:
	"""Medians of one call alone; see ``side_by_side``."""
	return side_by_side({"": call}, runs, user, before)[""]


def side_by_side(
	calls: Mapping[str, Call], runs: int, user: str, before: Call | None = None
) -> dict[str, Figure]:
	"""Make each call as a request of ``user``: once to warm up, then ``runs`` times in turn, undone each time.

	In turn, so that whatever else the machine does meanwhile slows all of them alike. ``before`` prepares each
	call and is not measured. A slow call is repeated for some seconds only.
	"""
	for call in calls.values():
		once(call, user, before)
	samples: dict[str, list[Figure]] = {name: [] for name in calls}
	for _run in range(runs):
		for name, call in calls.items():
			if sum(sample.total for sample in samples[name]) < _PATIENCE:
				samples[name].append(once(call, user, before))
	return {name: medians(figures) for name, figures in samples.items()}


def medians(figures: Sequence[Figure]) -> Figure:
	"""One figure of several runs."""
	return Figure(
		statistics.median(figure.total for figure in figures),
		statistics.median(figure.sql for figure in figures),
		figures[-1].statements,
		min(figure.total for figure in figures),
	)


def once(call: Call, user: str, before: Call | None = None) -> Figure:
	"""One call in a request of its own, without a warm-up."""
	new_request(user)
	if before:
		before()
	with _database_watched() as spent:
		started = time.perf_counter()
		call()
		total = time.perf_counter() - started
	frappe.db.rollback()
	return Figure(total * 1000, sum(spent) * 1000, len(spent))


def new_request(user: str) -> None:
	"""Forget what the host keeps for one request, as its web server does; the connection stays."""
	database, site = frappe.local.db, frappe.local.site
	frappe.init(site, force=True)
	frappe.local.db = database
	frappe.set_user(user)


@contextmanager
def _database_watched() -> Iterator[list[float]]:
	"""Collects the seconds of each statement, from sending it to having its rows here."""
	spent: list[float] = []
	database = frappe.local.db
	execute = type(database).sql

	def timed(*arguments: object, **options: object) -> object:
		if options.get("run") in (0, False):
			return execute(database, *arguments, **options)
		started = time.perf_counter()
		try:
			return execute(database, *arguments, **options)
		finally:
			spent.append(time.perf_counter() - started)

	database.sql = timed
	try:
		yield spent
	finally:
		del database.sql
