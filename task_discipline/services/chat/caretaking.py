"""Sees to it that somebody looks after each group of people who chose each other, as long as there is anybody in it."""

from collections.abc import Sequence

import frappe

from task_discipline import chat_rights
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.services.chat import locks, posting

Row = frappe._dict


def is_only_admin(held: Row, user: str) -> bool:
	"""Whether the person alone looks after a group that is held, in which there are others."""
	members = locks.members(held.name)
	return len(members) > 1 and [one.user for one in members if one.is_admin] == [user]


def settle(held: Row) -> None:
	"""After somebody has left a group that is held: it has an admin, or it is over."""
	if not locks.members(held.name):
		frappe.db.set_value(GROUP, held.name, "archived", 1)
	else:
		_hand_over(held)


def of_closed_account(user: str) -> None:
	"""The person can look after nothing any more: where nobody else does, whoever is there longest does."""
	for group in _looked_after_by(user):  # his own groups, once in the life of an account
		held = locks.hold(group)
		if held:
			_hand_over(held, user)


def _looked_after_by(user: str) -> Sequence[str]:
	return frappe.db.sql(
		f"""select about.name from `tab{MEMBER}` own join `tab{GROUP}` about on about.name = own.chat_group
		where own.`user` = %s and own.is_admin = 1 and about.kind in ('Open', 'Private') order by about.name""",
		user,
		pluck=True,
	)


def _hand_over(held: Row, gone: str = "") -> None:
	fit = [one for one in locks.members(held.name) if one.user != gone and chat_rights.may_chat(one.user)]
	if not fit or any(one.is_admin for one in fit):
		return
	oldest = min(fit, key=lambda one: one.name)
	frappe.db.set_value(MEMBER, oldest.name, "is_admin", 1, update_modified=False)
	posting.note(held.name, "looks_after", person=oldest.user)
