"""Whether the site's mail works, from what its queue says."""

from datetime import datetime

import frappe
from frappe.utils import cint

from task_discipline.services import mail, settings

QUEUE = "Email Queue"
_LOOKED_AT = 20
# Of such a mail its address is to blame.
REFUSED_ADDRESS = "SMTPRecipientsRefused"


def trouble(since: datetime) -> str | None:
	"""What keeps mails from going out, as TD Outage names it; failures count from ``since`` on.

	None where mail works, or is not wanted for tasks.
	"""
	if not settings.load().notify_by_mail:
		return None
	if is_held_back():
		return "Mails Held Back"
	if not mail.is_ready():
		return "No Mail Account"
	return "Mails Failed" if _all_fail(since) else None


def is_held_back() -> bool:
	"""Whether the host keeps mails in its queue: muted in the site's configuration, or suspended by somebody."""
	return bool(frappe.are_emails_muted()) or cint(frappe.db.get_default("suspend_email_queue")) == 1


def _all_fail(since: datetime) -> bool:
	if frappe.db.exists(QUEUE, {"status": "Sent", "modified": (">=", since)}):
		return False
	failed = {
		"modified": (">=", since),
		"retry": (">", 0),
		"status": ("in", ("Not Sent", "Partially Sent", "Error")),
	}
	errors = frappe.get_all(QUEUE, failed, pluck="error", limit=_LOOKED_AT, order_by=None)
	return any(REFUSED_ADDRESS not in (error or "") for error in errors)
