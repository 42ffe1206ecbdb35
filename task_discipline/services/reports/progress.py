"""How projects stand: progress beside the time that has passed, health with its reasons, milestones, what is late."""

from collections import Counter
from collections.abc import Collection, Mapping

import frappe
from frappe import _
from frappe.utils import cint, flt

from task_discipline import permissions
from task_discipline.domain.progress import Standing
from task_discipline.services import clock, recipients
from task_discipline.services.projects import standing
from task_discipline.services.reports.reader import one_name

PROJECT, MILESTONE = "TD Project Link", "TD Milestone"
SHOWN = {"Running": standing.RUNNING, "Ended": standing.ENDED, "All": (*standing.RUNNING, *standing.ENDED)}
"""What the filter offers, and the states of projects that it means."""
_GRAVEST = {"Late": 0, "At Risk": 1, "On Track": 2, "Not Rated": 3}
_FIELDS = (
	"name",
	"project_name",
	"manager",
	"status",
	"starts_on",
	"ends_on",
	"tasks_total",
	"tasks_done",
	"work_total",
	"work_done",
	"progress",
	"health",
	"health_reasons",
)
_SHOWN_ON_CHART = 15


def rows(filters: Mapping[str, object], reader: str) -> list[dict[str, object]]:
	"""One row for each project that ``reader`` may see, whoever stands worst first."""
	projects = _projects(filters, reader)
	names = [row.name for row in projects]
	stands = standing.load([row.name for row in projects if row.status in standing.RUNNING])
	missed, coming = _missed(names), _next_milestones(names)
	people = recipients.full_names({row.manager for row in projects})
	found = [
		{
			"project": row.name,
			"project_name": row.project_name,
			"manager": row.manager,
			"manager_name": people.get(row.manager, row.manager),
			"status": row.status,
			"starts_on": row.starts_on,
			"ends_on": row.ends_on,
			"progress": flt(row.progress, 1),
			"tasks": row.tasks_total,
			"tasks_done": row.tasks_done,
			**_stand(row, stands.get(row.name)),
			"milestones_missed": missed.get(row.name, 0),
			**coming.get(row.name, {"next_milestone": None, "next_milestone_on": None}),
		}
		for row in projects
	]
	asked = filters.get("health")
	chosen = [row for row in found if not asked or row["health"] == asked]
	return sorted(chosen, key=lambda row: (_GRAVEST.get(row["health"], 9), row["project_name"]))


def chart(found: list[dict[str, object]]) -> dict[str, object] | None:
	"""Bars of work done beside time passed; None where there is no project."""
	shown = found[:_SHOWN_ON_CHART]
	if not shown:
		return None
	return {
		"data": {
			"labels": [row["project_name"] for row in shown],
			"datasets": [
				{"name": _("Work done, %"), "values": [flt(row["progress"]) for row in shown]},
				{"name": _("Time passed, %"), "values": [flt(row["time_passed"]) for row in shown]},
			],
		},
		"type": "bar",
		"colors": ["#30A66D", "#8D99A6"],
	}


def summary(found: list[dict[str, object]]) -> list[dict[str, object]]:
	"""How many projects stand how."""
	colours = {"Late": "Red", "At Risk": "Orange", "On Track": "Green"}
	counts = Counter(row["health"] for row in found)
	return [
		{
			"label": _(health, context="TD Project Link"),
			"value": counts[health],
			"indicator": colour if counts[health] else "Grey",
			"datatype": "Int",
		}
		for health, colour in colours.items()
	]


def _projects(filters: Mapping[str, object], reader: str) -> list[frappe._dict]:
	condition = permissions.project_condition(reader) or "1 = 1"
	chosen = {"states": SHOWN.get(str(filters.get("show") or "Running"), standing.RUNNING)}
	wanted = ["`status` in %(states)s"]
	for column, fieldname in (("name", "project"), ("manager", "manager")):
		if filters.get(fieldname):
			chosen[fieldname] = one_name(fieldname, filters[fieldname])
			wanted.append(f"`{column}` = %({fieldname})s")
	# A condition holds names as they are, and a per cent sign in one of them would be read as a mark for a value.
	return frappe.db.sql(
		f"""select {", ".join(f"`{field}`" for field in _FIELDS)} from `tab{PROJECT}`
		where {" and ".join(wanted)} and {condition.replace("%", "%%")}""",
		chosen,
		as_dict=True,
	)


def _stand(row: frappe._dict, now: Standing | None) -> dict[str, object]:
	"""Health as of today for a project that runs; as it was for one that has ended."""
	if now is None:
		reasons, health, overdue, passed = standing.in_words(row), row.health, 0, None
	else:
		found = standing.rated(now)
		reasons, health = standing.in_words({**row, **found}), found["health"]
		overdue, passed = now.overdue, now.percent_of_time
	return {
		"health": health or "Not Rated",
		"why": "; ".join(reasons),
		"overdue": overdue,
		"time_passed": None if passed is None else flt(passed, 1),
	}


def _missed(projects: Collection[str]) -> dict[str, int]:
	if not projects:
		return {}
	found = frappe.db.sql(
		f"""select `project`, count(*) from `tab{MILESTONE}` where `project` in %(projects)s
		and (`state` = 'Missed' or (`state` = 'Pending' and `due_date` < %(today)s)) group by `project`""",
		{"projects": tuple(projects), "today": clock.now().date()},
	)
	return {project: cint(number) for project, number in found}


def _next_milestones(projects: Collection[str]) -> dict[str, dict[str, object]]:
	"""The milestone of each project that is due next, from today on."""
	if not projects:
		return {}
	found = frappe.get_all(
		MILESTONE,
		{"project": ("in", list(projects)), "state": "Pending", "due_date": (">=", clock.now().date())},
		["project", "title", "due_date"],
		order_by="due_date desc, creation desc",
		limit=0,
	)
	return {row.project: {"next_milestone": row.title, "next_milestone_on": row.due_date} for row in found}
