"""How a person did one task. Services write rows in bulk from the history of the task; nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow

_RATING = "TD Task Rating"


class TDTaskRating(SystemRow):
	refusal = _lt(
		"A rating is computed from the history of its task and cannot be changed. What happened to the task decides it."
	)


def on_doctype_update() -> None:
	"""One rating of each person and task, and the figures of a period out of an index alone.

	The first index holds everything that a report of a period sums, so that it reads no row; those of a person and of
	an assigner lead to the few rows of one.
	"""
	compat_keys.add_unique(_RATING, ["task", "user"])
	compat_keys.add_index(
		_RATING,
		[
			"settled_at",
			"counted",
			"user",
			"timeliness",
			"first_timeliness",
			"outcome",
			"weight",
			"first_pass",
			"returns",
			"late_review",
			"given_at",
			"fair_delay_minutes",
			"early_minutes",
			"agreement",
		],
		"td_rating_figures_index",
	)
	# Streaks ask for the last miss of everybody since a rule began.
	missed = ["missed_at", "timeliness", "counted", "agreement", "user"]
	compat_keys.add_index(_RATING, missed, "td_rating_missed_index")
	compat_keys.add_index(_RATING, ["user", "settled_at"])
	compat_keys.add_index(_RATING, ["assigner", "settled_at"])
	compat_keys.add_index(_RATING, ["reviewed_at", "assigner", "late_review", "review_minutes"])
	compat_keys.add_index(_RATING, ["project", "settled_at"])
	compat_keys.add_index(_RATING, ["template", "settled_at"])
