"""A milestone of a project template."""

from frappe.model.document import Document


class TDProjectTemplateMilestone(Document):
	pass
