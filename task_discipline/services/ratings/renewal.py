"""Rates tasks again when something beside them has changed: an outage, an absence, a calendar.

Everything here may be killed and begins again: a rating that is right already is not written.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import frappe
from frappe.utils import create_batch
from redis.exceptions import RedisError

from task_discipline import compat
from task_discipline.permissions import TASK
from task_discipline.services import batches, clock
from task_discipline.services.batches import Commit
from task_discipline.services.ratings import writing

NIGHTLY = timedelta(days=62)
"""What was settled so long ago is rated again each night: two months, until their statements are closed."""
AT_ONCE = 200
"""Tasks in one transaction: whoever acts on one of them waits no longer than for these."""
_JOB = "task_discipline.td_jobs.rate_again"
_LONGEST_REVIEW = timedelta(days=31)
"""A result that lay for longer is rated again with its own month only."""
_FIRST, _LAST = datetime(1970, 1, 1), datetime(9998, 12, 31)


def call(
	since: date | datetime | None = None, until: date | datetime | None = None, user: str | None = None
) -> None:
	"""Have rated again, in the background, what was in somebody's hands then; where the queue is down, the night does it."""
	arguments = {"since": str(since or ""), "until": str(until or ""), "user": user or ""}
	key = "|".join(arguments.values())
	try:
		frappe.enqueue(
			_JOB,
			queue="long",
			job_id=f"{_JOB}|{key}",
			deduplicate=True,
			enqueue_after_commit=True,
			**arguments,
		)
	except RedisError:
		frappe.log_error(title="Task Discipline could not wake its jobs")


def recent() -> datetime:
	"""Since when everything is rated again where a calendar changes."""
	return datetime.combine(clock.now().date() - NIGHTLY, time.min)


def run(commit: Commit, since: datetime, until: datetime = _LAST, user: str | None = None) -> int:
	"""Rate again every task that was rated, or could be, for a time between these moments; returns how many."""
	names = _tasks(since, until, user)
	commit()  # a new look at the tasks, once they are held
	for batch in create_batch(names, AT_ONCE):
		batches.run(batch, rate, give_up, commit)
	return len(names)


def of_last_months(commit: Commit) -> int:
	"""``run`` for what was settled lately."""
	return run(commit, recent())


def moments(since: str, until: str) -> tuple[datetime, datetime]:
	"""Arguments of the job as moments; a day begins at midnight and ends at the next."""
	first = frappe.utils.get_datetime(since) if since else _FIRST
	last = frappe.utils.get_datetime(until) if until else _LAST
	# People may work by a clock that is a day ahead, and a shift may end on the day after.
	return first - timedelta(days=1), min(last + timedelta(days=2), _LAST)


def _tasks(since: datetime, until: datetime, user: str | None) -> list[str]:
	"""Tasks that were rated for a time that touches this one, and those that changed hands since."""
	values = {"since": since, "until": until, "user": user, "before": max(since - _LONGEST_REVIEW, _FIRST)}
	rated = """select task from `tabTD Task Rating` where settled_at >= %(before)s and given_at <= %(until)s
		and coalesce(reviewed_at, settled_at) >= %(since)s"""
	moved = "select task from `tabTD Task Event` where event = 'Reassigned' and happened_at >= %(since)s"
	# Each by an index of its own: together they would read the whole table.
	parts = (
		[
			f"{rated} and `user` = %(user)s",
			f"{rated} and assigner = %(user)s",
			f"{moved} and responsible = %(user)s",
		]
		if user
		else [rated, moved]
	)
	found = frappe.db.sql(" union ".join(parts), values, pluck=True)
	return sorted(found)


def rate(names: Sequence[str]) -> int:
	"""Rate tasks under lock; returns how many were dealt with."""
	# Held as an action holds them, so that nobody moves a task on while it is rated.
	held = frappe.db.sql(
		f"select name from `tab{TASK}` where name in %s order by name {compat.as_committed()}",
		(tuple(names),),
		pluck=True,
	)
	writing.rate(held)
	return len(names)


def give_up(name: str, error: Exception) -> None:
	"""Note that one task could not be rated; the others go on."""
	frappe.log_error(
		title=f"A task could not be rated: {type(error).__name__}",
		reference_doctype=TASK,
		reference_name=name,
	)
