"""Makes projects for the tests."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import frappe
from frappe.utils import add_days, getdate, nowdate

from task_discipline.services import rows
from task_discipline.services.projects import access, standing
from task_discipline.services.projects import figures as kept
from tests import factories

PROJECT = "TD Project Link"


def make_project(led_by: str = factories.ASSIGNER, /, **fields: Any) -> Any:
	"""A stored project that ``led_by`` made; ``members`` and ``observers`` are user names."""
	for table in ("members", "observers"):
		fields[table] = [{"user": user} for user in fields.get(table, ())]
	with factories.acting_as(led_by):
		return frappe.get_doc({"doctype": PROJECT, "project_name": "House", **fields}).insert()


def figures(project: str) -> tuple[int, int, float]:
	"""Tasks, tasks done, and the percentage that a project shows."""
	row = frappe.db.get_value(PROJECT, project, ["tasks_total", "tasks_done", "progress"])
	return int(row[0]), int(row[1]), float(row[2])


def health(project: str) -> str:
	"""How a project is rated."""
	return str(frappe.db.get_value(PROJECT, project, "health"))


def events_of(project: str) -> list[str]:
	"""The events of a project, oldest first."""
	return frappe.get_all("TD Project Event", {"project": project}, pluck="event", order_by="name asc")


def task_in(project: str, **fields: Any) -> str:
	"""A plain task of a project, set by its usual manager."""
	plain = {"project": project, "needs_review": 0, "co_assignees": [], "observers": [], "plan": []}
	return factories.make_task(factories.ASSIGNER, **(plain | fields)).name


def add_milestone(project: str, title: str, due_date: date, led_by: str = factories.ASSIGNER) -> str:
	"""A milestone of a project that ``led_by`` manages."""
	with factories.acting_as(led_by):
		return frappe.get_doc(PROJECT, project).add_milestone(title, str(due_date))


def furnish(project: str) -> dict[str, str]:
	"""Tasks of every state with people, dates, parts and waits, and three milestones; names by what they are."""
	today = nowdate()
	names = {
		title: task_in(
			project,
			subject=title,
			responsible=person,
			starts_on=f"{add_days(today, starts)} 09:00:00",
			deadline=f"{add_days(today, due)} 18:00:00",
		)
		for title, person, starts, due in (
			("Draw the plans", factories.RESPONSIBLE, -20, 2),
			("Dig the pit", factories.CO_ASSIGNEE, -12, 3),
			("Pour the foundation", factories.CO_ASSIGNEE, 1, 9),
			("Order the bricks", factories.OBSERVER, -3, 5),
			("Build the walls", factories.RESPONSIBLE, 8, 25),
			("Put on the roof", factories.RESPONSIBLE, 26, 40),
		)
	}
	names["Choose the mortar"] = task_in(
		project, subject="Choose the mortar", parent_task=names["Build the walls"], deadline=None
	)
	_wait(names, ("Pour the foundation", "Dig the pit"), ("Build the walls", "Pour the foundation"))
	_wait(names, ("Put on the roof", "Build the walls"))
	factories.act(factories.RESPONSIBLE, names["Draw the plans"], "submit_task")
	factories.act(factories.CO_ASSIGNEE, names["Dig the pit"], "start")
	# The door of a task takes no deadline that has passed.
	late = f"{add_days(today, -2)} 18:00:00"
	frappe.db.set_value("TD Task", names["Dig the pit"], {"deadline": late, "timeliness": "Overdue"})
	for title, days in (("Ground is ready", 3), ("Walls stand", 26), ("House is finished", 44)):
		names[title] = add_milestone(project, title, add_days(today, days))
	standing.refresh([project])
	return names


def _wait(names: dict[str, str], *pairs: tuple[str, str]) -> None:
	with factories.acting_as(factories.ASSIGNER):
		for waiting, awaited in pairs:
			task = frappe.get_doc("TD Task", names[waiting])
			task.append("depends_on", {"task": names[awaited]})
			task.save()


def fill(project: str, number: int) -> None:
	"""Many tasks by bulk statements, each waiting for the one before."""
	start = getdate(nowdate())
	names = rows.insert(
		"TD Task",
		[
			{
				"subject": f"Lay stone {each}",
				"status": "New",
				"is_open": 1,
				"timeliness": "Open",
				"assigner": factories.ASSIGNER,
				"responsible": factories.RESPONSIBLE,
				"project": project,
				"starts_on": f"{start + timedelta(days=each // 20)} 09:00:00",
				"deadline": f"{start + timedelta(days=each // 20 + 5)} 18:00:00",
			}
			for each in range(number)
		],
		[f"TD-{project}-{each:05d}" for each in range(number)],
	)
	access.give(names, [factories.ASSIGNER, factories.RESPONSIBLE])
	waits = [
		{"parent": waiting, "parenttype": "TD Task", "parentfield": "depends_on", "task": awaited}
		for awaited, waiting in pairwise(names)
	]
	rows.insert("TD Task Dependency", waits)
	kept.recount([project])


def succeeds(work: Callable[[], object]) -> bool:
	"""Whether the session's user may do that; what he may not leaves nothing behind."""
	frappe.db.savepoint("attempt")
	try:
		work()
		return True
	except frappe.PermissionError:
		frappe.db.rollback(save_point="attempt")
		return False
