"""Who may see and touch what: every list condition and every ``has_permission`` of the app.

Rights come from TD Task Access (one row per task and person), from being the head of a task's assigner
or responsible, or from the role of a manager. Shares, ToDos and assignments of the host give nothing.
How a list condition is put into SQL that holds at a million tasks is told in ``visibility``.
"""

from collections.abc import Iterable, Mapping
from typing import NoReturn

import frappe
import frappe.permissions
from frappe.model.document import Document

from task_discipline import compat, files, people, visibility
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
NEVER_SHARED = GUARDED | {"TD Team"}
"""Doctypes that the host's shares must not open: whoever writes a team decides who is a head."""
HOST_RECORDS = {
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}
"""The host's doctypes whose rows may tell of a task, and the two fields that say of which."""

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
	access = frappe.qb.DocType("TD Task Access")
	query = (
		frappe.qb.from_(access)
		.select(*(access[column] for column in ROLE_COLUMNS))
		.where((access.task == task) & (access.user == user))
	)
	rows = (query.for_update() if for_update else query).run(as_dict=True)
	return roles_in(rows[0] if rows else {})


def roles_in(row: Mapping[str, object]) -> frozenset[Role]:
	"""The roles that a row of TD Task Access gives."""
	return frozenset(role for column, role in ROLE_COLUMNS.items() if row.get(column))


def roles_on(task: str, user: str | None = None, *, for_update: bool = False) -> frozenset[Role]:
	"""Everything the person is to the task, manager and head included; empty for a stranger."""
	user = user or frappe.session.user
	# A document built from a client's JSON can bring a filter in place of its name.
	if not isinstance(task, str) or not is_active(user):
		return frozenset()
	return _with_standing(task, user, own_roles(task, user, for_update=for_update))


def _with_standing(task: str, user: str, roles: frozenset[Role]) -> frozenset[Role]:
	if is_manager(user):
		roles |= {Role.MANAGER}
	if not roles and _is_head_over(task, user):
		roles |= {Role.HEAD}
	return roles


def roles_of(task: Document, user: str | None = None) -> frozenset[Role]:
	"""``roles_on`` for a document in hand.

	Opening or saving a form asks many times, so the row of access is read once for each document until
	somebody's access is written again; whether the person is active or a manager is asked every time.
	"""
	user = user or frappe.session.user
	if not isinstance(task.name, str) or not is_active(user):
		return frozenset()
	known = task.flags.setdefault("own_roles", {})
	asked = (user, frappe.flags.task_access_written)
	if asked not in known:
		known[asked] = own_roles(task.name, user)
	return _with_standing(task.name, user, known[asked])


def can_read(task: str, user: str | None = None) -> bool:
	"""Whether the person may see the stored task."""
	return bool(roles_on(task, user))


def require_read(task: str) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user may not see the task."""
	if not can_read(task):
		deny_read(task)


def deny_read(task: str) -> NoReturn:
	"""Raises ``frappe.PermissionError``, in the same words for a hidden task and for one that does not exist."""
	frappe.throw(_no_access(task), frappe.PermissionError)


def _no_access(task: str) -> str:
	shown = frappe.utils.escape_html(task)
	return frappe._("You have no access to task {0}. Ask its assigner to add you as an observer.").format(
		shown
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
	if ptype == "create" or _is_unsaved(doc):
		return True
	roles = roles_of(doc, user)
	if ptype in _READING:
		return bool(roles) or _denied(doc)
	if ptype == "write":
		return bool(roles - {Role.OBSERVER, Role.HEAD}) or _denied(doc)
	return (Role.MANAGER in roles and ptype != "share") or _denied(doc)


def has_record_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for records of a task (events, deadline requests): read like the task, written by services only."""
	if ptype not in _READING:
		return _denied(doc)
	task = _stored(doc, "task")
	return (task is not None and can_read(str(task[0]), user)) or _denied(doc)


def has_access_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Task Access: a manager may look who sees what; only services write."""
	return (ptype in _READING and is_manager(user)) or _denied(doc)


def has_team_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Team: everybody may know who is whose head, managers alone decide it."""
	return ptype in _READING or is_manager(user) or _denied(doc)


def has_host_record_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for ``HOST_RECORDS``: what tells of a task is hidden with it; all else is the host's to decide."""
	if all(can_read(task, user) for task in _tasks_beside(doc)):
		return compat.undecided()
	return _denied(doc)


def has_file_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for the host's File: a task's file follows the task; whoever uploaded it keeps it in sight.

	A new row that names an address instead of bringing content would make its creator the owner of what
	lies there, so he must be able to read it already.
	"""
	user = user or frappe.session.user
	if _claims_address(doc, ptype) and hides(files.at_address(doc.file_url), user):
		return _denied(doc)
	tasks = _tasks_beside(doc)
	if not tasks or ptype == "create":
		return compat.undecided()
	if ptype not in _READING:
		return all(roles_on(task, user) - {Role.OBSERVER, Role.HEAD} for task in tasks) or _denied(doc)
	return _stored(doc, "owner") == (user,) or all(can_read(task, user) for task in tasks) or _denied(doc)


def _claims_address(doc: Document, ptype: str) -> bool:
	if ptype == "create":
		return bool(doc.get("file_url")) and not doc.get("content")
	return bool(doc.get("file_url")) and _stored(doc, "file_url") != (doc.file_url,)


def hides(task_files: Iterable[files.TaskFile], user: str | None = None) -> bool:
	"""Whether any of the files belongs to somebody else and to a task that the person may not read."""
	user = user or frappe.session.user
	return any(file.owner != user and not can_read(file.task, user) for file in task_files)


def _tasks_beside(doc: Document) -> set[object]:
	"""The tasks that a record of the host stands beside: the one it says, and the one it is stored with."""
	columns = HOST_RECORDS[doc.doctype]
	places = [tuple(doc.get(column) for column in columns), _stored(doc, *columns)]
	return {name for doctype, name in filter(None, places) if doctype == TASK and name}


def _stored(doc: Document, *columns: str) -> tuple[object, ...] | None:
	"""Values of the stored row, whatever a client's JSON says in the document."""
	known = isinstance(doc.name, str | int) and frappe.db.get_value(
		doc.doctype, doc.name, columns, as_dict=True
	)
	return tuple(known[column] for column in columns) if known else None


def _is_unsaved(doc: Document) -> bool:
	# The mark of a new document may come from the client, so a stored task is asked for all the same.
	return not doc.name or (doc.is_new() and not frappe.db.exists(doc.doctype, {"name": doc.name}))


def _denied(doc: Document) -> bool:
	"""False; raises ``frappe.PermissionError`` where the host would ask its shares after that and say yes."""
	if doc.name and frappe.db.exists("DocShare", {"share_doctype": doc.doctype, "share_name": doc.name}):
		raise frappe.PermissionError
	if doc.doctype == TASK:
		frappe.permissions.push_perm_check_log(_no_access(str(doc.name)))
	return False


def task_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task."""
	user = user or frappe.session.user
	if _sees_some(user):
		return visibility.tasks_condition(user)
	return _all_or_nothing(user) or visibility.open_only()


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
	others = host_record_condition(user, "File")
	return others and f"(`tabFile`.`owner` = {frappe.db.escape(user)} or {others})"


def host_record_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for ``HOST_RECORDS``: hides what tells of unreadable tasks and touches no other row."""
	doctype_field, name_field = (f"`tab{doctype}`.`{field}`" for field in HOST_RECORDS[str(doctype)])
	readable = _among_readable(name_field, user)
	return readable and f"(coalesce({doctype_field}, '') != 'TD Task' or {readable})"


def _among_readable(column: str, user: str | None) -> str:
	user = user or frappe.session.user
	return visibility.among(column, user) if _sees_some(user) else _all_or_nothing(user)


def _sees_some(user: str) -> bool:
	return is_active(user) and not is_manager(user)


def _all_or_nothing(user: str) -> str:
	return "" if is_active(user) else "(1=0)"
