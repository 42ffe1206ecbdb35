"""Doors of working time: what the form of a task warns of, and the regions of a country with holidays of their own."""

import frappe

from task_discipline.api.doors import reader
from task_discipline.services import assignment_warnings, clock, holiday_lists, inputs


@reader
def assignment_hints(responsible: str, deadline: str | None = None) -> list[str]:
	"""What speaks against giving this person a task with this deadline (site's time zone), one sentence each.

	For those who may set tasks; says of an absence nothing but its last day.
	"""
	frappe.has_permission("TD Task", "create", throw=True)
	if not frappe.db.exists("User", responsible):
		return []
	due = inputs.moment(deadline, frappe._("Deadline"), responsible)
	return assignment_warnings.in_words(responsible, due, clock.now())


@reader
def regions(country: str) -> list[dict[str, str]]:
	"""Regions of a country (its name or ISO code) that have public holidays of their own; nothing of the site."""
	frappe.has_permission("TD Work Calendar", "read", throw=True)
	return holiday_lists.regions(holiday_lists.country_code(country))
