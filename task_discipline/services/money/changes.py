"""Whose month was shown to them and has changed since: ratings written anew, come, or gone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

import frappe
from frappe.utils import add_months, getdate

from task_discipline import compat_words
from task_discipline.domain.award_terms import Event
from task_discipline.domain.statements import State
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services.money import site
from task_discipline.services.money.marks import RATING

_MONTHS = 12
"""How far back a change still changes money: an older month is history."""


def since_shown(
	period: date, users: Collection[str] | None, unit: str, *, moves_money: bool
) -> list[tuple[date, set[str]]]:
	"""Months before ``period`` with the people to whom they were shown and for whom they have changed since.

	From the first change of a person on, his later months are looked at as well: a streak runs on. What was counted
	in another unit than today's stays as it is, and so does what was on record only, once the site pays.
	"""
	shown = _shown(period, unit, moves_money)
	changed: dict[str, date] = {}
	for user, about in (
		*_written_anew(period, unit),
		*_gone(period, unit),
		*_with_a_share_of_the_month(period, unit),
	):
		if about in shown.get(user, ()) and (users is None or user in users):
			changed[user] = min(about, changed.get(user, about))
	found: dict[date, set[str]] = defaultdict(set)
	for user, first in changed.items():
		for about in shown[user]:
			if about >= first:
				found[about].add(user)
	return sorted(found.items())


def _first(period: date) -> date:
	return getdate(add_months(period, -_MONTHS))


def _shown(period: date, unit: str, moves_money: bool) -> dict[str, set[date]]:
	filters: dict[str, object] = {
		"period": ("between", (_first(period), getdate(add_months(period, -1)))),
		"state": ("!=", State.DRAFT.value),
		"unit": unit,
	}
	if moves_money:
		filters["mode"] = ("in", site.PAYING)
	found: dict[str, set[date]] = defaultdict(set)
	for row in frappe.get_all(STATEMENT, filters, ["user", "period"], order_by=None, limit=0):
		found[row.user].add(row.period)
	return found


def _written_anew(period: date, unit: str) -> Iterable[tuple[str, date]]:
	"""Ratings of a shown month that are newer than its last draft: of who did the task, and of who reviewed it."""
	return [
		pair
		for person, moment in (("user", "settled_at"), ("assigner", "reviewed_at"))
		for pair in frappe.db.sql(
			f"""select distinct statement.`user`, statement.period from `tab{STATEMENT}` statement
			join `tab{RATING}` rating on rating.`{person}` = statement.`user`
			and rating.modified > {_seen_at()} and rating.`{moment}` >= statement.period
			where statement.period >= %s and statement.period < %s and statement.state != %s
			and statement.unit = %s and rating.`{moment}` < {_next_month()}""",
			(_first(period), period, State.DRAFT.value, unit),
		)
	]


def _gone(period: date, unit: str) -> Iterable[tuple[str, date]]:
	"""Cases on record of a shown month whose task has no rating in that month any more; and tasks that were overdue then,
	or lay there for their review, and have got a rating since, which may know of absences and outages that nobody knew of.
	"""
	return frappe.db.sql(
		f"""select distinct entry.`user`, entry.about from `tab{ENTRY}` entry
		join `tab{STATEMENT}` statement on statement.`user` = entry.`user` and statement.period = entry.about
		where entry.about >= %s and entry.about < %s and entry.unit = %s and entry.task != ''
		and entry.made_by_system = 1 and statement.state != %s
		and (case when entry.rating > 0 then 0 else 1 end) = (
			select case when count(*) > 0 then 1 else 0 end from `tab{RATING}` rating where rating.task = entry.task
			and (rating.`user` = entry.`user` or rating.assigner = entry.`user`)
			and (
				(entry.rating > 0 and {_OF_THE_CASE} >= entry.about and {_OF_THE_CASE} < {_next_month()})
				or (entry.rating = 0 and rating.modified > {_seen_at()})
			)
		)""",
		(_first(period), period, unit, State.DRAFT.value),
	)


def _with_a_share_of_the_month(period: date, unit: str) -> Iterable[tuple[str, date]]:
	"""Who was rewarded for the whole of the last month: what a task did for that leaves no other trace when it is undone."""
	last = getdate(add_months(period, -1))
	filters = {"about": last, "task": ("is", "not set"), "unit": unit, "made_by_system": 1}
	found = frappe.get_all(ENTRY, filters, pluck="user", distinct=True, order_by=None, limit=0)
	return [(user, last) for user in found]


_OF_THE_CASE = f"(case when entry.event = '{Event.LATE_REVIEW.value}' then rating.reviewed_at else rating.settled_at end)"
"""When a rating says that the case of an entry was settled."""


def _seen_at() -> str:
	"""SQL until when the statement knows of ratings; some may have been on their way to the record while it was drafted."""
	return compat_words.moved("coalesce(statement.drafted_at, statement.shown_at)", -10, "minute")


def _next_month() -> str:
	return compat_words.moved("statement.period", 1, "month")
