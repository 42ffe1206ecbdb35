"""What happened to a template. Append-only: services write rows in bulk, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDTemplateEvent(SystemRow):
	refusal = _lt("The history of a template is written by the system and cannot be changed.")


def on_doctype_update() -> None:
	"""Index behind the history in the form of a template."""
	compat_keys.add_index("TD Template Event", ["template", "happened_at"])
