"""Who sees a project and what he may do there: from its own people, or from the role of a manager."""

from enum import Enum

import frappe

from task_discipline.standing import is_active, is_manager

PROJECT = "TD Project Link"
_BESIDE = {"members": "member", "observers": "observer"}


class Part(str, Enum):
	"""What a person is to a project, the most first."""

	LEAD = "lead"
	"""Its manager, and whoever manages all: changes the project and its milestones, ends it."""
	MEMBER = "member"
	"""Puts tasks and files into it, reaches milestones."""
	OBSERVER = "observer"
	"""Looks."""


def part_of(project: object, user: str | None = None) -> Part | None:
	"""What the person is to the stored project; None for a stranger."""
	user = user or frappe.session.user
	# A document built from a client's JSON can bring a filter in place of its name.
	if not isinstance(project, str) or not is_active(user):
		return None
	if is_manager(user) or frappe.db.get_value(PROJECT, project, "manager") == user:
		return Part.LEAD
	place = {"parenttype": PROJECT, "parent": project, "user": user}
	found = frappe.db.get_value("TD Task User", place, "parentfield")
	return Part(_BESIDE[found]) if found in _BESIDE else None


def people_of(project: str) -> list[str]:
	"""Its manager, members and observers, each once, as far as they still have an account."""
	place = {"parenttype": PROJECT, "parent": project}
	beside = frappe.get_all("TD Task User", place, pluck="user", order_by="idx asc")
	people = [frappe.db.get_value(PROJECT, project, "manager"), *beside]
	return [user for user in dict.fromkeys(people) if user and is_active(user)]


def condition(user: str) -> str:
	"""List condition for a person who is active and no manager."""
	name = frappe.db.escape(user)
	return (
		f"(`tab{PROJECT}`.`manager` = {name} or `tab{PROJECT}`.`name` in"
		f" (select `parent` from `tabTD Task User` where `user` = {name} and `parenttype` = '{PROJECT}'))"
	)
