"""One project of thousands of tasks and a thousand small ones, by bulk statements; removed after the measurement."""

import random
from datetime import timedelta
from itertools import pairwise

import frappe
from frappe.utils import now_datetime

from benchmarks.measure import new_request
from benchmarks.tasks.people import ORDINARY
from task_discipline.services import rows
from task_discipline.services.projects import access, figures, standing

PROJECT, TASK = "TD Project Link", "TD Task"
LEAD, MEMBERS = ORDINARY[40], ORDINARY[41:61]
BIG = "TDP-B00000"
_PREFIX, _BATCH = "TDP-B", 5_000
_STATES = ("Done", "Done", "Done", "In Progress", "New", "New", "On Hold", "Submitted", "Cancelled")


def make(big: int, small: int, tasks_of_small: int) -> list[str]:
	"""Make the projects with their tasks, waits and milestones; returns the names of all."""
	names = [f"{_PREFIX}{number:05d}" for number in range(small + 1)]
	rows.insert(PROJECT, [_project(number) for number in range(small + 1)], names)
	rows.insert("TD Task User", [_member(BIG, user) for user in MEMBERS])
	tasks = [(BIG, number) for number in range(big)]
	tasks += [(name, number) for name in names[1:] for number in range(tasks_of_small)]
	for start in range(0, len(tasks), _BATCH):
		_insert_tasks(tasks[start : start + _BATCH])
	_insert_beside(big)
	frappe.db.commit()
	figures.recount(names)
	standing.refresh(names)
	frappe.db.commit()
	return names


def remove() -> None:
	"""Remove everything that ``make`` has made."""
	new_request("Administrator")
	for doctype, column in (
		("TD Task Access", "task"),
		("TD Task Dependency", "parent"),
		("TD Task User", "parent"),
		("TD Milestone", "project"),
		(TASK, "name"),
		(PROJECT, "name"),
	):
		frappe.db.delete(doctype, {column: ("like", f"{_PREFIX}%")})
		frappe.db.commit()


def task_name(project: str, number: int) -> str:
	"""Name of a task; it begins like its project."""
	return f"{project}-{number:05d}"


def _project(number: int) -> dict[str, object]:
	today = now_datetime().date()
	return {
		"project_name": f"Project {number}",
		"status": "Open",
		"health": "Not Rated",
		"manager": LEAD,
		"members_see_tasks": 1,
		"starts_on": today - timedelta(days=120),
		"ends_on": today + timedelta(days=240),
	}


def _member(project: str, user: str) -> dict[str, object]:
	return {"parent": project, "parenttype": PROJECT, "parentfield": "members", "user": user}


def _insert_tasks(tasks: list[tuple[str, int]]) -> None:
	chance = random.Random(len(tasks))
	rows.insert(
		TASK,
		[_task(chance, project, number) for project, number in tasks],
		[task_name(project, number) for project, number in tasks],
	)


def _task(chance: random.Random, project: str, number: int) -> dict[str, object]:
	status, now = chance.choice(_STATES), now_datetime().replace(microsecond=0)
	starts_on = now + timedelta(days=chance.randrange(-110, 200), hours=chance.randrange(8))
	deadline = starts_on + timedelta(days=chance.randrange(1, 25))
	is_part = project == BIG and number % 10 and number < 2_000
	return {
		"subject": f"Prepare part {number} of the work",
		"status": status,
		"is_open": int(status not in ("Done", "Cancelled")),
		"timeliness": "Open",
		"assigner": LEAD,
		"responsible": chance.choice(MEMBERS),
		"project": project,
		"weight": 1,
		"priority": "Medium",
		"starts_on": starts_on,
		"deadline": deadline,
		"first_deadline": deadline,
		"submitted_at": deadline if status in ("Done", "Submitted") else None,
		"parent_task": task_name(project, number - number % 10) if is_part else None,
		"is_group": int(project == BIG and number % 10 == 0 and number < 2_000),
		"milestone": f"{BIG}-M{number % 12}" if project == BIG and number % 5 == 0 else None,
	}


def _insert_beside(big: int) -> None:
	"""What belongs to the big project: who sees its tasks, which of them wait, and its milestones."""
	names = [task_name(BIG, number) for number in range(big)]
	access.give(names, [LEAD, *MEMBERS])
	rows.insert(
		"TD Task Dependency",
		[
			{"parent": name, "parenttype": TASK, "parentfield": "depends_on", "task": awaited}
			for awaited, name in pairwise(names)
		],
	)
	today = now_datetime().date()
	milestones = [
		{
			"project": BIG,
			"title": f"Stage {number}",
			"state": "Pending",
			"due_date": today + timedelta(days=20 * number - 60),
			"weight": 1,
		}
		for number in range(12)
	]
	rows.insert("TD Milestone", milestones, [f"{BIG}-M{number}" for number in range(12)])
