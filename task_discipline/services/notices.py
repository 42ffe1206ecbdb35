"""Tells people what happened to a task: one message per person and event, by bell and by e-mail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import groupby

import frappe
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url_to_form

from task_discipline.domain.notices import audience
from task_discipline.domain.people import Cast
from task_discipline.services import bell, mail, notice_texts, recipients, settings
from task_discipline.services.recipients import Recipient

_muted: ContextVar[bool] = ContextVar("task_discipline_notices_muted", default=False)


@dataclass(frozen=True)
class News:
	"""What happened, for the people of a task who may read it."""

	event: str
	reason: str | None = None


@contextmanager
def muted() -> Iterator[None]:
	"""Tell nobody of what is done inside: for history made up afterwards."""
	token = _muted.set(True)
	try:
		yield
	finally:
		_muted.reset(token)


def tell(task: Document, cast: Cast, news: News) -> list[str]:
	"""Tell the audience of ``news``; returns the full names of those who were told."""
	return tell_people(task, audience(news.event, cast, frappe.session.user), news)


def tell_people(task: Document, users: Iterable[str], news: News) -> list[str]:
	"""Tell ``users``, who must be people of the task, of ``news``."""
	told = [] if _muted.get() else recipients.load(users)
	for language, group in _by_language(told):
		with _in_language(language):
			_deliver(task, group, news)
	return [get_fullname(recipient.user) for recipient in told]


def tell_removed(task: str, users: Iterable[str]) -> None:
	"""Tell people who lost a task that it is no longer theirs, without a word of what it says."""
	told = [] if _muted.get() else recipients.load(users)
	for language, group in _by_language(told):
		with _in_language(language):
			line = notice_texts.removed(task, get_fullname(frappe.session.user))
			_ring(group, escape_html(line), None)
			_mail(group, line, {"headline": line, "facts": [], "reason": "", "link": ""}, None)


def _deliver(task: Document, group: list[Recipient], news: News) -> None:
	actor = get_fullname(frappe.session.user)
	line = notice_texts.headline(news.event, actor)
	_ring(group, f"{escape_html(line)}: <b>{escape_html(task.subject)}</b>", task.name)
	for time_zone, people in groupby(sorted(group, key=lambda one: one.time_zone), lambda one: one.time_zone):
		content = {
			"headline": line,
			"subject": task.subject,
			"facts": notice_texts.facts(task, time_zone),
			"reason": news.reason or "",
			"link": get_url_to_form(task.doctype, task.name),
		}
		_mail(list(people), f"{task.subject}: {line} ({task.name})", content, task.name)


def _ring(group: list[Recipient], line: str, task: str | None) -> None:
	if settings.load().notify_by_bell:
		bell.ring([one.user for one in group if one.wants_bell], line, task)


def _mail(group: list[Recipient], subject: str, content: dict[str, object], task: str | None) -> None:
	if settings.load().notify_by_mail:
		mail.queue([one.email for one in group if one.wants_mail and one.email], subject, content, task)


def _by_language(told: list[Recipient]) -> Iterator[tuple[str, list[Recipient]]]:
	for language, group in groupby(sorted(told, key=lambda one: one.language), lambda one: one.language):
		yield language, list(group)


@contextmanager
def _in_language(language: str) -> Iterator[None]:
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		yield
	finally:
		frappe.local.lang = before
