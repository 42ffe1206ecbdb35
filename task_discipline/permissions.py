"""Who may see and touch what: every list condition and every ``has_permission`` of the app.

Rights come from TD Task Access (one row per task and person), from being the head of a task's assigner
or responsible, or from the role of a manager. Shares, ToDos and assignments of the host give nothing.
A condition is one indexed ``in``: see the table of shapes that hold at a million tasks.
"""

from collections.abc import Collection, Mapping
from typing import NoReturn

import frappe
from frappe.model.document import Document

from task_discipline import compat, people
from task_discipline.domain.lifecycle import Role

MANAGER_ROLE = "Task Discipline Manager"
USER_ROLE = "Task Discipline User"

TASK = "TD Task"
TASK_CHILDREN = ("TD Plan Step", "TD Task User")
"""Child doctypes whose rows are read through their parent only."""
TASK_RECORDS = ("TD Task Event", "TD Deadline Request")
"""Doctypes with a link ``task`` that are as readable as that task."""
GUARDED = frozenset({TASK, "TD Task Access", *TASK_CHILDREN, *TASK_RECORDS})
"""Doctypes for which the doors that the host leaves open are closed."""

_READING = frozenset({"read", "select", "print", "email", "report", "export"})
ROLE_COLUMNS = {
	"is_assigner": Role.ASSIGNER,
	"is_responsible": Role.RESPONSIBLE,
	"is_co_assignee": Role.CO_ASSIGNEE,
	"is_observer": Role.OBSERVER,
}
"""Columns of TD Task Access, and what each says of the person."""


def is_manager(user: str | None = None) -> bool:
	"""Whether the person sees every task and may do what an assigner may."""
	user = user or frappe.session.user
	return user == "Administrator" or MANAGER_ROLE in frappe.get_roles(user)


def is_active(user: str) -> bool:
	"""Whether the person's account is enabled: a disabled person sees nothing, whatever he was to a task."""
	return user == "Administrator" or bool(frappe.get_cached_value("User", user, "enabled"))


def own_roles(task: str, user: str, *, for_update: bool = False) -> frozenset[Role]:
	"""What the person is to the stored task; ``for_update`` locks the row and reads its newest state."""
	row = frappe.db.get_value(
		"TD Task Access",
		{"task": task, "user": user},
		list(ROLE_COLUMNS),
		as_dict=True,
		for_update=for_update,
	)
	return roles_in(row or {})


def roles_in(row: Mapping[str, object]) -> frozenset[Role]:
	"""The roles that a row of TD Task Access gives."""
	return frozenset(role for column, role in ROLE_COLUMNS.items() if row.get(column))


def roles_on(task: str, user: str | None = None, *, for_update: bool = False) -> frozenset[Role]:
	"""Everything the person is to the task, manager and head included; empty for a stranger."""
	user = user or frappe.session.user
	if not is_active(user):
		return frozenset()
	roles = own_roles(task, user, for_update=for_update)
	if is_manager(user):
		roles |= {Role.MANAGER}
	if not roles and _is_head_over(task, user):
		roles |= {Role.HEAD}
	return roles


def can_read(task: str, user: str | None = None) -> bool:
	"""Whether the person may see the stored task."""
	return bool(roles_on(task, user))


def require_read(task: str) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user may not see the task."""
	if not can_read(task):
		deny_read(task)


def deny_read(task: str) -> NoReturn:
	"""Raises ``frappe.PermissionError``, in the same words for a hidden task and for one that does not exist."""
	shown = frappe.utils.escape_html(task)
	frappe.throw(
		frappe._("You have no access to task {0}. Ask its assigner to add you as an observer.").format(shown),
		frappe.PermissionError,
	)


def _is_head_over(task: str, user: str) -> bool:
	subordinates = people.people_of(user)
	if not subordinates:
		return False
	chiefs_matter = frappe.db.get_value(TASK, task, ["assigner", "responsible"])
	return bool(subordinates & set(chiefs_matter or ()))


def has_task_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Task: participants, heads and managers read; those who work on it write.

	What a writer may change is decided field by field when the task is saved.
	"""
	user = user or frappe.session.user
	if ptype == "create" or not doc.name or doc.is_new():
		return True
	roles = roles_on(doc.name, user)
	if ptype in _READING:
		return bool(roles)
	if ptype == "write":
		return bool(roles - {Role.OBSERVER, Role.HEAD})
	return Role.MANAGER in roles and ptype != "share"


def has_record_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for records of a task (events, deadline requests): read like the task, written by services only."""
	if ptype not in _READING:
		return False
	task = frappe.db.get_value(doc.doctype, doc.name, "task") if doc.name else doc.get("task")
	return bool(task) and can_read(task, user)


def has_file_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for the host's File: a task's file follows the task; whoever uploaded it keeps it in sight."""
	user = user or frappe.session.user
	if doc.get("attached_to_doctype") != TASK or not doc.get("attached_to_name"):
		return compat.undecided()
	if ptype in _READING:
		return doc.owner == user or can_read(doc.attached_to_name, user)
	return bool(roles_on(doc.attached_to_name, user) - {Role.OBSERVER, Role.HEAD})


def task_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task."""
	return _among_readable("`tabTD Task`.`name`", user)


def record_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for records of a task."""
	return _among_readable(f"`tab{doctype}`.`task`", user)


def child_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for child rows, which a list reaches with nothing but a right on the parent's type."""
	condition = _among_readable(f"`tab{doctype}`.`parent`", user)
	return condition and f"(`tab{doctype}`.`parenttype` = 'TD Task' and {condition})"


def access_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task Access, which is nobody's reading but a manager's."""
	return "" if is_manager(user) else "(1=0)"


def file_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for the host's File that hides the files of unreadable tasks and touches no other file."""
	user = user or frappe.session.user
	readable = _among_readable("`tabFile`.`attached_to_name`", user)
	if not readable:
		return ""
	others = "coalesce(`tabFile`.`attached_to_doctype`, '') != 'TD Task'"
	return f"({others} or `tabFile`.`owner` = {frappe.db.escape(user)} or {readable})"


def comment_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for the host's Comment: a task's talk is read by those who may read the task."""
	return _beside_task("`tabComment`.`reference_doctype`", "`tabComment`.`reference_name`", user)


def _beside_task(doctype_column: str, name_column: str, user: str | None) -> str:
	readable = _among_readable(name_column, user)
	return readable and f"(coalesce({doctype_column}, '') != 'TD Task' or {readable})"


def _among_readable(column: str, user: str | None) -> str:
	user = user or frappe.session.user
	if not is_active(user):
		return "(1=0)"
	if is_manager(user):
		return ""
	return f"({column} in ({readable_tasks(user)}))"


def readable_tasks(user: str) -> str:
	"""SQL of the names of every task the person may see; for those who see all, use no condition."""
	own = f"select `task` from `tabTD Task Access` where `user` = {frappe.db.escape(user)}"
	subordinates = people.people_of(user)
	return _with_subordinates(own, subordinates) if subordinates else own


def _with_subordinates(own: str, subordinates: Collection[str]) -> str:
	# A union inside a derived table is built once; an OR beside the subquery would be tried per row.
	names = ", ".join(frappe.db.escape(name) for name in sorted(subordinates))
	theirs = " union ".join(
		f"select `name` from `tabTD Task` where `{column}` in ({names})"
		for column in ("responsible", "assigner")
	)
	return f"select `task` from ({own} union {theirs}) readable"
