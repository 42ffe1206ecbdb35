"""Months whose sums somebody pays or is paid, as they stand when the site pays nothing any more."""

from collections.abc import Collection
from datetime import date

import frappe

from task_discipline.domain.statements import State
from task_discipline.money_names import STATEMENT
from task_discipline.services.money import site


def months_of(user: str, periods: Collection[date]) -> set[date]:
	"""Those of ``periods`` that the person was shown, or that were closed, for money."""
	if not periods:
		return set()
	filters = {
		"user": user,
		"period": ("in", list(periods)),
		"mode": ("in", site.PAYING),
		"state": ("!=", State.DRAFT.value),
	}
	return set(frappe.get_all(STATEMENT, filters, pluck="period", order_by=None, limit=0))
