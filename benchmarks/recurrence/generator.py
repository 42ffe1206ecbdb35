"""The generator beside the host's Auto Repeat and beside the bare statements of the same rows, in one run."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import frappe
from frappe.utils import today

from benchmarks.measure import Figure, measured, new_request
from benchmarks.recurrence import templates
from benchmarks.table import Row
from benchmarks.tasks import forms
from task_discipline import compat, td_jobs
from task_discipline.services.generation import run

_DOCUMENTS = 100
_TIMES_FASTER, _TIMES_BARE = 10, 2.5
_MEGABYTE = 1024
_Statement = tuple[str, Sequence[str], Sequence[Sequence[object]]]


def rows(due: int, many: int, runs: int) -> Iterator[Row]:
	"""Measure ``due`` due tasks, an idle tick among ``many`` templates, and the memory of ``many`` due ones."""
	templates.remove()
	yield _creation(due)
	templates.remove()
	templates.make(many, due=False)
	idle = measured(td_jobs.renew_templates, runs, "Administrator")
	yield Row(f"recurrence: idle tick, {many:,} templates, none due", idle, goal=20)
	templates.remove()


def memory(many: int) -> Iterator[str]:
	"""Lines that tell what a process of its own needs for ``many`` due tasks; it is connected to this site."""
	templates.remove()
	templates.make(many)
	command = [sys.executable, "-m", "benchmarks.recurrence.process", frappe.local.site]
	seconds, peak, start, made = subprocess.run(
		command, check=True, capture_output=True, text=True
	).stdout.split()
	yield (
		f"{int(made):,} due tasks in one process: {float(seconds):.0f} s, {int(made) / float(seconds):.0f} a second, "
		f"{int(peak) / _MEGABYTE:.0f} MB at most, {int(start) / _MEGABYTE:.0f} MB of them before it began (goal 300)"
	)
	templates.remove()


def work() -> tuple[float, int, int, int]:
	"""Seconds, peak and first kilobytes, and number of tasks of one run of the generator over all that is due."""
	start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
	began = time.perf_counter()
	run.renew(frappe.db.commit, seconds=3_600)
	seconds = time.perf_counter() - began
	frappe.db.rollback()
	made = frappe.db.sql("select count(*) from `tabTD Task` where template is not null")[0][0]
	return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, start, made


def _creation(due: int) -> Row:
	templates.make(due)
	new_request("Administrator")
	statements: list[_Statement] = []
	with _watched(statements):
		ours = _timed(lambda: run.renew(frappe.db.commit, seconds=600))
	made = frappe.db.sql("select count(*) from `tabTD Task` where template is not null")[0][0]
	if made != due:
		raise SystemExit(f"{due} tasks were due and {made} were made: the figures would be wrong.")
	_remove_rows(statements)
	bare = _timed(lambda: _repeat(statements))
	host = _auto_repeat() * due / _DOCUMENTS
	number = sum(len(values) for _doctype, _columns, values in statements)
	return Row(
		f"recurrence: {due:,} due tasks, {number / due:.1f} rows each",
		ours,
		{
			"Auto Repeat, plain documents": Figure(host, 0, 0),
			"bare executemany": bare,
		},
		min(host / _TIMES_FASTER, bare.total * _TIMES_BARE),
	)


class _watched:
	"""Keep every bulk statement of what runs inside."""

	def __init__(self, statements: list[_Statement]):
		self.statements = statements

	def __enter__(self) -> None:
		self.insert = compat.insert_many
		compat.insert_many = self._insert

	def __exit__(self, *unused: object) -> None:
		compat.insert_many = self.insert

	def _insert(self, *statement: object) -> None:
		self.statements.append(statement)
		self.insert(*statement)


def _repeat(statements: Sequence[_Statement]) -> None:
	"""The same rows by the same statements and in transactions of the same size, and nothing else."""
	for position, (doctype, columns, values) in enumerate(statements):
		if doctype == "TD Task" and position:
			frappe.db.commit()
		compat.insert_many(doctype, columns, values)
	frappe.db.commit()


def _remove_rows(statements: Sequence[_Statement]) -> None:
	for doctype, _columns, values in statements:
		names = tuple(row[0] for row in values)
		frappe.db.sql(f"delete from `tab{doctype}` where name in %s", (names,))
	frappe.db.commit()


def _auto_repeat() -> float:
	"""Milliseconds that the host needs for so many plain documents of the same fields and child tables."""
	plain = forms.plain_document()
	doctype = frappe.get_doc("DocType", forms.PLAIN)
	if not doctype.allow_auto_repeat:
		doctype.allow_auto_repeat = 1
		doctype.save()
	repeat = frappe.get_doc(
		doctype="Auto Repeat",
		reference_doctype=forms.PLAIN,
		reference_document=plain,
		frequency="Daily",
		start_date=today(),
	).insert()
	frappe.db.commit()
	figure = _timed(lambda: [repeat.create_documents() for _document in range(_DOCUMENTS)])
	frappe.db.rollback()
	repeat.delete()
	frappe.db.commit()
	return figure.total


def _timed(work: Callable[[], object]) -> Figure:
	began = time.perf_counter()
	work()
	return Figure((time.perf_counter() - began) * 1000, 0, 0)
