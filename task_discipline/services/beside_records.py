"""The tasks and projects of any record of the site, as far as the session's user may see both.

Nothing is said of a record that the reader may not read, and of the rest only what lists would show him anyway.
"""

from collections.abc import Collection, Sequence

import frappe
from frappe import _

from task_discipline import compat, compat_words
from task_discipline.services import links, recipients

TASK, PROJECT, MODULE = "TD Task", "TD Project Link", "Task Discipline"
SHOWN = 5
"""Rows beside a record; the rest is a click away."""
MOST_ROWS = 500
"""Rows of one page of a list; the host shows no more."""
_TASK_FIELDS = ("name", "subject", "status", "timeliness", "deadline", "responsible", "assigner")
_PROJECT_FIELDS = ("name", "project_name", "status", "health", "progress")
Counts = dict[str, int]
"""How many tasks are ``open``, and how many of these are ``overdue``."""


def of_record(doctype: str, name: str) -> dict[str, object]:
	"""Counts, the most urgent tasks and the running projects of a record.

	Raises ``frappe.PermissionError`` where the session's user may not read the record.
	"""
	_require_record(doctype, name)
	counts = _counts(doctype, [name]).get(name) or _none()
	tasks = _most_urgent(doctype, name, counts["open"])
	return {
		**counts,
		"tasks": tasks,
		"names": recipients.full_names(task.responsible for task in tasks),
		"projects": _projects(doctype, name),
	}


def of_list(doctype: str, names: Sequence[str]) -> dict[str, Counts]:
	"""Counts for the rows of a list by the names of the records; those without an open task are left out."""
	if not _has_records(doctype):
		_refuse()
	if len(names) > MOST_ROWS:
		frappe.throw(_("Ask for at most {0} records at once.").format(MOST_ROWS))
	filters = {"name": ("in", list(names))}
	readable = (
		frappe.get_list(doctype, filters, pluck="name", order_by=None, limit=MOST_ROWS) if names else []
	)
	return _counts(doctype, [str(name) for name in readable])


def _require_record(doctype: str, name: str) -> None:
	if not _has_records(doctype) or not links.may_link(doctype, name):
		_refuse()


def _has_records(doctype: str) -> bool:
	"""Whether the records of a doctype have tasks beside them: ours are no work of others, children no records."""
	module = frappe.db.get_value(
		"DocType", {"name": doctype, "istable": 0, "issingle": 0, "is_virtual": 0}, "module"
	)
	return bool(module) and module != MODULE


def _refuse() -> None:
	frappe.throw(_("You have no access to this record, or it is gone."), frappe.PermissionError)


def _counts(doctype: str, names: Collection[str]) -> dict[str, Counts]:
	if not names:
		return {}
	rows = compat.count_permitted_by(
		TASK, _open_of(doctype, ("in", list(names))), ("reference_name", "timeliness")
	)
	found: dict[str, Counts] = {}
	for row in rows:
		counts = found.setdefault(row.reference_name, _none())
		counts["open"] += row.total
		counts["overdue"] += row.total if row.timeliness == "Overdue" else 0
	return found


def _none() -> Counts:
	return {"open": 0, "overdue": 0}


def _open_of(doctype: str, name: object) -> dict[str, object]:
	return {"reference_doctype": doctype, "reference_name": name, "is_open": 1}


def _most_urgent(doctype: str, name: str, total: int) -> list[frappe._dict]:
	"""The first open tasks by their deadlines, and after them those that have none."""
	wanted, found = min(total, SHOWN), []
	for is_dated in (True, False):
		if len(found) < wanted:
			found += frappe.get_list(
				TASK,
				_open_of(doctype, name) | {"deadline": compat_words.dated(is_set=is_dated)},
				list(_TASK_FIELDS),
				order_by="deadline asc, name asc",
				limit=wanted - len(found),
			)
	return found


def _projects(doctype: str, name: str) -> list[frappe._dict]:
	return frappe.get_list(
		PROJECT,
		{"reference_doctype": doctype, "reference_name": name, "status": ("in", ("Open", "On Hold"))},
		list(_PROJECT_FIELDS),
		order_by="creation desc",
		limit=SHOWN,
	)
