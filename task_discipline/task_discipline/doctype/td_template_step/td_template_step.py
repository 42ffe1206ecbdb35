"""One step of the plan that each task of a template gets."""

from task_discipline.child_rows import ParentGuardedRow


class TDTemplateStep(ParentGuardedRow):
	"""Read and written with its parent only."""
