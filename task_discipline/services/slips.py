"""When a task slips, those that wait for it get new dates proposed: their assigners decide, nothing is forced."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import frappe
from frappe import _lt
from frappe.model.document import Document
from frappe.utils import get_datetime

from task_discipline.domain import dependencies
from task_discipline.domain.dependencies import Dates
from task_discipline.domain.lifecycle import RUNNING_STATES
from task_discipline.domain.worktime import NoWorkingTime, WorkCalendar, work_time_between
from task_discipline.services import calendars, clock, deadline_requests, history, rows
from task_discipline.services.dependencies import DEPENDENCY, TASK
from task_discipline.services.languages import filled

_COLUMNS = ("name", "subject", "status", "assigner", "responsible", "starts_on", "deadline")


def follow(task: Document, before: Mapping[str, object]) -> dict[str, datetime]:
	"""Propose dates to what waits for a task whose end has moved back; returns each task's, in the site's time zone."""
	was, ready = before.get("deadline"), _ready(task, before)
	if not (was and ready) or ready <= get_datetime(was):
		return {}
	waiting = _waiting(task.name)
	around = calendars.of_people({row.responsible for row in waiting})
	dates = {row.name: _proposed(row, get_datetime(was), ready, around[row.responsible]) for row in waiting}
	found = {name: date for name, date in dates.items() if date}
	_propose(task, [row for row in waiting if row.name in found], found)
	return found


def _ready(task: Document, before: Mapping[str, object]) -> datetime | None:
	"""When the task will be, or was, finished, as far as this change says anything new about it."""
	if task.status == "Done" and before.get("status") != "Done":
		return clock.now()
	moved = task.deadline and task.deadline != before.get("deadline")
	return get_datetime(task.deadline) if moved else None


def _waiting(task: str) -> list[frappe._dict]:
	"""Running tasks with a deadline that wait for ``task`` and have no open request already."""
	edge, waiting, request = (
		frappe.qb.DocType(name) for name in (DEPENDENCY, TASK, deadline_requests.DOCTYPE)
	)
	asked = (
		frappe.qb.from_(request)
		.select(request.task)
		.where((request.status == "Open") & (request.task == waiting.name))
	)
	return (
		frappe.qb.from_(edge)
		.join(waiting)
		.on(waiting.name == edge.parent)
		.where((edge.task == task) & (edge.parenttype == TASK) & waiting.deadline.isnotnull())
		.where(waiting.status.isin([state.value for state in RUNNING_STATES]) & waiting.name.notin(asked))
		.select(*(waiting[column] for column in _COLUMNS))
		.orderby(waiting.name)
		.run(as_dict=True)
	)


def _proposed(row: frappe._dict, was: datetime, ready: datetime, calendar: WorkCalendar) -> datetime | None:
	starts_on = calendars.aware(row.starts_on) if row.starts_on else None
	dates = Dates(starts_on, calendars.aware(row.deadline))
	moments = calendars.aware(was), calendars.aware(ready)
	found = dependencies.proposed(dates, moments[1], _slip(calendar, *moments), calendar)
	deadline = found and calendars.naive(found.deadline)
	return deadline if deadline and deadline > clock.now() else None


def _slip(calendar: WorkCalendar, was: datetime, ready: datetime) -> timedelta:
	try:
		return work_time_between(calendar, was, ready)
	except NoWorkingTime:
		return ready - was


def _propose(task: Document, waiting: Sequence[frappe._dict], found: Mapping[str, datetime]) -> None:
	# Without its subject: whoever waits for a task need not be able to read it.
	reason = filled(_lt("It waits for {0}, which ends later than planned."), task.name)
	common = {"status": "Open", "source": "Dependency", "requested_at": clock.now(), "reason": reason}
	requests = [
		{
			"task": row.name,
			"requested_by": row.responsible,
			"current_deadline": row.deadline,
			"proposed_deadline": found[row.name],
			**common,
		}
		for row in waiting
	]
	rows.insert(deadline_requests.DOCTYPE, requests)
	details: Collection[str] = {"blocked_by": task.name}
	history.record_all(
		[
			history.entry(
				row, "Deadline Proposed", reason=reason, new_deadline=found[row.name], details=details
			)
			for row in waiting
		],
	)
