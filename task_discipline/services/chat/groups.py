"""The groups of a person as a list with what is unread in them, and one of them in full."""

from collections.abc import Collection, Mapping, Sequence

import frappe

from task_discipline import compat_words
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import event_words, people, standing, unread, view

Row = frappe._dict
Shown = dict[str, object]
_MOST_GROUPS = 2_000
_LINE_BYTES = 500
"""Of a message's text that is read for one line of it."""
TITLE_FIELDS = {"TD Task": "subject", "TD Project Link": "project_name", "TD Team": "team_name"}


def listed() -> Shown:
	"""The session's user's groups, the one with the newest message first, and what is unread in all of them."""
	user = standing.person()
	rows = _rows("member.`user` = %s", user)
	found = _named(rows, user)
	return {**found, **unread.totals(user), "now": clock.stamp()}


def detail(about: Row, user: str) -> Shown:
	"""``{group, people}``: one group as it stands in the list, and what is said of it at its head."""
	rows = _rows("member.`user` = %s and member.chat_group = %s", user, about.name)
	found = _named(rows, user)
	(group,) = found["groups"]
	said = {
		"description": about.description or "",
		"last_read": about.last_read,
		"message_count": about.message_count,
		"member_count": frappe.db.count(MEMBER, {"chat_group": about.name}),
	}
	return {"group": {**group, **said}, "people": found["people"]}


def of_group(group: str, user: str) -> Shown:
	"""``{group, people}`` by the name of a group to which ``user`` belongs."""
	return detail(standing.group_of(group, user), user)


def _rows(condition: str, *values: object) -> list[Row]:
	"""The groups and the last message of each, in one statement."""
	return frappe.db.sql(
		f"""select about.name, about.kind, about.title, about.reference_doctype, about.reference_name,
		about.archived, member.unread, member.mentions, member.muted, member.is_admin,
		said.name last, said.author, said.creation, said.kind last_kind, said.deleted, said.event, said.arguments,
		substr(said.text, 1, {_LINE_BYTES}) text, said.files
		from `tab{MEMBER}` member join `tab{GROUP}` about on about.name = member.chat_group
		left join `tab{MESSAGE}` said on said.name = about.last_message
		where {condition} order by {compat_words.newest_first("about.last_message_at")}, about.name desc limit {_MOST_GROUPS}""",
		values,
		as_dict=True,
	)


def _named(rows: Sequence[Row], user: str) -> Shown:
	partners = _partners([row.name for row in rows if row.kind == "Direct"], user)
	titles = record_titles(rows)
	cards = people.cards(_people_in(rows) | set(partners.values()) | {user})
	return {"groups": [_shown(row, partners, titles, cards) for row in rows], "people": cards}


def _people_in(rows: Sequence[Row]) -> set[str]:
	authors = {row.author for row in rows if row.author}
	quiet = (row for row in rows if row.last_kind == "Event")
	return authors | {user for row in quiet for user in event_words.people_in(view.parsed(row.arguments, {}))}


def _partners(groups: Sequence[str], user: str) -> dict[str, str]:
	if not groups:
		return {}
	return dict(
		frappe.db.sql(
			f"select chat_group, `user` from `tab{MEMBER}` where chat_group in %s and `user` != %s",
			(groups, user),
		)
	)


def record_titles(rows: Sequence[Row]) -> dict[tuple[str, str], str]:
	"""What records are called now, by their doctype and name: one question for each doctype."""
	named: dict[str, list[str]] = {}
	for row in rows:
		if row.kind == "Record" and row.reference_doctype in TITLE_FIELDS:
			named.setdefault(row.reference_doctype, []).append(row.reference_name)
	return {
		(doctype, name): title
		for doctype, names in named.items()
		for name, title in frappe.get_all(
			doctype,
			{"name": ("in", names)},
			["name", TITLE_FIELDS[doctype]],
			as_list=True,
			order_by=None,
			limit=0,
		)
	}


def titles(names: Collection[str], user: str) -> dict[str, str]:
	"""What those of ``names`` are called to which ``user`` belongs."""
	rows = _rows("member.`user` = %s and member.chat_group in %s", user, tuple(names)) if names else []
	return {str(one["name"]): str(one["title"]) for one in _named(rows, user)["groups"]}


def title_of(group: Row, user: str) -> str:
	"""What the group is called for ``user``."""
	partner = _partners([group.name], user).get(group.name) if group.kind == "Direct" else None
	cards = people.cards([partner]) if partner else {}
	return _title(group, partner, record_titles([group]), cards)


def _title(row: Row, partner: str | None, titles: Mapping[tuple[str, str], str], cards: people.People) -> str:
	if row.kind == "Direct":
		return str(cards[partner]["full_name"]) if partner else (row.title or "")
	if row.kind == "Record":
		return (
			titles.get((row.reference_doctype, row.reference_name)) or row.title or row.reference_name or ""
		)
	return row.title or ""


def _shown(
	row: Row, partners: Mapping[str, str], titles: Mapping[tuple[str, str], str], cards: people.People
) -> Shown:
	partner = partners.get(row.name)
	kept = (
		"name",
		"kind",
		"reference_doctype",
		"reference_name",
		"archived",
		"unread",
		"mentions",
		"muted",
		"is_admin",
	)
	return {
		**{key: row[key] for key in kept},
		"title": _title(row, partner, titles, cards),
		"with_user": partner,
		"last": _last(row, cards),
	}


def _last(row: Row, cards: people.People) -> Shown | None:
	if not row.last:
		return None
	said = frappe._dict({**row, "kind": row.last_kind})
	return {
		"name": row.last,
		"author": row.author,
		"line": view.line_of(said, cards),
		"creation": row.creation,
		"kind": row.last_kind,
		"deleted": row.deleted,
	}
