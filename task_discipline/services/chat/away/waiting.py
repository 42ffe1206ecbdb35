"""Who has not read what was said to him, and what that is: mentions, direct messages and open questions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from frappe.utils import cint

from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.domain.questions import State
from task_discipline.services import settings

OLDEST = timedelta(days=14)
"""What was said before is news to nobody."""
_QUESTION = "Question"


@dataclass(frozen=True)
class Unread:
	"""One message that addresses somebody who has not read it, nor been mailed of it."""

	member: int
	"""Name of his row in the group."""
	user: str
	group: frappe._dict
	message: frappe._dict

	@property
	def is_question(self) -> bool:
		"""Whether he is asked for an answer."""
		return self.message.kind == _QUESTION and self.message.question_to == self.user


def people(now: datetime) -> list[str]:
	"""Everybody who may have something unread that was said to him."""
	values = {"oldest": now - OLDEST, "open": State.OPEN.value}
	return frappe.db.sql(
		f"""select member.`user` from `tab{MEMBER}` member join `tab{GROUP}` about on about.name = member.chat_group
			where member.mentions > 0 and about.archived = 0 and about.last_message_at >= %(oldest)s
				and about.last_message > member.mailed_until
		union
		select member.`user` from `tab{GROUP}` about join `tab{MEMBER}` member on member.chat_group = about.name
			where about.kind = 'Direct' and about.last_message_at >= %(oldest)s and about.archived = 0
				and member.unread > 0 and member.muted = 0 and about.last_message > member.mailed_until
		union
		select said.question_to from `tab{MESSAGE}` said
			join `tab{MEMBER}` member on member.chat_group = said.chat_group and member.`user` = said.question_to
			where said.question_state = %(open)s and said.creation >= %(oldest)s
				and said.name > member.last_read and said.name > member.mailed_until""",
		values,
		pluck=True,
	)


def due(users: Sequence[str], now: datetime) -> dict[str, list[Unread]]:
	"""All that is unread by each of ``users`` for whom some of it has waited long enough, the oldest first."""
	after = settings.load().chat.mail_after
	found = unread(users, now)
	return {user: some for user, some in found.items() if any(_is_ripe(one, now, after) for one in some)}


def _is_ripe(one: Unread, now: datetime, after: timedelta) -> bool:
	# Whoever is asked has an answer to give, so he is told of that at the next turn.
	return one.is_question or bool(after and one.message.creation <= now - after)


def unread(users: Sequence[str], now: datetime) -> dict[str, list[Unread]]:
	"""What was said to each of ``users`` since he has read, and was mailed, last."""
	found: dict[str, list[Unread]] = defaultdict(list)
	for row in _rows(users, now) if users else ():
		if _addresses(row):
			found[row.user].append(Unread(row.member, row.user, _group(row), row))
	return found


def _rows(users: Sequence[str], now: datetime) -> list[frappe._dict]:
	# Only unread messages of one's own groups, by the key of these; who is meant is decided on what was read.
	return frappe.db.sql(
		f"""select member.name member, member.`user`, member.muted, about.name `about`, about.kind group_kind,
			about.title, about.reference_doctype, about.reference_name, said.name, said.author, said.kind, said.text,
			said.creation, said.mentions, said.question_to, said.question_state, said.answer_by
		from `tab{MEMBER}` member
		join `tab{GROUP}` about on about.name = member.chat_group
		join `tab{MESSAGE}` said on said.chat_group = member.chat_group and said.name > member.last_read
			and said.name > member.mailed_until
		where member.`user` in %(users)s and member.unread > 0 and about.archived = 0 and said.deleted = 0
			and said.kind in ('Message', 'Question') and said.creation >= %(oldest)s
			and said.author != member.`user`
			and (about.kind = 'Direct' or said.mentions is not null or said.question_to = member.`user`)
		order by said.name""",
		{"users": tuple(users), "oldest": now - OLDEST},
		as_dict=True,
	)


def _addresses(row: frappe._dict) -> bool:
	if row.question_to == row.user:
		return row.question_state == State.OPEN.value
	if row.group_kind == "Direct" and not cint(row.muted):
		return True
	return bool(row.mentions) and row.user in frappe.parse_json(row.mentions)


def _group(row: frappe._dict) -> frappe._dict:
	return frappe._dict(
		name=row.about,
		kind=row.group_kind,
		title=row.title,
		reference_doctype=row.reference_doctype,
		reference_name=row.reference_name,
	)
