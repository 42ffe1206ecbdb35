"""One milestone that each task of a template gets."""

from task_discipline.child_rows import ParentGuardedRow


class TDTemplateMilestone(ParentGuardedRow):
	"""Read and written with its parent only."""
