"""Tells people what happened to a task: one message per person and event, by bell and by e-mail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url_to_form

from task_discipline.domain.agreement import Silence
from task_discipline.domain.channels import Topic
from task_discipline.domain.notices import audience
from task_discipline.domain.people import Cast
from task_discipline.services import (
	agreement_words,
	bell,
	languages,
	mail,
	mail_links,
	notice_texts,
	recipients,
	settings,
)
from task_discipline.services.letters import Letter
from task_discipline.services.recipients import Recipient

_muted: ContextVar[bool] = ContextVar("task_discipline_notices_muted", default=False)


@dataclass(frozen=True)
class News:
	"""What happened, for the people of a task who may read it."""

	event: str
	reason: str | None = None
	count: int = 1
	"""Of how many tasks this tells at once."""
	proposed: datetime | None = None
	"""A deadline that somebody asks for, in the site's time zone."""


@dataclass(frozen=True)
class Announcement:
	"""News of one task (its row, by names of fields) for some of its people, caused by ``actor``."""

	task: frappe._dict
	users: tuple[str, ...]
	news: News
	actor: str


@contextmanager
def muted() -> Iterator[None]:
	"""Tell nobody of what is done inside: for history made up afterwards."""
	token = _muted.set(True)
	try:
		yield
	finally:
		_muted.reset(token)


def is_muted() -> bool:
	"""Whether nobody is told of what is done now."""
	return _muted.get()


def tell(task: Document, cast: Cast, news: News) -> list[str]:
	"""Tell the audience of ``news``; returns the full names of those who were told."""
	return tell_people(task, audience(news.event, cast, frappe.session.user), news)


def tell_people(task: Document, users: Iterable[str], news: News) -> list[str]:
	"""Tell ``users``, who must be people of the task, of ``news``."""
	told = announce([Announcement(task.as_dict(), tuple(users), news, frappe.session.user)])
	return [get_fullname(user) for user in told]


def announce(announcements: Sequence[Announcement]) -> list[str]:
	"""Tell the people of many tasks at once; returns who was told, each once."""
	users = [user for one in announcements for user in one.users]
	told = {} if _muted.get() else {one.user: one for one in recipients.load_for(Topic.WORK, users)}
	by_mail = _goes_by_mail()
	silences = _silences(announcements) if by_mail else {}
	lines: list[dict[str, object]] = []
	letters: list[Letter] = []
	for one in announcements:
		group = [told[user] for user in one.users if user in told]
		for language, readers in _by_language(group):
			with languages.spoken(language):
				lines += _lines(one, readers)
				letters += _letters(one, readers, language, silences) if by_mail else ()
	_deliver(lines, letters)
	return list(told)


def tell_removed(task: str, users: Iterable[str]) -> None:
	"""Tell people who lost a task that it is no longer theirs, without a word of what it says."""
	told = [] if _muted.get() else recipients.load_for(Topic.WORK, users)
	actor = frappe.session.user
	lines: list[dict[str, object]] = []
	letters: list[Letter] = []
	for language, group in _by_language(told):
		with languages.spoken(language):
			line = notice_texts.removed(task, get_fullname(actor))
			content = {"headline": line, "facts": [], "reason": "", "link": ""}
			lines += bell.records_for(_bells(group), escape_html(line), None, actor)
			letters.append(Letter(_addresses(group), line, content, None, language))
	_deliver(lines, letters)


def _deliver(lines: list[dict[str, object]], letters: list[Letter]) -> None:
	if settings.load().notify_by_bell:
		bell.ring(lines)
	if letters and _goes_by_mail():
		mail.queue_many([letter for letter in letters if letter.addresses])


def _goes_by_mail() -> bool:
	# Whoever imports may say that nobody gets mail of it.
	if frappe.flags.in_import and frappe.flags.mute_emails:
		return False
	return settings.load().notify_by_mail and mail.is_ready()


def _lines(one: Announcement, group: list[Recipient]) -> list[dict[str, object]]:
	line = notice_texts.headline(one.news.event, get_fullname(one.actor), one.news.count)
	subject = f"{escape_html(line)}: <b>{escape_html(one.task.subject)}</b>"
	return bell.records_for(_bells(group), subject, one.task.name, one.actor)


def _silences(announcements: Sequence[Announcement]) -> dict[str, Silence]:
	to_responsible = [one for one in announcements if one.task.responsible in one.users]
	return agreement_words.silences((one.news.event, one.task) for one in to_responsible)


def _letters(
	one: Announcement, group: list[Recipient], language: str, silences: Mapping[str, Silence]
) -> Iterator[Letter]:
	task, line = one.task, notice_texts.headline(one.news.event, get_fullname(one.actor), one.news.count)
	for people, own in _by_text(one, group, silences):
		time_zone = people[0].time_zone
		content = {
			"headline": line,
			"subject": task.subject,
			"facts": [*notice_texts.facts(task, time_zone, one.news.proposed), *own.facts],
			"reason": one.news.reason or "",
			"link": get_url_to_form("TD Task", task.name),
			**own.offered,
		}
		subject = f"{task.subject}: {line} ({task.name})"
		yield Letter(_addresses(people), subject, content, task.name, language, one.actor)


@dataclass(frozen=True)
class _Own:
	"""What the responsible alone reads: what he is asked to agree to, and what he may do at once."""

	facts: Sequence[tuple[str, str]] = ()
	offered: Mapping[str, str] = field(default_factory=dict)


def _by_text(
	one: Announcement, group: list[Recipient], silences: Mapping[str, Silence]
) -> Iterator[tuple[list[Recipient], _Own]]:
	"""People who read the same: the responsible by himself where he is asked for something."""
	alone = [reader for reader in group if reader.user == one.task.responsible and reader.wants_mail]
	own = _own(one, alone[0].time_zone, silences) if alone else _Own()
	if own == _Own():
		alone = []
	if alone:
		yield alone, own
	others = sorted((reader for reader in group if reader not in alone), key=lambda reader: reader.time_zone)
	for _zone, people in groupby(others, lambda reader: reader.time_zone):
		yield list(people), _Own()


def _own(one: Announcement, time_zone: str, silences: Mapping[str, Silence]) -> _Own:
	event, count = one.news.event, one.news.count
	return _Own(
		agreement_words.facts(event, one.task, time_zone, silences, count),
		mail_links.offer(event, one.task) if count == 1 else {},
	)


def _bells(group: list[Recipient]) -> list[str]:
	return [one.user for one in group if one.wants_bell]


def _addresses(group: list[Recipient]) -> tuple[str, ...]:
	return tuple(one.email for one in group if one.wants_mail and one.email)


def _by_language(told: list[Recipient]) -> Iterator[tuple[str, list[Recipient]]]:
	for language, group in groupby(sorted(told, key=lambda one: one.language), lambda one: one.language):
		yield language, list(group)
