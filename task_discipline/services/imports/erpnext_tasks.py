"""The one-time import of ERPNext's tasks: a dry run that says what would happen, and the work itself.

Each task remembers what it was made of (``imported_from``, unique), so that a second import, or one after a
kill, makes what is missing and nothing twice.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, get_fullname, now, now_datetime

from task_discipline import permissions
from task_discipline.services import batches
from task_discipline.services.imports import erpnext_drafts, erpnext_source, erpnext_writer
from task_discipline.services.imports.erpnext_drafts import Line
from task_discipline.services.imports.erpnext_source import Source

JOB = "task_discipline.td_jobs.import_erpnext_tasks"
PAGE = 100
_BATCH = 500
_STATE = "task_discipline_erpnext_import"
_HOURS = 24
_SILENCE = timedelta(minutes=15)


def dry_run(start: int = 0) -> dict[str, object]:
	"""Counts of what an import would do, and a page of its lines: first what is left out or needs a look."""
	require_right()
	source = erpnext_source.load()
	found = erpnext_drafts.lines(source)
	shown = sorted(found, key=_rank)[start : start + PAGE]
	coming = [line for line in found if line.draft]
	projects = {line.source.project for line in coming} & set(source.projects)
	return {
		"total": len(found),
		"coming": len(coming),
		"there": sum(1 for line in found if line.known_as),
		"left_out": sum(1 for line in found if line.left_out),
		"new_projects": sum(1 for name in projects if not source.projects[name]),
		"known_projects": sum(1 for name in projects if source.projects[name]),
		"states": Counter(str(line.draft.values["status"]) for line in coming if line.draft),
		"lines": [_shown(line) for line in shown],
		"next": start + PAGE if start + PAGE < len(found) else None,
	}


def _rank(line: Line) -> tuple[int, str]:
	if line.left_out:
		return 0, line.source.name
	return (3 if line.known_as else 1 if line.remarks else 2), line.source.name


def _shown(line: Line) -> dict[str, object]:
	values = line.draft.values if line.draft else {}
	responsible = values.get("responsible")
	return {
		"task": line.source.name,
		"subject": values.get("subject") or line.source.subject,
		"status": values.get("status"),
		"responsible": get_fullname(responsible) if responsible else None,
		"deadline": values.get("deadline"),
		"known_as": line.known_as,
		"left_out": line.left_out,
		"remarks": line.remarks if line.draft else [],
	}


def require_right() -> None:
	"""Raises where ERPNext's tasks are not here, or the session's user may not bring them."""
	if not permissions.is_manager():
		frappe.throw(_("Only a Task Discipline Manager imports tasks."), frappe.PermissionError)
	if not erpnext_source.is_there():
		frappe.throw(_("There are no tasks of ERPNext on this site."))
	for doctype in (erpnext_source.THEIRS, erpnext_source.THEIR_PROJECT):
		frappe.has_permission(doctype, "read", throw=True)


def start() -> dict[str, object]:
	"""Let a worker do it; returns the state. One that runs already goes on."""
	require_right()
	if state().get("state") == "running":
		return state()
	_note("running", 0, 0)
	frappe.enqueue(JOB, queue="long", timeout=4 * 3600, user=frappe.session.user, enqueue_after_commit=True)
	return state()


def state() -> dict[str, object]:
	"""How far the last import is: ``state`` (none, running, done, failed), ``done``, ``total``, ``failed``."""
	# Without "expires" the host would answer from what this request has read before.
	found = frappe.cache.get_value(_STATE, expires=True) or {"state": "none"}
	# A worker that was killed says nothing more.
	is_silent = found.get("at") and now_datetime() - get_datetime(found["at"]) > _SILENCE
	return found | {"state": "failed"} if found["state"] == "running" and is_silent else found


def run(commit: Callable[[], None]) -> dict[str, object]:
	"""Import everything that is missing, in batches of one transaction each; returns the state in the end."""
	require_right()
	try:
		source = erpnext_source.load()
		drafts = {line.source.name: line.draft for line in erpnext_drafts.lines(source) if line.draft}
		return _work_off(source, drafts, commit)
	except Exception:
		_note("failed", 0, 0)
		raise


def _work_off(
	source: Source, drafts: dict[str, erpnext_drafts.Draft], commit: Callable[[], None]
) -> dict[str, object]:
	failed: list[str] = []

	def write(names: Sequence[str]) -> int:
		# A batch that fails leaves nothing behind, not in these either.
		known, projects = dict(source.known), dict(source.projects)
		fit = [drafts[name] for name in names]
		erpnext_writer.write([_cut(draft, known, names) for draft in fit], known, projects, source.users)
		source.known.update(known)
		source.projects.update(projects)
		return len(names)

	def give_up(name: str, error: Exception) -> None:
		failed.append(name)
		frappe.log_error(title=f"Import of {name}", message=frappe.get_traceback())

	done = 0
	for batch in _batches(list(drafts)):
		done += batches.run(batch, write, give_up, commit)
		_note("running", done, len(drafts), failed)
	_note("done", done, len(drafts), failed)
	return state()


def _cut(draft: erpnext_drafts.Draft, known: dict[str, str], batch: Sequence[str]) -> erpnext_drafts.Draft:
	"""The draft without links to what could not be written."""
	there = set(known) | set(batch)
	return erpnext_drafts.Draft(
		draft.source,
		draft.cast,
		draft.values,
		draft.parent if draft.parent in there else None,
		tuple(one for one in draft.awaited if one in there),
	)


def _batches(names: list[str]) -> Iterator[list[str]]:
	for begin in range(0, len(names), _BATCH):
		yield names[begin : begin + _BATCH]


def _note(state: str, done: int, total: int, failed: Sequence[str] = ()) -> None:
	value = {"state": state, "done": done, "total": total, "failed": list(failed[:PAGE]), "at": now()}
	frappe.cache.set_value(_STATE, value, expires_in_sec=_HOURS * 3600)
