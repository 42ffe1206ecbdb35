"""One person's month of fines and rewards. The class is a door; the rules live in services and domain."""

import frappe
from frappe import _lt

from task_discipline.system_rows import SystemRow


class TDDisciplineStatement(SystemRow):
	refusal = _lt(
		"A statement is drafted, shown, answered and closed by its buttons, and changed by nothing else."
		" Corrections are new entries of a later month."
	)


def on_doctype_update() -> None:
	"""One statement of a person and month; and the months of all, for the register."""
	frappe.db.add_unique("TD Discipline Statement", ["user", "period"])
	frappe.db.add_index("TD Discipline Statement", ["period", "state"])
