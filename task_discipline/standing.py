"""What a person is on this site, whatever record is meant."""

import frappe

from task_discipline import people

MANAGER_ROLE = "Task Discipline Manager"
USER_ROLE = "Task Discipline User"


def is_manager(user: str | None = None) -> bool:
	"""Whether the person sees every task and may do what an assigner may."""
	user = user or frappe.session.user
	return user == "Administrator" or MANAGER_ROLE in frappe.get_roles(user)


def is_active(user: str) -> bool:
	"""Whether the person may log in to the desk: nobody else sees anything, whatever he was to a task."""
	return user == "Administrator" or people.has_desk(user)


def has_app() -> bool:
	"""Whether the screen of apps shows ours to the session's user: to all who have the desk, for all are given tasks."""
	return is_active(frappe.session.user)
