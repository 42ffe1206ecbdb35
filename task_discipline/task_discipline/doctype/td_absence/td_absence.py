"""Days on which a person is away; written by managers and his heads, read by himself too."""

import frappe
from frappe import _

from task_discipline import compat_keys, personal
from task_discipline.own_documents import OwnDocument
from task_discipline.services import absences


class TDAbsence(OwnDocument):
	def before_validate(self) -> None:
		absences.prepare(self)

	def validate(self) -> None:
		absences.check(self)

	def on_update(self) -> None:
		absences.follow(self)

	def after_delete(self) -> None:
		absences.follow(self)

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not personal.may_plan_for(frappe.session.user, self.user):
			frappe.throw(
				_("Only a manager or the head of this person removes an absence."), frappe.PermissionError
			)


def on_doctype_update() -> None:
	"""Index behind the question who is away when."""
	compat_keys.add_index("TD Absence", ["user", "to_date"])
