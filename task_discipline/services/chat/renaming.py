"""What the chat keeps under the name of an account, where that takes another name or becomes another account."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import frappe
from frappe.utils import get_fullname

from task_discipline import compat, compat_words
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services.chat import locks, making, unread, view

Row = frappe._dict
_NAMED_IN = ("mentions", "reactions", "arguments")
_AT_ONCE = 500


def make_room(old: str, new: str) -> None:
	"""Before the host puts the name ``new`` wherever ``old`` stands, which no row may then hold twice."""
	_part_keys(old, new)
	pairs = _direct_talks(old, new)
	if own := pairs.pop(new, None):
		_close(own[old], old)
	for (
		talks
	) in pairs.values():  # the people with whom both have talked: a few, once in the life of an account
		if len(talks) == 2:
			_join(talks[old], talks[new], old, new)
	for group in _shared(old, new):
		_make_one(group, old, new)


def follow(old: str, new: str, *, merged: bool) -> None:
	"""After the host has written ``new`` wherever ``old`` stood: what is kept as text follows."""
	_rename_in_text(old, new)
	talks = _rows_of_direct_talks(new)
	keys = {row.name: {"record_key": making.direct_key(row.one, row.other)} for row in talks}
	compat.update_many(GROUP, keys)
	if merged:
		_recount(new, list(keys))


def _part_keys(old: str, new: str) -> None:
	"""Each account had its own keys of messages."""
	frappe.db.sql(
		f"""update `tab{MESSAGE}` set client_id = {compat_words.joined("merged-", "name")} where author = %s and client_id in
		(select client_id from (select client_id from `tab{MESSAGE}` where author = %s) taken)""",
		(old, new),
	)


def _rows_of_direct_talks(user: str) -> Sequence[Row]:
	return frappe.db.sql(
		f"""select about.name, own.`user` one, present.`user` other from `tab{MEMBER}` own
		join `tab{GROUP}` about on about.name = own.chat_group and about.kind = 'Direct'
		join `tab{MEMBER}` present on present.chat_group = about.name and present.`user` != own.`user`
		where own.`user` = %s order by about.name""",
		user,
		as_dict=True,
	)


def _direct_talks(old: str, new: str) -> dict[str, dict[str, str]]:
	"""The direct talks of both accounts, by the other person; the one that they have with each other under ``new``."""
	found: dict[str, dict[str, str]] = defaultdict(dict)
	for row in (*_rows_of_direct_talks(old), *_rows_of_direct_talks(new)):
		if row.other != old:
			found[row.other][row.one] = row.name
	return found


def _close(group: str, old: str) -> None:
	"""Nobody talks to himself: what was said can be read on."""
	values = {"archived": 1, "record_key": None, "title": get_fullname(old)[:140]}
	frappe.db.set_value(GROUP, group, values)


def _join(source: str, target: str, old: str, new: str) -> None:
	"""Put what was said in one direct talk into the other, in the order in which it was said."""
	for group in sorted((source, target)):
		locks.hold(group)
	_read_on(source, target, {old: new})
	frappe.db.set_value(MESSAGE, {"chat_group": source}, "chat_group", target, update_modified=False)
	_add_counts(source, target)
	frappe.db.sql(
		"""update `tabNotification Log` set document_name = %s, link = replace(link, %s, %s)
		where document_type = %s and document_name = %s""",
		(target, source, target, GROUP, source),
	)
	frappe.db.delete(MEMBER, {"chat_group": source})
	frappe.db.delete(GROUP, {"name": source})


def _read_on(source: str, target: str, renamed: Mapping[str, str]) -> None:
	"""Let each of the two go on where he stopped reading in either talk, so that nothing unread is lost."""
	before = {renamed.get(row.user, row.user): row for row in locks.members(source)}
	read = {
		row.name: {
			"last_read": _read_until(before[row.user], row),
			"muted": row.muted & before[row.user].muted,
		}
		for row in locks.members(target)
		if row.user in before
	}
	compat.update_many(MEMBER, read)


def _read_until(*rows: Row) -> int:
	behind = [row.last_read for row in rows if row.unread]
	return min(behind) if behind else max(row.last_read for row in rows)


def _add_counts(source: str, target: str) -> None:
	columns = ["message_count", "last_message", "last_message_at", "archived"]
	one, other = (frappe.db.get_value(GROUP, name, columns, as_dict=True) for name in (source, target))
	newest = max(one, other, key=lambda row: row.last_message or 0)
	values = {
		"message_count": one.message_count + other.message_count,
		"archived": one.archived & other.archived,
	}
	values |= {"last_message": newest.last_message, "last_message_at": newest.last_message_at}
	frappe.db.set_value(GROUP, target, values)


def _shared(old: str, new: str) -> Sequence[str]:
	return frappe.db.sql(
		f"""select one.chat_group from `tab{MEMBER}` one join `tab{MEMBER}` other on other.chat_group = one.chat_group
		where one.`user` = %s and other.`user` = %s order by one.chat_group""",
		(old, new),
		pluck=True,
	)


def _make_one(group: str, old: str, new: str) -> None:
	"""Of two members one stays, who has read what either has read, and hears what either would hear."""
	locks.hold(group)
	gone, kept = locks.member(group, old), locks.member(group, new)
	values = {
		"last_read": max(gone.last_read, kept.last_read),
		"is_admin": gone.is_admin | kept.is_admin,
		"muted": gone.muted & kept.muted,
	}
	frappe.db.set_value(MEMBER, kept.name, values, update_modified=False)
	frappe.db.delete(MEMBER, {"name": gone.name})


def _rename_in_text(old: str, new: str) -> None:
	"""Rewrite mentions, reactions and quiet lines that name the account."""
	conditions = " or ".join(f"`{column}` like %(named)s" for column in _NAMED_IN)
	rows = frappe.db.sql(
		f"select name, {', '.join(_NAMED_IN)} from `tab{MESSAGE}` where {conditions} order by name",
		{"named": f"%{old}%"},
		as_dict=True,
	)
	for start in range(0, len(rows), _AT_ONCE):
		changed = {row.pop("name"): _rewritten(row, old, new) for row in rows[start : start + _AT_ONCE]}
		compat.update_many(MESSAGE, changed)


def _rewritten(row: Row, old: str, new: str) -> dict[str, str | None]:
	return {
		column: view.packed(_renamed(view.parsed(value, None), old, new)) for column, value in row.items()
	}


def _renamed(value: object, old: str, new: str) -> object:
	"""``value`` with the new name for the old one; nobody stands twice in a list."""
	if isinstance(value, dict):
		return {key: _renamed(one, old, new) for key, one in value.items()}
	if isinstance(value, list):
		fresh = [_renamed(one, old, new) for one in value]
		return [one for place, one in enumerate(fresh) if one != new or one not in fresh[:place]]
	return new if value == old else value


def _recount(user: str, direct: Sequence[str]) -> None:
	"""Count anew what the one person has not read, and the others of the talks that were joined."""
	members = frappe.db.sql(
		f"select name, `user` from `tab{MEMBER}` where `user` = %s or chat_group in %s",
		(user, tuple(direct) or ("",)),
		as_dict=True,
	)
	counted = {row.name: {"unread": 0, "mentions": 0} for row in members}
	for row in _unread_of(list(counted)):
		counted[row.member]["unread"] += 1
		counted[row.member]["mentions"] += int(row["user"] in view.parsed(row.mentions, []))
	compat.update_many(MEMBER, counted)


def _unread_of(members: Sequence[int]) -> Sequence[Row]:
	return frappe.db.sql(
		f"""select member.name member, member.`user`, said.mentions from `tab{MEMBER}` member
		join `tab{MESSAGE}` said on said.chat_group = member.chat_group and said.name > member.last_read
		where member.name in %s and said.kind in %s and said.deleted = 0 and said.author != member.`user`""",
		(tuple(members) or (0,), unread.COUNTED),
		as_dict=True,
	)
