"""What a person is on this site, whatever record is meant."""

import frappe

MANAGER_ROLE = "Task Discipline Manager"
USER_ROLE = "Task Discipline User"


def is_manager(user: str | None = None) -> bool:
	"""Whether the person sees every task and may do what an assigner may."""
	user = user or frappe.session.user
	return user == "Administrator" or MANAGER_ROLE in frappe.get_roles(user)


def is_active(user: str) -> bool:
	"""Whether the person's account is enabled: a disabled person sees nothing, whatever he was to a task."""
	return user == "Administrator" or bool(frappe.get_cached_value("User", user, "enabled"))
