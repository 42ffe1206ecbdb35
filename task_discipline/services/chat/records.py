"""Groups about a task, a project or a team: made when somebody first asks, their members those who are on the record.

They follow its people in the same transaction. Heads and managers who merely may read a record are no members.
"""

from collections.abc import Callable, Collection, Mapping

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline import project_rights
from task_discipline.chat_names import GROUP, MEMBER, RECORDS
from task_discipline.services.chat import groups, locks, making, members, rate, standing

TASK, PROJECT, TEAM = RECORDS
_ON_A_TASK = ("is_assigner", "is_responsible", "is_co_assignee", "is_observer")


def group_for(doctype: object, name: object) -> dict[str, object]:
	"""The group of a record for one of its people; returns ``{group, people}``.

	Raises ``frappe.PermissionError`` for anybody else, in the same words whether there is such a record or not.
	"""
	user = standing.person()
	if doctype not in _PARTICIPANTS or not isinstance(name, str):
		frappe.throw(_("Only a task, a project or a team has a group of its own."))
	people = _PARTICIPANTS[str(doctype)](name)
	if user not in people:
		_refuse(str(doctype), name)
	known = frappe.db.get_value(GROUP, {"record_key": key_of(str(doctype), name)})
	if not known:
		rate.count("groups")
		about = {"kind": "Record", "reference_doctype": doctype, "reference_name": name}
		known = making.once({**about, "record_key": key_of(str(doctype), name)}, people)
	elif set(people) != set(_members(str(known))):
		# Somebody has changed the people past all documents.
		_bring_in_line(str(known), people)
	return groups.of_group(str(known), user)


def _refuse(doctype: str, name: str) -> None:
	words = {
		TASK: _(
			"You are not on task {0}, so you are not in its group. Ask its assigner to add you as an observer."
		),
		PROJECT: _("You are not in project {0}, so you are not in its group. Ask its manager to add you."),
		TEAM: _(
			"You are not in team {0}, so you are not in its group. Ask a Task Discipline Manager to add you."
		),
	}
	frappe.throw(words[doctype].format(escape_html(name)), frappe.PermissionError)


def key_of(doctype: str, name: str) -> str:
	"""The key under which a record has one group."""
	return f"{doctype}:{name}"


def follow(doctype: str, name: str, people: Collection[str] | None = None) -> None:
	"""Bring the members of a record's group in line with its people, as this transaction has left them.

	Costs one query where the record has no group. Call it when the record is written: tasks and projects are held
	before groups.
	"""
	group = frappe.db.get_value(GROUP, {"record_key": key_of(doctype, name)})
	if group:
		_bring_in_line(str(group), people if people is not None else _PARTICIPANTS[doctype](name))


def _bring_in_line(group: str, people: Collection[str]) -> None:
	held = locks.hold(group)
	if held:
		members.drop(held, set(_members(group)) - set(people))
		members.add(held, [user for user in people if user])


def _members(group: str) -> list[str]:
	return frappe.get_all(MEMBER, {"chat_group": group}, pluck="user", order_by=None, limit=0)


def _on_task(name: str) -> list[str]:
	"""Those with a part of their own; who merely sees it through a project is in the project's group."""
	parts = " or ".join(f"{column} = 1" for column in _ON_A_TASK)
	return frappe.db.sql(
		f"select `user` from `tabTD Task Access` where task = %s and ({parts}) order by name",
		name,
		pluck=True,
	)


def _in_project(name: str) -> list[str]:
	return project_rights.people_of(name)


def _in_team(name: str) -> list[str]:
	head = frappe.db.get_value(TEAM, name, "head")
	place = {"parenttype": TEAM, "parent": name}
	rest = frappe.get_all("TD Task User", place, pluck="user", order_by="idx asc", limit=0)
	return [user for user in dict.fromkeys([head, *rest]) if user]


_PARTICIPANTS: Mapping[str, Callable[[str], list[str]]] = {
	TASK: _on_task,
	PROJECT: _in_project,
	TEAM: _in_team,
}
