"""Sums as people read them."""

from frappe.utils import fmt_money

POINTS = "Points"


def in_words(amount: float, unit: str | None) -> str:
	"""A signed sum with its unit, such as "−120.00 EUR"; a real minus sign, so that it cannot be taken for a dash."""
	digits = fmt_money(abs(amount), precision=2)
	sign = "−" if round(amount, 2) < 0 else ""
	return f"{sign}{digits} {unit or ''}".strip()
