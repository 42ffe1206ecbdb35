"""Marks the milestones whose day has passed, so that lists and reports show them."""

import frappe

from task_discipline.domain.lifecycle import OPEN_STATES
from task_discipline.permissions import PROJECT, TASK
from task_discipline.services import clock
from task_discipline.services.milestones import MILESTONE
from task_discipline.services.projects import log, standing


def mark() -> int:
	"""Mark what was not reached by its day (the site's); returns how many. Those of ended work stay as they are."""
	found = _passed()
	if found:
		frappe.db.set_value(
			MILESTONE, {"name": ("in", [row.name for row in found])}, "state", "Missed", update_modified=False
		)
	entries = [
		log.entry(row.project, "Milestone Missed", milestone=row.name, details={"title": row.title})
		for row in found
		if row.project
	]
	log.record_all(entries)
	standing.refresh({row.project for row in found if row.project})
	return len(found)


def _passed() -> list[frappe._dict]:
	milestone, task, project = (frappe.qb.DocType(name) for name in (MILESTONE, TASK, PROJECT))
	is_running = task.status.isin([state.value for state in OPEN_STATES]) | project.status.isin(
		standing.RUNNING
	)
	return (
		frappe.qb.from_(milestone)
		.left_join(task)
		.on(task.name == milestone.task)
		.left_join(project)
		.on(project.name == milestone.project)
		.where((milestone.state == "Pending") & (milestone.due_date < clock.now().date()) & is_running)
		.select(milestone.name, milestone.title, milestone.project)
		.run(as_dict=True)
	)
