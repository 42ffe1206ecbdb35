"""What the page of a project shows beside its fields: how it stands, who works on it, and what to look at first."""

from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline import project_rights
from task_discipline.project_rights import Part
from task_discipline.services import clock, links, recipients
from task_discipline.services.projects import life, standing, tasks

_SHOWN = 8
_DONE, _ENDED = "Done", ("Done", "Cancelled")


def for_form(project: Document) -> dict[str, object]:
	"""The state of the project at a glance, for the session's user; tasks that he may not see are only counted."""
	counts, milestones = tasks.counts(project.name), milestones_of(project.name)
	overdue, next_due = tasks.overdue(project.name, _SHOWN), tasks.next_due(project.name, _SHOWN)
	part = project_rights.part_of(project.name)
	seen, number = sum(row.number for row in counts), tasks.number_of_all(project.name)
	return {
		"part": part.value if part else None,
		"steps": life.open_to(project.status) if part is Part.LEAD else [],
		"reasons": standing.in_words(project.as_dict(no_nulls=True)),
		"milestones": milestones,
		"people": by_person(counts),
		"states": _by_state(counts),
		"overdue": overdue,
		"overdue_number": sum(cint(row.overdue) for row in counts),
		"next_due": next_due,
		"seen": seen,
		"hidden": number - seen,
		"not_counted": number - cint(project.tasks_total),
		"names": names_of(project, counts, milestones, [*overdue, *next_due]),
		"now": clock.now(),
		"reference": _reference(project),
	}


def milestones_of(project: str) -> list[frappe._dict]:
	"""The milestones of a project in the order of their dates, each with its tasks and how many are done."""
	rows = frappe.get_all(
		"TD Milestone",
		{"project": project},
		[
			"name",
			"title",
			"due_date",
			"first_due_date",
			"due_moves",
			"state",
			"reached_at",
			"reached_by",
			"responsible",
			"weight",
		],
		order_by="due_date asc, creation asc",
		limit=0,
	)
	counted = _tasks_of_milestones([row.name for row in rows])
	return [row.update(counted.get(row.name, {"tasks": 0, "tasks_done": 0})) for row in rows]


def _reference(project: Document) -> dict[str, bool] | None:
	"""Whether the record that the project belongs to is still there, and whether the reader may open it."""
	if not project.reference_name:
		return None
	return {
		"is_gone": links.is_gone(project),
		"may_open": links.may_link(project.reference_doctype, project.reference_name),
	}


def _tasks_of_milestones(names: Sequence[str]) -> dict[str, dict[str, int]]:
	if not names:
		return {}
	rows = frappe.db.sql(
		"""select `milestone`, count(*), sum(case when `status` = 'Done' then 1 else 0 end) from `tabTD Task`
		where `milestone` in %s and `status` <> 'Cancelled' group by `milestone`""",
		[tuple(names)],
	)
	return {name: {"tasks": number, "tasks_done": cint(done)} for name, number, done in rows}


def by_person(counts: Iterable[frappe._dict]) -> list[dict[str, object]]:
	"""Open, overdue and done tasks of each person by state, whoever has most to do first."""
	people: dict[str, dict[str, object]] = {}
	for row in counts:
		empty = {"user": row.responsible, "states": {}, "open": 0, "overdue": 0, "done": 0}
		person = people.setdefault(row.responsible, empty)
		person["states"][row.status] = row.number
		person["overdue"] += cint(row.overdue)
		person["done"] += row.number if row.status == _DONE else 0
		person["open"] += row.number if row.status not in _ENDED else 0
	return sorted(people.values(), key=lambda one: (-one["overdue"], -one["open"], one["user"]))


def _by_state(counts: Iterable[frappe._dict]) -> dict[str, int]:
	states: dict[str, int] = {}
	for row in counts:
		states[row.status] = states.get(row.status, 0) + row.number
	return states


def names_of(
	project: Document, counts: Iterable[frappe._dict], *listed: Iterable[Mapping[str, object]]
) -> dict[str, str]:
	"""Full names of everybody whom the page names."""
	people = {project.manager, project.closed_by, *(row.responsible for row in counts)}
	people |= {row.user for table in ("members", "observers") for row in project.get(table)}
	people |= {
		row.get(field)
		for rows in listed
		for row in rows
		for field in ("responsible", "reached_by", "assigner")
	}
	return recipients.full_names(people)
