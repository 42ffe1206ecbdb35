"""Who may see a task, and as what. Written by services in bulk; no door leads to it."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDTaskAccess(SystemRow):
	refusal = _lt("Access follows the people of a task. Change them in the task.")


def on_doctype_update() -> None:
	"""One row per task and person, found quickly from both sides."""
	compat_keys.add_unique("TD Task Access", ["task", "user"])
	compat_keys.add_index("TD Task Access", ["user", "task"])
