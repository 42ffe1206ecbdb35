"""A stretch of work on a weekday; it may end on the next day."""

from task_discipline.child_rows import RowWithHours


class TDWorkHours(RowWithHours):
	"""Read and written with its calendar only."""
