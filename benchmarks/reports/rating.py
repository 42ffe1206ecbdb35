"""What a rating adds to handing in a result and to accepting it."""

from collections.abc import Callable, Iterator
from functools import partial
from unittest.mock import patch

import frappe
from frappe.handler import run_doc_method
from frappe.utils import add_days, now_datetime, set_request

from benchmarks.measure import new_request, side_by_side
from benchmarks.reports import people
from benchmarks.reports.fill import RATING, TASK
from benchmarks.table import Row
from task_discipline.services.ratings import writing

_ASSIGNER, _RESPONSIBLE = people.HEAD, people.PARTICIPANT
_MOST_ADDED = 1.2


def rows(runs: int) -> Iterator[Row]:
	"""Measure both actions with and without the rating, in turn."""
	task = _new_task()
	yield _row(
		"rating: submit_task()",
		partial(_act, "submit_task", task, '{"result": "<p>Signed</p>"}'),
		_RESPONSIBLE,
		runs,
	)
	_hand_in(task)
	yield _row("rating: accept_result()", partial(_act, "accept_result", task, "{}"), _ASSIGNER, runs)
	_forget(task)


def _row(title: str, work: Callable[[], object], user: str, runs: int) -> Row:
	calls = {"ours": work, "without a rating": lambda: _unrated(work)}
	figures = side_by_side(calls, runs, user, _post)
	bare = figures["without a rating"]
	return Row(title, figures["ours"], {"without a rating": bare}, _MOST_ADDED * bare.total)


def _unrated(work: Callable[[], object]) -> None:
	with patch.object(writing, "follow", lambda *_arguments: None):
		work()


def _post() -> None:
	set_request(method="POST", path="/api/method/run_doc_method")


def _act(action: str, task: str, arguments: str) -> None:
	run_doc_method(action, dt=TASK, dn=task, args=arguments)


def _new_task() -> str:
	new_request(_ASSIGNER)
	deadline = add_days(now_datetime(), 7).replace(microsecond=0)
	task = frappe.get_doc(
		doctype=TASK, subject="Prepare the contract", responsible=_RESPONSIBLE, deadline=deadline
	).insert()
	frappe.db.commit()
	return str(task.name)


def _hand_in(task: str) -> None:
	new_request(_RESPONSIBLE)
	_post()
	_act("submit_task", task, '{"result": "<p>Signed</p>"}')
	frappe.db.commit()


def _forget(task: str) -> None:
	new_request("Administrator")
	for doctype in ("TD Task Access", "TD Task Event", "TD Reminder", RATING):
		frappe.db.delete(doctype, {"task": task})
	frappe.db.delete(TASK, {"name": task})
	frappe.db.delete("ToDo", {"reference_name": task})
	frappe.db.delete("Notification Log", {"document_name": task})
	frappe.db.commit()
