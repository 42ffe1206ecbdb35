"""SQL about moments, where databases differ; ``compat`` has the rest."""

import frappe


def moved(expression: str, number: int, unit: str) -> str:
	"""SQL for a moment or a day that lies ``number`` of ``unit``, such as ``minute``, later; earlier where it is negative."""
	if frappe.db.db_type == "sqlite":
		return f"datetime({expression}, '{number:+d} {unit}s')"
	sign = "-" if number < 0 else "+"
	return f"({expression} {sign} interval '{abs(number)}' {unit})"
