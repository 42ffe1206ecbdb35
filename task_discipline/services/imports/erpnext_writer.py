"""Writes drafts of ERPNext's tasks in bulk: the rows that a form would leave, and no notice to anybody."""

import re
from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe import _
from frappe.model.naming import set_new_name
from frappe.utils import escape_html, get_datetime

from task_discipline import compat
from task_discipline.domain.lifecycle import WORKING_STATES, Status
from task_discipline.services import (
	access,
	clock,
	dependencies,
	history,
	inputs,
	notices,
	rows,
	todo_mirror,
	working_time,
)
from task_discipline.services.imports import erpnext_source
from task_discipline.services.imports.erpnext_drafts import Draft
from task_discipline.services.projects import access as project_access
from task_discipline.services.projects import figures, log, standing
from task_discipline.services.ratings import writing as ratings
from task_discipline.services.reminders import planning

TASK, PROJECT = erpnext_source.OURS, erpnext_source.OUR_PROJECT
_PROJECT_STATES = {"Completed": "Closed", "Cancelled": "Cancelled"}
_LONGEST = 140
_SERIES = re.compile(r"[A-Za-z0-9/-]+\.#+")
Record = dict[str, object]
_Pair = tuple[Draft, frappe._dict]


def write(
	drafts: Sequence[Draft], known: dict[str, str], projects: dict[str, str | None], users: Mapping[str, bool]
) -> None:
	"""Store ``drafts``; ``known`` and ``projects`` lead from ERPNext's names to ours and learn the new ones."""
	made_projects = _make_projects(drafts, projects, users)
	pairs = list(zip(drafts, _tasks(drafts, known, projects), strict=True))
	known |= {draft.source.name: str(task.name) for draft, task in pairs}
	rows.insert("TD Task User", [row for draft, task in pairs for row in _co_assignees(draft, task)])
	rows.insert("TD Task Dependency", [row for draft, task in pairs for row in _edges(draft, task, known)])
	rows.insert("TD Task Access", [row for draft, task in pairs for row in _access(draft, task)])
	rows.insert("TD Task Event", [_created(draft, task) for draft, task in pairs])
	rows.insert("ToDo", [row for draft, task in pairs for row in _todos(draft, task)])
	_gather([task for _draft, task in pairs])
	_follow_projects([task for _draft, task in pairs])
	ratings.rate([str(task.name) for _draft, task in pairs if task.submitted_at])
	with notices.muted():  # what lies behind them reaches nobody
		planning.replan([str(task.name) for _draft, task in pairs if task.is_open])
	_end_projects(made_projects)


def _tasks(
	drafts: Sequence[Draft], known: Mapping[str, str], projects: Mapping[str, str | None]
) -> list[frappe._dict]:
	texts = erpnext_source.descriptions([draft.source.name for draft in drafts])
	names = _names(drafts)
	coming = dict(known) | {draft.source.name: name for draft, name in zip(drafts, names, strict=True)}
	blank = _blank()
	records = [blank | _fields(draft, coming, projects, texts.get(draft.source.name, "")) for draft in drafts]
	rows.insert(TASK, records, names)
	return [
		frappe._dict(record, name=name, doctype=TASK) for record, name in zip(records, names, strict=True)
	]


def _names(drafts: Sequence[Draft]) -> list[str]:
	"""New names, by whatever rule the site names its tasks."""
	series = frappe.get_meta(TASK).autoname or ""
	has_rule = frappe.db.exists("Document Naming Rule", {"document_type": TASK, "disabled": 0})
	if _SERIES.fullmatch(series) and not has_rule:
		return compat.next_in_series(series, len(drafts))
	return [_named(draft) for draft in drafts]


def _named(draft: Draft) -> str:
	task = frappe.new_doc(TASK).update(draft.values)
	set_new_name(task)
	return str(task.name)


def _blank() -> Record:
	values = frappe.new_doc(TASK).get_valid_dict()
	return {name: value for name, value in values.items() if name not in ("name", "creation", "modified")}


def _fields(draft: Draft, coming: Mapping[str, str], projects: Mapping[str, str | None], text: str) -> Record:
	status, workers = Status(str(draft.values["status"])), list(draft.cast.workers)
	reviewed = (
		working_time.review_due(clock.now(), draft.cast.assigner) if status is Status.SUBMITTED else None
	)
	return draft.values | {
		"description": _description(text),
		"result": "",
		"project": projects.get(draft.source.project),
		"parent_task": coming.get(draft.parent) if draft.parent else None,
		"depends_on_tasks": ",".join(sorted(coming[one] for one in draft.awaited)) or None,
		"reference_doctype": erpnext_source.THEIRS,
		"reference_name": draft.source.name,
		"imported_from": draft.source.name,
		"review_due": reviewed,
		"_assign": frappe.as_json(workers if status in WORKING_STATES else [], indent=None),
		"owner": draft.cast.assigner,
		"modified_by": draft.cast.assigner,
		"creation": get_datetime(draft.source.creation),
		"modified": clock.stamp(),
	}


def _description(text: str) -> str:
	if len(text) > inputs.MAX_RICH_TEXT:
		return escape_html(inputs.plain_text(text))[: inputs.MAX_RICH_TEXT]
	return inputs.rich_text(text, _("Description"))


def _co_assignees(draft: Draft, task: frappe._dict) -> list[Record]:
	return [
		_child(task, "co_assignees", idx, {"user": user})
		for idx, user in enumerate(draft.cast.co_assignees, 1)
	]


def _edges(draft: Draft, task: frappe._dict, known: Mapping[str, str]) -> list[Record]:
	return [_child(task, "depends_on", idx, {"task": known[one]}) for idx, one in enumerate(draft.awaited, 1)]


def _child(task: frappe._dict, fieldname: str, idx: int, values: Record) -> Record:
	place = {"parent": task.name, "parenttype": TASK, "parentfield": fieldname, "idx": idx}
	return _owned(task, place | values)


def _access(draft: Draft, task: frappe._dict) -> list[Record]:
	return [_owned(task, record) for record in access.records_for(task.name, draft.cast)]


def _created(draft: Draft, task: frappe._dict) -> Record:
	reason = _("Imported from ERPNext: {0}").format(draft.source.name)
	return history.entry(task, "Created", reason=reason)


def _todos(draft: Draft, task: frappe._dict) -> list[Record]:
	if Status(task.status) not in WORKING_STATES:
		return []
	return [_owned(task, record) for record in todo_mirror.records_for(task, draft.cast.workers)]


def _owned(task: frappe._dict, record: Record) -> Record:
	return record | {"owner": task.assigner, "modified_by": task.assigner}


def _gather(tasks: Iterable[frappe._dict]) -> None:
	"""Mark what gathers others and what waits for others."""
	made = list(tasks)
	above = {task.parent_task for task in made if task.parent_task}
	if above:
		frappe.db.set_value(TASK, {"name": ("in", list(above))}, "is_group", 1, update_modified=False)
	dependencies.mark([task.name for task in made])


def _follow_projects(tasks: Sequence[frappe._dict]) -> None:
	by_project: dict[str, list[str]] = {}
	for task in tasks:
		if task.project:
			by_project.setdefault(task.project, []).append(task.name)
	for project, names in by_project.items():
		project_access.give(names, project_access.people_of(project))
		log.record(project, "Tasks Moved In", details={"tasks": names[:100], "number": len(names)})
	figures.recount(list(by_project))
	standing.refresh(list(by_project))


def _make_projects(
	drafts: Sequence[Draft], projects: dict[str, str | None], users: Mapping[str, bool]
) -> dict[str, str]:
	"""Projects for those of ERPNext that have none yet; returns the states in which they are to end by name."""
	ends = {}
	for theirs in dict.fromkeys(draft.source.project for draft in drafts):
		if theirs in projects and not projects[theirs]:
			row, people = erpnext_source.project(theirs)
			projects[theirs] = _make_project(row, [user for user in people if users.get(user)], users)
			ends |= {projects[theirs]: row} if row.status in _PROJECT_STATES else {}
	return ends


def _make_project(row: frappe._dict, people: Sequence[str], users: Mapping[str, bool]) -> str:
	manager = row.owner if users.get(row.owner) else frappe.session.user
	starts_on, ends_on = row.expected_start_date, row.expected_end_date
	is_possible = not (starts_on and ends_on and ends_on < starts_on)
	project = frappe.get_doc(
		doctype=PROJECT,
		project_name=inputs.plain_text(row.project_name)[:_LONGEST] or row.name,
		manager=manager,
		members=[{"user": user} for user in people if user != manager],
		starts_on=starts_on,
		ends_on=ends_on if is_possible else None,
		description=_description(row.notes or ""),
		reference_doctype=erpnext_source.THEIR_PROJECT,
		reference_name=row.name,
	)
	return str(project.insert().name)


def _end_projects(ends: Mapping[str, frappe._dict]) -> None:
	for name, row in ends.items():
		status = _PROJECT_STATES[row.status]
		values = {"status": status, "closed_at": row.modified, "closed_by": frappe.session.user}
		frappe.db.set_value(PROJECT, name, values, update_modified=False)
		log.record(name, status, reason=_("Imported from ERPNext: {0}").format(row.name))
		standing.refresh([name])
