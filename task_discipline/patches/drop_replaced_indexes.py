"""Two indexes of TD Task have given way to wider ones that begin with the same columns."""

from task_discipline import compat_keys


def execute() -> None:
	"""Drop what only costs time now."""
	for index in ("creation_index", "status_deadline_index"):
		compat_keys.drop_index("TD Task", index)
