"""Quiet lines in the chat of a task or a project: what happened to it, beside what people say about it.

A line is stored as what happened and said in the language of whoever reads it. It is unread for nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from textwrap import shorten

import frappe
from frappe.model.document import Document
from frappe.utils import strip_html

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.permissions import PROJECT, TASK
from task_discipline.services import clock, rows
from task_discipline.services.chat import realtime

TOLD = frozenset(
	{
		"Assignment Accepted",
		"Started",
		"Declined",
		"Deadline Proposed",
		"Deadline Refused",
		"Deadline Changed",
		"Deadline Agreed",
		"Held",
		"Resumed",
		"Submitted",
		"Withdrawn",
		"Accepted",
		"Returned",
		"Reassigned",
		"Reopened",
		"Cancelled",
		"People Changed",
		"Milestone Added",
		"Milestone Moved",
		"Milestone Reached",
		"Milestone Dropped",
		"Milestone Reopened",
	}
)
"""Events of a task that its people want to see between their words; edits and single steps would bury these."""
TOLD_OF_PROJECT = frozenset(
	{
		"Closed",
		"Reopened",
		"Held",
		"Cancelled",
		"People Changed",
		"Milestone Added",
		"Milestone Moved",
		"Milestone Reached",
		"Milestone Missed",
		"Milestone Dropped",
		"Milestone Reopened",
	}
)
_KEPT = ("responsible", "new_person", "new_deadline", "reason")
_QUOTED = 200


@dataclass(frozen=True)
class Line:
	"""One thing that happened to a record, and whose deed it was."""

	doctype: str
	record: str
	event: str
	actor: str
	told: Mapping[str, object] = field(default_factory=dict)

	@property
	def key(self) -> str:
		"""How the group of the record is found."""
		return f"{self.doctype}:{self.record}"


def of_history(written: Sequence[Mapping[str, object]]) -> None:
	"""Tell the chats of tasks what was just written into their history."""
	post([_of_event(one) for one in written if one["event"] in TOLD])


def of_project_history(written: Sequence[Mapping[str, object]]) -> None:
	"""The same for projects."""
	post(
		[
			Line(PROJECT, str(one["project"]), str(one["event"]), str(one["actor"]), _told(one))
			for one in written
			if one["event"] in TOLD_OF_PROJECT
		]
	)


def _told(written: Mapping[str, object]) -> dict[str, object]:
	return {"about": PROJECT} | {name: written[name] for name in ("details", "reason") if written[name]}


def _of_event(written: Mapping[str, object]) -> Line:
	told = {name: written[name] for name in _KEPT if written.get(name)}
	# The details of a submission hold the whole result.
	if written.get("details") and written["event"] != "Submitted":
		told["details"] = written["details"]
	return Line(TASK, str(written["task"]), str(written["event"]), str(written["actor"]), told)


def of_comment(comment: Document) -> None:
	"""Tell the chat of a task or a project what somebody wrote beside the record itself."""
	if comment.comment_type != "Comment" or comment.reference_doctype not in (TASK, PROJECT):
		return
	words = " ".join(unescape(strip_html(comment.content or "")).split())
	told = {"words": shorten(words, _QUOTED, placeholder=" …")}
	place = comment.reference_doctype, str(comment.reference_name)
	post([Line(*place, "commented", frappe.session.user, told)])


def post(lines: Sequence[Line]) -> None:
	"""Put lines into the groups of their records, in the transaction; for records without one it is one query."""
	groups = _groups(tuple({one.key for one in lines}))
	wanted = [(groups[one.key], one) for one in lines if one.key in groups]
	if wanted:
		_store(wanted, tuple(sorted(set(groups.values()))))


def _groups(keys: Sequence[str]) -> dict[str, str]:
	if not keys:
		return {}
	return dict(
		frappe.db.sql(
			f"select record_key, name from `tab{GROUP}` where record_key in %s and archived = 0", (keys,)
		)
	)


def _store(wanted: Sequence[tuple[str, Line]], groups: Sequence[str]) -> None:
	# Held as senders hold them, so that the numbers of messages rise in the order of commits.
	frappe.db.sql(
		f"select name from `tab{GROUP}` where name in %s order by name {compat.as_committed()}", (groups,)
	)
	names = rows.insert(MESSAGE, [_record(group, line) for group, line in wanted])
	_count(groups, tuple(names))
	newest = {group: name for name, (group, _line) in zip(names, wanted, strict=True)}
	for group, users in _members(groups).items():
		# Without its words: each reader has his own language.
		realtime.tell(users, {"what": "message", "group": group, "message": newest[group]})


def _record(group: str, line: Line) -> dict[str, object]:
	return {
		"chat_group": group,
		"author": line.actor,
		"kind": "Event",
		"event": line.event,
		"arguments": frappe.as_json({"actor": line.actor, **line.told}, indent=None),
	}


def _count(groups: Sequence[str], names: Sequence[int]) -> None:
	among = f"from `tab{MESSAGE}` said where said.name in %(names)s and said.chat_group = `tab{GROUP}`.name"
	frappe.db.sql(
		f"""update `tab{GROUP}` set last_message_at = %(now)s,
			message_count = message_count + (select count(*) {among}),
			last_message = (select max(said.name) {among})
		where name in %(groups)s""",
		{"now": clock.stamp(), "names": names, "groups": groups},
	)


def _members(groups: Sequence[str]) -> dict[str, list[str]]:
	found: dict[str, list[str]] = defaultdict(list)
	for group, user in frappe.db.sql(
		f"select chat_group, `user` from `tab{MEMBER}` where chat_group in %s", (groups,)
	):
		found[group].append(user)
	return found
