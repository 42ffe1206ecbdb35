"""What follows a save of a task: access, history, the mirror in the host's ToDo, and notices."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, getdate

from task_discipline.services import (
	access,
	assignment_warnings,
	clock,
	departures,
	edit_rights,
	history,
	notices,
	ripples,
	todo_mirror,
)
from task_discipline.services.chat import records as talk
from task_discipline.services.imports import data_import
from task_discipline.services.notices import News
from task_discipline.services.ratings import writing as ratings
from task_discipline.services.reminders import planning
from task_discipline.services.reminders.facts import Known

_KEPT_LENGTH = 2_000


def created(task: Document) -> None:
	"""Open the history of a new task, give its people access and tell them."""
	cast = access.cast_of(task)
	access.sync(task.name, cast)
	warnings = assignment_warnings.warnings(task.responsible, task.deadline, clock.now())
	details = assignment_warnings.on_record(warnings, task.flags.due_at)
	since = history.record(task.as_dict(), "Created", details=details)
	todo_mirror.sync(task, cast.workers)
	steps = [(row.person, getdate(row.due_date)) for row in task.plan if row.due_date and not row.done]
	planning.plan_new([Known(task, since, cast.co_assigned, steps)])
	ripples.follow(task, None)
	if not data_import.is_running():
		notices.tell(task, cast, News("Created"))


def edited(task: Document) -> None:
	"""Record what a save changed and bring everything that follows in line."""
	before = task.get_doc_before_save()
	_record_content(task, before)
	_record_ticks(task, before)
	ripples.follow(task, before)
	ratings.follow_edit(task, before)
	if access.cast_of(task) != access.cast_of(before):
		_change_people(task, before)
		return
	planning.follow_edit(task, before)
	if any(task.get(name) != before.get(name) for name in ("subject", "priority")):
		todo_mirror.sync(task, access.cast_of(task).workers)


def _record_content(task: Document, before: Document) -> None:
	fields = [
		name for name in edit_rights.changed_fields(task, before) if name not in ("co_assignees", "observers")
	]
	details: dict[str, object] = {name: _old_and_new(task, before, name) for name in fields}
	if edit_rights.steps(task) != edit_rights.steps(before):
		details["plan"] = [[row.title for row in before.plan], [row.title for row in task.plan]]
	if details:
		history.record(before.as_dict(), "Edited", details=details)


def _old_and_new(task: Document, before: Document, fieldname: str) -> list[str]:
	return [cstr(doc.get(fieldname))[:_KEPT_LENGTH] for doc in (before, task)]


def _record_ticks(task: Document, before: Document) -> None:
	was = edit_rights.ticks(before)
	for step in task.plan:
		if bool(step.done) != was.get(cstr(step.name), False):
			event = "Step Done" if step.done else "Step Undone"
			history.record(before.as_dict(), event, details={"step": step.title})


def _change_people(task: Document, before: Document) -> None:
	cast, former = access.cast_of(task), access.cast_of(before)
	removed = access.sync(task.name, cast)
	talk.follow(task.doctype, task.name)
	added = [user for user in cast.everyone if user not in former.everyone and user != frappe.session.user]
	details = {
		name: [sorted(edit_rights.users(before, name)), sorted(edit_rights.users(task, name))]
		for name in ("co_assignees", "observers")
	}
	history.record(before.as_dict(), "People Changed", details=details)
	todo_mirror.sync(task, cast.workers)
	departures.clean_up(task.name, removed)
	# Reminders before bells, as the job that sends them locks both: the other way round each could wait for the other.
	planning.follow_edit(task, before)
	notices.tell_people(task, added, News("Added"))
	notices.tell_removed(task.name, removed - {frappe.session.user})


def refuse_deletion(task: Document) -> None:
	"""Raises always: nothing is lost, so a task ends by being cancelled."""
	frappe.throw(
		_("A task stays on record and cannot be deleted. Cancel it: it leaves the lists of open work."),
		frappe.PermissionError,
	)
