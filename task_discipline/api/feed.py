"""Doors of the calendar that a person subscribes to in Outlook, Google or on a phone."""

import frappe
from frappe import _

from task_discipline.api.doors import fitting, reader, writer
from task_discipline.services import feed, feed_address


@frappe.whitelist(methods=["GET", "POST"], allow_guest=True)
@fitting
def calendar(person: str = "", turn: str = "", _signature: str = "") -> None:
	"""The calendar that a secret address shows to whoever has it: programs that subscribe cannot log in.

	Raises ``frappe.DoesNotExistError`` for a forged or revoked address, and tells nothing of whom it was.
	"""
	user = feed_address.person_of({"person": person, "turn": turn, "_signature": _signature})
	if not user:
		frappe.throw(
			_("No calendar is at this address any more. Get a new address in your preferences in the desk."),
			frappe.DoesNotExistError,
		)
	frappe.response.update(
		type="download",
		filename="tasks.ics",
		filecontent=feed.of(user),
		content_type="text/calendar",
		display_content_as="inline",
	)


@reader
def address() -> str | None:
	"""The address of one's own calendar; None where there is none."""
	return feed_address.of(frappe.session.user)


@writer
def renew() -> str | None:
	"""Make a new address of one's own calendar; earlier ones show nothing any more."""
	return feed_address.renew(frappe.session.user)


@writer
def revoke() -> None:
	"""Let no address show one's own calendar any more."""
	feed_address.revoke(frappe.session.user)
