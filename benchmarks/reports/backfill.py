"""The job that rates what was there before ratings were kept: how fast it is, and what memory it takes."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import frappe

from benchmarks.measure import new_request
from benchmarks.reports import archive
from benchmarks.reports.fill import RATING
from task_discipline.services import watermarks
from task_discipline.services.ratings import archive as job

_MEGABYTE = 1024


def lines(many: int) -> Iterator[str]:
	"""Lines that tell how the oldest ``many`` tasks without a rating are rated, and once more with one."""
	new_request("Administrator")
	end = archive.name_of(many + 1)
	frappe.db.delete(RATING, {"task": ("<", end)})
	frappe.db.commit()
	for title in ("rated", "found rated already"):
		seconds, peak, start, made = _in_a_process(end)
		rest = frappe.db.count(RATING, {"task": ("<", end)})
		yield (
			f"backfill: {int(made):,} tasks {title}, {rest:,} ratings: {seconds:.0f} s, {made / seconds:,.0f} a second, "
			f"{peak / _MEGABYTE:.0f} MB at most, {start / _MEGABYTE:.0f} MB of them before it began"
		)


def _in_a_process(end: str) -> list[float]:
	command = [sys.executable, "-m", "benchmarks.reports.process", frappe.local.site, end]
	found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
	frappe.db.rollback()  # a new look at what the other process has written
	return [float(value) for value in found]


def work(end: str) -> tuple[float, int, int, int]:
	"""Seconds, peak and first kilobytes, and number of tasks of one run over all tasks before ``end``."""
	new_request("Administrator")
	frappe.db.set_single_value(watermarks.SETTINGS, job.FIELD, watermarks.new() + end, update_modified=False)
	frappe.db.commit()
	start, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
	done = job.run(frappe.db.commit, 3_600)
	seconds = time.perf_counter() - began
	return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, start, done
