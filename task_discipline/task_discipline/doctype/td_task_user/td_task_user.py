"""A person on a task or in a team."""

from task_discipline import compat_keys
from task_discipline.child_rows import ParentGuardedRow


class TDTaskUser(ParentGuardedRow):
	"""Read and written with its parent only."""


def on_doctype_update() -> None:
	"""Index behind lists that are filtered by a person taking part."""
	compat_keys.add_index("TD Task User", ["user", "parentfield", "parent"])
