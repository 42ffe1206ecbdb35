"""One fine or reward, or a correction of one. Append-only: services write rows, and nobody changes or deletes one."""

import frappe
from frappe import _lt

from task_discipline.system_rows import SystemRow

_ENTRY = "TD Discipline Entry"


class TDDisciplineEntry(SystemRow):
	refusal = _lt(
		"Fines and rewards are written by the system and cannot be changed. A manager corrects one by a new entry."
	)


def on_doctype_update() -> None:
	"""The key by which no evaluation writes a case twice; the months of a person, of all, and the entries of a task."""
	frappe.db.add_unique(_ENTRY, ["entry_key"])
	frappe.db.add_index(_ENTRY, ["user", "period"])
	frappe.db.add_index(_ENTRY, ["period", "user"])
	frappe.db.add_index(_ENTRY, ["about", "user"])
	frappe.db.add_index(_ENTRY, ["task", "user"])
	frappe.db.add_index(_ENTRY, ["statement"])
