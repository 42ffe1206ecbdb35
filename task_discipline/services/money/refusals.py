"""Why a step of a statement cannot be taken, in words that say what happened and what to do."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, format_datetime, get_fullname

from task_discipline.domain.statements import Refusal, ends
from task_discipline.services.money import months


def refuse(why: Refusal, statement: Document) -> None:
	"""Raises with the words for ``why``: ``frappe.PermissionError`` where the step is not the person's to take."""
	error = frappe.PermissionError if why in _NOT_HIS else frappe.ValidationError
	frappe.throw(_WORDS[why](statement), error, title=_("Not possible now"))


_NOT_HIS = frozenset({Refusal.NOT_YOURS, Refusal.NOT_A_MANAGER, Refusal.OWN_OBJECTION, Refusal.OWN_MONTH})


def _moment(value: object) -> str:
	return format_datetime(value, "d MMM yyyy HH:mm") if value else ""


_WORDS: dict[Refusal, Callable[[Document], str]] = {
	Refusal.NOT_YOURS: lambda doc: _(
		"Only {0} answers this statement: nobody does it in another's name."
	).format(doc.full_name),
	Refusal.NOT_A_MANAGER: lambda doc: _("Only a Task Discipline Manager does this. Ask one of them."),
	Refusal.OWN_OBJECTION: lambda doc: _(
		"Nobody decides on an objection of their own. Ask another Task Discipline Manager."
	),
	Refusal.OWN_MONTH: lambda doc: _("Nobody closes their own month. Ask another Task Discipline Manager."),
	Refusal.PREVIEW: lambda doc: _(
		"It was drafted before the month was over, so a part of {0} is missing. Draft the month again first."
	).format(months.in_words(doc.period)),
	Refusal.MONTH_RUNS: lambda doc: _("{0} is not over: this is a preview. Show it from {1} on.").format(
		months.in_words(doc.period), format_date(ends(doc.period).date())
	),
	Refusal.ALREADY_SHOWN: lambda doc: _("{0} has shown it already, on {1}. Reload the page.").format(
		get_fullname(doc.shown_by), _moment(doc.shown_at)
	),
	Refusal.NOT_SHOWN: lambda doc: _("It is still a draft. Show it to {0} first.").format(doc.full_name),
	Refusal.ALREADY_AGREED: lambda doc: _("{0} has agreed already, on {1}. Reload the page.").format(
		doc.full_name, _moment(doc.answered_at)
	),
	Refusal.ALREADY_OBJECTED: lambda doc: _(
		"{0} has objected already, on {1}. A manager decides on it; say more to the manager."
	).format(doc.full_name, _moment(doc.objected_at)),
	Refusal.TOO_LATE: lambda doc: _(
		"The time for objections ended on {0}. Talk to a manager: a mistake is put right in a later month."
	).format(_moment(doc.answer_by)),
	Refusal.NO_OBJECTION: lambda doc: _("There is no objection to decide on. Reload the page."),
	Refusal.ALREADY_DECIDED: lambda doc: _("{0} has decided already, on {1}. Reload the page.").format(
		get_fullname(doc.decided_by), _moment(doc.decided_at)
	),
	Refusal.STILL_TIME: lambda doc: _(
		"{0} may still object until {1}. Close it after that, or on agreement."
	).format(doc.full_name, _moment(doc.answer_by)),
	Refusal.NOT_DECIDED: lambda doc: _("{0} has objected. Decide on that first.").format(doc.full_name),
	Refusal.CLOSED: lambda doc: _(
		"{0} has closed it on {1}, and it stays as it is. Corrections are new entries of a later month."
	).format(get_fullname(doc.closed_by), _moment(doc.closed_at)),
}
