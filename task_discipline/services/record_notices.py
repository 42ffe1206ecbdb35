"""Tells people of a record that is no task, such as a template or a project, by bell and by e-mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import frappe
from frappe.utils import escape_html, get_url_to_form

from task_discipline.services import bell, languages, mail, settings
from task_discipline.services.mail import Letter
from task_discipline.services.recipients import Recipient

Fact = tuple[str, str]
"""A label and what stands behind it."""


@dataclass(frozen=True)
class Record:
	"""What is told of: the record, and how people call it."""

	doctype: str
	name: str
	title: str


def tell(
	record: Record,
	told: Sequence[Recipient],
	headline: Callable[[Recipient], str],
	words: str | Callable[[Recipient], str],
	facts: Callable[[Recipient], list[Fact]] = lambda _reader: [],
) -> None:
	"""Ring and write to each of ``told`` who wants it; what is asked is asked in the language of its reader."""
	site = settings.load()
	rings: list[bell.Record] = []
	letters: list[Letter] = []
	for one in told:
		with languages.spoken(one.language):
			line, more = headline(one), facts(one)
			said = words if isinstance(words, str) else words(one)
		if site.notify_by_bell and one.wants_bell:
			rings.append(_ring(record, one, line))
		if site.notify_by_mail and one.wants_mail and one.email:
			letters.append(_letter(record, one, line, said, more))
	bell.ring(rings)
	mail.queue_many(letters)


def _ring(record: Record, one: Recipient, line: str) -> bell.Record:
	subject = f"{escape_html(line)}: <b>{escape_html(record.title)}</b>"
	(row,) = bell.records_for([one.user], subject, None, frappe.session.user)
	return row | {"document_type": record.doctype, "document_name": record.name}


def _letter(record: Record, one: Recipient, line: str, words: str, facts: list[Fact]) -> Letter:
	content = {
		"headline": line,
		"subject": record.title,
		"facts": facts,
		"reason": words,
		"link": get_url_to_form(record.doctype, record.name),
	}
	title = f"{record.title}: {line} ({record.name})"
	return Letter((one.email,), title, content, record.name, one.language, doctype=record.doctype)
