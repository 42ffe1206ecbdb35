"""Groups about a task, a project or a team: made when somebody first asks, their members those who are on the record.

They follow its people in the same transaction. Heads and managers who merely may read a record are no members.
"""

from collections.abc import Collection, Sequence
from functools import partial
from hashlib import sha256

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, RECORDS
from task_discipline.services.chat import groups, locks, making, members, rate, standing
from task_discipline.standing import is_active

TASK, PROJECT, TEAM = RECORDS
_LONGEST_KEY = 140
_ON_A_TASK = ("is_assigner", "is_responsible", "is_co_assignee", "is_observer")


def group_for(doctype: object, name: object) -> dict[str, object]:
	"""The group of a record for one of its people; returns ``{group, people}``.

	Raises ``frappe.PermissionError`` for anybody else, in the same words whether there is such a record or not.
	"""
	user = standing.person()
	if doctype not in RECORDS or not isinstance(name, str):
		frappe.throw(_("Only a task, a project or a team has a group of its own."))
	about = str(doctype)
	people = _people_on(about, name)
	if user not in people:
		_refuse(about, name)
	known = _group_of(about, name)
	if not known:
		rate.count("groups")
		known = _made(about, name, user)
	elif set(people) != set(_members(known)):
		# Somebody has changed the people past all documents.
		_bring_in_line(known, people)
	return groups.of_group(known, user)


def _made(doctype: str, name: str, user: str) -> str:
	# Whoever takes a person off the record holds it: either that is over now, or he finds the group when it is.
	people = _people_on(doctype, name, compat.as_committed_shared())
	if user not in people:
		_refuse(doctype, name)
	about = {"kind": "Record", "reference_doctype": doctype, "reference_name": name}
	return making.once({**about, "record_key": key_of(doctype, name)}, people)


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
	key = f"{doctype}:{name}"
	return key if len(key) <= _LONGEST_KEY else f"{doctype}:{sha256(name.encode()).hexdigest()}"


def follow(doctype: str, name: str) -> None:
	"""Bring the members of a record's group in line with its people, as this transaction has left them.

	Costs one query where the record has no group. Call it when its people have changed: the record is held then, as
	tasks and projects are before groups.
	"""
	if group := _group_of(doctype, name):
		_bring_in_line(group, _people_on(doctype, name))
	else:
		# One of those who were on it may just be making the group.
		frappe.db.after_commit.add(partial(_look_again, doctype, name))


def _look_again(doctype: str, name: str) -> None:
	group = _group_of(doctype, name)
	if group and set(_people_on(doctype, name)) != set(_members(group)):
		_bring_in_line(group, _people_on(doctype, name))
		frappe.db.commit()
	compat.close_view()


def renamed(doctype: str, old: str, new: str) -> None:
	"""A record goes by another name now, and its talk with it; what an older record of that name has left, ends."""
	group = _group_of(doctype, old)
	if not group:
		return
	# The database finds a name in whatever case: where nothing else has changed, it is the same group.
	if _group_of(doctype, new) != group:
		ended(doctype, new)
	frappe.db.set_value(GROUP, group, {"record_key": key_of(doctype, new), "reference_name": new})


def ended(doctype: str, name: str) -> None:
	"""A record goes: nobody reads its talk any more, and another record of its name begins a new one."""
	group = _group_of(doctype, name)
	held = locks.hold(group) if group else None
	if held:
		title = groups.title_of(held, frappe.session.user)
		members.drop(held, _members(held.name))
		frappe.db.set_value(GROUP, held.name, {"record_key": None, "archived": 1, "title": title[:140]})


def _group_of(doctype: str, name: str) -> str | None:
	return frappe.db.get_value(GROUP, {"record_key": key_of(doctype, name)})


def _bring_in_line(group: str, people: Collection[str]) -> None:
	held = locks.hold(group)
	if held:
		present = {member.user for member in locks.members(group)}
		members.drop(held, present - set(people))
		members.add(held, list(people))


def _members(group: str) -> list[str]:
	return frappe.get_all(MEMBER, {"chat_group": group}, pluck="user", order_by=None, limit=0)


def _people_on(doctype: str, name: str, lock: str = "") -> Sequence[str]:
	"""Those on a record, each once; with a ``lock`` as committed now, and so until the transaction ends."""
	if doctype == TASK:
		return _on_task(name, lock)
	chief = "manager" if doctype == PROJECT else "head"
	by_name, by_parent = compat.by_index("PRIMARY"), compat.by_index("parent")
	found = frappe.db.sql(f"select `{chief}` from `tab{doctype}` {by_name} where name = %s {lock}", name)
	found += frappe.db.sql(
		f"""select `user` from `tabTD Task User` {by_parent} where parent = %s and parenttype = %s
		order by idx {lock}""",
		(name, doctype),
	)
	return [user for user in dict.fromkeys(row[0] for row in found) if user and is_active(user)]


def _on_task(name: str, lock: str) -> list[str]:
	"""Those with a part of their own; who merely sees it through a project is in the project's group."""
	if lock:
		frappe.db.sql(
			f"select name from `tabTD Task` {compat.by_index('PRIMARY')} where name = %s {lock}", name
		)
	parts = " or ".join(f"{column} = 1" for column in _ON_A_TASK)
	return frappe.db.sql(
		f"select `user` from `tabTD Task Access` where task = %s and ({parts}) order by name {lock}",
		name,
		pluck=True,
	)
