"""Of two accounts that become one, no month of either is lost."""

import frappe
from frappe import _

from task_discipline.money_names import STATEMENT
from task_discipline.services.money import months


def check(old: str, new: str) -> None:
	"""Raises ``frappe.ValidationError`` where both have a statement of one month, of which there is but one of a person."""
	first, second = (
		set(frappe.get_all(STATEMENT, {"user": user}, pluck="period", order_by=None)) for user in (old, new)
	)
	both = sorted(first & second)
	if both:
		frappe.throw(
			_(
				"Both accounts have a statement of fines and rewards of {0}, so they cannot become one. Close the old account instead."
			).format(", ".join(months.in_words(period) for period in both))
		)
