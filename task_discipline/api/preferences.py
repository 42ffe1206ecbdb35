"""Door of the form in which a person chooses how he is told."""

import frappe

from task_discipline.api.doors import reader
from task_discipline.services import preference_view


@reader
def look() -> dict[str, object]:
	"""Which record holds the choices of the session's user, what is mandatory, and what keeps notices from him."""
	frappe.has_permission("TD Preferences", "read", throw=True)
	return preference_view.look(frappe.session.user)
