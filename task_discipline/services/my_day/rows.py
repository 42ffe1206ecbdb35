"""What the rows of a person's day show, read for all of them together."""

from collections.abc import Iterable, Sequence

import frappe

from task_discipline import permissions
from task_discipline.domain.lifecycle import Policy, Role, Status, allowed_actions
from task_discipline.services import recipients, settings
from task_discipline.services.my_day.groups import Entry

_COLUMNS = (
	"name",
	"subject",
	"status",
	"priority",
	"assigner",
	"responsible",
	"deadline",
	"review_due",
	"submitted_at",
	"held_until",
)


def of(user: str, entries: Iterable[Entry]) -> dict[Entry, dict[str, object]]:
	"""A row for each entry, with the actions that ``user`` may take now; entries whose task is gone are left out."""
	wanted = list(dict.fromkeys(entries))
	tasks = load([entry.task for entry in wanted])
	extras = words_of(wanted)
	policy, manages = settings.load().policy, permissions.is_manager(user)
	rows = {}
	for entry in wanted:
		if task := tasks.get(entry.task):
			roles = _roles(user, entry, task, manages)
			rows[entry] = {**task, **_standing(entry, task, roles, policy), **extras.get(entry, {})}
	return rows


def load(names: Sequence[str]) -> dict[str, frappe._dict]:
	"""What a row shows of each task, by its name, without what depends on the reader."""
	columns = ", ".join(f"`{column}`" for column in _COLUMNS)
	rows = _sql(f"select {columns} from `tabTD Task` where `name` in %s", names)
	people = recipients.full_names(user for row in rows for user in (row.assigner, row.responsible))
	plans = _plans(names)
	for row in rows:
		row.update(
			assigner_name=people.get(row.assigner, row.assigner),
			responsible_name=people.get(row.responsible, row.responsible),
			steps=plans.get(row.name, (0, 0))[0],
			steps_done=plans.get(row.name, (0, 0))[1],
		)
	return {row.name: row for row in rows}


def _plans(names: Sequence[str]) -> dict[str, tuple[int, int]]:
	rows = _sql(
		"""select `parent`, count(*) as steps, sum(`done`) as done from `tabTD Plan Step`
		where `parent` in %s and `parenttype` = 'TD Task' group by `parent`""",
		names,
	)
	return {row.parent: (int(row.steps), int(row.done)) for row in rows}


def _roles(user: str, entry: Entry, task: frappe._dict, manages: bool) -> frozenset[Role]:
	held = (
		(Role.ASSIGNER, task.assigner == user),
		(Role.RESPONSIBLE, task.responsible == user),
		(Role.CO_ASSIGNEE, entry.helps),
		(Role.MANAGER, manages),
	)
	return frozenset(role for role, holds in held if holds)


def _standing(entry: Entry, task: frappe._dict, roles: frozenset[Role], policy: Policy) -> dict[str, object]:
	return {
		"helps": entry.helps,
		"why": entry.why,
		"roles": sorted(role.value for role in roles),
		"actions": [action.value for action in allowed_actions(Status(task.status), roles, policy)],
	}


def words_of(entries: Sequence[Entry]) -> dict[Entry, dict[str, object]]:
	"""The words of people that a decision waits for."""
	requests = _requests([entry.task for entry in entries if entry.why == "request"])
	reasons = _reasons_to_decline([entry.task for entry in entries if entry.why == "declined"])
	found: dict[Entry, dict[str, object]] = {}
	for entry in entries:
		if entry.why == "request" and entry.task in requests:
			found[entry] = {"request": requests[entry.task]}
		elif entry.why == "declined":
			found[entry] = {"words": reasons.get(entry.task, "")}
	return found


def _requests(tasks: Sequence[str]) -> dict[str, frappe._dict]:
	rows = _sql(
		"""select `name`, `task`, `proposed_deadline`, `reason` from `tabTD Deadline Request`
		where `task` in %s and `status` = 'Open'""",
		tasks,
	)
	return {row.task: row for row in rows}


def _reasons_to_decline(tasks: Sequence[str]) -> dict[str, str]:
	rows = _sql(
		"""select `task`, `reason` from `tabTD Task Event`
		where `task` in %s and `event` = 'Declined' order by `name`""",
		tasks,
	)
	# A task may be declined by one person after the other: the last one counts.
	return {row.task: row.reason for row in rows}


def _sql(query: str, names: Sequence[str]) -> list[frappe._dict]:
	return frappe.db.sql(query, (tuple(names),), as_dict=True) if names else []
