"""What many tasks give cause to remind of, read in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import frappe

from task_discipline import people
from task_discipline.domain.lifecycle import RUNNING_STATES, Status
from task_discipline.domain.reminder_policy import Kind
from task_discipline.domain.reminders import Facts, Key
from task_discipline.services import calendars

REMINDER = "TD Reminder"
_HANDED_OVER = ("Created", "Reassigned", "Returned", "Resumed", "Reopened", "Withdrawn")
"""Events after which the ball is with the responsible."""
_RUNNING = {status.value for status in RUNNING_STATES}
_Pairs = dict[str, list[tuple[str, date]]]


@dataclass(frozen=True)
class World:
	"""Some tasks with everything that planning and sending ask of them, by the name of the task."""

	rows: dict[str, frappe._dict]
	facts: dict[str, Facts]
	stored: dict[str, list[frappe._dict]]
	"""Their reminders."""

	@property
	def people(self) -> set[str]:
		"""Everybody whom a reminder may reach."""
		return {user for one in self.facts.values() for user in one.people}


def load(names: Sequence[str], now: datetime, *, fresh: bool = False) -> World:
	"""The tasks of these names; ``fresh`` ones were made in this transaction and have no history."""
	rows = _tasks(names)
	running = [row.name for row in rows if row.status in _RUNNING]
	cast, (steps, milestones) = _cast(running), _dated(running)
	requests = {} if fresh else _requests(running)
	stored = {} if fresh else _stored(names)
	late = {
		row.name: row.responsible for row in rows if row.status in _RUNNING and _has_passed(row.deadline, now)
	}
	heads = people.heads_of(set(late.values()))
	managers = people.managers() if late else ()
	found = {}
	for row in rows:
		is_late, users = row.name in late, cast.get(row.name, {})
		found[row.name] = Facts(
			task=row.name,
			status=Status(row.status),
			priority=row.priority,
			assigner=row.assigner,
			responsible=row.responsible,
			since=_aware(row.since or row.creation.replace(microsecond=0)),
			co_assignees=tuple(user for user, works in users.items() if works and user != row.responsible),
			deadline=_aware(row.deadline),
			review_due=_aware(row.review_due),
			held_until=_aware(row.held_until),
			requested_at=_aware(requests.get(row.name)),
			steps=_known(steps.get(row.name, ()), users, row.responsible),
			milestones=_known(milestones.get(row.name, ()), users, row.responsible),
			heads=tuple(heads.get(row.responsible, ())) if is_late else (),
			managers=tuple(managers) if is_late else (),
			told=frozenset(key_of(one) for one in stored.get(row.name, ()) if was_dealt_with(one)),
		)
	return World({row.name: row for row in rows}, found, stored)


def key_of(row: frappe._dict) -> Key:
	"""What a stored reminder sends once."""
	return row.user, Kind(row.kind), _aware(row.about), row.step or ""


def was_dealt_with(row: frappe._dict) -> bool:
	"""Whether a reminder had its turn, so that it never goes again."""
	return row.state in ("Sent", "Late") or bool(row.sent_at)


def _has_passed(deadline: datetime | None, now: datetime) -> bool:
	return deadline is not None and deadline <= now


def _aware(moment: datetime | None) -> datetime | None:
	return calendars.aware(moment) if moment else None


def _known(
	days: Iterable[tuple[str, date]], users: dict[str, int], responsible: str
) -> tuple[tuple[str, datetime], ...]:
	"""Dates with their people; who is not on the task may not read of it, so the responsible is told instead."""
	return tuple(
		(user if user in users else responsible, calendars.aware(datetime.combine(day, time(0))))
		for user, day in days
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
	"""Open steps and open milestones with their days, in one statement: it is asked at every new task."""
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
		found[row.task].append(row)
	return found


def _select(what: str, names: Sequence[str]) -> Sequence[tuple]:
	# Asked at every save, so without the query builder, which takes longer than the database.
	return frappe.db.sql(f"select {what}", (tuple(names),)) if names else ()
