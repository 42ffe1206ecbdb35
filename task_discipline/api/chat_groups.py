"""Doors of groups: making them, and who belongs to them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
from frappe.utils import cint

from task_discipline.api.chat import names
from task_discipline.api.doors import reader, writer
from task_discipline.services.chat import making, records
from task_discipline.services.chat import members as people


@writer
def make_group(
	kind: str, title: str, description: str | None = None, members: list | str | None = None
) -> dict[str, Any]:
	"""A new group of the caller, open or private, with the people named."""
	return making.make(kind, title, description, names(members))


@writer
def direct_with(user: str) -> dict[str, Any]:
	"""The caller's talk with one other person."""
	return _seeing(partial(making.direct_with, user))


@writer
def for_record(doctype: str, name: str) -> dict[str, Any]:
	"""The group of a task, a project or a team, for those who are on it."""
	return _seeing(partial(records.group_for, doctype, name))


def _seeing(look: Callable[[], dict[str, Any]]) -> dict[str, Any]:
	"""What ``look`` finds, in a new transaction where somebody has made it since this one began."""
	try:
		return look()
	except making.MadeMeanwhile:
		frappe.db.rollback()
		return look()


@writer
def join(group: str) -> dict[str, Any]:
	"""Become a member of an open group."""
	return people.join(group)


@writer
def leave(group: str) -> None:
	"""Be a member no more."""
	people.leave(group)


@writer
def add_members(group: str, users: list | str) -> dict[str, Any]:
	"""Add people; those who are in already stay what they are."""
	return people.invite(group, names(users))


@writer
def remove_member(group: str, user: str) -> dict[str, Any]:
	"""Take somebody out of the group."""
	return people.remove(group, user)


@writer
def set_admin(group: str, user: str, is_admin: str | int | bool = 1) -> dict[str, Any]:
	"""Make a member an admin of the group, or no longer one."""
	return people.set_admin(group, user, is_admin=bool(cint(is_admin)))


@writer
def set_muted(group: str, muted: str | int | bool = 1) -> dict[str, Any]:
	"""Hear of the group only where one is addressed, or of all again."""
	return people.set_muted(group, muted=bool(cint(muted)))


@writer
def rename_group(group: str, title: str, description: str | None = None) -> dict[str, Any]:
	"""Give the group another name, and say what it is for."""
	return people.rename(group, title, description)


@writer
def archive(group: str) -> dict[str, Any]:
	"""End the talk of a group; it can still be read."""
	return people.archive(group, archived=True)


@writer
def unarchive(group: str) -> dict[str, Any]:
	"""Let the talk of an archived group go on."""
	return people.archive(group, archived=False)


@reader
def find_open(text: str | None = None) -> dict[str, Any]:
	"""Open groups by their names, for people who look for one to join."""
	return people.find_open(text)


@reader
def members(group: str) -> dict[str, Any]:
	"""Who belongs to the group, its admins first."""
	return people.listed(group)
