"""Tasks that are overdue at the end of a month: rated as they stood then, from their history up to that moment."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import frappe

from task_discipline.domain import discipline
from task_discipline.domain.awards import OPEN, Mark, Month
from task_discipline.domain.lifecycle import Status
from task_discipline.permissions import TASK
from task_discipline.services import calendars
from task_discipline.services.money.marks import RATING
from task_discipline.services.ratings import facts, records
from task_discipline.services.ratings.facts import Loaded

_BATCH = 500
WORKED_ON = (Status.NEW.value, Status.IN_PROGRESS.value, Status.ON_HOLD.value)
"""States in which the task is with the person who answers for it."""


def overdue(month: Month, users: Collection[str] | None) -> list[Mark]:
	"""Marks of the tasks that somebody had overdue at the end of the month, or now where it runs still."""
	names = sorted(_candidates(month.as_of, users))
	return [
		mark
		for start in range(0, len(names), _BATCH)
		for mark in _rated(facts.load(names[start : start + _BATCH]), month.as_of)
		if users is None or mark.user in users
	]


def _candidates(as_of: datetime, users: Collection[str] | None) -> set[str]:
	"""Open tasks whose deadline has passed or was moved after it had, and those settled late after that moment."""
	among, given = ("", ()) if users is None else (" and {0} in %s", (tuple(users) or ("",),))
	still = frappe.db.sql(
		f"""select name from `tab{TASK}` where status in %s and creation < %s
		and (deadline < %s or (deadline_moves > 0 and first_deadline < %s)){among.format("responsible")}""",
		(WORKED_ON, as_of, as_of, as_of, *given),
		pluck=True,
	)
	since = frappe.db.sql(
		f"""select task from `tab{RATING}` where settled_at > %s and given_at < %s and counted = 1
		and (deadline < %s or (deadline_moves > 0 and first_deadline < %s)){among.format("`user`")}""",
		(as_of, as_of, as_of, as_of, *given),
		pluck=True,
	)
	return {*still, *since}


def _rated(loaded: Iterable[Loaded], as_of: datetime) -> Iterator[Mark]:
	moment = calendars.aware(as_of)
	for one in loaded:
		events = [event for event in one.events if event.at < moment]
		if not events or events[-1].to_status not in WORKED_ON:
			continue
		rating = discipline.so_far(one.facts, events, one.people, moment)
		if rating and rating.left_out is None and (rating.fair_delay or rating.first_fair_delay):
			yield mark_of(
				{**records.of(one.task, rating), "rating": None, "outcome": OPEN, "settled_at": as_of}
			)


def mark_of(row: records.Record) -> Mark:
	"""A rating that is not stored, as the rules read it."""
	columns: Sequence[str] = Mark._fields
	return Mark._make(row[column] for column in columns)
