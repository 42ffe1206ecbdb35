"""The state of a project on one page, for people who read on paper."""

from datetime import datetime, time, timedelta

from frappe.model.document import Document
from frappe.utils import cint

from task_discipline import permissions
from task_discipline.services import clock
from task_discipline.services.projects import standing, tasks, view

_AHEAD = timedelta(days=14)
_OVERDUE, _DUE, _PEOPLE, _MILESTONES = 8, 12, 10, 10
"""Most lines of each part, so that all of it stays one page; what is left out is counted."""
_COUNTED = 500


def of_project(project: Document) -> dict[str, object]:
	"""Health in words, milestones, overdue and coming tasks, people; what the session's user may see of it."""
	permissions.require_read(project.name, permissions.PROJECT)
	counts, milestones = tasks.counts(project.name), view.milestones_of(project.name)
	until = datetime.combine(clock.now().date() + _AHEAD, time.max)
	overdue, coming = tasks.overdue(project.name, _OVERDUE), tasks.next_due(project.name, _COUNTED, until)
	people = view.by_person(counts)
	names = view.names_of(project, counts, milestones, overdue, coming)
	return {
		"reasons": standing.in_words(project.as_dict(no_nulls=True)),
		"milestones": _most(milestones, _MILESTONES),
		"overdue": _most(overdue, _OVERDUE, sum(cint(row.overdue) for row in counts)),
		"coming": _most(coming, _DUE),
		"people": _most(people, _PEOPLE),
		"hidden": tasks.number_of_all(project.name) - sum(row.number for row in counts),
		"names": names,
		"today": clock.now().date(),
	}


def _most(rows: list, most: int, number: int | None = None) -> dict[str, object]:
	total = len(rows) if number is None else number
	return {"rows": rows[:most], "more": max(total - most, 0)}
