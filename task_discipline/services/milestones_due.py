"""Tells of the milestones of projects on their day, and of those that were missed; tasks have reminders for theirs."""

from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe import _lt
from frappe.utils import format_date

from task_discipline import compat, permissions
from task_discipline.domain.channels import Topic
from task_discipline.domain.reminder_times import morning_of
from task_discipline.permissions import PROJECT
from task_discipline.services import calendars, clock, recipients, record_notices, rows
from task_discipline.services.languages import filled
from task_discipline.services.milestones import MILESTONE
from task_discipline.services.projects import log, standing
from task_discipline.services.recipients import Recipient
from task_discipline.services.record_notices import Record
from task_discipline.services.reminders import policy

_EVENT = "Milestone Due"
_AT_ONCE = 200


def tell() -> int:
	"""Tell of each milestone once for each day that it was given; returns of how many.

	The responsible hears of it in the morning of his working day, and so does the manager of the project.
	"""
	now = clock.now()
	names = [row.name for row in _candidates(now)]
	if not names:
		return 0
	claimed = {row.name for row in compat.lock_free_rows(MILESTONE, names)}
	# Read again: another worker may have told of them until they were free.
	due = _in_the_morning([row for row in _candidates(now) if row.name in claimed], now)
	for row in due:
		_tell(row)
	rows.insert(
		log.EVENT,
		[log.entry(row.project, _EVENT, milestone=row.name, details={"title": row.title}) for row in due],
	)
	return len(due)


def _candidates(now: datetime) -> list[frappe._dict]:
	stone, project, event = (frappe.qb.DocType(name) for name in (MILESTONE, PROJECT, log.EVENT))
	told = (
		frappe.qb.from_(event)
		.select(event.milestone)
		.where((event.project == stone.project) & (event.milestone == stone.name) & (event.event == _EVENT))
		.where(event.happened_at >= stone.due_date)
	)
	return (
		frappe.qb.from_(stone)
		.join(project)
		.on(project.name == stone.project)
		.where(stone.state.isin(["Pending", "Missed"]) & (stone.due_date <= now.date()))
		.where(project.status.isin(standing.RUNNING) & stone.name.notin(told))
		.select(stone.name, stone.title, stone.due_date, stone.project, stone.responsible)
		.select(project.project_name, project.manager)
		.orderby(stone.due_date, stone.name)
		.limit(_AT_ONCE)
		.run(as_dict=True)
	)


def _in_the_morning(found: Sequence[frappe._dict], now: datetime) -> list[frappe._dict]:
	"""Those whose responsible works by now on their day, or after it."""
	around, hour = calendars.of_people({row.responsible for row in found}), policy.load().morning_hour
	present = calendars.aware(now)
	return [row for row in found if morning_of(around[row.responsible], row.due_date, hour) <= present]


def _tell(row: frappe._dict) -> None:
	people = [
		user
		for user in dict.fromkeys((row.responsible, row.manager))
		if permissions.reads(PROJECT, row.project, user)
	]

	def headline(_reader: Recipient) -> str:
		return filled(
			_lt("The milestone {0} is due on {1}"), row.title, format_date(row.due_date, "EEE d MMM yyyy")
		)

	record = Record(PROJECT, row.project, row.project_name)
	record_notices.tell(record, recipients.load_for(Topic.PLAN, people), headline, "")
