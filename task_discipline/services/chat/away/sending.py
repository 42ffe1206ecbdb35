"""Mails what people have not read, one mail for each person and turn, in transactions of their own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import frappe
from frappe import _

from task_discipline import chat_rights, compat
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.domain.channels import Topic
from task_discipline.domain.worktime import is_working
from task_discipline.services import batches, calendars, clock, mail, recipients, settings
from task_discipline.services.batches import Commit
from task_discipline.services.chat.away import delivery, waiting
from task_discipline.services.chat.away.waiting import Unread
from task_discipline.services.recipients import Recipient

_BATCH = 100
"""Places in groups in one transaction: whoever writes into these groups waits no longer than for so many."""
_Place = tuple[str, int]
"""A person, and the name of his row in a group."""


def send(commit: Commit, seconds: float) -> int:
	"""Mail everybody who is at work now what has waited for him long enough; returns how many places were dealt with.

	``commit`` ends each portion. Whatever is killed on the way, what was not committed is due again, its mails included.
	"""
	site = settings.load()
	if not (site.chat.enabled and site.notify_by_mail and mail.is_ready()):
		return 0
	return batches.work_off(_due, _portions, _send_some, _give_up, commit, seconds)


def _due() -> list[_Place]:
	now = clock.now()
	due = waiting.due(sorted(_readers(waiting.people(now), now)), now)
	return sorted({(user, one.member) for user, some in due.items() for one in some})


def _readers(users: Sequence[str], now: datetime) -> dict[str, Recipient]:
	"""Those of ``users`` whom a mail may reach now: never on days off, on leave or outside working hours."""
	told = [one for one in recipients.load_for(Topic.CHAT, users) if one.wants_mail and one.email]
	working, present = calendars.of_people(one.user for one in told), calendars.aware(now)
	return {
		one.user: one
		for one in told
		if is_working(working[one.user], present) and chat_rights.may_chat(one.user)
	}


def _portions(places: Sequence[_Place]) -> Iterator[list[int]]:
	"""Names of the rows in portions of one transaction each; those of one person together."""
	names: list[int] = []
	last = None
	for user, name in places:
		if len(names) >= _BATCH and user != last:
			yield names
			names = []
		names.append(name)
		last = user
	if names:
		yield names


def _send_some(names: Sequence[int]) -> int:
	# Held before anything is read: of two workers the second finds that all is mailed.
	held = compat.lock_free_rows(MEMBER, names)
	if not held:
		return 0
	now, own = clock.now(), {row.name for row in held}
	readers = _readers(sorted({row.user for row in held}), now)
	found = waiting.due(list(readers), now)
	told = {user: [one for one in some if one.member in own] for user, some in found.items()}
	delivery.queue([(readers[user], some) for user, some in told.items() if some])
	_note([one for some in told.values() for one in some])
	return len(told)


def _note(told: Sequence[Unread]) -> None:
	"""What was mailed is never mailed again; nor is what could not be, to somebody who has unsubscribed for one."""
	newest = {one.member: one.message.name for one in sorted(told, key=lambda one: one.message.name)}
	compat.update_many(MEMBER, {member: {"mailed_until": name} for member, name in newest.items()})


def _give_up(name: int, error: Exception) -> None:
	"""What cannot be mailed to one person is left to the chat itself, and stands in nobody's way."""
	frappe.log_error(title=_("A mail about the chat could not be sent"), reference_doctype=MEMBER)
	frappe.db.sql(
		f"""update `tab{MEMBER}` set mailed_until = coalesce((select last_message from `tab{GROUP}` about
			where about.name = chat_group), mailed_until) where name = %s""",
		name,
	)
