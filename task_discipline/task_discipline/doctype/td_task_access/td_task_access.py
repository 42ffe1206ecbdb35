"""Who may see a task, and as what. Written by services in bulk; no door leads to it."""

import frappe
from frappe import _
from frappe.model.document import Document


class TDTaskAccess(Document):
	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("Access follows the people of a task. Change them in the task."), frappe.PermissionError
		)


def on_doctype_update() -> None:
	"""One row per task and person, found quickly from both sides."""
	frappe.db.add_unique("TD Task Access", ["task", "user"])
	frappe.db.add_index("TD Task Access", ["user", "task"])
