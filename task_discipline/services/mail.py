"""Notices by e-mail through the host's queue, in the same transaction as what they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import format_datetime, get_system_timezone

_SAVEPOINT = "task_discipline_mail"


@dataclass(frozen=True)
class Letter:
	"""One mail: ``content`` is what the template ``task_notice`` shows, in ``language``."""

	addresses: tuple[str, ...]
	subject: str
	content: dict[str, object]
	task: str | None
	language: str


def is_ready() -> bool:
	"""Whether the site can send mail at all: a default outgoing account, or one in the site's configuration."""
	if frappe.conf.get("mail_server"):
		return True
	return bool(frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}))


def queue(addresses: list[str], subject: str, content: dict[str, object], task: str | None) -> None:
	"""Queue one mail to each of ``addresses``; whatever is wrong with mail never stops the task."""
	if not addresses or not is_ready():
		return
	messages = len(frappe.message_log)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		_send(addresses, subject, content, task)
	except Exception:
		frappe.db.rollback(save_point=_SAVEPOINT)
		del frappe.message_log[messages:]
		frappe.log_error(title=_("Task Discipline could not queue a mail"))


def queue_many(letters: Sequence[Letter]) -> None:
	"""Queue each letter as ``queue`` does."""
	for letter in letters:
		before, frappe.local.lang = frappe.local.lang, letter.language
		queue(list(letter.addresses), letter.subject, letter.content, letter.task)
		frappe.local.lang = before


def _send(addresses: list[str], subject: str, content: dict[str, object], task: str | None) -> None:
	frappe.sendmail(
		recipients=addresses,
		subject=subject,
		template="task_notice",
		args=content,
		reference_doctype="TD Task" if task else None,
		reference_name=task,
		add_unsubscribe_link=0,
	)


def moment_in_words(moment: datetime, time_zone: str) -> str:
	"""A moment of the site as a person reads it: in his zone, in the current language, with the zone named."""
	local = moment.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(ZoneInfo(time_zone))
	return f"{format_datetime(local.replace(tzinfo=None), 'EEE d MMM yyyy HH:mm')} ({time_zone})"
