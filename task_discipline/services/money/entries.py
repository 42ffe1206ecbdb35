"""Corrections that a manager makes: a new entry with a reason, which points at the one that it corrects."""

from datetime import date
from math import inf

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, getdate

from task_discipline import compat, money_rights
from task_discipline.domain.award_terms import SIGN, Kind
from task_discipline.domain.statements import State, first_of
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock, inputs, rows
from task_discipline.services.money import entry_words, limits, months, paid, record, site, sums, totals

_MOST = 1_000_000_000
_COPIED = ("user", "about", "kind", "event", "task", "rating", "unit", "rule", "rule_version", "moves_money")


def correct(name: int, amount: object, reason: object) -> int:
	"""Add ``amount`` (signed) to what an entry says, for a ``reason``; returns the name of the new entry.

	It stands in the same statement while that is a draft, and in a later month where the person has seen it.
	Raises ``frappe.ValidationError`` where it would turn a fine into a reward, or a reward into a fine.
	"""
	money_rights.require_manager(_("Corrections"))
	why = inputs.reason(reason, _("Say why you correct this entry: the person will read it."))
	entry = _locked(name)
	_refuse_own(entry)
	more = record.money(_number(amount)).quantize(limits.coin(entry.unit))
	statement = _open_statement(entry)
	_check(entry, more)
	_refuse_unpaid(entry, statement)
	made = {
		**{field: entry.get(field) for field in _COPIED},
		"period": entry.period if statement or not entry.statement else _later(entry.period),
		"statement": statement,
		"amount": more,
		"computed_amount": more,
		"corrects": entry.name,
		"reason": why,
		"made_by_system": 0,
		"entry_key": frappe.generate_hash(length=40),
	}
	(new,) = rows.insert(ENTRY, [made])
	totals.recount([statement] if statement else [])
	_tell_unpaid(entry, made["amount"])
	return int(new)


def _locked(name: int) -> Document:
	"""The entry under lock, and before it its statement: whoever drafts or decides takes them in this order."""
	if statement := frappe.db.get_value(ENTRY, name, "statement"):
		frappe.db.get_value(STATEMENT, statement, "name", for_update=True)
	return frappe.get_doc(ENTRY, name, for_update=True)


def _number(amount: object) -> float:
	try:
		number = float(str(amount))
	except ValueError:
		number = inf
	# No number is below or above itself, so this finds "nan", too.
	if not abs(number) <= _MOST:
		frappe.throw(
			_("{0} is no amount. Write a number, such as 5 or -5.").format(
				frappe.bold(inputs.plain_text(str(amount))[:60])
			)
		)
	return number


def _refuse_unpaid(entry: Document, statement: str | None) -> None:
	"""What was never paid is not paid back: such a correction would turn into money in the month that holds it."""
	if not statement and entry.statement and not entry.moves_money and site.mode() in site.PAYING:
		frappe.throw(
			_(
				"{0} was on record only, and nobody has paid it, so there is nothing to correct any more."
			).format(months.in_words(getdate(str(entry.about or entry.period))))
		)


def _tell_unpaid(entry: Document, more: object) -> None:
	"""What was paid goes back by hand where the site pays nothing now, so whoever corrects it has to know."""
	about = getdate(str(entry.about or entry.period))
	if site.mode() not in site.PAYING and paid.months_of(entry.user, [about]):
		frappe.msgprint(
			_(
				"{0} was paid, and the site pays nothing now: this correction is on record only. Settle {1} by hand."
			).format(months.in_words(about), sums.in_words(float(str(more)), entry.unit)),
			title=_("To be settled by hand"),
			indicator="orange",
		)


def _refuse_own(entry: Document) -> None:
	if entry.user == frappe.session.user and frappe.session.user != "Administrator":
		frappe.throw(_("This is about yourself. Ask another manager to correct it."), frappe.PermissionError)


def _check(entry: Document, more: object) -> None:
	if not more:
		frappe.throw(_("Say by how much: an amount above or below zero."))
	left = _on_record(entry)
	after = flt(left) + float(str(more))
	if after * float(SIGN[Kind(entry.kind)]) < 0:
		frappe.throw(
			_("{0} stands on record here, so {1} is more than there is to give back.").format(
				frappe.bold(entry_words.sums.in_words(left, entry.unit)),
				entry_words.sums.in_words(float(str(more)), entry.unit),
			)
		)


def _on_record(entry: Document) -> float:
	"""What all entries of the same case come to."""
	case = ("user", "event", "task", "about", "unit")
	# As committed now: another manager may have corrected it while this one waited.
	found = compat.rows_now(ENTRY, (*case, "amount"), {"user": (entry.user,), "about": (entry.about,)})
	same = (row for row in found if all((row[field] or "") == (entry.get(field) or "") for field in case))
	return float(sum(record.money(row.amount) for row in same))


def _open_statement(entry: Document) -> str | None:
	"""The entry's statement while it is a draft, locked so that nobody shows it meanwhile."""
	if not entry.statement:
		return None
	state = frappe.db.get_value(STATEMENT, entry.statement, "state", for_update=True)
	return entry.statement if state == State.DRAFT.value else None


def _later(period: object) -> date:
	"""The month that runs now, for a month that the person has seen already."""
	return max(first_of(clock.now().date()), getdate(str(period)))
