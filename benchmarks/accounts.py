"""Lets people of a benchmark log in and load the desk: they were inserted by bare statements, without what that asks for."""

from collections.abc import Iterable

from frappe.desk.doctype.notification_settings.notification_settings import create_notification_settings
from frappe.utils.password import update_password


def open_desk(users: Iterable[str], password: str) -> None:
	"""Give each a password and the settings without which the host does not boot his desk; the caller commits."""
	for user in users:
		update_password(user, password)
		create_notification_settings(user)
