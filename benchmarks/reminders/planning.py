"""What planning adds to setting a task by the form, and to the generator of templates."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import frappe

from benchmarks.measure import Figure, side_by_side
from benchmarks.recurrence import templates
from benchmarks.table import Row
from benchmarks.tasks import forms
from task_discipline.services.generation import run
from task_discipline.services.reminders import planning

_MOST_ADDED = 1.2


def rows(generated: int, runs: int) -> Iterator[Row]:
	"""Measure both with and without planning, in turn."""
	yield _row("reminders: set a task, planning included", forms.set_task, runs)
	templates.remove()
	templates.make(generated)
	yield _row(f"reminders: generate {generated} tasks, planning included", _generate, runs)
	templates.remove()


def _row(title: str, work: Callable[[], object], runs: int) -> Row:
	calls = {"ours": work, "without planning": lambda: _without_planning(work)}
	figures: dict[str, Figure] = side_by_side(calls, runs, "Administrator")
	bare = figures["without planning"]
	return Row(title, figures["ours"], {"without planning": bare}, _MOST_ADDED * bare.total)


def _without_planning(work: Callable[[], object]) -> None:
	with patch.object(planning, "plan_new", lambda tasks: None):
		work()


def _generate() -> None:
	# Nothing is committed, so that the next call finds the same templates due.
	run.renew_these(frappe.db.sql_list("select name from `tabTD Task Template` where status = 'Active'"))
