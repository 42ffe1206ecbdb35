"""Makes the people of the load ready: passwords, and talk groups that all of them share."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from benchmarks import accounts
from benchmarks.tasks import fill, people
from task_discipline.api import chat_groups
from task_discipline.chat_names import GROUP

PASSWORD = "load-tests-only"
_GROUPS, _SHARED, _ASIDE = 10, "Load", "put aside"


def ensure(tasks: int, desks: int) -> tuple[list[str], list[str]]:
	"""The archive, ``desks`` people who can log in, and the groups in which all of them are."""
	fill.ensure(tasks)
	users = list(people.ORDINARY[:desks])
	accounts.open_desk(users, PASSWORD)
	frappe.db.commit()
	return users, _groups(users)


def _groups(users: list[str]) -> list[str]:
	found = frappe.get_all(GROUP, {"title": ("like", f"{_SHARED} %")}, pluck="name")
	frappe.set_user(users[0])
	while len(found) < _GROUPS:
		made = chat_groups.make_group("Private", f"{_SHARED} {len(found)}", members=users[1:])
		found.append(made["group"]["name"] if "group" in made else made["name"])
	frappe.set_user("Administrator")
	frappe.db.commit()
	return found


@contextmanager
def without_shares() -> Iterator[None]:
	"""The archive's shares stand beside the lists of ./scripts/benchmark alone: the app makes none, and trusts none."""
	_rename_shares("TD Task", _ASIDE)
	try:
		yield
	finally:
		_rename_shares(_ASIDE, "TD Task")


def _rename_shares(before: str, after: str) -> None:
	frappe.db.sql("update `tabDocShare` set share_doctype = %s where share_doctype = %s", (after, before))
	frappe.db.commit()
