"""The life of a project: a person closes, holds, cancels and reopens it; the system never does."""

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.services import clock, inputs
from task_discipline.services.projects import log, standing

PROJECT = "TD Project Link"


@dataclass(frozen=True)
class Step:
	"""One way from some states to another; ``event`` is what the history calls it."""

	sources: frozenset[str]
	target: str
	event: str
	question: str = ""
	"""What to ask for where a reason is needed."""


def _steps() -> Mapping[str, Step]:
	running = frozenset({"Open", "On Hold"})
	return {
		"close": Step(running, "Closed", "Closed"),
		"hold": Step(frozenset({"Open"}), "On Hold", "Held", _("Write why the project waits.")),
		"cancel": Step(running, "Cancelled", "Cancelled", _("Write why the project is given up.")),
		"reopen": Step(frozenset({"On Hold", "Closed", "Cancelled"}), "Open", "Reopened"),
	}


def open_to(status: str) -> list[str]:
	"""Steps that may be taken from a state, by whoever manages the project."""
	return [name for name, step in _steps().items() if status in step.sources]


def take(name: str, action: str, reason: str | None = None) -> None:
	"""Take a step of a project's life in the name of the session's user.

	Raises ``frappe.PermissionError`` for whoever is not its manager, ``frappe.ValidationError`` in the wrong state,
	without a needed reason, or for closing with open tasks and no word on them.
	"""
	permissions.require_lead(name)
	project = frappe.get_doc(PROJECT, name, for_update=True)
	step = _steps()[action]
	if project.status not in step.sources:
		_refuse(project)
	words = inputs.reason(reason, step.question) if step.question else inputs.plain_text(reason) or None
	open_tasks = project.tasks_total - project.tasks_done
	if action == "close" and open_tasks and not words:
		frappe.throw(
			_("{0} tasks of the project are not done. Write why it is closed all the same.").format(
				open_tasks
			),
			title=_("A reason is needed"),
		)
	_store(project, step, words)


def _refuse(project: Document) -> None:
	frappe.throw(
		_("This cannot be done while the project is {0}; {1} changed it last. Reload the page.").format(
			frappe.bold(_(project.status, context="TD Project Link")), get_fullname(project.modified_by)
		),
		title=_("Not in this state"),
	)


def _store(project: Document, step: Step, reason: str | None) -> None:
	is_closed = step.target == "Closed"
	project.db_set(
		{
			"status": step.target,
			"closed_at": clock.now() if is_closed else None,
			"closed_by": frappe.session.user if is_closed else None,
		}
	)
	log.record(project.name, step.event, reason=reason)
	standing.refresh([project.name])
	project.notify_update()
