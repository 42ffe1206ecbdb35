"""Takes an action on a task: lock, ask the lifecycle, write, record, mirror, tell; all in one transaction."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.domain import lifecycle
from task_discipline.domain.lifecycle import Action, Status
from task_discipline.services import (
	access,
	changes,
	deadline_requests,
	departures,
	dependencies,
	history,
	notices,
	ripples,
	settings,
	todo_mirror,
)
from task_discipline.services.changes import Change
from task_discipline.services.chat import records as talk
from task_discipline.services.notices import News
from task_discipline.services.ratings import writing as ratings
from task_discipline.services.reminders import planning

Outcome = dict[str, object]


def perform(task_name: str, action: Action, arguments: Mapping[str, object]) -> Outcome:
	"""Take ``action`` on the stored task in the name of the session's user.

	Trusts nothing that a client said about the task: the row is read again under lock, so that of two
	clicks or two browsers one acts and the other is refused. Raises ``frappe.PermissionError`` for the wrong
	person, ``frappe.ValidationError`` for the wrong state or arguments; nothing is written then.
	"""
	task = locked(task_name)
	target = _resolve(task, action)
	before = dict(task.as_dict(), name=task.name)
	change = changes.prepare(action, task, target, arguments)
	_store(task, change)
	removed = _hand_over(task, change)
	_record(before, task, change)
	told = _spread(before, task, change, removed)
	task.notify_update()
	return {"status": task.status, "told": told, "warnings": _hindrances(task, action)}


def _hindrances(task: Document, action: Action) -> list[str]:
	"""What speaks against work that begins all the same: people know best, so they are warned and not stopped."""
	begins = action in (Action.ACCEPT_ASSIGNMENT, Action.START)
	return dependencies.warnings(task.name) if begins and task.is_blocked else []


def approve_request(name: str) -> Outcome:
	"""Give a task the deadline that its open request asks for. Raises as ``perform`` and ``deadline_requests.waiting``."""
	request = deadline_requests.waiting(name)
	reason = _("As asked: {0}").format(request.reason)
	arguments = {"deadline": request.proposed_deadline, "reason": reason}
	return perform(request.task, Action.CHANGE_DEADLINE, arguments)


def locked(task_name: str) -> Document:
	"""The stored task under lock. Raises ``frappe.PermissionError`` where the session's user may not read it.

	An unknown name gives the same refusal, so that names cannot be guessed.
	"""
	if not isinstance(task_name, str) or not permissions.can_read(task_name):
		permissions.deny_read(str(task_name))
	return frappe.get_doc(permissions.TASK, task_name, for_update=True)


def _resolve(task: Document, action: Action) -> Status:
	try:
		return lifecycle.resolve(
			action,
			Status(task.status),
			permissions.roles_on(task.name, for_update=True),
			needs_review=bool(task.needs_review),
			policy=settings.load().policy,
		)
	except lifecycle.NotAllowed:
		frappe.throw(_not_allowed(action), frappe.PermissionError)
	except lifecycle.WrongState:
		frappe.throw(_wrong_state(task), title=_("Not in this state"))


def _not_allowed(action: Action) -> str:
	if lifecycle.TRANSITIONS[action].actors & lifecycle.DIRECTORS:
		return _("Only the assigner or a manager may do this. Ask them in a comment on the task.")
	return _("Only the person responsible may do this. Ask them in a comment on the task.")


def _wrong_state(task: Document) -> str:
	return _(
		"This cannot be done while the task is {0}; {1} changed it last. Reload the task to see what is next."
	).format(frappe.bold(_(task.status, context="TD Task")), get_fullname(task.modified_by))


def _store(task: Document, change: Change) -> None:
	if change.new_responsible:
		_make_room(task, change.new_responsible)
	if change.values:
		status = Status(change.values.get("status", task.status))
		task.db_set(change.values | {"is_open": int(status in lifecycle.OPEN_STATES)})


def _make_room(task: Document, user: str) -> None:
	# Who answers for a task cannot be its co-assignee or observer too.
	for fieldname in ("co_assignees", "observers"):
		task.set(fieldname, [row for row in task.get(fieldname) if row.user != user])
	frappe.db.delete("TD Task User", {"parenttype": task.doctype, "parent": task.name, "user": user})


def _hand_over(task: Document, change: Change) -> frozenset[str]:
	"""Bring access and talk in line with the task's people; returns who is on it no more.

	Before the history is written, of which the people of the talk hear.
	"""
	if not change.new_responsible:
		return frozenset()
	removed = access.sync(task.name, access.cast_of(task))
	talk.follow(task.doctype, task.name)
	return removed


def _record(before: Mapping[str, object], task: Document, change: Change) -> None:
	history.record(
		before,
		change.event,
		to_status=task.status,
		reason=change.reason,
		new_deadline=change.new_deadline,
		old_person=before["responsible"] if change.new_responsible else None,
		new_person=change.new_responsible,
		details=change.details,
		review_due=task.review_due if change.event == "Submitted" else None,
	)


def _spread(
	before: Mapping[str, object], task: Document, change: Change, removed: frozenset[str]
) -> list[str]:
	"""Bring everything that follows a task in line with it; returns who was told."""
	cast = access.cast_of(task)
	deadline_requests.follow(task, change)
	if removed:
		departures.clean_up(task.name, removed)
		notices.tell_removed(task.name, removed)
	todo_mirror.sync(task, cast.workers)
	planning.replan([task.name])
	ratings.follow(task, before, change.event)
	ripples.follow(task, before)
	proposed = change.new_deadline if change.event == "Deadline Proposed" else None
	return notices.tell(task, cast, News(change.event, change.reason, proposed=proposed))
