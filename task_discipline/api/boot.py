"""What the desk knows of tasks before it asks for any."""

from typing import Any

from task_discipline.services import edit_rights, heartbeat, settings, working_time

_SUGGESTED_DAYS = 20
"""A desk may stand open that many working days and still suggest a deadline."""


def extend(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: when working days end, and the fields that an assigner edits.

	Somebody at the desk is also the moment to catch up with what a sleeping scheduler has left.
	"""
	heartbeat.wake("task_discipline.td_jobs.renew_templates")
	bootinfo["task_discipline"] = {
		"day_end_hour": settings.load().day_end_hour,
		"ends_of_work": [str(end) for end in working_time.next_ends(_SUGGESTED_DAYS)],
		"content_fields": edit_rights.content_fields(),
	}
