"""Creates what cannot be a file of the app; safe to run again and again, and never overwrites what is there."""

import frappe

BOARD = "Tasks by status"
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
	"""Create the board of tasks where it is missing."""
	if not frappe.db.exists("Kanban Board", BOARD):
		_create_board()


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
