"""An important point of a task with its own date."""

import frappe
from frappe import _
from frappe.model.document import Document


class TDMilestone(Document):
	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("Milestones come with their task and cannot be changed by themselves."), frappe.PermissionError
		)
