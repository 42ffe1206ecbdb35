"""Another task that must be done before a task can begin."""

from frappe.model.document import Document


class TDTaskDependency(Document):
	pass
