"""Some indexes have given way to wider ones that begin with the same columns."""

from task_discipline import compat_keys

_REPLACED = (
	"creation_index",
	"status_deadline_index",
	"deadline_index",
	"td_task_deadline_index",
	"is_open_deadline_index",
	"priority_modified_index",
	"timeliness_deadline_status_index",
)


def execute() -> None:
	"""Drop what only costs time now."""
	for index in _REPLACED:
		compat_keys.drop_index("TD Task", index)
	compat_keys.drop_index("TD Task User", "user_parent_index")
