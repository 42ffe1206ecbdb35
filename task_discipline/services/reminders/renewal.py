"""Plans the reminders of all open tasks anew, in the background, once the rules of the site have changed.

How far this has come stands in the settings: a job that was killed is followed by one that goes on from there, and two
at once do no harm.
"""

import time
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch
from redis.exceptions import RedisError

from task_discipline import compat
from task_discipline.services import batches, watermarks
from task_discipline.services.batches import Commit
from task_discipline.services.reminders import planning, policy

_SETTINGS, _FIELD = "TD Settings", "replanned_up_to"
_JOB = "task_discipline.td_jobs.replan_reminders"
_TASKS_AT_ONCE = 200
"""Tasks in one transaction: whoever saves one of them waits no longer than for these."""


def note(settings: Document) -> None:
	"""Have everything planned anew where the rules were changed; else keep what a job has noted meanwhile."""
	settings.set(_FIELD, watermarks.new() if _is_changed(settings) else watermarks.read(_FIELD))


def follow(settings: Document) -> None:
	"""Begin at once where the rules were changed. Where the queue is down, the scheduler's next turn begins."""
	if not _is_changed(settings):
		return
	frappe.msgprint(
		_("The reminders of {0} open tasks are now planned anew in the background, by the new rules.").format(
			_count()
		),
		alert=True,
	)
	try:
		frappe.enqueue(_JOB, queue="long", job_id=_JOB, deduplicate=True, enqueue_after_commit=True)
	except RedisError:
		frappe.log_error(title="Task Discipline could not wake its jobs")


def run(commit: Commit, seconds: float) -> int:
	"""Go on planning anew, for at most ``seconds``; returns how many tasks were dealt with."""
	stop, total, tried = time.monotonic() + seconds, 0, ""
	while (mark := watermarks.read(_FIELD)) not in ("", tried):
		tried = mark
		# The rules may be newer than what this process has read.
		frappe.clear_document_cache(_SETTINGS, _SETTINGS)
		total += _go_on(mark, stop, commit)
		if time.monotonic() > stop:
			break
	return total


def _go_on(mark: str, stop: float, commit: Commit) -> int:
	"""Until the time is up, or newer rules or another job come between; returns how many were dealt with."""
	call, _colon, last = mark.partition(":")
	names = frappe.db.sql(
		"select name from `tabTD Task` where is_open = 1 and name > %s order by name", last, pluck=True
	)
	done, before = 0, _count() - len(names)
	for batch in create_batch(names, _TASKS_AT_ONCE):
		if batches.run(batch, _plan, _give_up, commit) < len(batch):  # others hold some of them
			return done
		done += len(batch)
		former, mark = mark, f"{call}:{batch[-1]}"
		is_ours = watermarks.move(_FIELD, former, mark)
		commit()
		_show_progress((before + done) / (before + len(names)))
		if not is_ours or time.monotonic() > stop:
			return done
	watermarks.move(_FIELD, mark, "")
	commit()
	return done


def _plan(names: Sequence[str]) -> int:
	# Held as a save holds them, so that nobody changes a task while its reminders are compared with it.
	held = frappe.db.sql(
		f"select name from `tabTD Task` where name in %s and is_open = 1 {compat.as_committed()}",
		(tuple(names),),
		pluck=True,
	)
	planning.replan(held)
	return len(names)


def _give_up(name: str, error: Exception) -> None:
	frappe.log_error(
		title=f"The reminders of a task could not be planned anew: {type(error).__name__}",
		reference_doctype="TD Task",
		reference_name=name,
	)


def _show_progress(part: float) -> None:
	"""To whoever has the settings open."""
	title = _("Reminders are planned anew")
	frappe.publish_progress(int(part * 100), title, doctype=_SETTINGS, docname=_SETTINGS)


def _is_changed(settings: Document) -> bool:
	before = settings.get_doc_before_save()
	return before is not None and policy.of_settings(settings) != policy.of_settings(before)


def _count() -> int:
	return int(frappe.db.sql("select count(*) from `tabTD Task` where is_open = 1")[0][0])
