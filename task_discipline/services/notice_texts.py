"""The words of notices, in the current language."""

from datetime import datetime

from frappe import _, _lt
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline.services import mail
from task_discipline.services.languages import filled

_HEADLINES = {
	"Created": _lt("{0} set a task"),
	"Added": _lt("{0} added you to a task"),
	"Assignment Accepted": _lt("{0} accepted the task"),
	"Started": _lt("{0} started the task"),
	"Declined": _lt("{0} declined the task"),
	"Deadline Proposed": _lt("{0} asks for another deadline"),
	"Deadline Refused": _lt("{0} kept the deadline as it was"),
	"Deadline Changed": _lt("{0} changed the deadline"),
	"Deadline Agreed": _lt("{0} agreed to the deadline"),
	"Held": _lt("{0} put the task on hold"),
	"Resumed": _lt("{0} resumed the task"),
	"Submitted": _lt("{0} submitted the task"),
	"Withdrawn": _lt("{0} took the submitted task back"),
	"Accepted": _lt("{0} accepted the result"),
	"Returned": _lt("{0} returned the task for rework"),
	"Reassigned": _lt("{0} gave the task to another person"),
	"Reopened": _lt("{0} reopened the task"),
	"Cancelled": _lt("{0} cancelled the task"),
	"Unblocked": _lt("{0} finished what your task waited for: the way is free"),
	"Slipped": _lt("{0} moved what this task waits for: another deadline is proposed"),
}


def headline(event: str, actor: str, count: int = 1) -> str:
	"""One line of plain text that says who did what, where he set several tasks at once how many."""
	if count > 1:
		return filled(_lt("{0} set {1} tasks"), actor, count)
	return filled(_HEADLINES[event], actor)


def removed(task: str, actor: str) -> str:
	"""One line for a person who is no longer on a task; says nothing of what the task is."""
	return filled(_lt("{0} took you off task {1}"), actor, task)


def facts(task: Document, time_zone: str, proposed: datetime | None = None) -> list[tuple[str, str]]:
	"""What a reader wants to know of a task besides its subject, as (label, value), not escaped.

	``proposed`` is another deadline that somebody asks for, in the site's time zone.
	"""
	deadline = mail.moment_in_words(task.deadline, time_zone) if task.deadline else _("none")
	return [
		(_("Deadline"), deadline),
		*([(_("Proposed deadline"), mail.moment_in_words(proposed, time_zone))] if proposed else []),
		(_("Responsible"), get_fullname(task.responsible)),
		(_("Assigner"), get_fullname(task.assigner)),
		(_("Status"), _(task.status, context="TD Task")),
		(_("Priority"), _(task.priority, context="TD Task")),
	]
