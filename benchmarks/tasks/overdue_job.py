"""The job that marks tasks overdue, among the whole archive, beside saving plain documents one by one."""

from collections.abc import Iterator
from dataclasses import asdict

import frappe

from benchmarks.measure import Figure, measured, new_request
from benchmarks.table import Row
from benchmarks.tasks import forms
from task_discipline.services import overdue

_DUE = 6_666


def rows(runs: int) -> Iterator[Row]:
	"""Measure the job with thousands of tasks newly due, and with nothing to do."""
	new_request("Administrator")
	overdue.mark()
	frappe.db.commit()
	newly_due = measured(overdue.mark, runs, "Administrator", _forget_marks)
	one_by_one = Figure(*(_DUE * value for value in _saved_one().values()))
	yield Row(f"overdue: mark {_DUE:,} newly due", newly_due, {"loading and saving each": one_by_one}, 300)
	yield Row("overdue: nothing to do", measured(overdue.mark, runs, "Administrator"), goal=20)


def _saved_one() -> dict[str, float]:
	"""One plain document loaded, marked and saved, as a job of the host's kind does with each."""
	plain = forms.plain_document()

	def mark() -> None:
		document = frappe.get_doc(forms.PLAIN, plain)
		document.timeliness = "Overdue"
		document.save()

	return asdict(measured(mark, 20, "Administrator"))


def _forget_marks() -> None:
	"""Take the mark off as many tasks; the measured call is undone together with this."""
	overdue_tasks = frappe.get_all(
		"TD Task", filters={"timeliness": "Overdue"}, pluck="name", order_by=None, limit=_DUE
	)
	frappe.db.set_value(
		"TD Task", {"name": ("in", overdue_tasks)}, "timeliness", "Open", update_modified=False
	)
