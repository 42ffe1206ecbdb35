"""Tasks on the host's Kanban board, and counts of who has what among readable tasks."""

from collections import Counter

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.domain.lifecycle import TRANSITIONS, Action, Status, action_between
from task_discipline.services import actions, settings

_MOST_COUNTED = 50


def is_status_board(board_name: str) -> bool:
	"""Whether a board shows tasks by status."""
	found = frappe.db.get_value("Kanban Board", board_name, ["reference_doctype", "field_name"])
	return found == (permissions.TASK, "status")


def move(task_name: str, column: str) -> str:
	"""Take the action that a drag to ``column`` means; returns the column where the card now belongs.

	Raises ``frappe.ValidationError`` with a way out where no action leads there or one needs words.
	"""
	task = actions.locked(task_name)
	action = action_between(
		Status(task.status), _status(column), permissions.roles_on(task_name), settings.load().policy
	)
	if action is None:
		frappe.throw(
			_(
				"A card cannot go from {0} to {1} by dragging. Open the task to see what you can do next."
			).format(
				frappe.bold(_(task.status, context="TD Task")), frappe.bold(_(column, context="TD Task"))
			)
		)
	_refuse_wordless(action)
	return str(actions.perform(task_name, action, {})["status"])


def assignment_counts(doctype: str, filters: object) -> list[dict[str, object]]:
	"""How many readable records each person has on his desk, most first."""
	rows = frappe.get_list(doctype, filters=filters, fields=["_assign"], order_by=None, limit=0)
	counted = Counter(user for row in rows for user in frappe.parse_json(row.get("_assign") or "[]"))
	return [{"name": user, "count": count} for user, count in counted.most_common(_MOST_COUNTED)]


def _status(column: str) -> Status:
	try:
		return Status(column)
	except ValueError:
		frappe.throw(_("There is no such column. Reload the board."))


def _refuse_wordless(action: Action) -> None:
	if TRANSITIONS[action].needs_reason:
		frappe.throw(_("This step needs a reason. Open the task and use its button."), title=_("Say why"))
