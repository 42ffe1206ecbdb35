"""One action on many tasks: each task succeeds or fails by itself, and every failure says why."""

from collections.abc import Mapping, Sequence
from html import unescape

import frappe
from frappe import _
from frappe.utils import strip_html

from task_discipline import permissions
from task_discipline.domain.lifecycle import Action, Role, Status, allowed_actions
from task_discipline.services import actions, settings

MOST_TASKS = 500
"""More would hold the rows locked for longer than the others at work should wait."""

_SAVEPOINT = "task_discipline_bulk"
_REFUSALS = (frappe.ValidationError, frappe.PermissionError)
Row = dict[str, object]


def perform(names: Sequence[str], action: Action, arguments: Mapping[str, object]) -> list[Row]:
	"""Take ``action`` on each task; returns one row per task: ``{name, ok, status or message}``."""
	_check_size(names)
	return [_perform_one(name, action, arguments) for name in dict.fromkeys(names)]


def parsed_action(value: str) -> Action:
	"""The action of that name. Raises ``frappe.ValidationError`` where there is none."""
	try:
		return Action(value)
	except ValueError:
		frappe.throw(_("There is no such action on a task. Reload the page and choose one from the menu."))


def allowed(names: Sequence[str]) -> dict[str, int]:
	"""How many of the tasks the session's user may take each action on now; actions for none are left out."""
	_check_size(names)
	policy, manager = settings.load().policy, permissions.is_manager()
	counted: dict[str, int] = {}
	for row in _rows(names):
		roles = permissions.roles_in(row) | ({Role.MANAGER} if manager else set())
		for action in allowed_actions(Status(row.status), roles, policy):
			counted[action.value] = counted.get(action.value, 0) + 1
	return counted


def _check_size(names: Sequence[str]) -> None:
	if not names:
		frappe.throw(_("Choose at least one task."))
	if len(names) > MOST_TASKS:
		frappe.throw(_("Choose at most {0} tasks at a time.").format(MOST_TASKS))


def _perform_one(name: str, action: Action, arguments: Mapping[str, object]) -> Row:
	# What an undone row leaves behind are hints to reload in other browsers, which do no harm.
	messages = len(frappe.message_log)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		outcome = actions.perform(name, action, arguments)
	except _REFUSALS as refusal:
		frappe.db.rollback(save_point=_SAVEPOINT)
		del frappe.message_log[messages:]
		return {"name": name, "ok": False, "message": _in_words(refusal)}
	return {"name": name, "ok": True, "status": outcome["status"]}


def _in_words(refusal: Exception) -> str:
	said = refusal.args[0] if refusal.args else ""
	lines = said if isinstance(said, list) else [str(said)]
	words = unescape(strip_html(" ".join(lines))).strip()
	return words or _("This task refused the action. Open it to see why.")


def _rows(names: Sequence[str]) -> list[frappe._dict]:
	task, access = frappe.qb.DocType(permissions.TASK), frappe.qb.DocType("TD Task Access")
	return (
		frappe.qb.from_(task)
		.left_join(access)
		.on((access.task == task.name) & (access.user == frappe.session.user))
		.where(task.name.isin(list(dict.fromkeys(names))))
		.select(task.status, *(access[column] for column in permissions.ROLE_COLUMNS))
		.run(as_dict=True)
	)
