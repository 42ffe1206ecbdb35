"""Writes TD Template Event, the append-only record of what happened to a template beside the tasks it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe

from task_discipline.services import clock, rows

EVENT = "TD Template Event"


@dataclass(frozen=True)
class Entry:
	"""One thing that happened to a template; ``occurrence`` is the rule's own date that it concerns."""

	template: str
	outcome: str
	reason: str | None = None
	occurrence: datetime | None = None
	task: str | None = None


def record(*entries: Entry) -> None:
	"""Append entries: the moment is the services' clock, the actor is the session's user."""
	record_all(entries)


def record_all(entries: Sequence[Entry]) -> None:
	"""``record`` for many entries, in one statement."""
	common = {"happened_at": clock.now(), "actor": frappe.session.user}
	rows.insert(EVENT, [{**vars(entry), **common} for entry in entries])
