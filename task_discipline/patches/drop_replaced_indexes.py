"""Two indexes of TD Task have given way to wider ones that begin with the same columns."""

from task_discipline import compat


def execute() -> None:
	"""Drop what only costs time now."""
	for index in ("creation_index", "status_deadline_index"):
		compat.drop_index("TD Task", index)
