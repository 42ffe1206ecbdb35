"""Writes TD Task Event, the append-only record that every statistic reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe

from task_discipline.services import clock, rows
from task_discipline.services.chat import events


def record(task: Mapping[str, object], event: str, **change: object) -> datetime:
	"""Append one event to the history of ``task``; takes what ``entry`` takes, and returns its moment."""
	written = entry(task, event, **change)
	record_all([written])
	return written["happened_at"]


def record_all(written: Sequence[Mapping[str, object]]) -> None:
	"""Append what ``entry`` made of events of several tasks, and tell the chats of these tasks."""
	rows.insert("TD Task Event", written)
	events.of_history(written)


def entry(
	task: Mapping[str, object],
	event: str,
	*,
	to_status: str | None = None,
	reason: str | None = None,
	new_deadline: datetime | None = None,
	old_person: str | None = None,
	new_person: str | None = None,
	details: Mapping[str, object] | None = None,
	actor: str | None = None,
	review_due: datetime | None = None,
) -> dict[str, Any]:
	"""The row that tells of one event of ``task`` as it stood before the change.

	The moment is the services' clock, the actor is the session's user where no other is named.
	"""
	status = task["status"]
	return {
		"task": task["name"],
		"event": event,
		"happened_at": clock.now(),
		"actor": actor or frappe.session.user,
		"from_status": status,
		"to_status": to_status or status,
		"assigner": task["assigner"],
		"responsible": task["responsible"],
		"reason": reason,
		"old_deadline": task["deadline"],
		"new_deadline": new_deadline or task["deadline"],
		"review_due": review_due,
		"old_person": old_person,
		"new_person": new_person,
		"details": frappe.as_json(details, indent=None) if details else None,
	}
