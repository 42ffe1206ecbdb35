"""Reviews that were late at the end of a month, as they stood then: still to be made, or not the last of their task.

A rating holds the sum of all its reviews and the moment of the last one. What of that an earlier month saw is found in
the history up to its end, so that a round of that month stays in it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import frappe

from task_discipline.domain import discipline
from task_discipline.domain.award_terms import Event
from task_discipline.domain.awards import OPEN, Mark, Month
from task_discipline.domain.cases import Outcome
from task_discipline.domain.discipline import Rating
from task_discipline.domain.lifecycle import Status
from task_discipline.domain.tenures import Event as Happened
from task_discipline.money_names import ENTRY
from task_discipline.permissions import TASK
from task_discipline.services import calendars
from task_discipline.services.money import standing
from task_discipline.services.money.marks import RATING
from task_discipline.services.ratings import facts, records
from task_discipline.services.ratings.facts import Loaded

_BATCH = 500
_WAITING, _DONE = Status.SUBMITTED.value, Status.DONE.value


def late(month: Month, users: Collection[str] | None) -> list[Mark]:
	"""Marks of the reviews of ``users`` that were late by the end of the month, or now where it runs still.

	Nothing but their review counts: what the person did who handed the task in has a mark of its own.
	"""
	names = sorted(_candidates(month.as_of, users) | _on_record(month, users))
	return [
		mark
		for start in range(0, len(names), _BATCH)
		for mark in _judged(facts.load(names[start : start + _BATCH]), month)
		if users is None or mark.assigner in users
	]


def _candidates(as_of: datetime, users: Collection[str] | None) -> set[str]:
	"""Tasks whose review is due and was not made, and those that were reviewed again after that moment."""
	among, given = ("", ()) if users is None else (" and assigner in %s", (tuple(users) or ("",),))
	still = frappe.db.sql(
		f"select name from `tab{TASK}` where status = %s and review_due < %s{among}",
		(_WAITING, as_of, *given),
		pluck=True,
	)
	since = frappe.db.sql(
		f"""select task from `tab{RATING}` where reviewed_at >= %s and late_review = 1 and given_at < %s
		and counted = 1{among}""",
		(as_of, as_of, *given),
		pluck=True,
	)
	return {*still, *since}


def _on_record(month: Month, users: Collection[str] | None) -> set[str]:
	"""Tasks of which the month has such a case already and no rating tells of it any more: their history does."""
	among, given = ("", ()) if users is None else (" and entry.`user` in %s", (tuple(users) or ("",),))
	found = frappe.db.sql(
		f"""select distinct entry.task from `tab{ENTRY}` entry join `tab{TASK}` task on task.name = entry.task
		where entry.about = %s and entry.event = %s and entry.made_by_system = 1 and task.status != %s{among}
		and not exists (
			select 1 from `tab{RATING}` rating where rating.task = entry.task and rating.assigner = entry.`user`
			and rating.late_review = 1 and rating.reviewed_at >= %s and rating.reviewed_at < %s
		)""",
		(month.begin.date(), Event.LATE_REVIEW.value, Status.CANCELLED.value, *given, month.begin, month.end),
		pluck=True,
	)
	return set(found)


def _judged(loaded: Iterable[Loaded], month: Month) -> Iterator[Mark]:
	moment = calendars.aware(month.as_of)
	for one in loaded:
		events = [event for event in one.events if event.at < moment]
		rating = _rating(one, events, moment) if events else None
		if rating and rating.left_out is None and rating.reviews.delay:
			mark = _mark(records.of(one.task, rating), rating, moment, month)
			if mark.outcome == OPEN or month.has(mark.reviewed_at):
				yield mark


def _mark(row: records.Record, rating: Rating, moment: datetime, month: Month) -> Mark:
	# One that lies there in time has not come to anything yet.
	last = [one for one in rating.reviews.all if one.decided_at < moment or one.delay][-1]
	is_pending = last.decided_at == moment
	at = month.as_of if is_pending else calendars.naive(last.decided_at)
	outcome = OPEN if is_pending else _WAITING
	return standing.mark_of(row | {"rating": None, "agreement": "", "outcome": outcome, "reviewed_at": at})


def _rating(one: Loaded, events: Sequence[Happened], moment: datetime) -> Rating | None:
	"""How the task stood at that moment, had its assigner judged then what lay there to be judged."""
	state = events[-1].to_status
	if state in standing.WORKED_ON:
		return discipline.so_far(one.facts, events, one.people, moment)
	if state == _WAITING:
		events = [*events, Happened("Accepted", moment, events[-1].responsible, _DONE)]
	found = discipline.rate(one.facts, events, one.people)
	return next((rating for rating in found if rating.outcome is not Outcome.HANDED_OVER), None)
