"""One step of a task's plan."""

from task_discipline.child_rows import ParentGuardedRow


class TDPlanStep(ParentGuardedRow):
	"""Read and written with its parent only."""
