"""Ledger and outbox of reminders: services write rows in bulk, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDReminder(SystemRow):
	refusal = _lt(
		"Reminders are planned and sent by the system. Change the date or the people of the task instead."
	)


def on_doctype_update() -> None:
	"""The outbox in order of time, and the key that lets each reminder reach a person once."""
	compat_keys.add_index("TD Reminder", ["state", "moment"])
	compat_keys.add_unique("TD Reminder", ["task", "user", "kind", "about", "step"])
