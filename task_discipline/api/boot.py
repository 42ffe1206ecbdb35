"""What the desk knows of tasks before it asks for any."""

from typing import Any

import frappe

from task_discipline import chat_rights, permissions, personal
from task_discipline.services import edit_rights, heartbeat, record_lists, settings, working_time

_SUGGESTED_DAYS = 20
"""A desk may stand open that many working days and still suggest a deadline."""


def extend(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: when working days end, the fields that an assigner edits, what the chat allows.

	Somebody at the desk is also the moment to catch up with what a sleeping scheduler has left.
	"""
	heartbeat.wake("task_discipline.td_jobs.renew_templates")
	_offer_no_absences(bootinfo.get("user") or {})
	known = settings.load()
	bootinfo["task_discipline"] = {
		"chat": _chat(known.chat),
		"day_end_hour": known.day_end_hour,
		"ends_of_work": [str(end) for end in working_time.next_ends(_SUGGESTED_DAYS)],
		"content_fields": edit_rights.content_fields(),
		"record_lists": record_lists.doctypes(),
	}


def _chat(known: settings.ChatSettings) -> dict[str, Any]:
	return {
		"enabled": known.enabled and chat_rights.may_chat(frappe.session.user),
		"edit_minutes": int(known.edit_time.total_seconds() // 60),
		"max_file_mb": known.max_file_mb,
	}


def _offer_no_absences(known: dict[str, Any]) -> None:
	# The role lets every head write them; whoever leads nobody would fill in a form only to be refused.
	creatable = known.get("can_create") or []
	if permissions.ABSENCE in creatable and not personal.may_plan(frappe.session.user):
		creatable.remove(permissions.ABSENCE)
