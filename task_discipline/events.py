"""Handlers on the host's doctypes; each looks at records of ours only and lets all others pass."""

import frappe
from frappe import _
from frappe.desk.notifications import extract_mentions
from frappe.model.document import Document
from frappe.utils import escape_html

from task_discipline import permissions
from task_discipline.domain.lifecycle import Role


def check_comment(comment: Document, method: str | None = None) -> None:
	"""A mention mails the comment's text, so only people who may read the task can be mentioned there."""
	if comment.reference_doctype != permissions.TASK:
		return
	_require_read(comment.reference_name)
	blind = [
		user
		for user in extract_mentions(comment.content or "")
		if not permissions.can_read(comment.reference_name, user)
	]
	if blind:
		frappe.throw(
			_("{0} may not see this task. Add them as observers first, then mention them.").format(
				escape_html(", ".join(blind))
			)
		)


def refuse_share(share: Document, method: str | None = None) -> None:
	"""The host lets any share open the form, so tasks are not shared: people are added to them."""
	if share.share_doctype in permissions.GUARDED:
		frappe.throw(
			_("Tasks are not shared. Add the person as an observer or co-assignee of the task."),
			frappe.PermissionError,
		)


def check_follow(follow: Document, method: str | None = None) -> None:
	"""The host mails changes to followers without asking whether they may read them."""
	if follow.ref_doctype not in permissions.GUARDED:
		return
	if follow.ref_doctype != permissions.TASK or not permissions.can_read(follow.ref_docname, follow.user):
		permissions.deny_read(str(follow.ref_docname))


def check_todo(todo: Document, method: str | None = None) -> None:
	"""A ToDo on a task writes a line into its timeline, so whoever makes one must be able to read the task."""
	if todo.reference_type == permissions.TASK and todo.reference_name:
		_require_read(todo.reference_name)


def check_file(file: Document, method: str | None = None) -> None:
	"""Files of a task are private, put there by those who work on it, and nobody else can claim their address."""
	if file.attached_to_doctype == permissions.TASK and file.attached_to_name:
		_check_attachment(file)
	if file.is_new() and file.file_url:
		_refuse_claimed_address(file)


def _check_attachment(file: Document) -> None:
	if not file.is_private:
		frappe.throw(_("Files of a task are private. Attach it again as a private file."))
	if not frappe.db.exists(permissions.TASK, file.attached_to_name):
		return  # attached in a form that is not saved yet; the host links it when the task is
	if not permissions.roles_on(file.attached_to_name) - {Role.OBSERVER, Role.HEAD}:
		frappe.throw(
			_("Only those who work on task {0} attach files to it. Put yours into a comment.").format(
				escape_html(file.attached_to_name)
			),
			frappe.PermissionError,
		)


def _refuse_claimed_address(file: Document) -> None:
	# A row with the address of somebody's private file would make its creator the owner of what lies there.
	tasks = frappe.get_all(
		"File",
		filters={
			"file_url": file.file_url,
			"attached_to_doctype": permissions.TASK,
			"name": ("!=", file.name or ""),
		},
		fields=["attached_to_name", "owner"],
		order_by=None,
	)
	user = frappe.session.user
	if any(row.owner != user and not permissions.can_read(row.attached_to_name) for row in tasks):
		frappe.throw(_("You have no access to this file. Upload your own copy."), frappe.PermissionError)


def _require_read(task: str) -> None:
	if not permissions.can_read(task):
		permissions.deny_read(str(task))
