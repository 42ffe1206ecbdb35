"""The tasks of a project laid out in time: bars, waits and milestones, for its plan."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import frappe

from task_discipline import permissions
from task_discipline.domain.worktime import is_working_day
from task_discipline.services import calendars, clock, recipients
from task_discipline.services.projects import tasks, view

COLUMNS = (
	"name",
	"subject",
	"status",
	"responsible",
	"creation",
	"starts_on",
	"deadline",
	"submitted_at",
	"parent_task",
	"milestone",
	"is_group",
)
"""What the plan needs of a task, in this order."""
_NAME, _RESPONSIBLE, _PARENT = (COLUMNS.index(name) for name in ("name", "responsible", "parent_task"))
_MOMENTS = [COLUMNS.index(name) for name in ("creation", "starts_on", "deadline", "submitted_at")]
_MARGIN, _LONGEST = timedelta(days=14), timedelta(days=2_000)


def load(project: str) -> dict[str, object]:
	"""Every task of a project that the session's user may see, in a few queries whatever their number.

	Moments and days are those of the site. Raises ``frappe.PermissionError`` for a stranger to the project.
	"""
	permissions.require_read(project, permissions.PROJECT)
	rows, milestones = tasks.laid_out(project, COLUMNS), view.milestones_of(project)
	seen = {row[_NAME] for row in rows}
	ends = frappe.db.get_value(permissions.PROJECT, project, ["starts_on", "ends_on"], as_dict=True)
	first, last = _span(rows, [*ends.values(), *(one.due_date for one in milestones)])
	return {
		"columns": COLUMNS,
		# Whoever may see a part need not see the whole.
		"tasks": [
			[*map(_short, row[:_PARENT]), row[_PARENT] if row[_PARENT] in seen else None, *row[_PARENT + 1 :]]
			for row in rows
		],
		"waits": [edge for edge in tasks.dependencies(project) if seen.issuperset(edge)],
		"milestones": milestones,
		"names": recipients.full_names(
			{row[_RESPONSIBLE] for row in rows} | {one.responsible for one in milestones}
		),
		"hidden": tasks.number_of_all(project) - len(rows),
		"starts_on": ends.starts_on,
		"ends_on": ends.ends_on,
		"first": first,
		"last": last,
		"days_off": _days_off(first, last),
		"now": clock.now(),
	}


def _short(value: object) -> object:
	return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value


def _span(rows: Sequence[Sequence[object]], days: Sequence[date | None]) -> tuple[date, date]:
	"""First and last day of the plan, with some room on both sides; what lies years apart is cut off."""
	today = clock.now().date()
	known = [today, *filter(None, days)]
	known += [row[place].date() for row in rows for place in _MOMENTS if row[place]]
	first = max(min(known), today - _LONGEST) - _MARGIN
	return first, min(max(known), first + 2 * _LONGEST) + _MARGIN


def _days_off(first: date, last: date) -> list[date]:
	calendar = calendars.company()
	days = (first + timedelta(days=number) for number in range((last - first).days + 1))
	return [day for day in days if not is_working_day(calendar, day)]
