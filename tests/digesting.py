"""Lets morning digests go at moments of a quiet week to come."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe

from task_discipline.services import clock
from task_discipline.services.digests import sending
from tests.factories import ASSIGNER, CO_ASSIGNEE, HEAD
from tests.reminding import FRIDAY, MONDAY, do, set_task

READER = ASSIGNER
"""Who has a full day."""
TUESDAY = MONDAY + timedelta(days=1)
"""Nine in the morning, when work begins in the office of the tests."""


def forget_digests() -> None:
	"""Nobody has had any digest yet."""
	frappe.db.delete("TD Digest")


def turn(at: datetime) -> int:
	"""The scheduler's turn at that moment, without ending the transaction; returns how many digests were dealt with."""
	with clock.at(at):
		return sending.send(lambda: None, seconds=60)


def outcome(user: str, day: date | None = None) -> tuple[str, int, str | None] | None:
	"""State, number of tasks and reason of a person's digest, of Tuesday unless told; None where there is no row."""
	asked = {"user": user, "day": day or TUESDAY.date()}
	found = frappe.db.get_value("TD Digest", asked, ["state", "tasks", "reason"])
	return tuple(found) if found else None


def full_day() -> None:
	"""Committed by the caller: tasks for every section of the digest of READER."""
	ago = MONDAY - timedelta(days=14)
	_given(ago, subject="Renew the insurance of the vans", deadline=MONDAY - timedelta(days=4, hours=-8))
	_given(ago, subject="Answer the auditors", deadline=MONDAY + timedelta(hours=3), priority="Urgent")
	_given(
		ago,
		subject="Agree the text of the framework contract with the purchasing department in Rotterdam & <sign> it",
		deadline=TUESDAY + timedelta(hours=8),
		priority="High",
	)
	_given(MONDAY, is_new=True, subject="Order paper", deadline=TUESDAY + timedelta(hours=2))
	day = str(TUESDAY.date())
	plan = [{"title": "Collect the quotations", "due_date": day}, {"title": "Compare them", "due_date": day}]
	_given(ago, subject="Choose a cleaning company", plan=plan)
	for number in range(1, 14):
		_given(ago, subject=f"Visit shop {number}", deadline=FRIDAY + timedelta(hours=-number))
	_given(MONDAY, is_new=True, subject="Prepare the annual meeting", deadline=FRIDAY + timedelta(days=60))
	_set_by_reader(ago)


def _set_by_reader(ago: datetime) -> None:
	"""What waits for his own judgement, and what others owe him."""
	given = {"responsible": CO_ASSIGNEE, "needs_review": 1}
	result = _taken(ago, subject="Draft of the price list", **given)
	do(MONDAY, CO_ASSIGNEE, result, "submit_task", result="See the file")
	asking = _taken(ago, subject="Repair the gate", **given)
	reason = "The spare part comes on Thursday, and the fitter is away until then."
	do(
		MONDAY,
		CO_ASSIGNEE,
		asking,
		"propose_deadline",
		deadline=str(FRIDAY + timedelta(days=3)),
		reason=reason,
	)
	refused = set_task(ago, READER, subject="Count the stock", **given)
	do(MONDAY, CO_ASSIGNEE, refused, "decline", reason="I am on leave")
	_taken(ago, subject="Report of the month", deadline=MONDAY - timedelta(days=1), **given)


def _given(at: datetime, *, is_new: bool = False, **fields: Any) -> None:
	task = set_task(at, HEAD, responsible=READER, **fields)
	if not is_new:
		do(at, READER, task, "accept_assignment")


def _taken(at: datetime, **fields: Any) -> Any:
	task = set_task(at, READER, **fields)
	do(at, CO_ASSIGNEE, task, "accept_assignment")
	return task
