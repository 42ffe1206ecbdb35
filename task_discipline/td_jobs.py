"""What the scheduler calls: small, idempotent, and each its own catch-up."""

import frappe

from task_discipline.services import overdue


def mark_overdue() -> None:
	"""Every five minutes: mark the tasks whose deadline has passed."""
	overdue.mark()
	frappe.db.commit()
