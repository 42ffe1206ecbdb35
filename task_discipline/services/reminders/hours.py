"""Puts off what is due while its person does not work: after an outage, or an absence that was written down later."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import frappe

from task_discipline import compat
from task_discipline.domain.reminder_policy import Kind, Policy
from task_discipline.domain.reminder_times import not_earlier
from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars
from task_discipline.services.reminders.facts import REMINDER, World

LATE_AFTER = timedelta(minutes=15)
"""What is sent so long after its moment says so."""
_NEXT_LOOK = timedelta(minutes=5)


def is_late(row: frappe._dict, now: datetime) -> bool:
	"""Whether a reminder has to say that it should have come before."""
	return bool(row.missed_at) or now - row.moment > LATE_AFTER


def at_work(
	rows: Sequence[frappe._dict],
	world: World,
	site: Policy,
	around: Mapping[str, WorkCalendar],
	now: datetime,
) -> list[frappe._dict]:
	"""Those of the due rows that may go now; the others are put off until their people work again."""
	put_off: dict[int, dict[str, object]] = {}
	for row in rows:
		priority = world.facts[row.task].priority
		if site.is_for_any_hour(Kind(row.kind), row.step or "", priority):
			continue
		turn = _turn(row, around[row.user], now)
		if turn > now:
			missed = row.missed_at or (row.moment if is_late(row, now) else None)
			put_off[row.name] = {"moment": turn, "missed_at": missed}
	compat.update_many(REMINDER, put_off)
	return [row for row in rows if row.name not in put_off]


def _turn(row: frappe._dict, calendar: WorkCalendar, now: datetime) -> datetime:
	"""When it may go. Its own moment counts for what goes in time: work may have ended a minute ago."""
	wanted = calendars.aware(now if is_late(row, now) else row.moment)
	turn = not_earlier(calendar, wanted)
	if turn <= calendars.aware(now):
		return now
	# Where clocks are set back the later moment may bear the earlier name.
	return max(calendars.naive(turn), now + _NEXT_LOOK)
