"""What a late task costs, or good work brings. The class is a door; the rules live in services and domain."""

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.own_documents import OwnDocument
from task_discipline.services.money import rules


class TDDisciplineRule(OwnDocument):
	def before_validate(self) -> None:
		rules.prepare(self)

	def validate(self) -> None:
		rules.check(self)

	def before_save(self) -> None:
		rules.count_version(self)

	def on_update(self) -> None:
		rules.keep_version(self)
		rules.tell_overlaps(self)

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not permissions.is_manager():
			frappe.throw(_("Only a manager removes a rule of fines and rewards."), frappe.PermissionError)
		rules.forget_versions(self)
