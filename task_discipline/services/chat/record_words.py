"""Quiet lines about the record of a group, said as its own history says them, to whoever reads now."""

from collections.abc import Mapping

import frappe
from frappe.utils import get_datetime

from task_discipline.services import timeline


def line(event: str, told: Mapping[str, object]) -> str:
	"""What happened to a task, as one sentence of plain words with the reason that was given for it."""
	sentence = timeline.plain(_as_event(event, told))
	reason = " ".join(str(told.get("reason") or "").split())
	return f"{sentence}: {reason}" if reason else sentence


def _as_event(event: str, told: Mapping[str, object]) -> frappe._dict:
	deadline = told.get("new_deadline")
	return frappe._dict(
		event=event,
		actor=told["actor"],
		responsible=told.get("responsible"),
		new_person=told.get("new_person"),
		new_deadline=get_datetime(str(deadline)) if deadline else None,
		details=told.get("details"),
	)
