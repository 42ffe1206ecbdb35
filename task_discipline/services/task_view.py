"""What the form of a task shows beside its fields: what the person may do next, and what he should know."""

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.domain.lifecycle import (
	DIRECTORS,
	RUNNING_STATES,
	TRANSITIONS,
	Action,
	Status,
	allowed_actions,
)
from task_discipline.services import (
	access,
	agreement_view,
	assignment_warnings,
	clock,
	deadline_requests,
	dependencies,
	links,
	mail,
	proof,
	recipients,
	settings,
	task_origin,
)
from task_discipline.services.reminders import view

_MOST_SUBTASKS = 100
_TELLING = {
	Status.IN_PROGRESS: ("Returned", "Reopened"),
	Status.ON_HOLD: ("Held",),
	Status.DECLINED: ("Declined",),
	Status.CANCELLED: ("Cancelled",),
}
"""Events whose reason a person wants to read before he does anything else, by the state they lead to."""


def for_form(task: Document) -> dict[str, object]:
	"""Actions, roles, names and hints for the session's user."""
	roles = permissions.roles_of(task)
	allowed = allowed_actions(Status(task.status), roles, settings.load().policy)
	terms, actions = agreement_view.of_task(task, roles, allowed)
	request = deadline_requests.open_request(task.name)
	subtasks, reminders = _subtasks(task.name), view.of_task(task.name)
	points = task_origin.milestones(task.name)
	names = _full_names(task, request, [*subtasks, *points], reminders)
	return {
		"roles": sorted(role.value for role in roles),
		"actions": [action.value for action in actions],
		"needs_reason": [action.value for action in actions if TRANSITIONS[action].needs_reason],
		"missing": [what.value for what in proof.missing(task)] if Action.SUBMIT in actions else [],
		"names": names,
		"assigner_name": names.get(task.assigner, task.assigner),
		"responsible_name": names.get(task.responsible, task.responsible),
		"agreement": terms,
		"request": request and dict(request, requested_by_name=names.get(request.requested_by)),
		"subtasks": subtasks,
		"reminders": reminders,
		"reference_is_gone": links.is_gone(task),
		"parent_subject": _subject_of_parent(task),
		"last_words": _last_words(task),
		"template": task_origin.template(task),
		"milestones": points,
		"awaited": task_origin.awaited(task),
		**task_origin.places(task),
		"warnings": [*_waits(task), *(_warnings(task) if roles & DIRECTORS else ())],
		"mail_ready": settings.load().notify_by_mail and mail.is_ready(),
		"now": clock.now(),
	}


def _waits(task: Document) -> list[str]:
	"""What the work cannot begin without, for everybody."""
	return dependencies.warnings(task.name) if task.is_blocked and task.is_open else []


def _warnings(task: Document) -> list[str]:
	"""What still speaks against the person or the deadline, for those who may change them."""
	now = clock.now()
	if Status(task.status) not in RUNNING_STATES or (task.deadline and task.deadline <= now):
		return []
	return assignment_warnings.in_words(task.responsible, task.deadline, now)


def _last_words(task: Document) -> dict[str, str] | None:
	"""Who brought the task into its present state, and why, where the reason still matters."""
	telling = _TELLING.get(Status(task.status))
	if not telling:
		return None
	last = frappe.db.get_value(
		"TD Task Event",
		{"task": task.name, "event": ("in", telling)},
		["event", "actor", "reason"],
		as_dict=True,
		order_by="name desc",
	)
	return last and dict(last, actor_name=get_fullname(last.actor))


def _subtasks(task: str) -> list[frappe._dict]:
	# Most tasks have none, and to know that is ten times cheaper than a list with its permissions.
	if not frappe.db.sql("select 1 from `tabTD Task` where `parent_task` = %s limit 1", task):
		return []
	return frappe.get_list(
		permissions.TASK,
		filters={"parent_task": task},
		fields=["name", "subject", "status", "responsible", "deadline", "timeliness"],
		order_by="deadline asc",
		limit=_MOST_SUBTASKS,
	)


def _subject_of_parent(task: Document) -> str | None:
	if not task.parent_task or not permissions.can_read(task.parent_task):
		return None
	return frappe.db.get_value(permissions.TASK, task.parent_task, "subject")


def _full_names(
	task: Document,
	request: frappe._dict | None,
	beside: list[frappe._dict],
	reminders: list[frappe._dict],
) -> dict[str, str]:
	people = {*access.cast_of(task).everyone, *(row.responsible for row in beside)}
	people |= {row.get("reached_by") for row in beside}
	people |= {row.user for row in reminders}
	people |= {user for step in task.plan for user in (step.person, step.done_by)}
	if request:
		people.add(request.requested_by)
	return recipients.full_names(people)
