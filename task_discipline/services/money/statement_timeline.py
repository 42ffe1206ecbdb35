"""What happened to a statement, for the timeline of its form: told from what its steps have written down."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname

from task_discipline.money_names import STATEMENT

Entry = dict[str, object]


def entries(name: str) -> list[Entry]:
	"""The steps that were taken, as the host's timeline wants them, in safe HTML."""
	statement = frappe.get_doc(STATEMENT, name)
	return [_entry(*line) for line in _lines(statement) if line[1]]


def _lines(row: frappe.model.document.Document) -> Iterator[tuple[str, object, str, str | None]]:
	"""Icon, moment, sentence and words of each step."""
	person = _bold(row.full_name)
	yield "add", row.creation, _("The month was drafted"), None
	shown_by, decided_by, closed_by = (
		_bold(get_fullname(user)) for user in (row.shown_by, row.decided_by, row.closed_by)
	)
	yield "es-line-preview", row.shown_at, _("{0} showed it to {1}").format(shown_by, person), None
	yield "es-line-reply", row.objected_at, _("{0} objected").format(person), row.objection
	agreed_at = row.answered_at if row.answered_at != row.objected_at else None
	yield "check", agreed_at, _("{0} agreed").format(person), None
	decision = _("{0} decided: {1}").format(
		decided_by, _bold(_(row.decision or "", context="TD Discipline Statement"))
	)
	yield "edit", row.decided_at, decision, row.decision_reason
	yield "lock", row.closed_at, _("{0} closed the month").format(closed_by), row.payroll_note


def _entry(icon: str, moment: object, sentence: str, words: str | None) -> Entry:
	more = f'<div class="td-timeline-reason">{escape_html(words)}</div>' if words else ""
	return {
		"icon": icon,
		"is_card": False,
		"creation": moment,
		"content": f'<span class="td-event">{sentence}</span>'
		+ (f'<div class="td-event-more">{more}</div>' if more else ""),
	}


def _bold(text: object) -> str:
	return frappe.bold(escape_html(str(text or "")))
