"""Gives mails about tasks another chance that the host has given up, once mail goes out again.

The host tries a mail four times within some minutes and then leaves it for ever; one whose worker was killed it never
looks at again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, now_datetime

from task_discipline.services import late_words, mail_readers
from task_discipline.services.mail_state import REFUSED_ADDRESS, is_held_back

_KEPT = timedelta(days=7)
"""What is older is news to nobody."""
_DIGEST_KEPT = timedelta(hours=8)
"""A working day; the next morning brings another one."""
_DEAD_AFTER = timedelta(hours=1)
"""No job of the host lives so long."""
_PROBE_AFTER = timedelta(hours=1)
_AT_ONCE = 500
NO_READER = "Nobody is left who may read this"
_LIFE, _MOST_LIVES = 100, 3
"""Counted in the hundreds of the host's own count of tries, which lets such a mail be tried once."""
_SYSTEM = "Administrator"
"""Owner of reminders, of which the newest one to each person counts."""


def revive() -> int:
	"""Put mails back into the queue if others went out after they had failed; returns how many.

	Where none went out since, one of them is tried once an hour, to find out whether mail works again.
	"""
	now = now_datetime()  # the host's stamps are of the real present
	failed = [] if is_held_back() else _given_up(now)
	if not failed:
		return 0
	proof = _last_sent(min(row.modified for row in failed))
	again = [row for row in failed if proof and row.modified < proof][:_AT_ONCE]
	if again:
		return _put_back(again, life=_LIFE)
	if max(row.modified for row in failed) < now - _PROBE_AFTER:
		return _put_back(failed[:1], life=0)
	return 0


def _given_up(now: datetime) -> list[frappe._dict]:
	"""Failed mails that still tell something, the one first whose last try is longest ago."""
	rows = frappe.db.sql(
		"""select name, status, retry, creation, modified, owner, reference_doctype,
			reference_name from `tabEmail Queue`
		where modified >= %(oldest)s and creation >= %(oldest)s and reference_doctype like 'TD %%'
			and (status = 'Error' or (status = 'Sending' and modified < %(dead)s))
			and (reference_doctype != 'TD Digest' or creation >= %(morning)s)
			and retry < %(most)s and ifnull(error, '') not like %(refused)s
		order by modified""",
		{
			"oldest": now - _KEPT,
			"dead": now - _DEAD_AFTER,
			"morning": now - _DIGEST_KEPT,
			"most": _LIFE * _MOST_LIVES,
			"refused": f"%{REFUSED_ADDRESS}%",
		},
		as_dict=True,
	)
	stale = _stale([row for row in rows if row.owner == _SYSTEM and row.reference_name])
	return [row for row in rows if row.name not in stale]


def _stale(reminders: Sequence[frappe._dict]) -> set[str]:
	"""Reminders of tasks to which something has happened since, and those that a later one has replaced."""
	if not reminders:
		return set()
	tasks = tuple({row.reference_name for row in reminders})
	changed = frappe.db.sql(
		"select task, max(happened_at) from `tabTD Task Event` where task in %s group by task", (tasks,)
	)
	last = {task: get_datetime(moment) for task, moment in changed}
	newest = _newest(tasks, min(row.creation for row in reminders))
	return {
		row.name
		for row in reminders
		if row.name not in newest or last.get(row.reference_name, row.creation) > row.creation
	}


def _newest(tasks: Sequence[str], since: datetime) -> set[str]:
	"""Names of the mails that are the last word of the system on their task to somebody."""
	rows = frappe.db.sql(
		"""select queue.reference_name, recipient.recipient, queue.name from `tabEmail Queue` queue
		join `tabEmail Queue Recipient` recipient on recipient.parent = queue.name
		where queue.reference_name in %s and queue.owner = %s and queue.creation >= %s
		order by queue.creation, queue.name""",
		(tasks, _SYSTEM, since),
	)
	return set({(task, address): name for task, address, name in rows}.values())


def _last_sent(after: datetime) -> datetime | None:
	"""When the newest mail went out, if one did after that moment."""
	return frappe.db.get_value(
		"Email Queue", {"status": "Sent", "modified": (">", after)}, "modified", order_by="modified desc"
	)


def _put_back(found: Sequence[frappe._dict], life: int) -> int:
	"""Returns how many still have a reader; the others are given up for good."""
	rows, readerless = mail_readers.keep_readers(found)
	if readerless:
		given_up = {"retry": _LIFE * _MOST_LIVES, "error": NO_READER}
		names = ("in", [row.name for row in readerless])
		frappe.db.set_value("Email Queue", {"name": names}, given_up, update_modified=False)
	late_words.add([row.name for row in rows])
	by_tries: dict[int, list[str]] = {}
	for row in rows:
		by_tries.setdefault(row.retry + life, []).append(row.name)
	for tries, names in by_tries.items():
		# Whatever has been sent to some of its addresses stays sent to them: the host keeps count of each.
		frappe.db.sql(
			"""update `tabEmail Queue` set status = 'Not Sent', retry = %s
			where name in %s and status in ('Error', 'Sending')""",
			(tries, tuple(names)),
		)
	return len(rows)
