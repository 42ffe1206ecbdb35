"""What the form and the print of a statement show beside its fields."""

from typing import Any

import frappe
from frappe import _, _lt
from frappe.model.document import Document

from task_discipline.domain import statements as rules
from task_discipline.domain.statements import Next
from task_discipline.services import clock
from task_discipline.services.money import figures, months, site, statement_entries, statements, sums
from task_discipline.services.recipients import full_names

_MODES = {
	site.RECORD_ONLY: _lt("On record only: no money moves"),
	site.IN_POINTS: _lt("In points: no money moves"),
	site.BONUS: _lt("For the bonus: somebody pays it or takes it off by hand"),
	site.HRMS: _lt(
		"For payroll: closing drafts an Additional Salary in HRMS, which its people submit or not"
	),
}


def for_form(statement: Document) -> dict[str, Any]:
	"""Where the statement stands, what its reader may do, and the rows that its sums are of."""
	standing, actor, now = (
		statements.standing_of(statement),
		statements.actor_for(statement.user),
		clock.now(),
	)
	return {
		"month": months.in_words(statement.period),
		"next": rules.waits_for(standing, now).value,
		"steps": [step.value for step in rules.possible(standing, actor, now)],
		"may_try_payroll": actor.is_manager and statement.payroll_state == "Refused",
		"is_person": actor.is_person,
		"mode": mode_in_words(statement.mode),
		"sums": sums_of(statement),
		"entries": statement_entries.of(statement),
		"objected": frappe.parse_json(statement.objected_entries or "[]"),
		"figures": figures.in_words(statement.figures),
		"objection_days": site.objection_days(),
		"names": full_names([statement.user, statement.shown_by, statement.decided_by, statement.closed_by]),
	}


def for_print(statement: Document) -> dict[str, Any]:
	"""What the printed page says: the same, with where the month stands in words."""
	# The host's page of a print sends the document as text: a day is no date there.
	statement = frappe.get_doc(statement.doctype, str(statement.name))
	shown = for_form(statement)
	return shown | {
		"state": state_in_words(statement, Next(shown["next"])),
		"company": frappe.db.get_default("company") or "",
		"printed_at": clock.now(),
	}


def sums_of(statement: Document) -> dict[str, str]:
	"""The sums as people read them."""
	return {
		field: sums.in_words(statement.get(field) or 0, statement.unit)
		for field in ("fines", "rewards", "net")
	}


def mode_in_words(mode: str | None) -> str:
	"""What becomes of the sums."""
	return str(_MODES.get(mode or "", ""))


def state_in_words(statement: Document, waits_for: Next) -> str:
	"""One line on where the month stands, for the print and the register."""
	if waits_for is Next.CLOSING_UNANSWERED:
		return _("Shown, not answered in time")
	if statement.state == "Objected" and statement.decision:
		return _("Objected: {0}").format(_(statement.decision))
	if statement.state == "Closed":
		return _closed_in_words(statement)
	return _(statement.state, context="TD Discipline Statement")


def _closed_in_words(statement: Document) -> str:
	if statement.decision:
		return _("Closed; objection: {0}").format(_(statement.decision))
	return _("Closed, agreed") if statement.answered_at else _("Closed, not answered in time")
