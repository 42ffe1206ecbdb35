"""The job that marks tasks overdue, among the whole archive, beside saving plain documents one by one."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

import frappe
from frappe.utils import add_days, now_datetime

from benchmarks.measure import Figure, measured, new_request
from benchmarks.table import Row
from benchmarks.tasks import forms
from task_discipline.services import overdue

_DUE = 6_666
_RUNNING = ("New", "In Progress")


def rows(runs: int) -> Iterator[Row]:
	"""Measure the job with thousands of tasks newly due, and with nothing to do."""
	new_request("Administrator")
	overdue.mark()
	frappe.db.commit()
	due = min(_DUE, frappe.db.count("TD Task", {"status": ("in", _RUNNING)}))
	newly_due = measured(overdue.mark, runs, "Administrator", partial(_let_pass, due))
	one_by_one = Figure(*(due * value for value in _saved_one().values()))
	yield Row(f"overdue: mark {due:,} newly due", newly_due, {"loading and saving each": one_by_one}, 300)
	yield Row("overdue: nothing to do", measured(overdue.mark, runs, "Administrator"), goal=20)


def _saved_one() -> dict[str, float]:
	"""One plain document loaded, marked and saved, as a job of the host's kind does with each."""
	plain = forms.plain_document()

	def mark() -> None:
		document = frappe.get_doc(forms.PLAIN, plain)
		document.timeliness = "Overdue"
		document.save()

	return asdict(measured(mark, 20, "Administrator"))


def _let_pass(number: int) -> None:
	"""Let the deadlines of so many tasks pass unmarked; the measured call is undone together with this."""
	frappe.db.sql(
		f"""update `tabTD Task` set deadline = %s, timeliness = 'Open' where status in %s
		order by name limit {number}""",
		(add_days(now_datetime(), -1), _RUNNING),
	)
