"""How much each member has not read: stored with him, moved by one statement for all, recounted when he reads.

Unread are messages and questions of others that are newer than what he has read last; quiet lines never are.
"""

from collections.abc import Collection, Sequence

import frappe

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import locks, realtime

Row = frappe._dict
COUNTED = ("Message", "Question")


def add(group: str, author: str, message: int, mentioned: Collection[str]) -> None:
	"""Count a new message for all members of a group that is held but its author, who has read what he answers to."""
	frappe.db.sql(
		f"""update `tab{MEMBER}` {compat.by_index(locks.BY_GROUP)} set
		last_read = case when `user` = %(author)s then %(message)s else last_read end,
		unread = case when `user` = %(author)s then 0 else unread + 1 end,
		mentions = case when `user` = %(author)s then 0 when `user` in %(mentioned)s then mentions + 1 else mentions end
		where chat_group = %(group)s""",
		{
			"author": author,
			"message": message,
			"mentioned": tuple(mentioned) or ("",),
			"group": group,
		},
	)


def take_back(members: Sequence[Row], message: Row, mentioned: Collection[str]) -> None:
	"""A deleted message counts no more for those who had not read it."""
	late = [one for one in members if one.last_read < message.name and one.user != message.author]
	_move([one.name for one in late], "unread", -1)
	move_mentions(late, mentioned, -1)


def move_mentions(members: Sequence[Row], users: Collection[str], by: int) -> None:
	"""Count a mention more or less (``by``) for ``users`` among ``members``."""
	_move([one.name for one in members if one.user in users], "mentions", by)


def _move(names: Sequence[int], column: str, by: int) -> None:
	if names:
		frappe.db.sql(
			f"""update `tab{MEMBER}` {compat.by_index("PRIMARY")}
			set `{column}` = case when `{column}` + %s > 0 then `{column}` + %s else 0 end where name in %s""",
			(by, by, names),
		)


def mark_read(group: str, user: str, message: int) -> dict[str, int]:
	"""The person has read the group up to ``message``; returns what is left. Going back is not reading."""
	held = locks.share(group)
	member = locks.member(group, user)
	if not member:
		return {"unread": 0, "mentions": 0, "last_read": 0}
	read = max(member.last_read, min(message, held.last_message or 0))
	left = {"last_read": read, **_left(held, user, read)}
	if any(left[column] != member[column] for column in left):
		frappe.db.set_value(MEMBER, member.name, left, update_modified=False)
		realtime.tell([user], {"what": "read", "group": group, **left})
	return left


def _left(held: Row, user: str, read: int) -> dict[str, int]:
	if read >= (held.last_message or 0):
		return {"unread": 0, "mentions": 0}
	return count(held.name, user, read)


def count(group: str, user: str, read: int) -> dict[str, int]:
	"""What the person has not read of a group, counted out of its messages as committed now."""
	# The group is held or shared, so nothing is written into it meanwhile; but this transaction may have begun before.
	rows = frappe.db.sql(
		f"""select mentions from `tab{MESSAGE}` {compat.by_index("chat_group_name_index")}
		where chat_group = %s and name > %s and kind in %s and deleted = 0 and author != %s
		{compat.as_committed_shared()}""",
		(group, read, COUNTED, user),
		pluck=True,
	)
	return {"unread": len(rows), "mentions": sum(user in frappe.parse_json(one) for one in rows if one)}


def totals(user: str) -> dict[str, int]:
	"""All that the person has not read, in groups that are not archived; of muted ones the mentions alone."""
	rows = frappe.db.sql(
		f"""select sum(case when member.muted = 1 then member.mentions else member.unread end), sum(member.mentions)
		from `tab{MEMBER}` member join `tab{GROUP}` about on about.name = member.chat_group
		where member.`user` = %s and about.archived = 0""",
		user,
	)
	unread, mentions = rows[0] if rows else (0, 0)
	return {"unread": int(unread or 0), "mentions": int(mentions or 0)}
