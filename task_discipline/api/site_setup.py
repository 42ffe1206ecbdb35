"""Doors of the page on which a site is set up: how it stands, for managers; what mends it, for System Managers."""

from typing import Any

import frappe
from frappe import _

from task_discipline.api import health
from task_discipline.api.doors import reader, writer
from task_discipline.api.host_guards import parsed
from task_discipline.services import clock
from task_discipline.services.site_setup import mending, steps


@reader
def look() -> dict[str, Any]:
	"""Every step with its state, for managers of tasks and System Managers; nothing of any task."""
	health.require_watcher()
	return {"checked_at": str(clock.now()), "calendar": _company_calendar(), "steps": list(steps.look())}


@writer
def enable_scheduler() -> dict[str, Any]:
	"""Switch the scheduler of the site on."""
	_require_system_manager()
	mending.enable_scheduler()
	return look()


@writer
def stay_awake(days: int | str | None = None) -> dict[str, Any]:
	"""Let the site run its jobs on time for so many days without a login."""
	_require_system_manager()
	mending.stay_awake(days)
	return look()


@writer
def give_role(role: str | None = None, people: list[str] | str | None = None) -> dict[str, Any]:
	"""Give one of the app's roles to people; ``given`` says how many did not have it yet."""
	_require_system_manager()
	chosen = parsed(people) if people else []
	given = mending.give_role(role, chosen if isinstance(chosen, list) else [chosen])
	return {"given": given, **look()}


def _company_calendar() -> str | None:
	return frappe.db.get_single_value("TD Settings", "work_calendar")


def _require_system_manager() -> None:
	if frappe.session.user != "Administrator" and "System Manager" not in frappe.get_roles():
		frappe.throw(
			_(
				"Only a System Manager changes the set-up of the site. Ask one, and name the line of this page."
			),
			frappe.PermissionError,
		)
