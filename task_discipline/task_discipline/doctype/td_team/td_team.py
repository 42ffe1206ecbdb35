"""Head and members of a team, where no tree of employees says who is whose chief."""

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.own_documents import OwnDocument
from task_discipline.services import people_rules
from task_discipline.services.chat import records as talk
from task_discipline.services.money import renaming, versions


class TDTeam(OwnDocument):
	def validate(self) -> None:
		people_rules.require_active([self.head, *(row.user for row in self.members)])

	def on_update(self) -> None:
		versions.follow_team(self.name)
		if not self.flags.in_insert:
			talk.follow(self.doctype, self.name)

	def after_rename(self, old: str, new: str, merge: bool = False) -> None:
		renaming.team(old, new)
		versions.follow_team(new)
		if not merge:  # of two that become one, the host deletes the old one next
			talk.renamed(self.doctype, old, new)

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not permissions.is_manager():
			frappe.throw(_("Only a manager removes a team: heads read by it."), frappe.PermissionError)
		talk.ended(self.doctype, self.name)
