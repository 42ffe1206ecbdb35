"""A systemic task: described once, made again at its time."""

import frappe
from frappe.model.document import Document


class TDTaskTemplate(Document):
	pass


def on_doctype_update() -> None:
	"""Indexes behind the generator, which asks for what is due, and the lists of a person's own templates."""
	frappe.db.add_index("TD Task Template", ["status", "next_run"])
	frappe.db.add_index("TD Task Template", ["assigner"])
	frappe.db.add_index("TD Task Template", ["owner"])
