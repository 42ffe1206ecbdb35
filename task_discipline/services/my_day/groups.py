"""Which tasks are in a person's day, and how many.

Two queries bring the names of everything that may be in it; sorting and counting is done here. Each part of
them reads one stretch of an index, nearly always without the rows behind it. No part asks the database for an
order and a first page: it would then like to walk the order of all tasks until it has met enough of his.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime

from task_discipline.domain.lifecycle import OPEN_STATES, RUNNING_STATES, Status
from task_discipline.domain.my_day import Beside, Day, Group, place_of

PAGE = 50
"""Rows of a group that are shown; the others are counted."""

# Who works beside others is looked up among the people of tasks: TD Task Access holds a row for each task that
# he has ever set, too.
_WORKS_ON = """
	select `responsible`, `name`, `deadline`, `status`, 0 from `tabTD Task`
	where `responsible` in %(users)s and `status` in %(open)s
	union all
	select beside.`user`, task.`name`, task.`deadline`, task.`status`, 1 from `tabTD Task User` beside
	join `tabTD Task` task on task.`name` = beside.`parent`
	where beside.`user` in %(users)s and beside.`parentfield` = 'co_assignees' and task.`is_open` = 1
"""

_HAS_SET = """
	select `assigner`, `name`, coalesce(`review_due`, `submitted_at`), 'review' from `tabTD Task`
	where `assigner` in %(users)s and `status` = 'Submitted'
	union all
	select task.`assigner`, request.`task`, request.`requested_at`, 'request' from `tabTD Deadline Request` request
	join `tabTD Task` task on task.`name` = request.`task`
	where request.`status` = 'Open' and task.`assigner` in %(users)s
	union all
	select `assigner`, `name`, `deadline`, 'declined' from `tabTD Task`
	where `assigner` in %(users)s and `status` = 'Declined'
	union all
	select `assigner`, `name`, `held_until`, 'wake_up' from `tabTD Task`
	where `assigner` in %(users)s and `status` = 'On Hold' and `held_until` <= %(now)s
	union all
	select `assigner`, `name`, `deadline`, 'late' from `tabTD Task`
	where `assigner` in %(users)s and `status` in %(running)s and `deadline` <= %(now)s
"""

_GROUP_OF = {
	"review": Group.REVIEW,
	"request": Group.ASKED,
	"declined": Group.ASKED,
	"wake_up": Group.ASKED,
	"late": Group.SET_OVERDUE,
}
_ORDER = {why: number for number, why in enumerate(_GROUP_OF)}


@dataclass(frozen=True)
class Entry:
	"""A task in a group; ``why`` says what it waits for where a group holds several things."""

	task: str
	why: str = ""
	helps: bool = False
	"""Whether the person is a co-assignee."""


@dataclass(frozen=True)
class Contents:
	"""The first page of each group, the size of each group, and the open tasks beside the day by number."""

	entries: dict[Group, list[Entry]]
	totals: dict[Group, int]
	beside: dict[Beside, int]


def find(user: str, day: Day) -> Contents:
	"""The day of ``user``; the moments of ``day`` are the site's, naive."""
	return find_many({user: day})[user]


def find_many(days: Mapping[str, Day]) -> dict[str, Contents]:
	"""The days of several people at one moment, in as many queries as for one."""
	if not days:
		return {}
	working = _by_person(frappe.db.sql(_WORKS_ON, {"users": tuple(days), "open": _values(OPEN_STATES)}))
	now, running = next(iter(days.values())).now, _values(RUNNING_STATES)
	set_ = _by_person(frappe.db.sql(_HAS_SET, {"users": tuple(days), "now": now, "running": running}))
	return {user: _contents(working[user], set_[user], day) for user, day in days.items()}


def _by_person(rows: Iterable[tuple]) -> dict[str, list[tuple]]:
	found: dict[str, list[tuple]] = defaultdict(list)
	for user, *row in rows:
		found[user].append(tuple(row))
	return found


def _contents(working: list[tuple], has_set: list[tuple], day: Day) -> Contents:
	places = [
		(place, Entry(name, helps=bool(helps)))
		for name, deadline, status, helps in sorted(working, key=_by_moment)
		if (place := place_of(Status(status), deadline, day))
	]
	# His own work, alone or beside others, is late in the upper groups already.
	places += _set_by_him(has_set, {name for name, *_others in working})
	totals = Counter(place for place, _entry in places)
	return Contents(
		entries=_first_pages(places),
		totals={group: totals[group] for group in Group},
		beside={place: totals[place] for place in Beside},
	)


def _set_by_him(rows: list[tuple], own: set[str]) -> list[tuple[Group, Entry]]:
	return [
		(_GROUP_OF[why], Entry(name, why=why))
		for name, _moment, why in sorted(rows, key=lambda row: (_ORDER[row[2]], *_by_moment(row)))
		if why != "late" or name not in own
	]


def _by_moment(row: tuple) -> tuple[datetime, str]:
	return (get_datetime(row[1] or datetime.max), row[0])


def _values(states: Iterable[Status]) -> tuple[str, ...]:
	return tuple(state.value for state in states)


def _first_pages(places: list[tuple[Group | Beside, Entry]]) -> dict[Group, list[Entry]]:
	found: dict[Group | Beside, list[Entry]] = defaultdict(list)
	for place, entry in places:
		if len(found[place]) < PAGE:
			found[place].append(entry)
	return {group: found[group] for group in Group}
