"""A milestone of a project template."""

from task_discipline.child_rows import ParentGuardedRow


class TDProjectTemplateMilestone(ParentGuardedRow):
	"""Read and written with its parent only."""
