"""A group as it is read: by pages whose key is the id of a message, forwards and backwards, and what has changed."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime

from task_discipline import compat
from task_discipline.chat_names import MEMBER, MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import (
	groups,
	messages,
	notices,
	people,
	rate,
	realtime,
	standing,
	unread,
	view,
)

Row = frappe._dict
PAGE, LONGEST_PAGE = 40, 200
_MOST_CHANGES = 500
_MOST_WATCHING = 50
"""Others who are told that somebody is writing; in a larger group somebody always is."""
_MARGIN = timedelta(seconds=10)
"""A change carries the moment at which it was written, and is seen a little later, when it is committed."""


def opened(group: object, around: object = None) -> dict[str, object]:
	"""The group and a page of it: around one message, else from where the person stopped reading, else the newest."""
	user = standing.person()
	about = standing.group_of(group, user)
	now = clock.stamp()
	centre = messages.number(around) if around else _first_unread(about)
	rows = _around(about.name, centre) if centre else _before(about.name, None, PAGE)
	shown = view.page(rows)
	detail = groups.detail(about, user)
	return {
		"group": detail["group"],
		"messages": shown["messages"],
		"has_older": bool(rows) and _exists(about.name, "<", rows[0].name),
		"has_newer": bool(rows) and rows[-1].name < (about.last_message or 0),
		"people": {**detail["people"], **shown["people"]},
		"now": now,
	}


def _first_unread(about: Row) -> int | None:
	return about.last_read if about.unread and about.last_read else None


def page(
	group: object, before: object = None, after: object = None, limit: object = PAGE
) -> dict[str, object]:
	"""Messages older than ``before`` or newer than ``after``, in their order; the newest where neither is said."""
	about = standing.group_of(group, standing.person())
	size = _size(limit)
	if after is not None and after != "":
		rows = _after(about.name, messages.number(after), size + 1)
		kept = rows[:size]
	else:
		rows = _before(about.name, messages.number(before) if before else None, size + 1)
		kept = rows[-size:]
	return {**view.page(kept), "has_more": len(rows) > size, "now": clock.stamp()}


def _size(limit: object) -> int:
	size = messages.number(limit)
	return min(max(size, 1), LONGEST_PAGE)


def _before(group: str, name: int | None, limit: int) -> list[Row]:
	condition = "and name < %(name)s" if name else ""
	return _rows(group, f"{condition} order by name desc limit %(limit)s", name, limit)[::-1]


def _after(group: str, name: int, limit: int) -> list[Row]:
	return _rows(group, "and name > %(name)s order by name asc limit %(limit)s", name, limit)


def _around(group: str, name: int) -> list[Row]:
	older = _rows(group, "and name <= %(name)s order by name desc limit %(limit)s", name, PAGE // 2)
	return [*older[::-1], *_after(group, name, PAGE)]


def _rows(group: str, condition: str, name: int | None, limit: int) -> list[Row]:
	return frappe.db.sql(
		f"""select {view.COLUMNS} from `tab{MESSAGE}` {compat.by_index("chat_group_name_index")}
		where chat_group = %(group)s {condition}""",
		{"group": group, "name": name, "limit": limit},
		as_dict=True,
	)


def _exists(group: str, operator: str, name: int) -> bool:
	return bool(
		frappe.db.sql(
			f"select 1 from `tab{MESSAGE}` where chat_group = %s and name {operator} %s limit 1",
			(group, name),
		)
	)


def changed(group: object, since: object) -> dict[str, object]:
	"""Messages that were edited, deleted or reacted to since a moment, and perhaps a little before it."""
	about = standing.group_of(group, standing.person())
	now, moment = clock.stamp(), _moment(since) - _MARGIN
	rows = frappe.db.sql(
		f"""select {view.COLUMNS} from `tab{MESSAGE}` {compat.by_index("chat_group_modified_index")}
		where chat_group = %s and modified >= %s and modified > creation order by modified desc limit %s""",
		(about.name, moment, _MOST_CHANGES + 1),
		as_dict=True,
	)
	return {**view.page(rows[:_MOST_CHANGES]), "has_more": len(rows) > _MOST_CHANGES, "now": now}


def _moment(since: object) -> datetime:
	try:
		moment = get_datetime(since) if isinstance(since, str | datetime) else None
	except (ValueError, OverflowError, TypeError):
		moment = None
	if moment is None or moment.tzinfo is not None or not 1970 <= moment.year <= 2199:
		frappe.throw(_("Say since which moment, like 2026-01-31 18:00:00."))
	return moment


def mark_read(group: object, message: object) -> dict[str, int]:
	"""The session's user has read the group up to ``message``; returns what is left."""
	user = standing.person()
	about = standing.group_of(group, user)
	left = unread.mark_read(about.name, user, messages.number(message))
	if about.unread or about.mentions:
		notices.seen(about.name, user)
	return left


def typing(group: object) -> None:
	"""Tell the others that the session's user is writing, where they are few."""
	user = standing.person()
	about = standing.group_of(group, user)
	standing.require_open(about)
	rate.count("typing")
	others = frappe.get_all(
		MEMBER,
		{"chat_group": about.name, "user": ("!=", user)},
		pluck="user",
		order_by=None,
		limit=_MOST_WATCHING + 1,
	)
	if len(others) > _MOST_WATCHING:
		return
	told = {"what": "typing", "group": about.name, "user": user, "people": people.cards([user])}
	realtime.tell(others, told)
