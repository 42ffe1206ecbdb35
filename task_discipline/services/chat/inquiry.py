"""A group handed over for an inquiry: by a manager, for a reason, on record with the host and told to the group.

Nobody reads the talk of others in the desk. Who must look into one takes a copy, and everybody concerned knows it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import frappe
from frappe import _

from task_discipline import compat_words
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services import calendars, clock, inputs, rows
from task_discipline.services.chat import event_words, groups, people, view
from task_discipline.standing import is_manager

Row = frappe._dict
PAGE = 20
_AT_ONCE = 500
_LONGEST_REASON = 500


def require_manager() -> None:
	"""Raises ``frappe.PermissionError`` for whoever is no manager."""
	if not is_manager():
		frappe.throw(
			_("Only a Task Discipline Manager takes a copy of a group for an inquiry."),
			frappe.PermissionError,
		)


def found(text: str, start: int) -> dict[str, object]:
	"""Groups by title, number, record or person, the newest talk first: what they are, and nothing of what was said."""
	require_manager()
	words = inputs.plain_text(text)[:140]
	listed = frappe.db.sql(
		f"""select about.name, about.kind, about.title, about.reference_doctype, about.reference_name,
		about.archived, about.message_count, about.last_message_at,
		(select count(*) from `tab{MEMBER}` present where present.chat_group = about.name) member_count
		from `tab{GROUP}` about where %(words)s = '%%' or {_match()}
		order by {compat_words.newest_first("about.last_message_at")}, about.name desc limit {PAGE + 1} offset %(start)s""",
		{"words": f"%{_escaped(words)}%" if words else "%", "start": max(start, 0)},
		as_dict=True,
	)
	return {"groups": _named(listed[:PAGE]), "has_more": len(listed) > PAGE}


def _escaped(words: str) -> str:
	return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _match() -> str:
	titles = [
		f"(about.reference_doctype = '{doctype}' and about.reference_name in"
		f" (select name from `tab{doctype}` where {_like(f'`{field}`')}))"
		for doctype, field in groups.TITLE_FIELDS.items()
	]
	person = f"""exists (select 1 from `tab{MEMBER}` present join `tabUser` person on person.name = present.`user`
		where present.chat_group = about.name and ({_like("person.full_name")} or {_like("person.name")}))"""
	own = [_like(f"about.{column}") for column in ("name", "title", "reference_name")]
	return " or ".join([*own, *titles, person])


def _like(column: str) -> str:
	return compat_words.like(column, "%(words)s")


def _named(listed: Sequence[Row]) -> list[Row]:
	titles = groups.record_titles(listed)
	pairs = _people_of([row.name for row in listed if row.kind == "Direct"])
	for row in listed:
		record = row.reference_doctype, row.reference_name
		row.title = pairs.get(row.name) or titles.get(record) or row.title or row.reference_name
	return list(listed)


def _people_of(names: Sequence[str]) -> dict[str, str]:
	if not names:
		return {}
	members = frappe.get_all(
		MEMBER, {"chat_group": ("in", names)}, ["chat_group", "user"], order_by="user asc", limit=0
	)
	cards = people.cards({member.user for member in members})
	named: dict[str, list[str]] = {}
	for member in members:
		named.setdefault(member.chat_group, []).append(str(cards[member.user]["full_name"]))
	return {group: ", ".join(names) for group, names in named.items()}


def checked_reason(reason: object) -> str:
	"""Why the copy is taken, in plain words. Raises ``frappe.ValidationError`` where nothing is said."""
	words = inputs.plain_text(str(reason or "")).strip()
	if not words or len(words) > _LONGEST_REASON:
		frappe.throw(
			_("Say in at most {0} letters why you take a copy: the reason goes on record.").format(
				_LONGEST_REASON
			),
			title=_("Reason"),
		)
	return words


def record(group: str, reason: str, file_type: str) -> None:
	"""Put on record with the host who takes a copy of the group, and why."""
	said = {"group": group, "reason": reason}
	rows.insert(
		"Access Log",
		[
			{
				"user": frappe.session.user,
				"export_from": GROUP,
				"reference_document": group,
				"file_type": file_type,
				"method": "Chat inquiry",
				"filters": frappe.as_json(said),
				"timestamp": clock.now(),
			}
		],
	)


def head(group: str, reason: str) -> dict[str, object]:
	"""What a copy says of itself: the group, its people now, by whom it was taken, when and why."""
	(about,) = _named([frappe.db.get_value(GROUP, group, "*", as_dict=True)])
	members = frappe.get_all(
		MEMBER, {"chat_group": group}, ["user", "is_admin", "creation"], order_by="user asc", limit=0
	)
	cards = people.cards({member.user for member in members})
	return {
		"group": group,
		"kind": about.kind,
		"title": about.title,
		"record": about.reference_name or None,
		"members": [
			{
				"account": member.user,
				"name": cards[member.user]["full_name"],
				"is_admin": bool(member.is_admin),
				"since": _moment(member.creation),
			}
			for member in members
		],
		"taken_by": frappe.session.user,
		"taken_at": _moment(clock.now()),
		"reason": reason,
	}


def records(group: str, upto: int) -> Iterator[dict[str, object]]:
	"""The messages of a group as they stand, the oldest first, read in portions; none after ``upto``."""
	last = 0
	while page := _page(group, last, upto):
		cards = people.cards({user for row in page for user in view.people_of(row)})
		yield from (_record(row, cards) for row in page)
		last = page[-1].name


def _page(group: str, last: int, upto: int) -> list[Row]:
	return frappe.db.sql(
		f"""select {view.COLUMNS} from `tab{MESSAGE}`
		where chat_group = %s and name > %s and name <= %s order by name limit {_AT_ONCE}""",
		(group, last, upto),
		as_dict=True,
	)


def _record(row: Row, cards: people.People) -> dict[str, object]:
	is_event = row.kind == "Event"
	return {
		"message": row.name,
		"time": _moment(row.creation),
		"account": row.author,
		"name": cards[row.author]["full_name"] if row.author else None,
		"kind": row.kind,
		"text": event_words.line(row.event, view.parsed(row.arguments, {}), cards) if is_event else row.text,
		"reply_to": row.reply_to or None,
		"edited": _moment(row.edited_at),
		"deleted": bool(row.deleted),
		"mentions": view.parsed(row.mentions, None),
		"reactions": view.parsed(row.reactions, None),
		"files": [file["file_name"] for file in view.parsed(row.files, [])] or None,
		"question_to": row.question_to or None,
		"answer_by": _moment(row.answer_by),
		"question_state": row.question_state or None,
		"answered": _moment(row.answered_at),
		"task": row.task or None,
	}


def _moment(value: datetime | None) -> str | None:
	"""With the site's distance from UTC, so that it says the same everywhere and ever after."""
	return calendars.aware(value.replace(microsecond=0)).isoformat() if value else None
