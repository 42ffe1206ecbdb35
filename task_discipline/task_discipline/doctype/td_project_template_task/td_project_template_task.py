"""A task of a project template."""

from frappe.model.document import Document


class TDProjectTemplateTask(Document):
	pass
