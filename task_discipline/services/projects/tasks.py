"""The tasks of a project as far as the session's user may see them: counted, listed, laid out in time."""

from collections.abc import Mapping, Sequence

import frappe

from task_discipline import permissions
from task_discipline.domain.lifecycle import RUNNING_STATES
from task_discipline.services import clock
from task_discipline.services.projects import access

RUNNING = tuple(state.value for state in RUNNING_STATES)
_LISTED = "`name`, `subject`, `status`, `timeliness`, `responsible`, `assigner`, `deadline`"
_OVERDUE = "`status` in %(running)s and `deadline` <= %(now)s"
_DUE = "`status` in %(running)s and `deadline` > %(now)s"


def counts(project: str) -> list[frappe._dict]:
	"""Number of tasks by ``responsible`` and ``status``, and how many of each are ``overdue``."""
	return _ask(
		project,
		f"`responsible`, `status`, count(*) as number, sum(case when {_OVERDUE} then 1 else 0 end) as overdue",
		"group by `responsible`, `status`",
	)


def overdue(project: str, most: int) -> list[frappe._dict]:
	"""Running tasks whose deadline has passed, the longest overdue first."""
	return _ask(project, _LISTED, f"and {_OVERDUE} order by `deadline`, `name` limit %(most)s", most=most)


def next_due(project: str, most: int, until: object = None) -> list[frappe._dict]:
	"""Running tasks that are due next, up to ``until`` where it is given."""
	bound = "and `deadline` <= %(until)s" if until else ""
	rest = f"and {_DUE} {bound} order by `deadline`, `name` limit %(most)s"
	return _ask(project, _LISTED, rest, most=most, until=until)


def laid_out(project: str, columns: Sequence[str]) -> list[tuple]:
	"""``columns`` of every task, in the order of their dates; a task without any date comes last."""
	chosen = ", ".join(f"`{column}`" for column in columns)
	return _ask(
		project,
		chosen,
		"order by coalesce(`starts_on`, `deadline`, '9999-12-31'), coalesce(`deadline`, '9999-12-31'), `creation`",
		as_dict=False,
	)


def dependencies(project: str) -> list[tuple[str, str]]:
	"""Pairs of tasks of the project, the second of which the first waits for, hidden ones included."""
	return frappe.db.sql(
		"""select edge.`parent`, edge.`task` from `tabTD Task Dependency` edge
		join `tabTD Task` task on task.`name` = edge.`parent`
		where task.`project` = %s and edge.`parenttype` = 'TD Task'""",
		project,
	)


def number_of_all(project: str) -> int:
	"""Number of tasks in the project, hidden ones included."""
	return frappe.db.count(permissions.TASK, {"project": project})


def _ask(project: str, columns: str, rest: str, *, as_dict: bool = True, **values: object) -> list:
	# Straight to the database, for the host's list would build five thousand dictionaries on its way.
	readable = "" if _sees_all(project) else permissions.among_readable("`tabTD Task`.`name`", None)
	condition = f"and {readable}" if readable else ""
	given: Mapping[str, object] = {"project": project, "running": RUNNING, "now": clock.now(), **values}
	# A condition holds names as they are, and a per cent sign in one of them would be read as a mark for a value.
	statement = f"select {columns} from `tabTD Task` where `project` = %(project)s {condition.replace('%', '%%')} {rest}"
	return frappe.db.sql(statement, given, as_dict=as_dict)


def _sees_all(project: str) -> bool:
	"""Whether the session's user is among those who see every task of the project: to ask for each would take longer."""
	user = frappe.session.user
	return permissions.is_active(user) and user in access.people_of(project)
