"""What ratings say of a month, as the rules of fines and rewards read it: set-based, a query for all people."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max
from frappe.utils import get_datetime
from pypika.terms import LiteralValue

from task_discipline import compat_words
from task_discipline.domain.award_months import lapse_of
from task_discipline.domain.award_tasks import DONE, LATE
from task_discipline.domain.award_terms import Clock, Event, Terms
from task_discipline.domain.awards import AGREED, Mark, Month

RATING = "TD Task Rating"
_MOMENTS = ("given_at", "first_deadline", "missed_at", "settled_at", "reviewed_at")


def of_month(month: Month, users: Collection[str] | None, *, with_reviews: bool) -> list[Mark]:
	"""The ratings that count and were settled in the month, of ``users`` or of everybody.

	``with_reviews`` brings what was settled at another time and reviewed late in the month, too.
	"""
	until = min(month.end, month.as_of + timedelta(seconds=1))
	found = _read("settled_at >= %s and settled_at < %s", (month.begin, until), "`user`", users)
	if with_reviews:
		late = "late_review = 1 and reviewed_at >= %s and reviewed_at < %s"
		found += _read(late, (month.begin, until), "assigner", users)
	return list({mark.rating: mark for mark in found}.values())


def _read(where: str, values: Sequence[Any], column: str, users: Collection[str] | None) -> list[Mark]:
	among = "" if users is None else f" and {column} in %s"
	given = values if users is None else (*values, tuple(users) or ("",))
	rows = frappe.db.sql(
		f"select {_columns()} from `tab{RATING}` where counted = 1 and {where}{among}", given
	)
	places = [Mark._fields.index(field) for field in _MOMENTS]
	return [_mark(list(row), places) for row in rows]


def _columns() -> str:
	names = ["name", *Mark._fields[1:]]
	return ", ".join(
		compat_words.moment_as_text(f"`{one}`") if one in _MOMENTS else f"`{one}`" for one in names
	)


def _mark(values: list[Any], moments: Sequence[int]) -> Mark:
	for place in moments:
		values[place] = values[place] and datetime.fromisoformat(values[place])
	return Mark._make(values)


def runs(
	month: Month, rules: Iterable[Terms], standing: Sequence[Mark], shortest_minutes: int
) -> dict[tuple[str, str], int]:
	"""By rule and person: how many tasks in a row were on time when the month began.

	``standing`` are the tasks that are overdue now: a deadline that passed is a miss, submitted or not.
	"""
	found: dict[tuple[str, str], int] = {}
	for terms in rules:
		if (
			terms.event is Event.STREAK
			and terms.begun_at < month.begin
			and terms.is_in_force(_told_at(month))
		):
			counted = _run(terms, month.begin, standing, shortest_minutes)
			found |= {(terms.rule, user): number for user, number in counted.items()}
	return found


def _told_at(month: Month) -> datetime:
	return min(month.as_of, month.end - timedelta(microseconds=1))


def _run(terms: Terms, begin: datetime, standing: Sequence[Mark], shortest_minutes: int) -> dict[str, int]:
	missed = last_misses(terms, begin)
	for mark in standing:
		lapse = lapse_of(mark, terms.clock) if mark.is_fit and _is_for(terms, mark) else None
		if lapse and lapse < begin:
			missed[mark.user] = max(lapse, missed.get(mark.user, lapse))
	rating = frappe.qb.DocType(RATING)
	long_enough = LiteralValue(compat_words.moved("given_at", shortest_minutes, "minute"))
	hits = (
		_of(terms, rating)
		.where((rating.settled_at >= terms.begun_at) & (rating.settled_at < begin))
		.where((_timeliness(terms, rating) != LATE) & (rating.outcome == DONE))
		.where(rating.settled_at >= long_enough)
	)
	clean = hits.select(rating.user, Count("*")).groupby(rating.user)
	if not missed:
		return dict(clean.run())
	found = Counter(dict(clean.where(rating.user.notin(list(missed))).run()))
	since = hits.where(rating.user.isin(list(missed)) & (rating.settled_at > min(missed.values())))
	for user, settled_at in since.select(rating.user, rating.settled_at).run():
		found[user] += settled_at > missed[user]
	return dict(found)


def last_misses(terms: Terms, begin: datetime) -> dict[str, datetime]:
	"""When each person missed a deadline last before ``begin``, of those that count for a rule."""
	rating = frappe.qb.DocType(RATING)
	lapse = rating.missed_at if terms.clock is Clock.CURRENT else rating.first_deadline
	query = (
		_of(terms, rating)
		.where((_timeliness(terms, rating) == LATE) & (lapse < begin) & (lapse >= terms.begun_at))
		.select(rating.user, Max(lapse))
		.groupby(rating.user)
	)
	# SQLite makes text of the latest of moments.
	return {user: get_datetime(moment) for user, moment in query.run()}


def _of(terms: Terms, rating: Any) -> Any:
	query = frappe.qb.from_(rating).where(rating.counted == 1).where(rating.agreement.isin(sorted(AGREED)))
	for column, asked in zip(("project", "template", "priority"), terms.scope.tasks, strict=True):
		query = query.where(rating[column] == asked) if asked else query
	people = terms.scope.people
	return query if people is None else query.where(rating.user.isin(sorted(people) or [""]))


def _timeliness(terms: Terms, rating: Any) -> Any:
	return rating.timeliness if terms.clock is Clock.CURRENT else rating.first_timeliness


def _is_for(terms: Terms, mark: Mark) -> bool:
	return terms.scope.has_task(mark.project, mark.template, mark.priority)
