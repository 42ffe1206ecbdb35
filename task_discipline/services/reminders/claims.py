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
"""Reminders in one transaction."""
_LOOK_AHEAD = 5_000


def due_names(now: datetime) -> list[int]:
	"""Names of reminders whose moment has come, the oldest first, those of one task and person together."""
	rows = frappe.db.sql(
		f"""select task, `user`, name from `tab{REMINDER}` where state = 'Planned' and moment <= %s
		order by moment limit {_LOOK_AHEAD}""",
		now,
	)
	return [name for _task, _user, name in sorted(rows)]


def batches(names: Sequence[int]) -> Iterator[Sequence[int]]:
	"""The names in portions of one transaction each."""
	for start in range(0, len(names), BATCH):
		yield names[start : start + BATCH]


def claim(names: Sequence[int], now: datetime) -> list[frappe._dict]:
	"""Rows of those reminders that are free and still due, in their newest state."""
	rows = compat.lock_free_rows(REMINDER, names)
	return [row for row in rows if row.state == "Planned" and row.moment <= now]
