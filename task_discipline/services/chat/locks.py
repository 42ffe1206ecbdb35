"""What is held while a group changes, always in this order: tasks and projects, the group, its messages, its members.

Whoever writes into a group holds its row to the end of the transaction, so that messages of a group come about one
after the other: their ids are in the order in which they become visible, and a counter is never moved past another.
"""

from collections.abc import Collection, Sequence

import frappe

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE

Row = frappe._dict
_GROUP = "name, kind, title, archived, last_message, reference_doctype, reference_name"
_MEMBER = ("name", "user", "is_admin", "muted", "last_read", "unread", "mentions")
BY_GROUP = "unique_chat_group_user"
"""The index that leads to the members of one group."""


def hold(group: str) -> Row:
	"""The group as committed now, held alone until the transaction ends; empty where it is gone."""
	return _group(group, compat.as_committed())


def share(group: str) -> Row:
	"""The group as committed now, in which nobody writes until the transaction ends; others may share it."""
	return _group(group, compat.as_committed_shared())


def _group(group: str, lock: str) -> Row:
	found = frappe.db.sql(
		f"select {_GROUP} from `tab{GROUP}` {compat.by_index('PRIMARY')} where name = %s {lock}",
		group,
		as_dict=True,
	)
	return found[0] if found else Row()


def members(group: str) -> Sequence[Row]:
	"""The members of a group that is held, as committed now, by name."""
	source = f"from `tab{MEMBER}` {compat.by_index(BY_GROUP)} where chat_group = %s"
	return compat.many_rows(_MEMBER, source, group, "user", compat.as_committed())


def member(group: str, user: str) -> Row:
	"""One member of a group that is held or shared, as committed now; empty where he does not belong to it."""
	found = frappe.db.sql(
		f"""select `{"`, `".join(_MEMBER)}` from `tab{MEMBER}` {compat.by_index(BY_GROUP)}
		where chat_group = %s and `user` = %s {compat.as_committed()}""",
		(group, user),
		as_dict=True,
	)
	return found[0] if found else Row()


def message(name: int, columns: str) -> Row:
	"""A message of a group that is held, as committed now; empty where it is gone."""
	found = messages([name], columns)
	return found[0] if found else Row()


def messages(names: Collection[int], columns: str) -> Sequence[Row]:
	"""Messages of a group that is held, as committed now, by their ids; those that are gone are left out."""
	if not names:
		return []
	return frappe.db.sql(
		f"""select {columns} from `tab{MESSAGE}` {compat.by_index("PRIMARY")} where name in %s
		order by name {compat.as_committed()}""",
		(tuple(names),),
		as_dict=True,
	)
