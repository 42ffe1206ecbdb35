"""Requests of the responsible for another deadline, and the assigner's decisions."""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.domain.agreement import grants
from task_discipline.domain.lifecycle import DIRECTORS, RUNNING_STATES, Status
from task_discipline.services import access, clock, history, inputs, notices
from task_discipline.services.changes import Change
from task_discipline.services.notices import News
from task_discipline.services.reminders import planning

DOCTYPE = "TD Deadline Request"


def open_request(task: str) -> frappe._dict | None:
	"""The request of a task that waits for a decision."""
	# Asked at every form, so without the query builder, which takes longer than the database.
	rows = frappe.db.sql(
		"""select name, requested_by, requested_at, proposed_deadline, reason
		from `tabTD Deadline Request` where task = %s and status = 'Open'""",
		task,
		as_dict=True,
	)
	return rows[0] if rows else None


def follow(task: Document, change: Change) -> None:
	"""Open, answer or drop the request of a task after an action on it."""
	if change.event == "Deadline Proposed":
		_close(task.name, "Withdrawn")
		_open(task, change)
	elif change.new_deadline:
		_answer(task.name, change)
	elif change.event == "Deadline Agreed" or change.new_responsible:
		_close(task.name, "Withdrawn")
	elif Status(task.status) not in RUNNING_STATES:
		_close(task.name, "Withdrawn")


def refuse(name: str, reason: str | None) -> dict[str, object]:
	"""The assigner keeps the deadline. Raises where the request is answered already or the person may not decide."""
	request = waiting(name)
	words = inputs.reason(reason, _("Write why the deadline stays."))
	task = frappe.get_doc(permissions.TASK, request.task)
	_close(task.name, "Refused", words)
	history.record(task.as_dict(), "Deadline Refused", reason=words, new_person=request.requested_by)
	planning.replan([task.name])
	told = notices.tell(task, access.cast_of(task), News("Deadline Refused", words))
	task.notify_update()  # the answer shows in every open form at once
	return {"status": task.status, "told": told}


def waiting(name: str) -> Document:
	"""The request under lock. Raises where it is answered already or the session's user may not decide on it."""
	task = frappe.db.get_value(DOCTYPE, name, "task")
	_require_decider(task)
	# The task first, as every action does: the other way round two answers at once would lock each other out.
	frappe.db.get_value(permissions.TASK, task, "name", for_update=True)
	request = frappe.get_doc(DOCTYPE, name, for_update=True)
	if request.status != "Open":
		frappe.throw(_("This request was answered already. Reload the task to see the answer."))
	return request


def _require_decider(task: str | None) -> None:
	if not permissions.roles_on(task) & DIRECTORS:
		frappe.throw(_("Only the assigner or a manager decides on a deadline."), frappe.PermissionError)


def _open(task: Document, change: Change) -> None:
	request = frappe.get_doc(
		doctype=DOCTYPE,
		task=task.name,
		status="Open",
		requested_by=frappe.session.user,
		requested_at=clock.now(),
		current_deadline=task.deadline,
		proposed_deadline=change.new_deadline,
		reason=change.reason,
	)
	request.flags.by_service = True
	# People have no right to write requests: only the checked action does.
	request.insert(ignore_permissions=True)


def _answer(task: str, change: Change) -> None:
	request = open_request(task)
	if request:
		agreed = grants(request.proposed_deadline, change.new_deadline)
		_close(task, "Approved" if agreed else "Refused", change.reason)


def _close(task: str, status: str, reason: str | None = None) -> None:
	decision = {
		"status": status,
		"decided_by": frappe.session.user,
		"decided_at": clock.now(),
		"decision_reason": reason,
	}
	frappe.db.set_value(DOCTYPE, {"task": task, "status": "Open"}, decision)
