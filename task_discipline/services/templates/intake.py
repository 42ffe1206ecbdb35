"""What a save of a template may do: cleans what is written, refuses what is wrong, leaves alone what the system keeps."""

from datetime import datetime
from itertools import product

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.domain import placeholders, terms
from task_discipline.domain.people import Cast
from task_discipline.domain.placeholders import PlaceholderError
from task_discipline.services import (
	clock,
	deadline_limits,
	inputs,
	links,
	people_rules,
	placeholder_values,
	rule_texts,
)
from task_discipline.services.projects import moving
from task_discipline.services.templates import rule_intake

STATE_FIELDS = ("next_run", "next_occurrence", "handled_until", "turn", "failures", "last_error")
"""What the system keeps besides the status."""

_MAX_TITLE, _MAX_STEPS, _MAX_MILESTONES, _MAX_AFTER, _MAX_NUMBER = 140, 200, 50, 10_000, 1_000_000
_PEOPLE = ("candidates", "co_assignees", "observers")
_FEWEST_CANDIDATES = 2


def prepare(template: Document) -> None:
	"""Fill and clean every field before the template is checked. Raises ``frappe.ValidationError`` on bad input."""
	_keep_state(template)
	_clean_words(template)
	for fieldname in ("priority", "people_mode", "if_absent"):
		rule_intake.check_choice(template, fieldname)
	rule_intake.clean(template)
	for fieldname in ("weight", "estimated_hours"):
		label = _(template.meta.get_label(fieldname))
		template.set(fieldname, inputs.number(template.get(fieldname), label, _MAX_NUMBER))
	_clean_limits(template)
	template.assigner = template.assigner or frappe.session.user
	_tidy_people(template)
	_clean_rows(template.plan, _("Step {0} of the plan"), _MAX_STEPS, _("the plan"))
	_clean_rows(template.milestones, _("Milestone {0}"), _MAX_MILESTONES, _("the list of milestones"))


def check(template: Document) -> None:
	"""Refuse a save that breaks a rule. Raises ``frappe.ValidationError`` or ``frappe.PermissionError``."""
	_check_assigner(template)
	_check_responsible(template)
	_check_substitute(template)
	_check_active(template)
	links.check_reference(template)
	_check_project(template)
	_check_placeholders(template)
	rule_intake.check(template)


def _keep_state(template: Document) -> None:
	"""State is the system's: whatever a form, an import or a program sends of it counts for nothing."""
	before = template.get_doc_before_save()
	for fieldname in STATE_FIELDS:
		template.set(fieldname, before.get(fieldname) if before else None)
	if before:
		# Who owns a template may open it, so it is not given away either.
		template.update({"status": before.status, "owner": before.owner})
	else:
		template.update({"status": "Active", "turn": 0, "failures": 0})


def _clean_words(template: Document) -> None:
	template.subject = " ".join(inputs.plain_text(template.subject).split())
	if not template.subject:
		frappe.throw(
			_("Write in a few words what is to be done each time."),
			frappe.MandatoryError,
			title=_("Subject"),
		)
	inputs.limited(template.subject, _("Subject"), _MAX_TITLE)
	template.description = inputs.rich_text(template.description, _("Description"))


def _clean_limits(template: Document) -> None:
	most = {"most_deadline_requests": deadline_limits.MOST_REQUESTS, "latest_deadline_days": terms.MOST_DAYS}
	for fieldname, largest in most.items():
		label = _(template.meta.get_label(fieldname))
		template.set(fieldname, inputs.whole(template.get(fieldname), label, largest))


def _tidy_people(template: Document) -> None:
	for fieldname in _PEOPLE:
		first = {row.user: row for row in reversed(template.get(fieldname)) if row.user}
		template.set(fieldname, list(reversed(first.values())))
	# The assigner is told of everything anyway.
	template.set("observers", [row for row in template.observers if row.user != template.assigner])
	# What the form hides would come back when nobody expects it.
	if template.people_mode == "Fixed":
		template.set("candidates", [])
	else:
		template.responsible = None
	if template.if_absent != "Substitute":
		template.substitute = None


def _clean_rows(rows: list[Document], place: str, most: int, whole: str) -> None:
	if len(rows) > most:
		frappe.throw(_("Shorten {0}: it holds {1} lines at most.").format(whole, most))
	for row in rows:
		label = place.format(row.idx)
		row.title = " ".join(inputs.plain_text(row.title).split())
		if not row.title:
			frappe.throw(_("{0} says nothing. Write what is meant, or remove it.").format(label))
		inputs.limited(row.title, label, _MAX_TITLE)
		row.after = inputs.whole(row.after, label, _MAX_AFTER)
		rule_intake.check_choice(row, "after_unit")


def _check_assigner(template: Document) -> None:
	before = template.get_doc_before_save()
	known = before.assigner if before else frappe.session.user
	if template.assigner != known and not permissions.is_manager():
		frappe.throw(
			_(
				"You cannot set tasks in the name of {0}. Leave the assigner as it is, or ask a manager."
			).format(frappe.bold(frappe.utils.escape_html(str(template.assigner)))),
			frappe.PermissionError,
		)


def _check_responsible(template: Document) -> None:
	if template.people_mode == "Fixed" and not template.responsible:
		frappe.throw(
			_("Choose the person who answers for the tasks."), frappe.MandatoryError, title=_("Responsible")
		)
	if template.people_mode != "Fixed" and len(template.candidates) < _FEWEST_CANDIDATES:
		frappe.throw(
			_("Choose at least two people among whom the tasks go round."),
			frappe.MandatoryError,
			title=_(template.meta.get_label("candidates")),
		)
	people_rules.require_apart(
		Cast(
			template.assigner,
			template.responsible or "",
			tuple(row.user for row in template.co_assignees),
			tuple(row.user for row in template.observers),
		)
	)


def _check_substitute(template: Document) -> None:
	if template.if_absent != "Substitute":
		return
	label = _(template.meta.get_label("substitute"))
	if not template.substitute:
		frappe.throw(
			_("Choose who gets the task when the responsible is away."), frappe.MandatoryError, title=label
		)
	if template.substitute in (template.responsible, *(row.user for row in template.candidates)):
		frappe.throw(_("The substitute is one of those to stand in for. Choose another person."), title=label)


def _check_active(template: Document) -> None:
	before = template.get_doc_before_save()
	known = set(named(before)) if before else set()
	people_rules.require_active([user for user in named(template) if user not in known])


def named(template: Document) -> list[str]:
	"""Everybody whom the template names, some more than once."""
	single = (template.assigner, template.responsible, template.substitute)
	rows = (row.user for fieldname in _PEOPLE for row in template.get(fieldname))
	return [user for user in (*single, *rows, *(step.person for step in template.plan)) if user]


def _check_project(template: Document) -> None:
	if template.project and template.has_value_changed("project"):
		moving.require_open(template.project)


def _check_placeholders(template: Document) -> None:
	for fieldname in ("subject", "description"):
		try:
			placeholders.check(template.get(fieldname) or "")
		except PlaceholderError as error:
			label = _(template.meta.get_label(fieldname))
			frappe.throw(rule_texts.placeholder_text(error), title=label)
	_check_filled_length(template.subject)


def _check_filled_length(subject: str) -> None:
	"""What stands between braces grows when it is filled in, with some months and days more than with others."""
	if not placeholders.names_in(subject):
		return
	language = frappe.db.get_default("lang") or "en"
	year = clock.now().year
	for month, day in product(range(1, 13), range(1, 8)):
		moment = datetime(year, month, day)
		filled = placeholders.render(subject, placeholder_values.values(moment, moment, language))
		inputs.limited(filled, _("The subject of a task"), _MAX_TITLE)
