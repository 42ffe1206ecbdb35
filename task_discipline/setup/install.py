"""Creates what cannot be a file of the app; safe to run again and again, and never overwrites what is there."""

import frappe

from task_discipline.services import calendars, rows, settings
from task_discipline.services.reminders import policy

BOARD = "Tasks by status"
WORKING_WEEK = "Working Week"
_OFFICE_HOURS = (("09:00:00", "13:00:00"), ("14:00:00", "18:00:00"))
_COLUMNS = (
	("New", "Blue"),
	("In Progress", "Cyan"),
	("On Hold", "Yellow"),
	("Submitted", "Purple"),
	("Done", "Green"),
	("Declined", "Orange"),
	("Cancelled", "Gray"),
)


def after_install() -> None:
	"""What an upgrade may lack is what a new site lacks: roles come as a fixture."""
	after_migrate()


def after_migrate() -> None:
	"""Create the board of tasks and the working week where they are missing, and give new settings their defaults."""
	if not frappe.db.exists("Kanban Board", BOARD):
		_create_board()
	_store_defaults()
	_store_reminder_rules()
	if not frappe.db.get_single_value("TD Settings", "work_calendar") and not frappe.db.count(
		"TD Work Calendar"
	):
		_create_working_week()


def after_wizard(_answers: dict[str, object]) -> None:
	"""Give the working week the zone that the site has from now on: until its wizard, the host's is that of Kolkata.

	Where work has begun already, the calendar is somebody's choice and stays.
	"""
	if frappe.db.exists("TD Work Calendar", WORKING_WEEK) and not frappe.db.count("TD Task"):
		zone = frappe.db.get_single_value("System Settings", "time_zone")
		frappe.db.set_value("TD Work Calendar", WORKING_WEEK, "time_zone", zone)


def _store_defaults() -> None:
	"""A settings field that was never saved would show as empty, and be saved as nothing with the next change."""
	stored, defaults = frappe.db.get_singles_dict("TD Settings"), settings.DEFAULTS | policy.DEFAULTS
	missing = {field: value for field, value in defaults.items() if field not in stored}
	if missing:
		frappe.db.set_single_value("TD Settings", missing)


def _store_reminder_rules() -> None:
	place = {"parent": "TD Settings", "parenttype": "TD Settings", "parentfield": "reminder_rules"}
	if not frappe.db.exists("TD Reminder Rule", place):
		lines = policy.default_lines()
		rows.insert("TD Reminder Rule", [place | {"idx": idx} | line for idx, line in enumerate(lines, 1)])
		frappe.clear_document_cache("TD Settings", "TD Settings")


def _create_working_week() -> None:
	calendar = frappe.get_doc(
		doctype="TD Work Calendar", calendar_name=WORKING_WEEK, time_zone=calendars.site_zone().key
	)
	for weekday in calendars.WEEKDAYS[:5]:
		for starts_at, ends_at in _OFFICE_HOURS:
			calendar.append("hours", {"weekday": weekday, "starts_at": starts_at, "ends_at": ends_at})
	# Runs as the installer: calendars belong to the site, not to a person.
	calendar.insert(ignore_permissions=True)
	frappe.db.set_single_value("TD Settings", "work_calendar", calendar.name)


def _create_board() -> None:
	board = frappe.get_doc(
		doctype="Kanban Board",
		kanban_board_name=BOARD,
		reference_doctype="TD Task",
		field_name="status",
		private=0,
		show_labels=0,
		fields='["responsible", "deadline", "priority"]',
	)
	for column, indicator in _COLUMNS:
		status = "Archived" if column in ("Declined", "Cancelled") else "Active"
		board.append(
			"columns", {"column_name": column, "indicator": indicator, "status": status, "order": "[]"}
		)
	# Runs as the installer: boards belong to the site, not to a person.
	board.insert(ignore_permissions=True)
