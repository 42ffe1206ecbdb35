"""Which reminders are due, and which of them this worker may send.

A claim is a lock on the row until the transaction ends. Workers pass over what another one holds, and a killed
worker's claims end with its connection.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import frappe

from task_discipline import compat
from task_discipline.services.reminders.facts import REMINDER

BATCH = 200
"""Reminders in one transaction, or a little more: those of one task go together,"""
MOST = 2_000
"""up to so many. Each transaction reads all people of its tasks, who may be thousands for a single one."""
_LOOK_AHEAD = 5_000

Due = tuple[str, str, int]
"""Task, person and name of a reminder."""


def due(now: datetime) -> list[Due]:
	"""Reminders whose moment has come, the oldest first, those of one task and person together."""
	rows = frappe.db.sql(
		f"""select task, `user`, name from `tab{REMINDER}` where state = 'Planned' and moment <= %s
		order by moment limit {_LOOK_AHEAD}""",
		now,
	)
	return sorted(rows)


def batches(found: Sequence[Due]) -> Iterator[list[int]]:
	"""Their names in portions of one transaction each."""
	names: list[int] = []
	last = None
	for task, _user, name in found:
		if len(names) >= MOST or (len(names) >= BATCH and task != last):
			yield names
			names = []
		names.append(name)
		last = task
	if names:
		yield names


def claim(names: Sequence[int], now: datetime) -> list[frappe._dict]:
	"""Rows of those reminders that are free and still due, in their newest state."""
	rows = compat.lock_free_rows(REMINDER, names)
	return [row for row in rows if row.state == "Planned" and row.moment <= now]
