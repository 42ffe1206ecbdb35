"""What many tasks give cause to remind of, read in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime

from task_discipline import people
from task_discipline.domain.lifecycle import RUNNING_STATES, Status
from task_discipline.domain.reminder_policy import Kind
from task_discipline.domain.reminders import Facts, Key
from task_discipline.services import calendars

REMINDER = "TD Reminder"
_HANDED_OVER = ("Created", "Reassigned", "Returned", "Resumed", "Reopened", "Withdrawn")
"""Events after which the ball is with the responsible."""
_RUNNING = {status.value for status in RUNNING_STATES}
_KINDS = {kind.value for kind in Kind}
_Pairs = dict[str, list[tuple[str, date]]]


@dataclass(frozen=True)
class World:
	"""Some tasks with everything that planning and sending ask of them, by the name of the task."""

	rows: dict[str, frappe._dict]
	facts: dict[str, Facts]
	stored: dict[str, Sequence[frappe._dict]]
	"""Their reminders."""

	@property
	def people(self) -> set[str]:
		"""Everybody whom a reminder may reach."""
		return {user for one in self.facts.values() for user in one.people}


@dataclass(frozen=True)
class Known:
	"""One task with all that its facts are made of, be it read from the database or written a moment ago."""

	row: frappe._dict | Document
	since: datetime
	"""When the ball came to the responsible."""
	users: Mapping[str, object]
	"""Everybody on the task, and whether he is a co-assignee."""
	steps: Sequence[tuple[str, date]] = ()
	milestones: Sequence[tuple[str, date]] = ()
	requested_at: datetime | None = None
	stored: Sequence[frappe._dict] = ()
	"""Its reminders."""


def load(names: Sequence[str], now: datetime) -> World:
	"""The tasks of these names."""
	rows = _tasks(names)
	running = [row.name for row in rows if row.status in _RUNNING]
	cast, (steps, milestones), requests = _cast(running), _dated(running), _requests(running)
	stored = _stored(names)
	known = [
		Known(
			row=row,
			since=get_datetime(row.since or row.creation.replace(microsecond=0)),
			users=cast.get(row.name, {}),
			steps=steps.get(row.name, ()),
			milestones=milestones.get(row.name, ()),
			requested_at=requests.get(row.name),
			stored=stored.get(row.name, ()),
		)
		for row in rows
	]
	return world_of(known, now)


def world_of(known: Sequence[Known], now: datetime) -> World:
	"""The same of what is known already, without reading it again."""
	zone = calendars.site_zone()
	late = {one.row.responsible for one in known if _is_late(one.row, now)}
	heads, managers = people.heads_of(late), tuple(people.managers()) if late else ()
	found = {}
	for one in known:
		is_late = _is_late(one.row, now)
		chiefs = (tuple(heads.get(one.row.responsible, ())), managers) if is_late else ((), ())
		found[one.row.name] = _facts(one, chiefs, zone)
	return World({one.row.name: one.row for one in known}, found, {one.row.name: one.stored for one in known})


def _facts(one: Known, chiefs: tuple[tuple[str, ...], tuple[str, ...]], zone: ZoneInfo) -> Facts:
	row = one.row
	return Facts(
		task=row.name,
		status=Status(row.status),
		priority=row.priority,
		assigner=row.assigner,
		responsible=row.responsible,
		since=one.since.replace(tzinfo=zone),
		co_assignees=tuple(user for user, works in one.users.items() if works and user != row.responsible),
		deadline=_aware(row.deadline, zone),
		review_due=_aware(row.review_due, zone),
		held_until=_aware(row.held_until, zone),
		requested_at=_aware(one.requested_at, zone),
		steps=_known(one.steps, one.users, row.responsible, zone),
		milestones=_known(one.milestones, one.users, row.responsible, zone),
		heads=chiefs[0],
		managers=chiefs[1],
		told=frozenset(key_of(row, zone) for row in one.stored if was_dealt_with(row)),
	)


def key_of(row: frappe._dict, zone: ZoneInfo | None = None) -> Key:
	"""What a stored reminder sends once; ``zone`` is the site's."""
	return row.user, Kind(row.kind), row.about.replace(tzinfo=zone or calendars.site_zone()), row.step or ""


def is_known(row: frappe._dict) -> bool:
	"""Whether this version understands a stored reminder; another one may have left it."""
	return row.kind in _KINDS and row.about is not None


def was_dealt_with(row: frappe._dict) -> bool:
	"""Whether a reminder had its turn, so that it never goes again."""
	return row.state in ("Sent", "Late") or bool(row.sent_at)


def _is_late(row: frappe._dict | Document, now: datetime) -> bool:
	return row.status in _RUNNING and row.deadline is not None and row.deadline <= now


def _aware(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
	return moment.replace(tzinfo=zone) if moment else None


def _known(
	days: Iterable[tuple[str, date]], users: Mapping[str, object], responsible: str, zone: ZoneInfo
) -> tuple[tuple[str, datetime], ...]:
	"""Dates with their people; who is not on the task may not read of it, so the responsible is told instead."""
	return tuple(
		(user if user in users else responsible, datetime.combine(day, time(0), zone)) for user, day in days
	)


def _tasks(names: Sequence[str]) -> list[frappe._dict]:
	return frappe.db.sql(
		"""select name, subject, status, priority, assigner, responsible, creation, deadline, review_due, held_until,
			(select max(happened_at) from `tabTD Task Event` where `tabTD Task Event`.task = one.name and event in %s) since
		from `tabTD Task` one where name in %s""",
		(_HANDED_OVER, tuple(names)),
		as_dict=True,
	)


def _cast(names: Sequence[str]) -> dict[str, dict[str, int]]:
	found: dict[str, dict[str, int]] = defaultdict(dict)
	for task, user, works in _select(
		"task, `user`, is_co_assignee from `tabTD Task Access` where task in %s", names
	):
		found[task][user] = works
	return found


def _dated(names: Sequence[str]) -> tuple[_Pairs, _Pairs]:
	"""Open steps and open milestones with their days, in one statement: it is asked at every action."""
	found: dict[str, _Pairs] = {"step": defaultdict(list), "milestone": defaultdict(list)}
	if not names:
		return found["step"], found["milestone"]
	rows = frappe.db.sql(
		"""select 'step', parent, person, due_date from `tabTD Plan Step`
		where parent in %(tasks)s and parenttype = 'TD Task' and done = 0 and due_date is not null
		union all
		select 'milestone', task, responsible, due_date from `tabTD Milestone`
		where task in %(tasks)s and state = 'Pending' and due_date is not null""",
		{"tasks": tuple(names)},
	)
	for what, task, user, day in rows:
		found[what][task].append((user, day))
	return found["step"], found["milestone"]


def _requests(names: Sequence[str]) -> dict[str, datetime]:
	return dict(
		_select(
			"task, requested_at from `tabTD Deadline Request` where task in %s and status = 'Open'", names
		)
	)


def _stored(names: Sequence[str]) -> dict[str, list[frappe._dict]]:
	rows = frappe.db.sql(
		"""select name, task, `user`, kind, moment, about, step, state, sent_at
		from `tabTD Reminder` where task in %s""",
		(tuple(names),),
		as_dict=True,
	)
	found: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		if is_known(row):
			found[row.task].append(row)
	return found


def _select(what: str, names: Sequence[str]) -> Sequence[tuple]:
	# Asked at every save, so without the query builder, which takes longer than the database.
	return frappe.db.sql(f"select {what}", (tuple(names),)) if names else ()
