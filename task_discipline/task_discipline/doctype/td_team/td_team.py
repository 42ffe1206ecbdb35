"""Head and members of a team, where no tree of employees says who is whose chief."""

from frappe.model.document import Document

from task_discipline.services import people_rules


class TDTeam(Document):
	def validate(self) -> None:
		people_rules.require_active([self.head, *(row.user for row in self.members)])
