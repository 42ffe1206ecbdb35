"""What happened to a template. Append-only: services write rows in bulk, and nobody changes or deletes one."""

import frappe
from frappe import _
from frappe.model.document import Document


class TDTemplateEvent(Document):
	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("The history of a template is written by the system and cannot be changed."),
			frappe.PermissionError,
		)


def on_doctype_update() -> None:
	"""Indexes behind the history in the form of a template and the list in order of time."""
	frappe.db.add_index("TD Template Event", ["happened_at"])
	frappe.db.add_index("TD Template Event", ["template", "happened_at"])
