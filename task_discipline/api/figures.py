"""Figures of number cards and charts, asked by the host's dashboard: always of whoever is logged in.

Nothing here is kept between two people: the host's own charts are cached by their name alone.
"""

from typing import Any

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.api.doors import reader
from task_discipline.services import figures


@reader
def my_overdue(filters: Any = None) -> dict[str, Any]:
	"""Number card: my overdue tasks."""
	return figures.my_overdue(_reader())


@reader
def due_today(filters: Any = None) -> dict[str, Any]:
	"""Number card: what I have to hand in today."""
	return figures.due_today(_reader())


@reader
def to_review(filters: Any = None) -> dict[str, Any]:
	"""Number card: results that wait for my judgement."""
	return figures.to_review(_reader())


@reader
def on_time_this_month(filters: Any = None) -> Any:
	"""Number card: share of this month's tasks handed in on time."""
	return figures.on_time_this_month(_reader())


@reader
def all_overdue(filters: Any = None) -> dict[str, Any]:
	"""Number card of managers: overdue tasks, as far as the caller may read them."""
	return figures.all_overdue(_reader())


@reader
def on_time_by_week(filters: Any = None) -> dict[str, Any]:
	"""Chart: tasks handed in on time and late, by week."""
	return figures.on_time_by_week(_reader())


@reader
def overdue_by_team(filters: Any = None) -> dict[str, Any]:
	"""Chart: overdue tasks by team."""
	return figures.overdue_by_team(_reader())


def _reader() -> str:
	"""Whoever is logged in. Raises ``frappe.PermissionError`` for an account that is no longer one of the desk."""
	if not permissions.is_active(frappe.session.user):
		frappe.throw(
			_("Your account has no access to the desk. Ask an administrator."), frappe.PermissionError
		)
	return frappe.session.user
