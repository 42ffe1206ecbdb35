"""Links of a task to other records: what a person may not read he cannot link to either.

A link to a hidden record would show its fields through a join in a list of one's own tasks.
"""

from collections.abc import Callable
from typing import TypeVar

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.services.projects import moving

_MAX_DEPTH = 50
_Found = TypeVar("_Found")


def check(task: Document) -> None:
	"""Raises where a link that changed leads to nothing, to a hidden record, or round in a circle."""
	before = task.get_doc_before_save()
	if task.parent_task and (not before or before.parent_task != task.parent_task):
		permissions.require_read(task.parent_task)
		_refuse_circle(task)
	check_reference(task)
	moving.check_link(task)


def _refuse_circle(task: Document) -> None:
	ancestor, depth = task.parent_task, 0
	while ancestor:
		if ancestor == task.name or depth > _MAX_DEPTH:
			frappe.throw(_("A task cannot be part of itself. Choose another task above it."))
		ancestor, depth = frappe.db.get_value(task.doctype, ancestor, "parent_task"), depth + 1


def check_reference(task: Document) -> None:
	"""Raises where the linked record of a task or a template changed and leads to nothing or to a hidden one."""
	before = task.get_doc_before_save()
	if not task.reference_doctype:
		task.reference_name = None
		return
	if before and (before.reference_doctype, before.reference_name) == (
		task.reference_doctype,
		task.reference_name,
	):
		return
	if not task.reference_name:
		frappe.throw(_("Choose the linked record, or empty its type."))
	_require_linkable(task.reference_doctype, task.reference_name)


def _require_linkable(doctype: str, name: str) -> None:
	if not may_link(doctype, name):
		frappe.throw(
			_("You have no access to the linked record. Choose one that you can open."),
			frappe.PermissionError,
		)


def may_link(doctype: str, name: str) -> bool:
	"""Whether there is such a record and the session's user may read it."""
	return _exists(doctype, name) and bool(frappe.has_permission(doctype, "read", doc=name))


def is_gone(doc: Document) -> bool:
	"""Whether the linked record was deleted, perhaps with the app that it came from."""
	return bool(doc.reference_name) and not _exists(doc.reference_doctype, doc.reference_name)


def _exists(doctype: str, name: str) -> bool:
	known = frappe.db.exists("DocType", {"name": doctype, "istable": 0, "issingle": 0, "is_virtual": 0})
	return bool(known and frappe.db.exists(doctype, name))


def find_invalid(doc: Document, find: Callable[[], _Found]) -> _Found:
	"""What ``find`` says of the links of ``doc``, but for a stored link to a record that is gone.

	The host would refuse every later save for a name that nobody can choose any more, and empty it.
	"""
	before = doc.get_doc_before_save()
	link = {name: doc.get(name) for name in ("reference_doctype", "reference_name")}
	if not before or any(before.get(name) != value for name, value in link.items()) or not is_gone(doc):
		return find()
	doc.update(dict.fromkeys(link))
	try:
		return find()
	finally:
		doc.update(link)
