"""Makes a project out of tasks that are there already."""

from collections.abc import Mapping, Sequence

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.services.projects import moving

_TAKEN = ("project_name", "starts_on", "ends_on", "description")


def out_of(names: Sequence[str], values: Mapping[str, object], *, with_people: bool) -> dict[str, object]:
	"""A new project of the session's user with the tasks ``names``; returns its name and how many tasks moved.

	``with_people`` makes members of those who answer for the tasks. Raises ``frappe.PermissionError`` where one of
	the tasks is not the user's to move; the request is undone then, the project with it.
	"""
	frappe.has_permission(permissions.PROJECT, "create", throw=True)
	unknown = set(values) - set(_TAKEN)
	if unknown:
		frappe.throw(
			_("A project is made with a name and dates. Leave out: {0}").format(", ".join(sorted(unknown)))
		)
	project = frappe.new_doc(permissions.PROJECT)
	project.update(dict(values, manager=frappe.session.user))
	for user in _responsibles(names) if with_people else ():
		project.append("members", {"user": user})
	project.insert()
	return {"project": project.name, **moving.move(names, project.name)}


def _responsibles(names: Sequence[str]) -> list[str]:
	"""Those who answer for the tasks and still have an account; the manager is left out."""
	user, task = frappe.qb.DocType("User"), frappe.qb.DocType(permissions.TASK)
	query = (
		frappe.qb.from_(task)
		.join(user)
		.on(user.name == task.responsible)
		.where(task.name.isin(list(names)) & (user.enabled == 1) & (user.name != frappe.session.user))
		.select(task.responsible)
		.distinct()
		.orderby(task.responsible)
	)
	return [name for (name,) in query.run()]
