"""The plan of a task: its steps, who ticked them and when."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from task_discipline.services import clock, inputs

_MAX_STEPS = 200
_MAX_TITLE = 140


def prepare(task: Document) -> None:
	"""Clean the steps and stamp the ticks. Raises ``frappe.ValidationError`` for a step that says nothing."""
	if len(task.plan) > _MAX_STEPS:
		frappe.throw(_("A plan holds {0} steps at most. Split the task into subtasks.").format(_MAX_STEPS))
	stored = _stored_steps(task)
	for step in task.plan:
		_clean(step)
		_stamp(step, stored.get(step.name))


def tick(task: Document, step_name: str, done: bool) -> None:
	"""Tick or untick one step and save the task. Raises ``frappe.ValidationError`` where there is no such step."""
	for step in task.plan:
		if step.name == step_name:
			step.done = cint(done)
			task.save()
			return
	frappe.throw(_("The plan has no such step any more. Reload the task."))


def _stored_steps(task: Document) -> dict[str, Document]:
	before = task.get_doc_before_save()
	return {row.name: row for row in before.plan} if before else {}


def _clean(step: Document) -> None:
	step.title = " ".join(inputs.plain_text(step.title).split())
	if not step.title:
		frappe.throw(
			_("Step {0} of the plan says nothing. Write what is to be done, or remove it.").format(step.idx)
		)
	inputs.limited(step.title, _("Step {0} of the plan").format(step.idx), _MAX_TITLE)
	step.due_date = _day(step)


def _day(step: Document) -> date | None:
	try:
		day = getdate(step.due_date) if step.due_date else None
	except (ValueError, TypeError, OverflowError, frappe.ValidationError):
		day = date.min
	if day and not inputs.FIRST_YEAR <= day.year <= inputs.LAST_YEAR:
		frappe.throw(
			_("Step {0} of the plan: the due date is not a date. Write it like 2026-01-31.").format(step.idx)
		)
	return day


def _stamp(step: Document, stored: Document | None) -> None:
	was_done = bool(stored and stored.done)
	step.done = cint(step.done)
	if was_done and step.done:
		step.done_by, step.done_at = stored.done_by, stored.done_at
	else:
		step.done_by = frappe.session.user if step.done else None
		step.done_at = clock.now() if step.done else None
