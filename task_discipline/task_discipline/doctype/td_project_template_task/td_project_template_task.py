"""A task of a project template."""

from task_discipline.child_rows import ParentGuardedRow


class TDProjectTemplateTask(ParentGuardedRow):
	"""Read and written with its parent only."""
