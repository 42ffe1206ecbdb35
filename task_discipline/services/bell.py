"""Notices in the desk: the host's bell, written in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe

from task_discipline.services import rows

Record = dict[str, object]


@dataclass(frozen=True)
class Place:
	"""The record beside which a bell stands: whoever may not read it does not read the bell."""

	doctype: str | None
	name: str | None
	link: str | None = None
	"""Where the bell leads, if not to the form of the record."""


def records_for(users: Sequence[str], subject: str, task: str | None, actor: str) -> list[Record]:
	"""One line of HTML, already escaped, for the bell of each of ``users``.

	``task`` is the name that the line leads to; None for people who may not read it.
	"""
	return records_beside(users, subject, Place("TD Task", task) if task else Place(None, None), actor)


def records_beside(users: Sequence[str], subject: str, place: Place, actor: str) -> list[Record]:
	"""``records_for`` a bell that stands beside any record."""
	common = {
		"from_user": actor,
		"owner": actor,
		"modified_by": actor,
		"type": "Alert",
		"document_type": place.doctype,
		"document_name": place.name,
		"link": place.link,
		"subject": subject,
		"read": 0,
	}
	return [{"for_user": user, **common} for user in users]


def ring(records: Sequence[Record]) -> None:
	"""Store the lines and ring each bell once, when the transaction is through."""
	if not records:
		return
	users = list(dict.fromkeys(str(record["for_user"]) for record in records))
	rows.insert("Notification Log", records)
	frappe.db.set_value("Notification Settings", {"name": ("in", users)}, "seen", 0, update_modified=False)
	for user in users:
		frappe.publish_realtime("notification", user=user, after_commit=True)
