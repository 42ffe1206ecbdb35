"""Base of doctypes whose rows services alone write, in bulk and past all documents: no door changes them."""

import frappe
from frappe.model.document import Document


class SystemRow(Document):
	"""A record that is read like any other and refuses to be saved, deleted or renamed."""

	def why_not(self) -> str:
		"""What to tell whoever tries, in his language."""
		raise NotImplementedError

	def validate(self) -> None:
		self._refuse()

	def on_trash(self) -> None:
		self._refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(self.why_not(), frappe.PermissionError)
