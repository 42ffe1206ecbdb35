"""A task on one sheet of paper, to be signed: what it orders, until when, what was agreed, and how its deadline moved."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_datetime, get_system_timezone, strip_html

from task_discipline import permissions
from task_discipline.domain.agreement import Agreement, Verdict
from task_discipline.domain.lifecycle import DIRECTORS, WORKING_STATES, Role, Status
from task_discipline.services import (
	access,
	agreement,
	agreement_words,
	calendars,
	clock,
	inputs,
	links,
	recipients,
	task_origin,
)

_MOVES, _FILES = 12, 20
"""Most lines of each part, so that an ordinary task stays one page; what is left out is counted."""
_MOVING = ("Deadline Changed", "Returned", "Reassigned", "Reopened")


def for_print(task: Document) -> dict[str, Any]:
	"""What the printed order says beside the task's fields; only what the session's user may see of it.

	Raises ``frappe.PermissionError`` where he may not see the task.
	"""
	permissions.require_read(task.name)
	moves, files = _moves(task.name), _files(task.name)
	names = _names(task, moves["rows"], files["rows"])
	return {
		"people": _people(task, names),
		"names": names,
		"agreement": _agreement(task),
		"places": _places(task),
		"demands": _demands(task),
		"description": _safe(task.description),
		"result": _safe(task.result),
		"milestones": task_origin.milestones(task.name),
		"moves": moves,
		"files": files,
		"company": frappe.db.get_default("company") or "",
		"printed_at": clock.now(),
		"time_zone": get_system_timezone(),
	}


def _in_words(moment: object) -> str:
	"""A moment as it stands on paper: in the site's time zone, for whoever reads the sheet."""
	return format_datetime(moment, "d MMM yyyy HH:mm") if moment else "—"


def _people(task: Document, names: dict[str, str]) -> dict[str, str]:
	cast = access.cast_of(task)
	listed = {
		"assigner": [task.assigner],
		"responsible": [task.responsible],
		"co_assignees": cast.co_assignees,
		"observers": [row.user for row in task.observers],
	}
	return {place: ", ".join(names.get(user, user) for user in users) for place, users in listed.items()}


def _names(task: Document, moves: Iterable[frappe._dict], files: Iterable[frappe._dict]) -> dict[str, str]:
	users = {*access.cast_of(task).everyone, *(move.actor for move in moves), *(file.owner for file in files)}
	users |= {user for step in task.plan for user in (step.person, step.done_by)}
	return recipients.full_names(users)


def _agreement(task: Document) -> str:
	"""How the responsible stands to the deadline, for those whom its form tells it."""
	roles = permissions.roles_of(task)
	if Status(task.status) not in WORKING_STATES or not roles & (DIRECTORS | {Role.RESPONSIBLE}):
		return ""
	verdict = agreement.standing(task.as_dict())
	if verdict is None:
		return ""
	return _by_word(verdict) or agreement_words.of_verdict(verdict, get_system_timezone())


def _by_word(verdict: Verdict) -> str:
	if verdict.agreement not in (Agreement.ACCEPTED, Agreement.OWN_PROPOSAL) or not verdict.since:
		return ""
	return _("The responsible agreed to it: {0}").format(_in_words(calendars.naive(verdict.since)))


def _places(task: Document) -> list[tuple[str, str]]:
	"""Where the task belongs, as (label, value), of what the reader may open."""
	found = task_origin.places(task)
	lines = [
		(_("Project"), found["project_name"]),
		(_("Milestone", context="TD Task"), found["milestone_title"]),
	]
	if task.parent_task and permissions.can_read(task.parent_task):
		lines.append((_("Part of task"), frappe.db.get_value(permissions.TASK, task.parent_task, "subject")))
	if task.reference_name and links.may_link(task.reference_doctype, task.reference_name):
		lines.append((_(task.reference_doctype), task.reference_name))
	return [(label, value) for label, value in lines if value]


def _demands(task: Document) -> list[str]:
	fields = ("needs_review", "require_result", "require_file", "require_plan_done")
	return [_(task.meta.get_label(name)) for name in fields if task.get(name)]


def _safe(html: str | None) -> str:
	"""Rich text as it may stand on the page, whatever way it came into the database; empty where it shows nothing."""
	if inputs.is_blank(html):
		return ""
	try:
		return inputs.rich_text(html, "")
	except frappe.CharacterLengthExceededError:
		frappe.clear_last_message()
		return frappe.utils.escape_html(strip_html(str(html)))


def _moves(task: str) -> dict[str, Any]:
	"""Each time the deadline in force changed, in order."""
	event = frappe.qb.DocType("TD Task Event")
	rows = (
		frappe.qb.from_(event)
		.select(event.happened_at, event.actor, event.old_deadline, event.new_deadline, event.reason)
		.where((event.task == task) & event.event.isin(_MOVING))
		.orderby(event.happened_at, event.name)
		.run(as_dict=True)
	)
	return _last([row for row in rows if row.old_deadline != row.new_deadline], _MOVES)


def _files(task: str) -> dict[str, Any]:
	rows = frappe.get_list(
		"File",
		filters={"attached_to_doctype": permissions.TASK, "attached_to_name": task},
		fields=["file_name", "owner", "creation"],
		order_by="creation asc",
		limit=0,
	)
	return _last(rows, _FILES)


def _last(rows: list[frappe._dict], most: int) -> dict[str, Any]:
	return {"rows": rows[-most:], "more": max(len(rows) - most, 0)}
