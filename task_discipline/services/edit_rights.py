"""Which fields of a stored task a person may change by saving it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt, get_datetime

from task_discipline import permissions
from task_discipline.domain.lifecycle import DIRECTORS, WORKERS, WORKING_STATES, Status

SYSTEM_FIELDS = (
	"is_open",
	"is_group",
	"is_blocked",
	"timeliness",
	"first_deadline",
	"deadline_moves",
	"returns",
	"held_until",
	"submitted_at",
	"review_due",
	"accepted_at",
	"delay_minutes",
	"working_delay_minutes",
	"first_delay_minutes",
	"template",
	"occurrence",
	"imported_from",
)
"""Figures that the system keeps, and what a task was made for."""

OWNED_BY_ACTIONS = frozenset({"status", "deadline", "responsible", "assigner", *SYSTEM_FIELDS})
"""What no save of a stored task may change; every other field, a site's own ones too, is what the task says."""

_CLOSED = frozenset({Status.DONE, Status.CANCELLED})
_NO_DATA = frozenset(
	{"Section Break", "Column Break", "Tab Break", "HTML", "Table", "Table MultiSelect", "Button"}
)


def changed_fields(task: Document, before: Document) -> list[str]:
	"""Names of the fields that a save would change; a child table counts as one field."""
	plain = [df.fieldname for df in task.meta.fields if df.fieldtype not in _NO_DATA]
	changed = [name for name in plain if _value(task, name) != _value(before, name)]
	return changed + [
		name for name in ("co_assignees", "observers") if users(task, name) != users(before, name)
	]


def content_fields() -> list[str]:
	"""The fields that say what the task is, children included: the assigner's to edit."""
	shown = [df.fieldname for df in frappe.get_meta(permissions.TASK).fields if df.fieldtype not in _NO_DATA]
	return [
		name
		for name in (*shown, "co_assignees", "observers", "plan", "depends_on")
		if name not in OWNED_BY_ACTIONS | {"result"}
	]


def users(task: Document, fieldname: str) -> set[str]:
	"""The people in one of the two people tables."""
	return {row.user for row in task.get(fieldname)}


def steps(task: Document) -> list[tuple[str, str, str, str]]:
	"""What the plan says, without its ticks."""
	return [(cstr(row.name), row.title, cstr(row.person), cstr(row.due_date)) for row in task.plan]


def ticks(task: Document) -> dict[str, bool]:
	"""Which steps of the plan are done."""
	return {cstr(row.name): bool(row.done) for row in task.plan}


def check(task: Document) -> None:
	"""Raises where the session's user changes what he may not, with a word on how to do it instead."""
	before = task.get_doc_before_save()
	changed = changed_fields(task, before)
	plan_changed = steps(task) != steps(before)
	_refuse_what_actions_own(changed, task)
	touched = bool(changed) or plan_changed or ticks(task) != ticks(before)
	if touched:
		_refuse_closed(before)
		_refuse_others(task, before, changed, plan_changed)


def _value(doc: Document, fieldname: str) -> object:
	df, value = doc.meta.get_field(fieldname), doc.get(fieldname)
	if df.fieldtype == "Datetime":
		return get_datetime(value).replace(microsecond=0) if value else None
	if df.fieldtype in ("Int", "Check", "Float"):
		return flt(value)
	return cstr(value)


def _refuse_what_actions_own(changed: list[str], task: Document) -> None:
	for fieldname in changed:
		if fieldname not in OWNED_BY_ACTIONS:
			continue
		frappe.throw(_how_to_change(fieldname, task), title=_(task.meta.get_label(fieldname)))


def _how_to_change(fieldname: str, task: Document) -> str:
	ways = {
		"status": _(
			"The status changes only by the buttons of the task, such as Start, Submit Task or Accept."
		),
		"deadline": _("The deadline changes only by Change Deadline, so that the reason stays on record."),
		"responsible": _("The responsible changes only by Reassign, so that both people are told."),
		"assigner": _(
			"The assigner of a task does not change. Cancel it and let the new assigner set another."
		),
	}
	label = _(task.meta.get_label(fieldname))
	return ways.get(fieldname) or _(
		"{0} is kept by the system. Reload the task and leave it as it is."
	).format(label)


def _refuse_closed(before: Document) -> None:
	if Status(before.status) in _CLOSED:
		frappe.throw(
			_("The task is {0} and stays as it is. Reopen it, or set a new one.").format(
				frappe.bold(_(before.status, context="TD Task"))
			)
		)


def _refuse_others(task: Document, before: Document, changed: list[str], plan_changed: bool) -> None:
	roles = permissions.roles_of(task)
	if roles & DIRECTORS:
		return
	foreign = [name for name in changed if name != "result"]
	if foreign or plan_changed or not roles & WORKERS:
		labels = [_(before.meta.get_label(name)) for name in foreign] or [_("Plan")]
		frappe.throw(
			_("Only the assigner or a manager may change: {0}. Ask them in a comment.").format(
				", ".join(labels)
			),
			frappe.PermissionError,
		)
	if Status(before.status) not in WORKING_STATES:
		frappe.throw(_("The task is submitted. Take it back with Withdraw before you change it."))
