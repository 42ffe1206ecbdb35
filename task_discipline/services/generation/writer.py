"""Writes drafts as tasks: the same rows that the form leaves, and the same notices, many at once.

Where a site has taught the host to do something with every new task (a notification, a webhook, a script, a
naming rule of its own), tasks are saved one by one instead, so that it happens to these too.
"""

import re
from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe.model.document import Document

from task_discipline import compat
from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import Status
from task_discipline.services import access, assignment_warnings, history, notices, rows, todo_mirror
from task_discipline.services.generation import announcing, one_by_one
from task_discipline.services.generation.drafts import Draft
from task_discipline.services.projects import moving
from task_discipline.services.reminders import planning
from task_discipline.services.reminders.facts import Known

TASK = "TD Task"
_SERIES = re.compile(r"[A-Za-z0-9/-]+\.#+")
_NOT_COPIED = frozenset(
	{"name", "creation", "modified", "owner", "modified_by", "attached_to_doctype", "attached_to_name"}
)
_NEW = {
	"status": Status.NEW.value,
	"timeliness": Timeliness.OPEN.value,
	"is_open": 1,
	"result": "",
}
Record = dict[str, object]
_Pair = tuple[Draft, frappe._dict]


def write(drafts: Sequence[Draft]) -> list[str]:
	"""Store ``drafts`` and tell their people; returns the names of the tasks in the same order.

	Raises the host's error of a unique key where the task of an occurrence exists already.
	"""
	if not drafts:
		return []
	series = frappe.get_meta(TASK).autoname or ""
	if not _SERIES.fullmatch(series) or one_by_one.is_wanted():
		return _write_each(drafts)
	return _write_all(drafts, series)


def stored_occurrences(drafts: Sequence[Draft]) -> set[tuple[str, datetime]]:
	"""Keys of those drafts whose task exists."""
	if not drafts:
		return set()
	templates, occurrences = zip(*(draft.key for draft in drafts), strict=True)
	rows = frappe.db.sql(
		"select template, occurrence from `tabTD Task` where template in %s and occurrence in %s",
		(templates, occurrences),
	)
	return set(rows)


def _write_each(drafts: Sequence[Draft]) -> list[str]:
	names = [one_by_one.save(draft) for draft in drafts]
	_attach(
		[(draft, frappe._dict(draft.fields, name=name)) for draft, name in zip(drafts, names, strict=True)]
	)
	planning.replan(names)  # their milestones were not there yet when they were saved
	return names


def _write_all(drafts: Sequence[Draft], series: str) -> list[str]:
	names = compat.next_in_series(series, len(drafts))
	tasks = _tasks(drafts)
	rows.insert(TASK, tasks, names)
	made = [frappe._dict(task, name=name, doctype=TASK) for task, name in zip(tasks, names, strict=True)]
	pairs = list(zip(drafts, made, strict=True))
	rows.insert("TD Task User", [row for draft, task in pairs for row in _people(draft, task)])
	rows.insert("TD Plan Step", [row for draft, task in pairs for row in _steps(draft, task)])
	rows.insert("TD Task Access", [row for draft, task in pairs for row in _access(draft, task)])
	events = [_created(draft, task) for draft, task in pairs]
	rows.insert("TD Task Event", events)
	rows.insert("ToDo", [row for draft, task in pairs for row in _todos(draft, task)])
	_attach(pairs)
	moving.made(made)
	moments = [event["happened_at"] for event in events]
	planning.plan_new([_known(*pair, since) for pair, since in zip(pairs, moments, strict=True)])
	_tell(pairs)
	return names


def _known(draft: Draft, task: frappe._dict, since: datetime) -> Known:
	"""What reminders hang on, without reading it back."""
	steps = [(step["person"], step["due_date"]) for step in draft.steps if step["due_date"]]
	milestones = [(task.responsible, one["due_date"]) for one in draft.milestones if one["due_date"]]
	return Known(task, since, draft.cast.co_assigned, steps, milestones)


def _attach(pairs: Sequence[_Pair]) -> None:
	"""Store what hangs on tasks beyond their form: milestones and the template's files."""
	rows.insert("TD Milestone", [row for draft, task in pairs for row in _milestones(draft, task)])
	rows.insert("File", [row for draft, task in pairs for row in _files(draft, task)])


def _tasks(drafts: Sequence[Draft]) -> list[Record]:
	blank, own = _blank(TASK), _filled_with_the_user(TASK)
	return [
		blank
		| dict.fromkeys(own, draft.cast.assigner)
		| _NEW
		| draft.fields
		| {
			"first_deadline": draft.fields.deadline,
			"_assign": frappe.as_json(list(draft.cast.workers), indent=None),
			"owner": draft.cast.assigner,
			"modified_by": draft.cast.assigner,
		}
		for draft in drafts
	]


def _blank(doctype: str) -> Record:
	"""A new row with the defaults of its fields, a site's own ones included."""
	document: Document = frappe.new_doc(doctype)
	values = document.get_valid_dict()
	return {name: value for name, value in values.items() if name not in ("name", "creation", "modified")}


def _filled_with_the_user(doctype: str) -> list[str]:
	"""Fields that take whoever makes the record: for a task of a template that is its assigner."""
	return [df.fieldname for df in frappe.get_meta(doctype).fields if df.default == "__user"]


def _people(draft: Draft, task: frappe._dict) -> list[Record]:
	found: list[Record] = []
	for fieldname in ("co_assignees", "observers"):
		users = getattr(draft.cast, fieldname)
		found += [_child(task, fieldname, idx, {"user": user}) for idx, user in enumerate(users, 1)]
	return found


def _steps(draft: Draft, task: frappe._dict) -> list[Record]:
	blank = {"done": 0, "done_by": None, "done_at": None}
	return [_child(task, "plan", idx, step | blank) for idx, step in enumerate(draft.steps, 1)]


def _child(task: frappe._dict, fieldname: str, idx: int, values: Record) -> Record:
	place = {"parent": task.name, "parenttype": TASK, "parentfield": fieldname, "idx": idx}
	return _owned(task, place | values)


def _access(draft: Draft, task: frappe._dict) -> list[Record]:
	return [_owned(task, record) for record in access.records_for(task.name, draft.cast)]


def _created(draft: Draft, task: frappe._dict) -> Record:
	details = assignment_warnings.on_record(draft.warnings, draft.due_at)
	return _owned(task, history.entry(task, "Created", actor=task.assigner, details=details))


def _todos(draft: Draft, task: frappe._dict) -> list[Record]:
	return [_owned(task, record) for record in todo_mirror.records_for(task, draft.cast.workers)]


def _milestones(draft: Draft, task: frappe._dict) -> list[Record]:
	common = {"task": task.name, "responsible": task.responsible, "weight": 1, "state": "Pending"}
	return [_owned(task, common | milestone) for milestone in draft.milestones]


def _files(draft: Draft, task: frappe._dict) -> list[Record]:
	"""Rows of the host's File that lead to the template's files: equal content lies on the disk once."""
	place = {"attached_to_doctype": TASK, "attached_to_name": task.name}
	return [
		_owned(task, {key: value for key, value in file.items() if key not in _NOT_COPIED} | place)
		for file in draft.source.files
	]


def _owned(task: frappe._dict, record: Record) -> Record:
	return record | {"owner": task.assigner, "modified_by": task.assigner}


def _tell(pairs: Sequence[_Pair]) -> None:
	notices.announce(list(announcing.announcements(pairs)))
	last = pairs[-1][1]
	message = {"doctype": TASK, "name": last.name, "user": last.assigner}
	frappe.publish_realtime("list_update", message, doctype=TASK, after_commit=True)
