"""Deletes what is older than the site keeps messages, for ever: in batches, each in a transaction of its own.

Kept whatever their age are groups of tasks and projects that are not over, questions still open, and what those
reply to.
"""

import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import frappe
from frappe.utils import cint, get_datetime

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.domain.lifecycle import OPEN_STATES
from task_discipline.services import batches, clock, settings
from task_discipline.services.batches import Commit
from task_discipline.services.chat import files, locks, unread, view
from task_discipline.services.projects.standing import RUNNING

Row = frappe._dict
Told = Callable[[int], None]
_AT_ONCE = 500
_DOOMED = f"""
	from `tab{MESSAGE}` said join `tab{GROUP}` about on about.name = said.chat_group
	left join `tabTD Task` task on about.reference_doctype = 'TD Task' and task.name = about.reference_name
	left join `tabTD Project Link` project
		on about.reference_doctype = 'TD Project Link' and project.name = about.reference_name
	where said.creation < %(before)s
	and (task.name is null or task.status not in %(open)s)
	and (project.name is null or project.status not in %(running)s)
	and coalesce(said.question_state, '') != 'Open' and said.name not in %(asked)s
"""


def preview(days: int) -> dict[str, object]:
	"""What would go today if messages were kept for ``days``: messages, groups, files, and the oldest moment."""
	rule = _rule(clock.now() - timedelta(days=days))
	(found,) = frappe.db.sql(
		f"""select count(*) messages, count(distinct said.chat_group) chat_groups, min(said.creation) oldest {_DOOMED}""",
		rule,
		as_dict=True,
	)
	oldest = get_datetime(found.oldest) if found.oldest else None
	return {**found, "oldest": oldest, "files": _count_files(rule), "days": days}


def _count_files(rule: Mapping[str, object]) -> int:
	lists = frappe.db.sql(
		f"select said.files {_DOOMED} and said.files is not null", rule, pluck=True, as_iterator=True
	)
	return sum(len(view.parsed(files, [])) for files in lists)


def run(commit: Commit, seconds: float, told: Told = lambda done: None) -> int:
	"""Delete what is too old, for at most ``seconds``; returns how many messages went.

	Nothing is deleted where messages are kept for ever. What a killed run has left is found by the next one.
	"""
	days = settings.load().chat.retention_days
	if not days:
		return 0
	rule, stop, done, last = _rule(clock.now() - timedelta(days=days)), time.monotonic() + seconds, 0, 0
	while (names := _next(rule, last)) and time.monotonic() < stop:
		commit()  # a new look at the rows, once their groups are held
		done += batches.run(names, _delete, _give_up, commit)
		last = names[-1]
		told(done)
	# Bells name a group or a question and say what was said there.
	old = {"document_type": ("in", (GROUP, MESSAGE)), "creation": ("<", rule["before"])}
	frappe.db.delete("Notification Log", old)
	commit()
	return done


def _rule(before: datetime) -> dict[str, object]:
	# By the index of the people asked: open questions are few among all messages.
	asked = frappe.db.sql(
		f"""select reply_to from `tab{MESSAGE}`
		where question_to > '' and question_state = 'Open' and reply_to > 0""",
		pluck=True,
	)
	return {
		"before": before,
		"open": [status.value for status in sorted(OPEN_STATES)],
		"running": RUNNING,
		"asked": tuple(asked) or (0,),
	}


def _next(rule: Mapping[str, object], last: int) -> list[int]:
	return frappe.db.sql(
		f"select said.name {_DOOMED} and said.name > %(last)s order by said.name limit {_AT_ONCE}",
		{**rule, "last": last},
		pluck=True,
	)


def _delete(names: Sequence[int]) -> int:
	groups = frappe.db.sql(
		f"select distinct chat_group from `tab{MESSAGE}` where name in %s", (names,), pluck=True
	)
	for group in sorted(groups):
		locks.hold(group)
		messages = _messages(group, names)
		_count_off(group, messages)
		files.drop([message.name for message in messages])
		frappe.db.delete(MESSAGE, {"name": ("in", [message.name for message in messages])})
		_count_group(group, len(messages))
	return len(names)


def _messages(group: str, names: Sequence[int]) -> Sequence[Row]:
	"""Those of ``names`` that stand in a group that is held, as committed now."""
	return frappe.db.sql(
		f"""select name, author, kind, deleted, mentions from `tab{MESSAGE}` {compat.by_index("PRIMARY")}
		where name in %s and chat_group = %s order by name {compat.as_committed()}""",
		(names, group),
		as_dict=True,
	)


def _count_off(group: str, messages: Sequence[Row]) -> None:
	"""Nobody has them before him any more."""
	counted = [one for one in messages if one.kind in unread.COUNTED and not one.deleted]
	late = [
		one for one in locks.members(group) if one.unread and counted and one.last_read < counted[-1].name
	]
	left = {one.name: _left(one, counted) for one in late}
	if left:
		compat.update_many(MEMBER, left)


def _left(member: Row, messages: Sequence[Row]) -> dict[str, int]:
	new = messages[bisect_right([one.name for one in messages], member.last_read) :]
	gone = [one for one in new if one.author != member.user]
	named = sum(member.user in view.parsed(one.mentions, []) for one in gone)
	return {
		"unread": max(member.unread - len(gone), 0),
		"mentions": max(member.mentions - named, 0),
	}


def _count_group(group: str, gone: int) -> None:
	newest = frappe.db.sql(f"select max(name) from `tab{MESSAGE}` where chat_group = %s", group)
	frappe.db.sql(
		f"""update `tab{GROUP}` set last_message = %s,
		message_count = case when message_count > %s then message_count - %s else 0 end where name = %s""",
		(cint(newest[0][0]), gone, gone, group),
	)


def _give_up(name: int, error: Exception) -> None:
	frappe.log_error(
		title="A message could not be deleted", reference_doctype=MESSAGE, reference_name=str(name)
	)
