"""A day of a calendar on which other hours count than those of its weekday, or none."""

from task_discipline.child_rows import RowWithHours


class TDCalendarDay(RowWithHours):
	"""Read and written with its calendar only."""
