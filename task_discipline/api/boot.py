"""What the desk knows of tasks before it asks for any."""

from typing import Any

import frappe

from task_discipline import permissions, personal
from task_discipline.services import edit_rights, heartbeat, record_lists, settings, working_time

_SUGGESTED_DAYS = 20
"""A desk may stand open that many working days and still suggest a deadline."""


def extend(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: when working days end, and the fields that an assigner edits.

	Somebody at the desk is also the moment to catch up with what a sleeping scheduler has left.
	"""
	heartbeat.wake("task_discipline.td_jobs.renew_templates")
	_offer_no_absences(bootinfo.get("user") or {})
	bootinfo["task_discipline"] = {
		"day_end_hour": settings.load().day_end_hour,
		"ends_of_work": [str(end) for end in working_time.next_ends(_SUGGESTED_DAYS)],
		"content_fields": edit_rights.content_fields(),
		"record_lists": record_lists.doctypes(),
	}


def _offer_no_absences(known: dict[str, Any]) -> None:
	# The role lets every head write them; whoever leads nobody would fill in a form only to be refused.
	creatable = known.get("can_create") or []
	if permissions.ABSENCE in creatable and not personal.may_plan(frappe.session.user):
		creatable.remove(permissions.ABSENCE)
