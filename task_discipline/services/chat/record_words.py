"""Quiet lines about the record of a group, said as its own history says them, to whoever reads now."""

from collections.abc import Mapping

import frappe
from frappe.utils import get_datetime

from task_discipline.permissions import PROJECT
from task_discipline.services import timeline
from task_discipline.services.projects import timeline as project_timeline

_KEPT = ("actor", "responsible", "new_person", "details")


def line(event: str, told: Mapping[str, object]) -> str:
	"""What happened to a task or a project, as one sentence of plain words with the reason that was given for it."""
	history = project_timeline if told.get("about") == PROJECT else timeline
	sentence = history.plain(_as_event(event, told))
	reason = " ".join(str(told.get("reason") or "").split())
	return f"{sentence}: {reason}" if reason else sentence


def _as_event(event: str, told: Mapping[str, object]) -> frappe._dict:
	deadline = told.get("new_deadline")
	return frappe._dict(
		{name: told.get(name) for name in _KEPT},
		event=event,
		new_deadline=get_datetime(str(deadline)) if deadline else None,
	)
