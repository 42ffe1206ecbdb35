"""Makes the calendars and absences of the tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe.cache_manager import clear_defaults_cache

from task_discipline.services import calendars

WORKING_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def make_calendar(
	name: str,
	*,
	people: Sequence[str] = (),
	between: tuple[str, str] = ("09:00:00", "17:00:00"),
	ends_next_day: int = 0,
	**fields: Any,
) -> Any:
	"""A stored calendar of the same hours from Monday to Friday."""
	rows = [
		{"weekday": day, "starts_at": between[0], "ends_at": between[1], "ends_next_day": ends_next_day}
		for day in WORKING_WEEK
	]
	given = {"doctype": "TD Work Calendar", "calendar_name": name, "hours": rows} | fields
	return frappe.get_doc(given | {"people": [{"user": user} for user in people]}).insert()


def use_calendar(calendar: Any | None) -> Any | None:
	"""Let the company work by a calendar; None lets every hour count."""
	frappe.db.set_single_value("TD Settings", "work_calendar", calendar and calendar.name)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	return calendar


def use_office_week() -> None:
	"""Everybody works from nine to five, Monday to Friday, in the site's zone."""
	frappe.delete_doc("TD Work Calendar", "Office week", force=True, ignore_missing=True)
	use_calendar(make_calendar("Office week", time_zone=calendars.site_zone().key))


def make_absence(user: str, first: date, last: date, note: str = "") -> Any:
	"""Days on which a person is away, written down by whoever acts."""
	return frappe.get_doc(doctype="TD Absence", user=user, from_date=first, to_date=last, note=note).insert()


def begin_weeks_on(day: str | None) -> None:
	"""Let the site begin its weeks on a day, as System Settings say it; None after that is taken back."""
	if day:
		frappe.db.set_single_value("System Settings", "first_day_of_the_week", day)
		# From version 16 on a form's save puts it there, too, and there it is read.
		frappe.db.set_default("first_day_of_the_week", day)
	frappe.clear_document_cache("System Settings", "System Settings")
	if hasattr(frappe.local, "system_settings"):
		del frappe.local.system_settings
	clear_defaults_cache()
