"""What a save of a task may do: fills what is left out, cleans what is written, refuses what is wrong.

State, figures, deadline and the person responsible change through actions only; a save that touches
them is refused, whatever door it comes through (form, REST, import, bulk edit).
"""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import Status
from task_discipline.services import (
	access,
	changes,
	deadline_limits,
	dependencies,
	edit_rights,
	inputs,
	links,
	people_rules,
	plan,
)
from task_discipline.services.imports import data_import

_MAX_NUMBER = 1_000_000


def prepare(task: Document) -> None:
	"""Fill and clean every field before the task is checked. Raises ``frappe.ValidationError`` on bad input."""
	_clean_words(task)
	data_import.prepare(task)
	task.starts_on = inputs.moment(task.starts_on, _("Starts on"))
	task.deadline = inputs.moment(task.deadline, _("Deadline"), task.responsible)
	_check_numbers(task)
	deadline_limits.prepare(task)
	_tidy_people(task)
	plan.prepare(task)
	dependencies.prepare(task)
	if task.is_new():
		_fill_new(task)


def check(task: Document) -> None:
	"""Refuse a save that breaks a rule. Raises ``frappe.ValidationError`` or ``frappe.PermissionError``."""
	if task.is_new():
		_check_new(task)
	else:
		edit_rights.check(task)
	_check_people(task)
	deadline_limits.check(task)
	links.check(task)
	dependencies.check(task)


def _clean_words(task: Document) -> None:
	task.subject = " ".join(inputs.plain_text(task.subject).split())
	if not task.subject:
		frappe.throw(_("Write in a few words what is to be done."), frappe.MandatoryError, title=_("Subject"))
	task.description = inputs.rich_text(task.description, _("Description"))
	task.result = inputs.rich_text(task.result, _("Result"))


def _check_numbers(task: Document) -> None:
	for fieldname in ("weight", "estimated_hours"):
		task.set(
			fieldname, inputs.number(task.get(fieldname), _(task.meta.get_label(fieldname)), _MAX_NUMBER)
		)


def _tidy_people(task: Document) -> None:
	for fieldname in ("co_assignees", "observers"):
		first = {row.user: row for row in reversed(task.get(fieldname)) if row.user}
		task.set(fieldname, list(reversed(first.values())))
	# The assigner is told of everything anyway.
	task.set("observers", [row for row in task.observers if row.user != task.assigner])


def _fill_new(task: Document) -> None:
	_require_untouched_status(task)
	task.status = Status.NEW.value
	task.assigner = task.assigner or frappe.session.user
	task.priority = task.priority or "Medium"
	origin = data_import.origin(task)
	task.update(dict.fromkeys(edit_rights.SYSTEM_FIELDS) | {"imported_from": origin})
	task.update({"first_deadline": task.deadline, "timeliness": Timeliness.OPEN.value})
	task.update({"is_open": 1, "deadline_moves": 0, "returns": 0})
	task.update(task.flags.made_for or {})  # a client cannot set flags
	if task.assigner == task.responsible:
		task.needs_review = 0


def _require_untouched_status(task: Document) -> None:
	if task.status not in (None, "", Status.NEW.value):
		frappe.throw(
			_("A new task starts as New. Leave the status empty and use the buttons of the task to move it.")
		)


def _check_new(task: Document) -> None:
	if not task.responsible:
		frappe.throw(
			_("Choose the person who answers for the task."), frappe.MandatoryError, title=_("Responsible")
		)
	if task.assigner != frappe.session.user and not permissions.is_manager():
		frappe.throw(
			_("You cannot set a task in the name of {0}. Leave the assigner empty, or ask a manager.").format(
				frappe.bold(frappe.utils.escape_html(str(task.assigner)))
			),
			frappe.PermissionError,
		)
	changes.check_deadline(task.deadline, task.starts_on)


def _check_people(task: Document) -> None:
	before = task.get_doc_before_save()
	present = set(access.cast_of(before).everyone) if before else set()
	present |= {step.person for step in before.plan} if before else set()
	named = [*access.cast_of(task).everyone, *(step.person for step in task.plan if step.person)]
	people_rules.require_active([user for user in named if user and user not in present])
	people_rules.require_apart(access.cast_of(task))
