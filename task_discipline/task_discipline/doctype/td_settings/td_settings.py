"""The site's defaults for tasks; services read them through ``services.settings``."""

from frappe.model.document import Document


class TDSettings(Document):
	"""Plain values: every rule that hangs on them lives in services and domain."""
