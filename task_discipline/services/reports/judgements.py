"""What assigners judged in a period, from the history: a return or a reopening afterwards changes nothing of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import frappe

from task_discipline.domain import reviews
from task_discipline.services import calendars, outages, settings

EVENTS = ("Accepted", "Returned")


@dataclass(frozen=True)
class Judgement:
	"""One result that an assigner accepted or gave back."""

	event: int
	"""Name of the row in the history."""
	assigner: str
	minutes: int
	"""Working time of his since the submission."""
	is_late: bool


def of(where: str, values: Mapping[str, object]) -> list[Judgement]:
	"""The judgements for which ``where`` holds, a condition on ``event`` and its ``task``."""
	rows = _rows(where, values)
	if not rows:
		return []
	working = calendars.persons({row.assigner for row in rows})
	allowed = settings.load().review_time
	begin, end = min(row.submitted_at for row in rows), max(row.decided_at for row in rows)
	down = [(calendars.aware(since), calendars.aware(until)) for since, until in outages.between(begin, end)]
	return [
		_judgement(row, reviews.judged(working[row.assigner], *_moments(row), allowed, down)) for row in rows
	]


def _rows(where: str, values: Mapping[str, object]) -> Iterable[frappe._dict]:
	"""Each judgement with the last submission before it; what was brought in from elsewhere has none but its making."""
	found = frappe.db.sql(
		f"""select event.name as event, task.assigner, event.happened_at as decided_at,
			submission.happened_at as submitted_at, submission.review_due
		from `tabTD Task Event` event join `tabTD Task` task on task.name = event.task
		join `tabTD Task Event` submission on submission.task = event.task
			and submission.event in ('Submitted', 'Created') and submission.to_status = 'Submitted'
			and submission.happened_at <= event.happened_at
		where event.event in %(judgements)s and {where} order by submission.happened_at, submission.name""",
		{**values, "judgements": EVENTS},
		as_dict=True,
	)
	return {row.event: row for row in found}.values()


def _moments(row: frappe._dict) -> tuple[datetime, datetime | None, datetime]:
	due = calendars.aware(row.review_due) if row.review_due else None
	return calendars.aware(row.submitted_at), due, calendars.aware(row.decided_at)


def _judgement(row: frappe._dict, review: reviews.Review) -> Judgement:
	return Judgement(row.event, row.assigner, review.minutes, review.delay > 0)
