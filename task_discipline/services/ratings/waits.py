"""What people asked about a task in its chat, where the site takes the time without an answer off its delay."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import frappe

from task_discipline.domain.cases import Asked
from task_discipline.domain.questions import ASKED, EVENTS
from task_discipline.services import calendars, settings


def of_tasks(names: Sequence[str]) -> dict[str, list[Asked]]:
	"""The questions of each task that has any, out of its history; none where the site does not count them.

	Not out of the chat: its messages may be deleted, and what is rated stays on record.
	"""
	if not names or not settings.load().chat.questions_deduct:
		return {}
	found: dict[tuple[str, object], list[tuple[str, str, datetime]]] = defaultdict(list)
	for task, event, actor, at, details in _rows(names):
		found[task, frappe.parse_json(details)["question"]].append((event, actor, at))
	asked: dict[str, list[Asked]] = defaultdict(list)
	for (task, _question), history in found.items():
		if history[0][0] == ASKED:
			asked[task].append(_asked(history))
	return asked


def _asked(history: Sequence[tuple[str, str, datetime]]) -> Asked:
	_event, asker, begin = history[0]
	end = history[1][2] if len(history) > 1 else None
	return Asked(asker, calendars.aware(begin), calendars.aware(end) if end else None)


def _rows(names: Sequence[str]) -> Sequence[tuple[str, str, str, datetime, str]]:
	return frappe.db.sql(
		"""select task, event, actor, happened_at, details from `tabTD Task Event`
		where task in %s and event in %s order by happened_at, name""",
		(tuple(names), EVENTS),
	)
