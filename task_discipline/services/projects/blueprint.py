"""What a project template says: cleaned and checked when it is saved, and its rows read when a project starts."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from task_discipline.domain import dependencies
from task_discipline.services import deadline_limits, inputs

_MAX_NAME, _MAX_TASKS, _MAX_MILESTONES, _MAX_AFTER, _MAX_NUMBER = 140, 200, 50, 3_660, 1_000_000
_NUMBERS = re.compile(r"\s*\d+(\s*[,;]\s*\d+)*\s*")
_UNITS = ("Days", "Working Days")


def prepare(template: Document) -> None:
	"""Clean every field before the template is checked. Raises ``frappe.ValidationError`` on bad input."""
	template.template_name = _words(template.template_name, _("Name", context="of a project"))
	template.description = inputs.plain_text(template.description)
	_limit(template.tasks, _MAX_TASKS, _("A template holds {0} tasks at most. Split it."))
	_limit(template.milestones, _MAX_MILESTONES, _("A template holds {0} milestones at most. Split it."))
	for row in template.tasks:
		row.subject = _words(row.subject, _label(_("Task"), row, "subject"))
		row.role = _words(row.role, _label(_("Task"), row, "role"))
		row.description = inputs.rich_text(row.description, _label(_("Task"), row, "description"))
		_clean_limits(row)
		_clean_numbers(row, ("starts_after", "due_after"), ("estimated_hours", "weight"), _("Task"))
	for row in template.milestones:
		row.title = _words(row.title, _label(_("Milestone", context="TD Task"), row, "title"))
		row.role = " ".join(inputs.plain_text(row.role).split())
		_clean_numbers(row, ("due_after",), ("weight",), _("Milestone", context="TD Task"))


def check(template: Document) -> None:
	"""Raises ``frappe.ValidationError`` where rows contradict each other."""
	if not template.tasks:
		frappe.throw(_("Add at least one task."), frappe.MandatoryError, title=_("Tasks"))
	titles = [row.title for row in template.milestones]
	if len(set(titles)) != len(titles):
		frappe.throw(_("Two milestones have the same title. Tasks could not tell which one is theirs."))
	for row in template.tasks:
		_check_task(row, set(titles))
	_refuse_circle(template)


def roles(template: Document) -> list[str]:
	"""The roles for which a person is chosen, in the order of their first rows."""
	named = [row.role for row in (*template.tasks, *template.milestones) if row.role]
	return list(dict.fromkeys(named))


def awaited(row: Document) -> list[int]:
	"""Numbers of the rows that a task waits for."""
	return [cint(number) for number in re.findall(r"\d+", row.waits_for or "")]


def _words(value: object, label: str) -> str:
	words = " ".join(inputs.plain_text(value).split())
	if not words:
		frappe.throw(_("{0} is empty. Fill it in.").format(label), frappe.MandatoryError, title=label)
	return inputs.limited(words, label, _MAX_NAME)


def _label(kind: str, row: Document, fieldname: str) -> str:
	return _("{0} {1}, {2}").format(kind, row.idx, _(row.meta.get_label(fieldname)))


def _limit(rows: list[Document], most: int, refusal: str) -> None:
	if len(rows) > most:
		frappe.throw(refusal.format(most))


def _clean_numbers(row: Document, days: tuple[str, ...], numbers: tuple[str, ...], kind: str) -> None:
	for fieldname in days:
		row.set(fieldname, cint(inputs.number(row.get(fieldname), _label(kind, row, fieldname), _MAX_AFTER)))
	for fieldname in numbers:
		row.set(fieldname, inputs.number(row.get(fieldname), _label(kind, row, fieldname), _MAX_NUMBER))
	if row.unit not in _UNITS:
		frappe.throw(_("{0}: choose one of the list.").format(_label(kind, row, "unit")))


def _clean_limits(row: Document) -> None:
	most = {"most_deadline_requests": deadline_limits.MOST_REQUESTS, "latest_deadline_days": _MAX_AFTER}
	for fieldname, largest in most.items():
		label = _label(_("Task"), row, fieldname)
		row.set(fieldname, inputs.whole(row.get(fieldname), label, largest))


def _check_task(row: Document, titles: set[str]) -> None:
	if row.due_after < row.starts_after:
		frappe.throw(_("Task {0} is due before it starts. Give it a later due day.").format(row.idx))
	if row.milestone and row.milestone not in titles:
		frappe.throw(
			_("Task {0} names the milestone {1}, which is not in the list above.").format(
				row.idx, frappe.bold(escape_html(row.milestone))
			)
		)
	if row.waits_for and not _NUMBERS.fullmatch(row.waits_for):
		frappe.throw(
			_("Task {0} waits for something unclear. Write numbers of rows, such as 1, 3.").format(row.idx)
		)


def _refuse_circle(template: Document) -> None:
	known = {row.idx for row in template.tasks}
	edges = {str(row.idx): [str(number) for number in awaited(row)] for row in template.tasks}
	for row in template.tasks:
		strange = [number for number in awaited(row) if number not in known or number == row.idx]
		if strange:
			frappe.throw(_("Task {0} cannot wait for row {1}.").format(row.idx, strange[0]))
	way = dependencies.circle(edges)
	if way:
		frappe.throw(
			_(
				"These tasks would wait for each other for ever: {0}. Take one of them out of Waits for."
			).format(" → ".join((*way, way[0])))
		)
