"""Hands reminders to their people: what one person has to know of one task goes as one message, by bell and by mail."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import frappe
from frappe.utils import create_batch, escape_html, get_url_to_form

from task_discipline.domain.reminder_policy import Kind
from task_discipline.services import bell, languages, mail, notice_texts, recipients, settings
from task_discipline.services.letters import Letter
from task_discipline.services.recipients import Channels, Recipient
from task_discipline.services.reminders import words
from task_discipline.services.reminders.facts import World
from task_discipline.services.reminders.words import Line

DISABLED = "The account is disabled"
_SENDER = "Administrator"
_ADDRESSES_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
	"""What became of a reminder."""

	state: str
	by_bell: int = 0
	by_mail: int = 0
	reason: str = ""


@dataclass(frozen=True)
class _Text:
	"""What a message says, and how: people with the same text share it."""

	task: str
	lines: tuple[Line, ...]
	to_responsible: bool
	language: str
	time_zone: str


@dataclass(frozen=True)
class _Reader:
	person: Recipient
	ways: Channels


def deliver(rows: Sequence[frappe._dict], world: World, late: Collection[int]) -> dict[int, Outcome]:
	"""Ring the bells and queue the mails of ``rows``; returns what became of each, by its name."""
	people = {one.user: one for one in recipients.load({row.user for row in rows})}
	recipients.remember_names(
		{user for task in world.rows.values() for user in (task.assigner, task.responsible)}
	)
	site, is_ready = settings.load(), mail.is_ready()
	ways = {user: recipients.channels(one, site, is_ready) for user, one in people.items()}
	by_reader: dict[tuple[str, str], list[frappe._dict]] = defaultdict(list)
	for row in rows:
		if row.user in ways and (ways[row.user].bell or ways[row.user].mail):
			by_reader[row.task, row.user].append(row)
	unsent = _tell(_texts(by_reader, people, ways, world, late), world)
	return {row.name: _outcome(row, ways.get(row.user), row.name in late, unsent) for row in rows}


def _outcome(
	row: frappe._dict, ways: Channels | None, is_late: bool, unsent: Mapping[tuple[str, str], str]
) -> Outcome:
	if ways is None:
		return Outcome("Skipped", reason=DISABLED)
	why_no_mail = unsent.get((row.task, row.user))
	by_mail = ways.mail and why_no_mail is None
	reason = why_no_mail or ways.reason
	if not (ways.bell or by_mail):
		return Outcome("Skipped", reason=reason)
	return Outcome("Late" if is_late else "Sent", int(ways.bell), int(by_mail), reason)


def _texts(
	by_reader: Mapping[tuple[str, str], Sequence[frappe._dict]],
	people: Mapping[str, Recipient],
	ways: Mapping[str, Channels],
	world: World,
	late: Collection[int],
) -> dict[_Text, list[_Reader]]:
	found: dict[_Text, list[_Reader]] = defaultdict(list)
	for (task, user), rows in by_reader.items():
		lines = [Line(Kind(row.kind), row.about, row.moment if row.name in late else None) for row in rows]
		is_responsible = world.rows[task].responsible == user
		person = people[user]
		text = _Text(task, words.in_order(lines), is_responsible, person.language, person.time_zone)
		found[text].append(_Reader(person, ways[user]))
	return found


def _tell(texts: Mapping[_Text, Sequence[_Reader]], world: World) -> dict[tuple[str, str], str]:
	"""Write bells and mails; returns who gets no mail for which task, and why."""
	rings: list[bell.Record] = []
	letters: list[Letter] = []
	for text, readers in texts.items():
		task = world.rows[text.task]
		with languages.spoken(text.language):
			line = words.headline(text.lines[0], task, text.to_responsible, text.time_zone)
			subject = f"{escape_html(line)}: <b>{escape_html(task.subject)}</b>"
			rings += bell.records_for(
				[one.person.user for one in readers if one.ways.bell], subject, task.name, _SENDER
			)
			letters += _letters(text, line, task, readers)
	bell.ring(rings)
	return _without_mail(mail.queue_many(letters), texts)


def _letters(text: _Text, line: str, task: frappe._dict, readers: Sequence[_Reader]) -> Iterator[Letter]:
	addresses = [one.person.email for one in readers if one.ways.mail]
	if not addresses:
		return
	content = {
		"headline": line,
		"subject": task.subject,
		"facts": notice_texts.facts(task, text.time_zone),
		"reason": words.details(text.lines, task, text.to_responsible, text.time_zone),
		"link": get_url_to_form("TD Task", task.name),
	}
	for some in create_batch(addresses, _ADDRESSES_AT_ONCE):
		yield Letter(
			tuple(some), f"{task.subject}: {line} ({task.name})", content, task.name, text.language, _SENDER
		)


def _without_mail(
	unsent: Sequence[mail.Unsent], texts: Mapping[_Text, Sequence[_Reader]]
) -> dict[tuple[str, str], str]:
	if not unsent:
		return {}
	reasons = {(one.letter.record, address): one.reason for one in unsent for address in one.addresses}
	return {
		(text.task, one.person.user): reasons[text.task, one.person.email]
		for text, readers in texts.items()
		for one in readers
		if (text.task, one.person.email) in reasons
	}
