"""What a late task costs, or good work brings. The class is a door; the rules live in services and domain."""

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline import permissions


class TDDisciplineRule(Document):
	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not permissions.is_manager():
			frappe.throw(_("Only a manager removes a rule of fines and rewards."), frappe.PermissionError)
