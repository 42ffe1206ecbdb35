"""What the form of a task shows beside its fields: what the person may do next, and what he should know."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.domain.lifecycle import TRANSITIONS, Status, allowed_actions
from task_discipline.services import clock, deadline_requests, mail, settings


def for_form(task: Document) -> dict[str, object]:
	"""Actions, roles, names and hints for the session's user."""
	roles = permissions.roles_on(task.name)
	actions = allowed_actions(Status(task.status), roles, settings.load().policy)
	return {
		"roles": sorted(role.value for role in roles),
		"actions": [action.value for action in actions],
		"needs_reason": [action.value for action in actions if TRANSITIONS[action].needs_reason],
		"assigner_name": get_fullname(task.assigner),
		"responsible_name": get_fullname(task.responsible),
		"request": _request(task),
		"subtasks": _subtasks(task.name),
		"mail_ready": mail.is_ready(),
		"now": clock.now(),
	}


def _request(task: Document) -> dict[str, object] | None:
	request = deadline_requests.open_request(task.name)
	return dict(request, requested_by_name=get_fullname(request.requested_by)) if request else None


def _subtasks(task: str) -> list[dict[str, object]]:
	return frappe.get_list(
		permissions.TASK,
		filters={"parent_task": task},
		fields=["name", "subject", "status", "responsible", "deadline", "timeliness"],
		order_by="deadline asc",
		limit=100,
	)
