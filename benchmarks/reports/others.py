"""The other reports among the whole archive, for a manager and for a head of fifty."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from benchmarks.measure import measured
from benchmarks.reports.month import READERS, month, show
from benchmarks.table import Row

_OF_NOW = ("Overdue Now", "Workload", "Project Progress")
_OF_A_MONTH = ("Deadline Moves", "Review Discipline")
_WITHOUT_PROJECTS = 2  # an ordinary person may see no project


def rows(moment: datetime, runs: int) -> Iterator[Row]:
	"""Measure each report as the desk asks for it."""
	asked = {report: {} for report in _OF_NOW} | {report: month(moment) for report in _OF_A_MONTH}
	for report, filters in asked.items():
		for who, user in READERS[:_WITHOUT_PROJECTS]:
			figure = measured(partial(show, report, filters), runs, user)
			yield Row(f"others: {report}, {who}", figure)
