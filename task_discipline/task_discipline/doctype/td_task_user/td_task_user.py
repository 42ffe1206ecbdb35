"""A person on a task or in a team."""

from task_discipline.child_rows import ParentGuardedRow


class TDTaskUser(ParentGuardedRow):
	"""Read and written with its parent only."""
