"""Deleting old messages at once, when somebody who looks after the settings asks for it: in the background, with progress."""

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline.services import background, settings
from task_discipline.services.batches import Commit
from task_discipline.services.chat import retention

JOB = "task_discipline.td_jobs.delete_old_talk_now"
_WORK = "delete_old_talk"
_SECONDS = 3_000
"""Less than what the host gives the job; the night goes on where this ends."""


def preview(days: object) -> dict[str, object]:
	"""What would be deleted if messages were kept for ``days``, which need not be saved; writes nothing."""
	_require_right()
	most = settings.MOST["chat_retention_days"]
	if not 1 <= cint(days) <= most:
		frappe.throw(_("Give a number of days between 1 and {0}.").format(most), title=_("Preview"))
	return retention.preview(cint(days))


def start() -> background.State:
	"""Delete what is older than the saved number of days; returns the state. What runs already goes on."""
	_require_right()
	if not settings.load().chat.retention_days:
		frappe.throw(_("Messages are kept for ever. Say after how many days they are deleted, and save."))
	return background.start(JOB, _WORK)


def state() -> background.State:
	"""How far the deletion is that the caller has asked for."""
	_require_right()
	return background.state(_WORK)


def run(commit: Commit) -> None:
	"""Delete in the name of whoever asked, and keep telling him how far it is."""
	_require_right()
	days = settings.load().chat.retention_days
	total = cint(retention.preview(days)["messages"]) if days else 0
	try:
		done = retention.run(commit, _SECONDS, lambda done: background.note(_WORK, "running", done, total))
	except Exception:
		background.note(_WORK, "failed")
		raise
	background.note(_WORK, "done", done, total)


def _require_right() -> None:
	frappe.has_permission("TD Settings", "write", throw=True)
