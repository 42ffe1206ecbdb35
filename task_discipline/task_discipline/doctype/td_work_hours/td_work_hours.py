"""A stretch of work on a weekday; it may end on the next day."""

from task_discipline.child_rows import ParentGuardedRow


class TDWorkHours(ParentGuardedRow):
	"""Read and written with its calendar only."""
