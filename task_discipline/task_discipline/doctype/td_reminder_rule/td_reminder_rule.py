"""One line of the site's policy of reminders."""

from frappe.model.document import Document


class TDReminderRule(Document):
	"""Read and written with the settings only, which check it."""
