"""Notices in the desk: the host's bell, written in bulk."""

import frappe

from task_discipline.services import rows


def ring(users: list[str], subject: str, task: str | None) -> None:
	"""Put one line of HTML, already escaped, under the bell of each of ``users``.

	``task`` is the name that the line leads to; None for people who may not read it.
	"""
	if not users:
		return
	common = {
		"from_user": frappe.session.user,
		"type": "Alert",
		"document_type": "TD Task" if task else None,
		"document_name": task,
		"subject": subject,
		"read": 0,
	}
	rows.insert("Notification Log", [{"for_user": user, **common} for user in users])
	frappe.db.set_value("Notification Settings", {"name": ("in", users)}, "seen", 0, update_modified=False)
	for user in users:
		frappe.publish_realtime("notification", user=user, after_commit=True)
