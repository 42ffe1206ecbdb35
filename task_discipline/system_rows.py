"""Base of doctypes whose rows services alone write, in bulk and past all documents: no door changes them."""

import frappe
from frappe import _lt

from task_discipline.own_documents import OwnDocument


class SystemRow(OwnDocument):
	"""A record that is read like any other and refuses to be saved, deleted or renamed."""

	refusal = _lt("The system alone writes this record.")
	"""What to tell whoever tries, and where to go instead."""

	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(str(self.refusal), frappe.PermissionError)
