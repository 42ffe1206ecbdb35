"""Rings the bell of whom a message addresses: by a mention, in a direct talk, or with a question.

One unread bell for each person and group is enough: it leads to the group, where everything else stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import frappe
from frappe import _, _lt
from frappe.utils import escape_html, get_fullname

from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.domain import chat_text
from task_discipline.domain.channels import Topic
from task_discipline.services import bell, languages, mail, recipients, settings
from task_discipline.services.chat import groups, links
from task_discipline.services.languages import filled
from task_discipline.services.letters import Letter
from task_discipline.services.recipients import Recipient

Row = frappe._dict
_DIRECT = _lt("{0} wrote to you")
_MENTIONED = _lt("{0} mentioned you in {1}")
_LOG = "Notification Log"


def follow(group: Row, message: Row, members: Sequence[Row], mentioned: Collection[str]) -> None:
	"""Tell those whom a new message addresses. ``members`` are those of the group as it is held.

	A muted group rings for mentions only.
	"""
	_call(group, message, _addressed(group, members, mentioned))


def follow_edit(
	group: Row, message: Row, members: Sequence[Row], mentioned: Collection[str], before: Collection[str]
) -> None:
	"""Tell those whom a message addresses since its words were changed; ``before``, it mentioned others.

	A bell that nobody has looked at yet says what the message says now.
	"""
	place = _place_of(message)
	unseen = frappe.get_all(_LOG, {**place, "read": 0}, pluck="for_user", order_by=None, limit=0)
	frappe.db.delete(_LOG, place)
	addressed = _addressed(group, members, mentioned)
	_call(group, message, addressed & {*unseen, *(set(mentioned) - set(before))})


def _place_of(message: Row) -> dict[str, str]:
	"""How bells that tell of a message of a group are found."""
	link = links.path_to(message.chat_group, message.name)
	return {"document_name": message.chat_group, "document_type": GROUP, "link": link}


def _call(group: Row, message: Row, addressed: set[str]) -> None:
	users = addressed - {message.author}
	users -= _rung(group.name, users)
	if not users or not settings.load().notify_by_bell:
		return
	words = escape_html(chat_text.line_of(message.text))
	lines: list[bell.Record] = []
	for language, readers in _by_language(users):
		with languages.spoken(language):
			headline = f"{_headline(group, message.author)}: {words}"
			lines += bell.records_beside(readers, headline, _place(group.name, message.name), message.author)
	bell.ring(lines)


def _addressed(group: Row, members: Sequence[Row], mentioned: Collection[str]) -> set[str]:
	direct = {one.user for one in members if group.kind == "Direct" and not one.muted}
	return direct | {one.user for one in members if one.user in mentioned}


def _headline(group: Row, author: str) -> str:
	"""Who did what where, in the language that is spoken, as HTML."""
	actor = f"<b>{escape_html(get_fullname(author))}</b>"
	if group.kind == "Direct":
		return filled(_DIRECT, actor)
	return filled(_MENTIONED, actor, f"<b>{escape_html(groups.title_of(group, author))}</b>")


def _place(group: str, message: int) -> bell.Place:
	return bell.Place(GROUP, group, links.path_to(group, message))


def _rung(group: str, users: Collection[str]) -> set[str]:
	"""Those of ``users`` whose bell has told of the group, and who have not looked yet."""
	if not users:
		return set()
	found = frappe.db.sql(
		f"""select for_user from `tab{_LOG}` where document_name = %s and document_type = %s
		and `read` = 0 and for_user in %s""",
		(group, GROUP, tuple(users)),
		pluck=True,
	)
	return set(found)


def _by_language(users: Collection[str]) -> list[tuple[str, list[str]]]:
	told = [one for one in recipients.load_for(Topic.CHAT, sorted(users)) if one.wants_bell]
	by_language = groupby(sorted(told, key=lambda one: one.language), lambda one: one.language)
	return [(language, [one.user for one in some]) for language, some in by_language]


def seen(group: str, user: str) -> None:
	"""The person has read the group: what his bell told of it is no news any more."""
	# By their names, for the database would hold all bells of his, and jobs ring others at the same moment.
	names = frappe.db.sql(
		f"""select name from `tab{_LOG}`
		where document_name = %s and document_type = %s and for_user = %s and `read` = 0""",
		(group, GROUP, user),
		pluck=True,
	)
	if names:
		frappe.db.sql(f"update `tab{_LOG}` set `read` = 1 where name in %s", (tuple(names),))


def forget(message: Row) -> None:
	"""A message was taken back: no bell quotes it any more."""
	frappe.db.delete(_LOG, {"document_type": MESSAGE, "document_name": str(message.name)})
	frappe.db.delete(_LOG, _place_of(message))


@dataclass(frozen=True)
class Told:
	"""What one person is told of a question: ``sentence`` names ``other``, the one who asked or was asked."""

	user: str
	other: str
	sentence: object
	question: Row
	by_mail: bool = False


def tell(told: Sequence[Told]) -> None:
	"""Ring, and write where that is wanted, for questions; all together."""
	site = settings.load()
	people = {one.user: one for one in recipients.load_for(Topic.CHAT, {one.user for one in told})}
	recipients.remember_names({one.other for one in told})
	rings: list[bell.Record] = []
	letters: list[Letter] = []
	for one in told:
		if person := people.get(one.user):
			with languages.spoken(person.language):
				rings += _ring(one) if site.notify_by_bell and person.wants_bell else ()
				letters += _letter(one, person) if one.by_mail and site.notify_by_mail else ()
	bell.ring(rings)
	mail.queue_many(letters)


def _ring(one: Told) -> list[bell.Record]:
	headline = filled(one.sentence, f"<b>{escape_html(get_fullname(one.other))}</b>")
	words = escape_html(chat_text.line_of(one.question.text))
	link = links.path_to(one.question.chat_group, one.question.name)
	place = bell.Place(MESSAGE, str(one.question.name), link)
	return bell.records_beside([one.user], f"{headline}: {words}", place, one.other)


def _letter(one: Told, person: Recipient) -> list[Letter]:
	if not (person.wants_mail and person.email):
		return []
	question = one.question
	line = filled(one.sentence, get_fullname(one.other))
	content = {
		"headline": line,
		"facts": [(_("Answer by"), mail.moment_in_words(question.answer_by, person.time_zone))],
		"reason": question.text,
		"link": links.address_of(question.chat_group, question.name),
	}
	record = str(question.name)
	return [Letter((person.email,), line, content, record, person.language, one.other, MESSAGE)]
