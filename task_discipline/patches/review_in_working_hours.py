"""The time to review a task was counted around the clock; it is working time now, and a day of it has eight hours."""

import frappe

_OLD_DEFAULT, _NEW_DEFAULT = 24, 8


def execute() -> None:
	"""Turn the old default into the new one; what somebody has chosen himself stays."""
	if frappe.db.get_single_value("TD Settings", "review_hours") == _OLD_DEFAULT:
		frappe.db.set_single_value("TD Settings", "review_hours", _NEW_DEFAULT)
