"""Base of all our doctypes: what the host lets anybody do to a document, whatever its class says, is decided here."""

from typing import Any

import frappe
from frappe import _lt
from frappe.model.document import Document

from task_discipline import busy


class OwnDocument(Document):
	"""A record of ours. It keeps its name for good where its doctype does not let it take another one."""

	keeps_name = _lt("This record keeps its name.")
	"""What to tell whoever gives it another one, and what to change instead."""

	def insert(self, *args: Any, **kwargs: Any) -> Any:
		"""As the host's own."""
		with busy.said():
			return super().insert(*args, **kwargs)

	def save(self, *args: Any, **kwargs: Any) -> Any:
		"""As the host's own."""
		with busy.said():
			return super().save(*args, **kwargs)

	def rename(self, name: str, merge: bool = False, **_host_options: object) -> None:
		"""As the host's own, with all its checks. Raises ``frappe.PermissionError`` where the name is for good.

		The host opens its method to whoever reads a record and takes from him whether anything is checked, so this
		one is no door: it is not whitelisted, and it knows no way round the checks.
		"""
		self._rename(name=name, merge=merge)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		# The doctype alone would not do: the host's other doors let whoever writes a record force a name upon it.
		if not self.meta.allow_rename:
			frappe.throw(str(self.keeps_name), frappe.PermissionError)
