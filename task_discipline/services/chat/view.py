"""Messages as a client shows them."""

import json
from collections.abc import Mapping, Sequence

import frappe

from task_discipline.chat_names import MESSAGE
from task_discipline.domain import chat_text
from task_discipline.services.chat import event_words, people

Row = frappe._dict
Shown = dict[str, object]
COLUMNS = (
	"name, chat_group, author, kind, text, creation, edited_at, deleted, reply_to, client_id, mentions, files,"
	" reactions, event, arguments, question_to, answer_by, question_state, answered_at, answer, waiting_minutes, task"
)


def page(rows: Sequence[Row]) -> dict[str, object]:
	"""``{messages, people}`` of stored messages, in their order."""
	answered = replied_to(rows)
	cards = people.cards({user for row in (*rows, *answered.values()) for user in people_of(row)})
	return {"messages": [_shown(row, answered, cards) for row in rows], "people": cards}


def replied_to(rows: Sequence[Row]) -> dict[int, Row]:
	"""The messages that ``rows`` reply to, by their ids; those of ``rows`` themselves are not read again."""
	here = {row.name: row for row in rows}
	wanted = {row.reply_to for row in rows if row.reply_to}
	missing = wanted - set(here)
	found = {name: here[name] for name in wanted & set(here)}
	if missing:
		found |= {row.name: row for row in stored(missing)}
	return found


def stored(names: set[int] | Sequence[int]) -> list[Row]:
	"""Stored messages by their ids."""
	return frappe.db.sql(
		f"select {COLUMNS} from `tab{MESSAGE}` where name in %s order by name", (tuple(names),), as_dict=True
	)


def fresh(values: Mapping[str, object]) -> Row:
	"""A message that was just stored with ``values``: what they leave out is empty."""
	return Row({**dict.fromkeys(COLUMNS.split(", ")), "deleted": 0, **values})


def line_of(row: Row, cards: people.People) -> str:
	"""A message in one line, as it stands in a list or above a reply; empty for one that is deleted."""
	if row.kind == "Event":
		return event_words.line(row.event, parsed(row.arguments, {}), cards)
	if row.deleted:
		return ""
	names = ", ".join(str(file["file_name"]) for file in parsed(row.files, []))
	return chat_text.line_of(row.text or names)


def _shown(row: Row, answered: dict[int, Row], cards: people.People) -> Shown:
	reply = answered.get(row.reply_to)
	return {
		"name": row.name,
		"chat_group": row.chat_group,
		"author": row.author,
		"kind": row.kind,
		"text": row.text or "",
		"creation": row.creation,
		"edited": int(bool(row.edited_at)),
		"deleted": row.deleted,
		"reply_to": row.reply_to or None,
		"reply": {"name": reply.name, "author": reply.author, "line": line_of(reply, cards)}
		if reply
		else None,
		"mentions": parsed(row.mentions, []),
		"files": parsed(row.files, []),
		"reactions": parsed(row.reactions, {}),
		"event_line": line_of(row, cards) if row.kind == "Event" else None,
		"question": _question(row),
		"task": row.task,
		"client_id": row.client_id,
	}


def _question(row: Row) -> Shown | None:
	if row.kind != "Question":
		return None
	return {
		"to": row.question_to,
		"answer_by": row.answer_by,
		"state": row.question_state,
		"answered_at": row.answered_at,
		"answer": row.answer or None,
		"waiting_minutes": row.waiting_minutes if row.answered_at else None,
	}


def people_of(row: Row) -> set[str]:
	reacting = {user for users in parsed(row.reactions, {}).values() for user in users}
	named = {row.author, row.question_to, *parsed(row.mentions, []), *reacting}
	if row.kind == "Event":
		named |= event_words.people_in(parsed(row.arguments, {}))
	return {user for user in named if user}


def parsed(value: str | None, nothing: object) -> object:
	"""What a JSON column holds."""
	return json.loads(value) if value else nothing


def packed(value: object) -> str | None:
	"""What is stored in a JSON column; nothing for what is empty."""
	return json.dumps(value, ensure_ascii=False) if value else None
