"""What the digests of several people tell of, read for all of them in a few queries.

Nobody reads of a task that he may not open: he is its responsible, its assigner or its co-assignee, or he stands
beside it in TD Task Access.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

import frappe

from task_discipline.domain.lifecycle import RUNNING_STATES
from task_discipline.domain.my_day import Day, Group
from task_discipline.services.my_day import groups, rows
from task_discipline.services.my_day.groups import Entry

MOST_ROWS = 10
"""Rows of a section that are shown; the others are counted."""
_RUNNING = tuple(status.value for status in RUNNING_STATES)


class Part(str, Enum):
	"""The sections of a digest, in the order in which they are read."""

	OVERDUE = "overdue"
	TODAY = "today"
	DATES = "dates"
	REVIEW = "review"
	ASKED = "asked"
	NEW = "new"
	NEXT = "next"
	SET_OVERDUE = "set_overdue"


_PART_OF = {
	Group.OVERDUE: Part.OVERDUE,
	Group.TODAY: Part.TODAY,
	Group.REVIEW: Part.REVIEW,
	Group.ASKED: Part.ASKED,
	Group.NEXT: Part.NEXT,
	Group.SET_OVERDUE: Part.SET_OVERDUE,
}


@dataclass(frozen=True)
class Item:
	"""A row of a section; ``title`` and ``day`` are those of a step or a milestone of the task."""

	entry: Entry
	title: str = ""
	day: date | None = None


@dataclass
class Section:
	"""The first rows of a part, and how many there are in all."""

	items: list[Item] = field(default_factory=list)
	total: int = 0

	def add(self, item: Item) -> None:
		"""Count one more, and keep it where it is among the first."""
		self.total += 1
		if len(self.items) < MOST_ROWS:
			self.items.append(item)


@dataclass(frozen=True)
class Contents:
	"""The sections of each person, and what the rows in them show."""

	sections: dict[str, dict[Part, Section]]
	tasks: dict[str, frappe._dict]
	words: dict[Entry, dict[str, object]]
	"""What other people have said, where a decision waits for an answer to it."""


@dataclass(frozen=True)
class Reader:
	"""The present day of a person: its bounds as the site stores them, and its date on his own clock."""

	day: Day
	today: date


def load(readers: Mapping[str, Reader]) -> Contents:
	"""The digests of everybody in ``readers``, all at the same moment."""
	if not readers:
		return Contents({}, {}, {})
	found = groups.find_many({user: one.day for user, one in readers.items()})
	sections = {user: _of_the_day(contents) for user, contents in found.items()}
	for user, part, item in (*_dates(readers), *_new(readers)):
		sections[user].setdefault(part, Section()).add(item)
	entries = [item.entry for parts in sections.values() for part in parts.values() for item in part.items]
	tasks = rows.load(list(dict.fromkeys(entry.task for entry in entries)))
	return Contents(sections, tasks, rows.words_of(list(dict.fromkeys(entries))))


def _of_the_day(contents: groups.Contents) -> dict[Part, Section]:
	return {
		part: Section([Item(entry) for entry in contents.entries[group][:MOST_ROWS]], total)
		for group, part in _PART_OF.items()
		if (total := contents.totals[group])
	}


_DATES = """
	select step.`person`, task.`name`, 'step', step.`title`, step.`due_date`
	from `tabTD Plan Step` step join `tabTD Task` task on task.`name` = step.`parent`
	join `tabTD Task Access` access on access.`task` = task.`name` and access.`user` = step.`person`
	where step.`person` in %(users)s and step.`done` = 0 and step.`due_date` <= %(last)s
		and step.`parenttype` = 'TD Task' and task.`status` in %(running)s
	union all
	select task.`responsible`, task.`name`, 'step', step.`title`, step.`due_date`
	from `tabTD Task` task join `tabTD Plan Step` step on step.`parent` = task.`name`
	left join `tabTD Task Access` access on access.`task` = task.`name` and access.`user` = step.`person`
	where task.`responsible` in %(users)s and task.`status` in %(running)s and access.`user` is null
		and step.`parenttype` = 'TD Task' and step.`done` = 0 and step.`due_date` <= %(last)s
	union all
	select stone.`responsible`, task.`name`, 'milestone', stone.`title`, stone.`due_date`
	from `tabTD Milestone` stone join `tabTD Task` task on task.`name` = stone.`task`
	join `tabTD Task Access` access on access.`task` = task.`name` and access.`user` = stone.`responsible`
	where stone.`responsible` in %(users)s and stone.`state` in ('Pending', 'Missed') and stone.`due_date` <= %(last)s
		and task.`status` in %(running)s
	union all
	select task.`responsible`, task.`name`, 'milestone', stone.`title`, stone.`due_date`
	from `tabTD Task` task join `tabTD Milestone` stone on stone.`task` = task.`name`
	left join `tabTD Task Access` access on access.`task` = task.`name` and access.`user` = stone.`responsible`
	where task.`responsible` in %(users)s and task.`status` in %(running)s and access.`user` is null
		and stone.`state` in ('Pending', 'Missed') and stone.`due_date` <= %(last)s
"""
"""Steps and milestones of a person; those of nobody, or of somebody who is off the task, are its responsible's."""


def _dates(readers: Mapping[str, Reader]) -> Iterable[tuple[str, Part, Item]]:
	asked = {"users": tuple(readers), "running": _RUNNING, "last": max(one.today for one in readers.values())}
	found = [row for row in frappe.db.sql(_DATES, asked) if row[4] <= readers[row[0]].today]
	for user, task, kind, title, due in sorted(found, key=lambda row: (row[4], row[1], row[2], row[3] or "")):
		yield user, Part.DATES, Item(Entry(task, why=kind), title or "", due)


def _new(readers: Mapping[str, Reader]) -> Iterable[tuple[str, Part, Item]]:
	rows = frappe.db.sql(
		"""select `responsible`, `name`, `deadline` from `tabTD Task`
		where `responsible` in %s and `status` = 'New' and `assigner` != `responsible`""",
		(tuple(readers),),
	)
	for user, task, deadline in sorted(rows, key=lambda row: (row[2] or datetime.max, row[1])):
		# What stands in a section of its date says there that it is not accepted.
		if not deadline or deadline >= readers[user].day.afterwards:
			yield user, Part.NEW, Item(Entry(task))
