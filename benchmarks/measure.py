"""A stopwatch: medians of several runs, and how much of each was spent in the database."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe

_PATIENCE = 4.0


@dataclass(frozen=True)
class Figure:
	"""Medians of one measured call, in milliseconds."""

	total: float
	sql: float
	statements: int


def measured(call: Callable[[], object], runs: int) -> Figure:
	"""Call once to warm up, then up to ``runs`` times; a slow call is repeated for some seconds only."""
	call()
	samples: list[Figure] = []
	started = time.perf_counter()
	while len(samples) < runs and time.perf_counter() - started < _PATIENCE:
		samples.append(once(call))
	return Figure(
		statistics.median(sample.total for sample in samples),
		statistics.median(sample.sql for sample in samples),
		samples[-1].statements,
	)


def once(call: Callable[[], object]) -> Figure:
	"""One call, without a warm-up."""
	with _database_watched() as spent:
		started = time.perf_counter()
		call()
		total = time.perf_counter() - started
	return Figure(total * 1000, sum(spent) * 1000, len(spent))


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
