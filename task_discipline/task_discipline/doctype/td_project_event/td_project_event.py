"""What happened to a project. Append-only: services write rows, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDProjectEvent(SystemRow):
	refusal = _lt("The history of a project is written by the system and cannot be changed.")


def on_doctype_update() -> None:
	"""Index behind the history in the form of a project."""
	compat_keys.add_index("TD Project Event", ["project", "happened_at"])
