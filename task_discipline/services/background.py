"""Long work that a manager has asked for: how far it is, kept for whoever asked, and read by the page that follows it."""

from datetime import timedelta

import frappe
from frappe.utils import get_datetime, now, now_datetime

State = dict[str, object]
_HOURS = 24
_SILENCE = timedelta(minutes=10)


def start(job: str, work: str, **arguments: object) -> State:
	"""Let a worker do ``job`` in the name of the session's user; what runs already for him goes on. Returns the state."""
	if state(work)["state"] != "running":
		note(work, "running")
		enqueue(job, **arguments)
	return state(work)


def enqueue(job: str, **arguments: object) -> None:
	"""Have a worker do ``job``, which takes the session's user as ``user``."""
	frappe.enqueue(
		job,
		queue="long",
		timeout=3600,
		enqueue_after_commit=True,
		# The host would go on as Administrator where it tries again.
		user=frappe.session.user,
		**arguments,
	)


def state(work: str) -> State:
	"""How far the caller's last ``work`` is: ``state`` (none, running, done, failed), ``done``, ``total``, and more."""
	# Without "expires" the host would answer from what this request has read before.
	found = frappe.cache.get_value(_key(work), expires=True) or {"state": "none"}
	# A worker that was killed says nothing more.
	is_silent = found.get("at") and now_datetime() - get_datetime(found["at"]) > _SILENCE
	return found | {"state": "failed"} if found["state"] == "running" and is_silent else found


def note(work: str, word: str, done: int = 0, total: int = 0, **more: object) -> None:
	"""Say how far ``work`` of the session's user is."""
	value = {"state": word, "done": done, "total": total, "at": now(), **more}
	frappe.cache.set_value(_key(work), value, expires_in_sec=_HOURS * 3600)


def _key(work: str) -> str:
	return f"task_discipline_{work}:{frappe.session.user}"
