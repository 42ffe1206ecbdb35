"""What happened to a task. Append-only: services write rows in bulk, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDTaskEvent(SystemRow):
	refusal = _lt("The history of a task is written by its actions and cannot be changed.")


def on_doctype_update() -> None:
	"""Indexes behind the timeline of a task and the figures of a period."""
	compat_keys.add_index("TD Task Event", ["task", "happened_at"])
	compat_keys.add_index("TD Task Event", ["event", "happened_at"])
	compat_keys.add_index("TD Task Event", ["responsible", "event", "happened_at"])
