"""Writes TD Project Event, the append-only history of a project."""

from collections.abc import Mapping, Sequence

import frappe

from task_discipline.services import clock, rows
from task_discipline.services.chat import events

EVENT = "TD Project Event"


def record(project: str, event: str, **told: object) -> None:
	"""Append one event to the history of ``project``; takes what ``entry`` takes."""
	record_all([entry(project, event, **told)])


def record_all(written: Sequence[Mapping[str, object]]) -> None:
	"""Append what ``entry`` made of events of several projects, and tell the chats of these projects."""
	rows.insert(EVENT, written)
	events.of_project_history(written)


def entry(
	project: str,
	event: str,
	*,
	reason: str | None = None,
	milestone: str | None = None,
	details: Mapping[str, object] | None = None,
) -> dict[str, object]:
	"""The row that tells of one event: the moment is the services' clock, the actor is the session's user."""
	return {
		"project": project,
		"event": event,
		"happened_at": clock.now(),
		"actor": frappe.session.user,
		"milestone": milestone,
		"reason": reason,
		"details": frappe.as_json(details, indent=None) if details else None,
	}
