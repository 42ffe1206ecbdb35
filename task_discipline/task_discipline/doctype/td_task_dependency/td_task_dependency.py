"""Another task that must be done before a task can begin."""

from task_discipline.child_rows import ParentGuardedRow


class TDTaskDependency(ParentGuardedRow):
	"""Read and written with its parent only."""
