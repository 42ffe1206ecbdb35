"""Puts a message into a group: the last thing that a transaction does, for the group is held from there on."""

from collections.abc import Mapping, Sequence

import frappe

from task_discipline import chat_rights
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.services import clock, rows
from task_discipline.services.chat import following, locks, realtime, standing, unread, view

Row = frappe._dict


def say(group: str, record: Mapping[str, object], mentioned: Sequence[str] = ()) -> dict[str, object]:
	"""Store what a member of the group says and count it for the others; returns the message as it is shown.

	Everything was checked before; here it is seen once more that he and whom he asks belong to the group and that it
	is open. Raises ``frappe.UniqueValidationError`` where the author has stored something under this key of his client
	already.
	"""
	held = locks.hold(group)
	members = locks.members(group)
	present = {member.user for member in members}
	if record["author"] not in present:
		chat_rights.deny(group)
	if "question_to" in record and record["question_to"] not in present:
		standing.refuse_stranger()
	standing.require_open(held)
	message = _store(held, {**record, "mentions": view.packed(mentioned)})
	unread.add(group, str(record["author"]), message.name, mentioned)
	shown = _tell(message, [member.user for member in members])
	following.said(held, message, members, mentioned)
	return shown


def note(group: str, event: str, **arguments: object) -> int | None:
	"""Store a quiet line, of what the session's user or the site has done; it counts as unread for nobody.

	The sentence of ``event`` stands in ``event_words.SENTENCES``. Nothing is stored where the group is gone.
	"""
	held = locks.hold(group)
	if not held:
		return None
	said = {"actor": frappe.session.user, **arguments}
	packed = view.packed(said)
	line = _store(held, {"author": said["actor"], "kind": "Event", "event": event, "arguments": packed})
	_tell(line, [member.user for member in locks.members(group)])
	return int(line.name)


def _store(held: Row, record: Mapping[str, object]) -> Row:
	"""Returns the message as it stands in its table now, without reading it again."""
	moment = clock.stamp()
	stored = {"chat_group": held.name, "creation": moment, "modified": moment, **record}
	(name,) = rows.insert(MESSAGE, [stored])
	frappe.db.sql(
		f"""update `tab{GROUP}` set message_count = message_count + 1, last_message = %s, last_message_at = %s
		where name = %s""",
		(name, moment, held.name),
	)
	return view.fresh({**stored, "name": name})


def _tell(row: Row, users: Sequence[str]) -> dict[str, object]:
	shown = view.page([row])
	(message,) = shown["messages"]
	realtime.tell_message(users, "message", message, shown["people"])
	return message
