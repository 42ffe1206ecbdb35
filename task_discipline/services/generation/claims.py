"""Which templates are due, and which of them this worker may take.

A claim is a lock on the template's row until the transaction ends. Workers on any number of machines pass over
what another one holds, and a killed worker's claims end with its connection.
"""

from collections.abc import Iterator
from datetime import datetime

import frappe

from task_discipline import compat

TEMPLATE = "TD Task Template"
BATCH = 200
"""Templates in one transaction: long enough to be cheap, short enough to hold the counter of names for a moment."""
_LOOK_AHEAD = 5_000


def due_names(now: datetime) -> list[str]:
	"""Names of templates that wait for the generator, those that have waited longest first."""
	return frappe.db.sql(
		f"""select name from `tab{TEMPLATE}` where status = 'Active' and next_run <= %s
		order by next_run limit {_LOOK_AHEAD}""",
		now,
		pluck=True,
	)


def batches(names: list[str]) -> Iterator[list[str]]:
	"""The names in portions of one transaction each."""
	for start in range(0, len(names), BATCH):
		yield names[start : start + BATCH]


def claim(names: list[str], now: datetime) -> list[frappe._dict]:
	"""Rows of those templates that are free and still due, in their newest state."""
	rows = compat.lock_free_rows(TEMPLATE, names)
	return [row for row in rows if row.status == "Active" and row.next_run and row.next_run <= now]


def take(name: str) -> frappe._dict:
	"""The row of one template under lock, waiting for whoever holds it. The template must exist."""
	statement = f"select * from `tab{TEMPLATE}` where name = %s {compat.as_committed()}"
	return frappe.db.sql(statement, name, as_dict=True)[0]
