"""Keeps the planned reminders of tasks equal to what the tasks ask for, in the transaction that changes them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from task_discipline import compat
from task_discipline.domain import reminders
from task_discipline.domain.reminders import Facts, Planned
from task_discipline.services import calendars, clock, notices, rows
from task_discipline.services.reminders import facts, policy
from task_discipline.services.reminders.facts import REMINDER, Known, World

_Row = dict[str, object]
_RETOLD_AFTER = timedelta(hours=1)
RETOLD = "Written down afterwards"
"""Why a reminder did not go whose moment had passed when its task was put on record."""


@dataclass
class _Changes:
	zone: ZoneInfo
	"""The site's."""
	inserted: list[_Row] = field(default_factory=list)
	moved: dict[int, datetime] = field(default_factory=dict)
	"""New moments of rows that are planned, or are planned again, by name."""
	void: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
	"""Names of planned rows that nothing asks for any more, by the reason."""


def replan(names: Sequence[str]) -> None:
	"""Plan what the tasks ask for now and drop what they do not."""
	if not names:
		return
	if _is_retold():
		_retell(names)
		return
	now = clock.now()
	_store(_changes(facts.load(names, now), now))


def plan_new(tasks: Sequence[Known]) -> None:
	"""Plan for tasks that were made in this transaction: nobody has been reminded of them yet."""
	if _is_retold():
		_retell([one.row.name for one in tasks])
		return
	now = clock.now()
	_insert(_changes(facts.world_of(tasks, now), now).inserted, is_new=True)


def follow_edit(task: Document, before: Document) -> None:
	"""Plan anew where a save changed what reminders hang on; most saves do not."""
	if _asked_of(task) != _asked_of(before):
		replan([task.name])


def _asked_of(task: Document) -> tuple[object, ...]:
	dated = {(step.person, str(step.due_date)) for step in task.plan if step.due_date and not step.done}
	return task.priority, {row.user for row in task.co_assignees}, {row.user for row in task.observers}, dated


def _changes(world: World, now: datetime) -> _Changes:
	site, around = policy.load(), calendars.of_people(world.people)
	zone = calendars.site_zone()
	changes, present = _Changes(zone), now.replace(tzinfo=zone)
	for name, task in world.facts.items():
		wanted = reminders.candidates(task, site, around, present)
		_compare(task, wanted, world.stored.get(name, ()), present, changes)
	return changes


def _compare(
	task: Facts, wanted: list[Planned], stored: Sequence[frappe._dict], now: datetime, changes: _Changes
) -> None:
	zone = changes.zone
	by_key = {facts.key_of(row, zone): row for row in stored}
	asked = {one.key: one for one in wanted}
	for key, one in asked.items():
		row = by_key.get(key)
		if one.moment < now or key in task.told:
			continue
		if row is None:
			changes.inserted.append(_row(task.task, one, zone))
		elif row.state != "Planned" or (_is_ahead(row, now) and row.moment != _turn(one.moment, zone)):
			changes.moved[row.name] = _turn(one.moment, zone)
	for key, row in by_key.items():
		if row.state == "Planned" and key not in asked:
			user, kind, about, _step = key
			changes.void[reminders.why_void(user, kind, about, task, wanted).value].append(row.name)


def _is_ahead(row: frappe._dict, now: datetime) -> bool:
	"""Whether its turn has not come: what is due goes as it is."""
	return bool(row.moment.replace(tzinfo=now.tzinfo) > now)


def _naive(moment: datetime, zone: ZoneInfo) -> datetime:
	return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _turn(moment: datetime, zone: ZoneInfo) -> datetime:
	"""The moment as rows hold it. In the hour that clocks show twice its name comes an hour early: it goes after that."""
	local = moment.astimezone(zone).replace(microsecond=0, tzinfo=None)
	if local.fold:
		local = local.replace(minute=0, second=0) + timedelta(hours=1)
	return local.replace(fold=0)


def _row(task: str, one: Planned, zone: ZoneInfo) -> _Row:
	"""A planned row: that is what the table takes for granted."""
	return {
		"task": task,
		"user": one.user,
		"kind": one.kind.value,
		"moment": _turn(one.moment, zone),
		"about": _naive(one.about, zone),
		"step": one.step,
	}


def _insert(planned: Sequence[_Row], *, is_new: bool = False) -> None:
	names = compat.next_serials(REMINDER, len(planned)) if planned else []
	rows.insert(REMINDER, planned, names, keep_existing=not is_new)


def _store(changes: _Changes) -> None:
	_insert(changes.inserted)
	touched = [*changes.moved, *(name for names in changes.void.values() for name in names)]
	if not touched:
		return
	# Whoever sends holds the rows until they are sent: then nothing is left to change.
	states = dict(
		frappe.db.sql(
			f"select name, state from `tabTD Reminder` where name in %s {compat.as_committed()}", (touched,)
		)
	)
	free = {name for name, state in states.items() if state in ("Planned", "Skipped")}
	again = {"state": "Planned", "reason": None}
	compat.update_many(
		REMINDER,
		{name: {"moment": moment, **again} for name, moment in changes.moved.items() if name in free},
	)
	for reason, names in changes.void.items():
		skip([name for name in names if states.get(name) == "Planned"], reason)


def skip(names: Sequence[int], reason: str) -> None:
	"""Give up planned reminders."""
	if names:
		frappe.db.sql(
			"update `tabTD Reminder` set state = 'Skipped', reason = %s where name in %s",
			(reason, tuple(names)),
		)


def _is_retold() -> bool:
	return notices.is_muted() or clock.now() < now_datetime() - _RETOLD_AFTER


def _retell(names: Sequence[str]) -> None:
	"""Plan for tasks whose history is made up: what lies behind the real present reaches nobody."""
	now = max(clock.now(), now_datetime().replace(microsecond=0))
	frappe.db.delete(REMINDER, {"task": ("in", list(names)), "state": ("in", ("Planned", "Skipped"))})
	world = facts.load(names, now)
	site, around, zone = policy.load(), calendars.of_people(world.people), calendars.site_zone()
	present, planned, skipped = now.replace(tzinfo=zone), [], []
	for name, task in world.facts.items():
		passed = [
			one for one in reminders.passed_steps(task, site, around, present) if one.key not in task.told
		]
		told = task.told | {one.key for one in passed}
		ahead = reminders.plan(replace(task, told=told), site, around, present)
		dealt_with = {"state": "Skipped", "sent_at": now, "reason": RETOLD}
		skipped += [_row(name, one, zone) | dealt_with for one in passed]
		planned += [_row(name, one, zone) for one in ahead]
	_insert(planned)
	_insert(skipped)
