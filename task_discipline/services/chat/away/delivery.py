"""Makes the mails of what people have not read in the chat: each in its reader's language, by his clock."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe import _, _lt
from frappe.utils import format_datetime, get_datetime, get_fullname, get_url
from frappe.utils.jinja_globals import is_rtl

from task_discipline.chat_names import MEMBER
from task_discipline.services import calendars, languages, recipients, whole_mails
from task_discipline.services.chat import groups, links
from task_discipline.services.chat.away.waiting import Unread
from task_discipline.services.languages import filled
from task_discipline.services.recipients import Recipient
from task_discipline.services.whole_mails import WholeMail

_TEMPLATE = "task_discipline/templates/emails/chat_unread"
_MOST_IN_GROUP = 10
_LONGEST = 600
_WHEN = "EEE d MMM HH:mm"


@dataclass(frozen=True)
class _Letter:
	person: Recipient
	unread: Sequence[Unread]
	titles: Mapping[tuple[str, str], str]
	"""What the records of groups are called."""


def queue(told: Sequence[tuple[Recipient, Sequence[Unread]]]) -> None:
	"""Queue one mail for each person in the transaction."""
	if not told:
		return
	recipients.remember_names({one.message.author for _person, unread in told for one in unread})
	account = whole_mails.account_for(MEMBER)
	titles = groups.record_titles([one.group for _person, unread in told for one in unread])
	by_language: dict[str, list[_Letter]] = defaultdict(list)
	for person, unread in told:
		by_language[person.language].append(_Letter(person, unread, titles))
	mails: list[WholeMail] = []
	for language, letters in by_language.items():
		with languages.spoken(language):
			footer = whole_mails.footer(account)
			mails += [_mail(letter, footer) for letter in letters]
	whole_mails.queue(mails, account)


def _mail(letter: _Letter, footer: str) -> WholeMail:
	sections = list(_sections(letter))
	context = {
		"subject": _subject(letter, sections),
		"sections": sections,
		"chat": get_url("/app/td-chat"),
		"preferences": get_url("/app/td-preferences"),
		"times": filled(_lt("Times are those of {0}."), letter.person.time_zone),
		"footer": footer,
		"language": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
	}
	html, text = (frappe.get_template(f"{_TEMPLATE}.{form}").render(context) for form in ("html", "txt"))
	# Beside the reader's own place in a group: nobody else can read a mail that stands there.
	record = str(letter.unread[0].member)
	return WholeMail(letter.person.email, str(context["subject"]), html, text, MEMBER, record)


def _subject(letter: _Letter, sections: Sequence[dict[str, object]]) -> str:
	questions = sum(one.is_question for one in letter.unread)
	if questions:
		return (
			_("A question waits for your answer")
			if questions == 1
			else filled(_lt("{0} questions wait for your answer"), questions)
		)
	if len(sections) == 1:
		return filled(_lt("Unread in {0}"), sections[0]["title"])
	return filled(_lt("Unread in {0} groups"), len(sections))


def _sections(letter: _Letter) -> Iterator[dict[str, object]]:
	by_group: dict[str, list[Unread]] = defaultdict(list)
	for one in letter.unread:
		by_group[one.group.name].append(one)
	for name, some in by_group.items():
		more = len(some) - _MOST_IN_GROUP
		yield {
			"title": _title(some[0], letter.titles),
			"link": links.address_of(name, some[0].message.name),
			"messages": [_message(one, letter.person) for one in some[:_MOST_IN_GROUP]],
			"more": filled(_lt("and {0} more"), more) if more > 0 else "",
		}


def _title(one: Unread, titles: Mapping[tuple[str, str], str]) -> str:
	group = one.group
	if group.kind == "Direct":
		return get_fullname(one.message.author)
	record = group.reference_doctype, group.reference_name
	return titles.get(record) or group.title or group.reference_name or ""


def _message(one: Unread, person: Recipient) -> dict[str, object]:
	text = one.message.text or ""
	until = one.message.answer_by if one.is_question else None
	return {
		"author": get_fullname(one.message.author),
		"when": _local(one.message.creation, person),
		"text": f"{text[:_LONGEST].rstrip()} …" if len(text) > _LONGEST else text,
		"answer_by": filled(_lt("Answer by {0}"), _local(until, person)) if until else "",
		"link": links.address_of(one.group.name, one.message.name),
	}


def _local(moment: object, person: Recipient) -> str:
	zone = calendars.zone_or_site(person.time_zone)
	there = calendars.aware(get_datetime(moment)).astimezone(zone)
	return format_datetime(there.replace(tzinfo=None), _WHEN)
