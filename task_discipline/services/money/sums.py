"""Sums as people read them."""

import frappe
from frappe.utils import fmt_money

from task_discipline import host_state

POINTS = "Points"
USUAL = 2


def in_words(amount: float, unit: str | None) -> str:
	"""A signed sum with its unit, such as "−120.00 EUR"; a real minus sign, so that it cannot be taken for a dash."""
	digits = fmt_money(abs(amount), precision=places(unit))
	sign = "−" if round(amount, places(unit)) < 0 else ""
	return f"{sign}{digits} {unit or ''}".strip()


def places(unit: str | None) -> int:
	"""Places behind the point with which sums are shown: two, or more where the coins are smaller."""
	return max(USUAL, coin_places(unit))


def coin_places(unit: str | None) -> int:
	"""Places behind the point of the smallest coin, by the way the numbers of a currency are written."""
	is_currency = unit and unit != POINTS
	written = frappe.db.get_value("Currency", unit, "number_format", cache=True) if is_currency else None
	return host_state.places_in(written) if written else USUAL
