"""One step of a task's plan."""

from task_discipline import compat_keys
from task_discipline.child_rows import ParentGuardedRow


class TDPlanStep(ParentGuardedRow):
	"""Read and written with its parent only."""


def on_doctype_update() -> None:
	"""What a person has open of other people's tasks."""
	compat_keys.add_index("TD Plan Step", ["person", "done", "due_date"])
