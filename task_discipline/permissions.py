"""Who may see and touch what: every list condition and every ``has_permission`` of our doctypes.

Rights come from TD Task Access (one row per task and person), from being the head of a task's assigner
or responsible, or from the role of a manager; a template is its owner's and its assigner's, a project its own
people's (``project_rights``). Shares, ToDos and assignments of the host give nothing.

What the host keeps beside a record is decided in ``beside``, what belongs to one person in ``personal``; how a list condition is put into SQL that holds
at a million tasks is told in ``visibility``.
"""

from collections.abc import Mapping
from typing import NoReturn

import frappe
import frappe.permissions
from frappe import _
from frappe.model.document import Document

from task_discipline import people, project_rights, stored_rows, visibility
from task_discipline.chat_names import CHAT
from task_discipline.domain.lifecycle import PASSIVE, Role
from task_discipline.money_names import PERSONAL, RULES
from task_discipline.project_rights import Part
from task_discipline.standing import USER_ROLE, is_active, is_manager

TASK = "TD Task"
TEMPLATE = "TD Task Template"
PROJECT = project_rights.PROJECT
ROOTS = (TASK, TEMPLATE, PROJECT)
"""Doctypes beside which people talk and put files: what stands there is as readable as the record."""
CHILDREN = {
	"TD Plan Step": (TASK,),
	"TD Task Dependency": (TASK,),
	"TD Task User": ROOTS,
	"TD Template Milestone": (TEMPLATE,),
	"TD Template Step": (TEMPLATE,),
}
"""Child doctypes whose rows are read through their parent only, and the parents that are ours to guard."""
RECORDS = {
	"TD Deadline Request": {"task": TASK},
	"TD Milestone": {"task": TASK, "project": PROJECT},
	"TD Project Event": {"project": PROJECT},
	"TD Reminder": {"task": TASK},
	"TD Task Event": {"task": TASK},
	"TD Template Event": {"template": TEMPLATE},
}
"""Doctypes that are as readable as a record that one of these links of theirs names."""
ABSENCE = "TD Absence"
PREFERENCES = "TD Preferences"
RATING = "TD Task Rating"
DIGEST = "TD Digest"
GUARDED = frozenset(
	{*ROOTS, ABSENCE, DIGEST, PREFERENCES, "TD Task Access", RATING, *CHAT, *CHILDREN, *RECORDS, *PERSONAL}
)
"""Doctypes for which the doors that the host leaves open are closed."""
NEVER_SHARED = GUARDED | {"TD Team", "TD Work Calendar", *RULES}
"""Doctypes that the host's shares must not open: whoever writes a team decides who is a head."""
READING = frozenset({"read", "select", "print", "email", "report", "export"})
"""Kinds of permission that change nothing."""
ROLE_COLUMNS = {
	"is_assigner": Role.ASSIGNER,
	"is_responsible": Role.RESPONSIBLE,
	"is_co_assignee": Role.CO_ASSIGNEE,
	"is_observer": Role.OBSERVER,
	"is_project_member": Role.PROJECT_MEMBER,
}
"""Columns of TD Task Access, and what each says of the person."""


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


def roles_on(task: object, user: str | None = None, *, for_update: bool = False) -> frozenset[Role]:
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


def can_read(task: object, user: str | None = None) -> bool:
	"""Whether the person may see the stored task."""
	return bool(roles_on(task, user))


def can_read_template(template: object, user: str | None = None) -> bool:
	"""Whether the person may see and edit the stored template: its owner, its assigner, or a manager."""
	user = user or frappe.session.user
	if not isinstance(template, str) or not is_active(user):
		return False
	if is_manager(user):
		return True
	people = frappe.db.get_value(TEMPLATE, template, ["owner", "assigner"])
	return user in (people or ()) and USER_ROLE in frappe.get_roles(user)


def reads(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may see a stored record of ``ROOTS``."""
	if doctype == PROJECT:
		return project_rights.part_of(name, user) is not None
	return can_read_template(name, user) if doctype == TEMPLATE else can_read(name, user)


def works_on(doctype: str, name: object, user: str | None = None) -> bool:
	"""Whether the person may put files to a stored record of ``ROOTS``."""
	if doctype == PROJECT:
		return project_rights.part_of(name, user) in (Part.LEAD, Part.MEMBER)
	if doctype == TEMPLATE:
		return can_read_template(name, user)
	return bool(roles_on(name, user) - PASSIVE)


def leads(project: object, user: str | None = None) -> bool:
	"""Whether the person may change the stored project."""
	return project_rights.part_of(project, user) is Part.LEAD


def require_read(name: str, doctype: str = TASK) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user may not see the record of ``ROOTS``.

	Raises it, too, where there is none: a manager sees every record, but not what is not there.
	"""
	if not reads(doctype, name) or not frappe.db.exists(doctype, name):
		deny_read(name, doctype)


def require_work(project: str) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user may not put anything into the project."""
	require_read(project, PROJECT)
	if not works_on(PROJECT, project):
		frappe.throw(
			_("Only members of the project put tasks into it. Ask its manager to make you one."),
			frappe.PermissionError,
		)


def require_lead(project: str) -> None:
	"""Raises ``frappe.PermissionError`` where the session's user may not change the project."""
	require_read(project, PROJECT)
	if not leads(project):
		frappe.throw(
			_("Only the manager of the project may do this. Ask them in a comment."), frappe.PermissionError
		)


def deny_read(name: str, doctype: str = TASK) -> NoReturn:
	"""Raises ``frappe.PermissionError``, in the same words for a hidden record and for one that does not exist."""
	frappe.throw(_no_access(name, doctype), frappe.PermissionError)


def _no_access(name: str, doctype: str) -> str:
	words = {
		PROJECT: _("You have no access to project {0}. Ask its manager to add you as an observer."),
		TEMPLATE: _("You have no access to template {0}. Ask its owner or a manager."),
		TASK: _("You have no access to task {0}. Ask its assigner to add you as an observer."),
	}
	return words[doctype].format(frappe.utils.escape_html(name))


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
	if ptype == "create" or stored_rows.is_unsaved(doc):
		return True
	roles = roles_of(doc, user)
	if ptype in READING:
		return bool(roles) or denied(doc)
	if ptype == "write":
		return bool(roles - PASSIVE) or denied(doc)
	return (Role.MANAGER in roles and ptype != "share") or denied(doc)


def has_template_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Task Template: its owner, its assigner and managers do with it what their role lets them."""
	if ptype == "create" or stored_rows.is_unsaved(doc):
		return True
	return (ptype != "share" and can_read_template(doc.name, user)) or denied(doc)


def has_project_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Project Link: its people read, its manager and managers of all write."""
	if ptype == "create" or stored_rows.is_unsaved(doc):
		return True
	may = reads(PROJECT, doc.name, user) if ptype in READING else leads(doc.name, user)
	return (may and ptype != "share") or denied(doc)


def has_record_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for ``RECORDS``: read like what they name, written by services only."""
	if ptype not in READING:
		return denied(doc)
	links = RECORDS[doc.doctype]
	named = stored_rows.values(doc, *links) or ()
	return any(
		reads(root, name, user) for root, name in zip(links.values(), named, strict=False) if name
	) or denied(doc)


def has_access_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for TD Task Access: a manager may look who sees what; only services write."""
	return (ptype in READING and is_manager(user)) or denied(doc)


def has_common_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
	"""Hook for teams and calendars: everybody may know who is whose head and when work is done; managers decide it."""
	return ptype in READING or is_manager(user) or denied(doc)


def denied(doc: Document) -> bool:
	"""False; raises ``frappe.PermissionError`` where the host would ask its shares after that and say yes."""
	if doc.name and frappe.db.exists("DocShare", {"share_doctype": doc.doctype, "share_name": doc.name}):
		raise frappe.PermissionError
	if doc.doctype in ROOTS:
		frappe.permissions.push_perm_check_log(_no_access(str(doc.name), doc.doctype))
	return False


def task_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task."""
	user = user or frappe.session.user
	if _sees_some(user):
		return visibility.tasks_condition(user)
	return _all_or_nothing(user) or visibility.open_only()


def template_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task Template."""
	user = user or frappe.session.user
	if not _sees_some(user):
		return _all_or_nothing(user)
	return visibility.templates_condition(user) if USER_ROLE in frappe.get_roles(user) else "(1=0)"


def project_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Project Link."""
	user = user or frappe.session.user
	return project_rights.condition(user) if _sees_some(user) else _all_or_nothing(user)


def record_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for ``RECORDS``."""
	links = RECORDS[str(doctype)].items()
	parts = [among_readable(f"`tab{doctype}`.`{column}`", user, root) for column, root in links]
	return f"({' or '.join(parts)})" if all(parts) else ""


def child_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for child rows, which a list reaches with nothing but a right on the parent's type."""
	parts = []
	for root in CHILDREN[str(doctype)]:
		condition = among_readable(f"`tab{doctype}`.`parent`", user, root)
		if not condition:
			return ""
		parts.append(f"(`tab{doctype}`.`parenttype` = '{root}' and {condition})")
	return f"({' or '.join(parts)})"


def access_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for TD Task Access, which is nobody's reading but a manager's."""
	return "" if is_manager(user) else "(1=0)"


def among_readable(column: str, user: str | None, root: str = TASK) -> str:
	"""Condition on a ``column`` that names records of ``root``; empty where the person reads them all."""
	user = user or frappe.session.user
	if root == TASK:
		return visibility.among(column, user) if _sees_some(user) else _all_or_nothing(user)
	condition = project_condition(user) if root == PROJECT else template_condition(user)
	return condition and f"({column} in (select `name` from `tab{root}` where {condition}))"


def _sees_some(user: str) -> bool:
	return is_active(user) and not is_manager(user)


def _all_or_nothing(user: str) -> str:
	return "" if is_active(user) else "(1=0)"
