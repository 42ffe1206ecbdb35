"""Which tasks are in a person's day, and how many.

What he works on are his own open tasks, which an index holds together; they are sorted here. What he has set
may be thousands, so the database counts it and gives the first page only.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import frappe

from task_discipline.domain.lifecycle import OPEN_STATES, RUNNING_STATES, Status
from task_discipline.domain.my_day import Beside, Day, Group, place_of

PAGE = 50
"""Rows of a group that are shown; the others are counted."""

_MINE = """
	select `name`, `status`, `deadline`, 0 from `tabTD Task`
	where `responsible` = %(user)s and `status` in %(open)s
	union all
	select task.`name`, task.`status`, task.`deadline`, 1 from `tabTD Task Access` access
	join `tabTD Task` task on task.`name` = access.`task`
	where access.`user` = %(user)s and access.`is_co_assignee` = 1 and task.`is_open` = 1
"""

_SET_BY_HIM = "from `tabTD Task` task where task.`assigner` = %(user)s and task.`status` "
_SET_BY_HIM_AND = {
	"review": (
		_SET_BY_HIM + "= 'Submitted'",
		"coalesce(task.`review_due`, task.`submitted_at`)",
	),
	"request": (
		"""from `tabTD Deadline Request` request join `tabTD Task` task on task.`name` = request.`task`
		where request.`status` = 'Open' and task.`assigner` = %(user)s""",
		"request.`requested_at`",
	),
	"declined": (_SET_BY_HIM + "= 'Declined'", "task.`modified`"),
	"wake_up": (
		_SET_BY_HIM + "= 'On Hold' and task.`held_until` <= %(now)s",
		"task.`held_until`",
	),
	# His own work, alone or beside others, is in the upper groups already.
	"set_overdue": (
		_SET_BY_HIM
		+ """in %(running)s and task.`deadline` <= %(now)s and task.`responsible` != %(user)s
		and not exists (select 1 from `tabTD Task Access` mine where mine.`task` = task.`name`
			and mine.`user` = %(user)s and mine.`is_co_assignee` = 1)""",
		"task.`deadline`",
	),
}
"""For each question to somebody who sets tasks: where the tasks are, and by what they are sorted."""

_GROUP_OF = {
	"review": Group.REVIEW,
	"request": Group.ASKED,
	"declined": Group.ASKED,
	"wake_up": Group.ASKED,
	"set_overdue": Group.SET_OVERDUE,
}


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
	mine, counted = _mine(user, day)
	his, totals = _set_by(user, day.now)
	entries = {group: (mine.get(group, []) + his.get(group, []))[:PAGE] for group in Group}
	return Contents(
		entries=entries,
		totals={group: counted[group] + totals[group] for group in Group},
		beside={place: counted[place] for place in Beside},
	)


def _mine(user: str, day: Day) -> tuple[dict[Group, list[Entry]], Counter]:
	rows = frappe.db.sql(_MINE, {"user": user, "open": tuple(status.value for status in OPEN_STATES)})
	rows = sorted(rows, key=lambda row: (row[2] or datetime.max, row[0]))
	places = [place_of(Status(status), deadline, day) for _name, status, deadline, _helps in rows]
	entries: dict[Group, list[Entry]] = {group: [] for group in Group}
	for place, (name, _status, _deadline, helps) in zip(places, rows, strict=True):
		if isinstance(place, Group) and len(entries[place]) < PAGE:
			entries[place].append(Entry(name, helps=bool(helps)))
	return entries, Counter(places)


def _set_by(user: str, now: datetime) -> tuple[dict[Group, list[Entry]], Counter]:
	values = {"user": user, "now": now, "running": tuple(status.value for status in RUNNING_STATES)}
	entries: dict[Group, list[Entry]] = {group: [] for group in Group}
	for why, name in frappe.db.sql(_first_pages(), values):
		entries[_GROUP_OF[why]].append(Entry(name, why=why))
	totals: Counter = Counter()
	for why, number in frappe.db.sql(_sizes(), values):
		totals[_GROUP_OF[why]] += number
	return entries, totals


def _first_pages() -> str:
	# A page in a subselect of its own: not every database takes a limit inside of a union.
	return " union all ".join(
		f"""select * from (select '{why}' as why, task.`name` {source}
		order by {order}, task.`name` limit {PAGE}) {why}"""
		for why, (source, order) in _SET_BY_HIM_AND.items()
	)


def _sizes() -> str:
	return " union all ".join(
		f"select '{why}', count(*) {source}" for why, (source, _order) in _SET_BY_HIM_AND.items()
	)
