"""The sum of which a rule takes or gives a percentage; from a day on, until a later one counts."""

import frappe
from frappe import _

from task_discipline import compat_keys, permissions
from task_discipline.own_documents import OwnDocument


class TDBonusBase(OwnDocument):
	def validate(self) -> None:
		before = self.get_doc_before_save()
		for user in {self.user, before.user if before else self.user}:
			_refuse_own(user)

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not permissions.is_manager():
			frappe.throw(_("Only a manager removes a bonus base."), frappe.PermissionError)
		# Of the stored row: a client may have sent another name in its document.
		_refuse_own(str(frappe.db.get_value(self.doctype, self.name, "user")))


def _refuse_own(user: str) -> None:
	if user == frappe.session.user and user != "Administrator":
		frappe.throw(_("This is about yourself. Ask another manager to set it."), frappe.PermissionError)


def on_doctype_update() -> None:
	"""One base of a person from one day on."""
	compat_keys.add_unique("TD Bonus Base", ["user", "valid_from"])
