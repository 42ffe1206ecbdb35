"""How a person wants to be told: written by himself alone, read by managers too."""

import frappe
from frappe import _

from task_discipline import personal
from task_discipline.own_documents import OwnDocument
from task_discipline.services import feed_address, preferences


class TDPreferences(OwnDocument):
	def before_validate(self) -> None:
		self.user = self.user or frappe.session.user
		feed_address.keep(self)

	def validate(self) -> None:
		preferences.check(self)

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not personal.is_own(frappe.session.user, self.user):
			frappe.throw(_("Only the person who is told changes this."), frappe.PermissionError)
