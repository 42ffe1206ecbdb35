"""Months as people choose and read them."""

from datetime import date

import frappe
from frappe import _

from task_discipline.domain.statements import first_of
from task_discipline.services import clock, inputs
from task_discipline.services.date_words import month_names


def parsed(value: object) -> date:
	"""The first day of the month that a client sent as any of its days.

	Raises ``frappe.ValidationError`` for no date, and for a month that has not begun.
	"""
	try:
		day = date.fromisoformat(str(value)[:10])
	except ValueError:
		day = None
	if day is None or not inputs.FIRST_YEAR <= day.year <= inputs.LAST_YEAR:
		frappe.throw(_("Choose a month: any day of it will do, written like 2026-01-31."))
	period = first_of(day)
	if period > clock.now().date():
		frappe.throw(
			_("{0} has not begun yet. Choose this month or an earlier one.").format(in_words(period))
		)
	return period


def in_words(period: date, language: str | None = None) -> str:
	"""A month as "October 2026", in the language given or the current one."""
	names = month_names(language or frappe.local.lang or "en")
	return f"{names[period.month - 1]} {period.year}"
