"""SQL expressions that databases write differently; ``compat`` has the rest."""

import frappe


def moved(expression: str, number: int, unit: str) -> str:
	"""SQL for a moment or a day that lies ``number`` of ``unit``, such as ``minute``, later; earlier where it is negative."""
	if frappe.db.db_type == "sqlite":
		return f"datetime({expression}, '{number:+d} {unit}s')"
	sign = "-" if number < 0 else "+"
	return f"({expression} {sign} interval '{abs(number)}' {unit})"


def joined(text: str, column: str) -> str:
	"""SQL for ``text``, which holds no quotes, followed by the value of ``column``."""
	if frappe.db.db_type == "sqlite":
		return f"'{text}' || {column}"
	return f"concat('{text}', {column})"


def like(column: str, place: str) -> str:
	"""SQL for a text that looks like ``place``, in which a backslash stands before signs that mean themselves."""
	return f"{column} like {place}" + (" escape '\\'" if frappe.db.db_type == "sqlite" else "")
