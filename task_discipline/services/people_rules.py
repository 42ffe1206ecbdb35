"""Which people may stand on a task: known, enabled, with access to the desk, each in one place."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline.domain.lifecycle import Role
from task_discipline.domain.people import Cast, clashes


def require_active(users: Iterable[str]) -> None:
	"""Raises ``frappe.ValidationError`` where one of ``users`` is unknown, disabled or has no desk."""
	names = list(dict.fromkeys(users))
	if not names:
		return
	found = {
		row.name: row
		for row in frappe.get_all(
			"User", filters={"name": ("in", names)}, fields=["name", "enabled", "user_type"], order_by=None
		)
	}
	for name in names:
		_require_one(name, found.get(name))


def _require_one(name: str, user: frappe._dict | None) -> None:
	shown = frappe.bold(escape_html(name))
	if not name or user is None:
		frappe.throw(
			_("There is no user {0}. Choose a person from the list.").format(shown),
			frappe.LinkValidationError,
		)
	if not user.enabled:
		frappe.throw(_("The account of {0} is disabled. Choose another person.").format(shown))
	if user.user_type != "System User":
		frappe.throw(_("{0} has no access to the desk. Choose another person.").format(shown))


def require_apart(cast: Cast) -> None:
	"""Raises ``frappe.ValidationError`` where a person holds two places that exclude each other."""
	for user, first, second in clashes(cast):
		frappe.throw(
			_("{0} is {1} and {2} of the same task. Leave one of the two.").format(
				frappe.bold(escape_html(user)), _role_label(first), _role_label(second)
			)
		)


def _role_label(role: Role) -> str:
	labels = {
		Role.CO_ASSIGNEE: _("a co-assignee"),
		Role.OBSERVER: _("an observer"),
		Role.RESPONSIBLE: _("the responsible"),
	}
	return labels[role]
