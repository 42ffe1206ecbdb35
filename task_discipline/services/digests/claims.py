"""Which digests this worker may send.

A claim is the row of the ledger itself, under its unique key and in the transaction of the mail: a second worker waits
for it and finds it taken, and a killed worker's claims go with its connection.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import frappe

from task_discipline.services import rows
from task_discipline.services.digests.people import DIGEST

BATCH = 100
"""People in one transaction."""
MAX_REASON = 500


def batches(users: Sequence[str]) -> Iterator[Sequence[str]]:
	"""The people in portions of one transaction each."""
	for start in range(0, len(users), BATCH):
		yield users[start : start + BATCH]


def claim(days: Mapping[str, date], now: datetime, reason: str | None = None) -> dict[str, str]:
	"""Take the digests of people and days; returns the names of the rows of those that were free, by person.

	Until the caller says better they count as skipped for ``reason``.
	"""
	records = [
		{"user": user, "day": day, "state": "Skipped", "tasks": 0, "sent_at": now, "reason": reason}
		for user, day in days.items()
	]
	names = rows.insert(DIGEST, records, keep_existing=True)
	taken = frappe.db.sql(f"select `user`, name from `tab{DIGEST}` where name in %s", (tuple(names),))
	return dict(taken)


def make_room(old: str, new: str) -> None:
	"""Of two accounts that become one, the rows of the one that stays count for the days of both."""
	days = frappe.get_all(DIGEST, {"user": new}, pluck="day", order_by=None)
	if days:
		frappe.db.delete(DIGEST, {"user": old, "day": ("in", days)})
