"""Hands reminders to their people: what one person has to know of one task goes as one message, by bell and by mail."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.utils import create_batch, escape_html, get_url_to_form

from task_discipline.domain.agreement import Verdict
from task_discipline.domain.reminder_policy import Kind
from task_discipline.services import (
	agreement,
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
from task_discipline.services.recipients import Channels, Occasion, Recipient
from task_discipline.services.reminders import words
from task_discipline.services.reminders.facts import World
from task_discipline.services.reminders.words import Line

DISABLED = "The account is disabled or may not use the desk"
_SENDER = "Administrator"
_ADDRESSES_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
	"""What became of a reminder."""

	state: str
	by_bell: int = 0
	by_mail: int = 0
	by_digest: int = 0
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
	"""Somebody who gets a text, and by which ways."""

	person: Recipient
	bell: bool
	mail: bool


def deliver(rows: Sequence[frappe._dict], world: World, late: Collection[int]) -> dict[int, Outcome]:
	"""Ring the bells and queue the mails of ``rows``; returns what became of each, by its name."""
	people = {one.user: one for one in recipients.load({row.user for row in rows})}
	recipients.remember_names(
		{user for task in world.rows.values() for user in (task.assigner, task.responsible)}
	)
	ways = _ways(rows, people, world)
	unsent = _tell(_texts(rows, people, ways, world, late), world)
	return {row.name: _outcome(row, ways.get(row.name), row.name in late, unsent) for row in rows}


def _ways(rows: Sequence[frappe._dict], people: Mapping[str, Recipient], world: World) -> dict[int, Channels]:
	"""By which ways each reminder goes; those of disabled people are left out."""
	site, is_ready = settings.load(), mail.is_ready()
	found: dict[int, Channels] = {}
	for row in rows:
		if row.user in people:
			task = world.facts[row.task]
			occasion = Occasion(Kind(row.kind), task.priority, row.user == task.responsible)
			found[row.name] = recipients.channels(people[row.user], occasion, site, is_ready)
	return found


def _outcome(
	row: frappe._dict, ways: Channels | None, is_late: bool, unsent: Mapping[tuple[str, str], str]
) -> Outcome:
	if ways is None:
		return Outcome("Skipped", reason=DISABLED)
	why_no_mail = unsent.get((row.task, row.user)) if ways.mail else None
	by_mail = ways.mail and why_no_mail is None
	reason = why_no_mail or ways.reason
	if not (ways.bell or by_mail or ways.digest):
		return Outcome("Skipped", reason=reason)
	return Outcome("Late" if is_late else "Sent", int(ways.bell), int(by_mail), int(ways.digest), reason)


def _texts(
	rows: Sequence[frappe._dict],
	people: Mapping[str, Recipient],
	ways: Mapping[int, Channels],
	world: World,
	late: Collection[int],
) -> dict[_Text, list[_Reader]]:
	by_reader: dict[tuple[str, str], list[frappe._dict]] = defaultdict(list)
	for row in rows:
		by_reader[row.task, row.user].append(row)
	found: dict[_Text, list[_Reader]] = defaultdict(list)
	for (task, user), his in by_reader.items():
		for some, by_bell, by_mail in _messages(his, ways):
			lines = [
				Line(Kind(row.kind), row.about, _missed(row) if row.name in late else None) for row in some
			]
			person, is_responsible = people[user], world.rows[task].responsible == user
			text = _Text(task, words.in_order(lines), is_responsible, person.language, person.time_zone)
			found[text].append(_Reader(person, by_bell, by_mail))
	return found


def _missed(row: frappe._dict) -> datetime:
	"""When a reminder that comes late should have come."""
	return row.missed_at or row.moment


def _messages(
	rows: Sequence[frappe._dict], ways: Mapping[int, Channels]
) -> list[tuple[Sequence[frappe._dict], bool, bool]]:
	"""What one reader is told of one task by bell and by mail: the same, as far as both take the same reminders."""
	told = [row for row in rows if row.name in ways]
	by_bell = [row for row in told if ways[row.name].bell]
	by_mail = [row for row in told if ways[row.name].mail]
	if by_bell == by_mail:
		return [(by_bell, True, True)] if by_bell else []
	return [one for one in ((by_bell, True, False), (by_mail, False, True)) if one[0]]


def _tell(texts: Mapping[_Text, Sequence[_Reader]], world: World) -> dict[tuple[str, str], str]:
	"""Write bells and mails; returns who gets no mail for which task, and why."""
	rings: list[bell.Record] = []
	letters: list[Letter] = []
	verdicts = agreement.standings(world.rows[text.task] for text in texts if _asks_to_accept(text))
	for text, readers in texts.items():
		task = world.rows[text.task]
		with languages.spoken(text.language):
			line = words.headline(text.lines[0], task, text.to_responsible, text.time_zone)
			subject = f"{escape_html(line)}: <b>{escape_html(task.subject)}</b>"
			rings += bell.records_for(
				[one.person.user for one in readers if one.bell], subject, task.name, _SENDER
			)
			letters += _letters(text, line, task, readers, verdicts)
	bell.ring(rings)
	return _without_mail(mail.queue_many(letters), texts)


def _letters(
	text: _Text,
	line: str,
	task: frappe._dict,
	readers: Sequence[_Reader],
	verdicts: Mapping[str, Verdict],
) -> Iterator[Letter]:
	addresses = [one.person.email for one in readers if one.mail]
	if not addresses:
		return
	content = {
		"headline": line,
		"subject": task.subject,
		"facts": [*notice_texts.facts(task, text.time_zone), *_agreement(text, verdicts)],
		"reason": words.details(text.lines, task, text.to_responsible, text.time_zone),
		"link": get_url_to_form("TD Task", task.name),
		**_offer(text, task),
	}
	for some in create_batch(addresses, _ADDRESSES_AT_ONCE):
		yield Letter(
			tuple(some), f"{task.subject}: {line} ({task.name})", content, task.name, text.language, _SENDER
		)


def _offer(text: _Text, task: frappe._dict) -> dict[str, str]:
	"""What the gravest line that asks something of the responsible lets him do; nobody else reads his text."""
	offers = (mail_links.offer(line.kind.value, task) for line in text.lines if text.to_responsible)
	return next(filter(None, offers), {})


def _asks_to_accept(text: _Text) -> bool:
	return text.to_responsible and any(line.kind is Kind.NOT_ACCEPTED for line in text.lines)


def _agreement(text: _Text, verdicts: Mapping[str, Verdict]) -> list[tuple[str, str]]:
	"""What holds until he answers, where he is reminded that he has not."""
	sentence = agreement_words.of_verdict(verdicts.get(text.task), text.time_zone)
	return [(_("Agreement"), sentence)] if sentence and _asks_to_accept(text) else []


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
