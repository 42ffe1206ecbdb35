"""Links of a task to other records: what a person may not read he cannot link to either.

A link to a hidden record would show its fields through a join in a list of one's own tasks.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.services.projects import moving

_MAX_DEPTH = 50


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
	known = frappe.db.exists("DocType", {"name": doctype, "istable": 0, "issingle": 0})
	if (
		not known
		or not frappe.db.exists(doctype, name)
		or not frappe.has_permission(doctype, "read", doc=name)
	):
		frappe.throw(
			_("You have no access to the linked record. Choose one that you can open."),
			frappe.PermissionError,
		)
