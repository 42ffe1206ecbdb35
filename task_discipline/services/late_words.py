"""Says in a mail that was written long ago why it comes only now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from email import message_from_string, policy
from email.message import Message

import frappe
from frappe import _lt
from frappe.utils import create_batch, escape_html

from task_discipline import compat
from task_discipline.services import recipients
from task_discipline.services.languages import filled, spoken
from task_discipline.services.letter_pieces import quoted
from task_discipline.services.mail import moment_in_words
from task_discipline.services.recipients import Recipient

QUEUE = "Email Queue"
_AT_ONCE = 100  # a message takes some 10 kB
_MARK = "X-Task-Discipline-Late: 1\r\n"
_ENCODED = ("quoted-printable", "utf-8")


def add(names: Sequence[str]) -> None:
	"""Give the stored mails ``names`` a first line that says of when they are, each once, in its reader's language."""
	for some in create_batch(names, _AT_ONCE):
		rows = frappe.get_all(QUEUE, {"name": ("in", some)}, ["name", "message", "creation"], order_by=None)
		fresh = [row for row in rows if row.message and not row.message.startswith(_MARK)]
		readers = _readers([row.name for row in fresh])
		compat.update_many(QUEUE, {row.name: {"message": _late(row, readers.get(row.name))} for row in fresh})


def _readers(mails: Sequence[str]) -> Mapping[str, Recipient]:
	"""One reader of each mail: those of one mail share its language."""
	if not mails:
		return {}
	to, user = frappe.qb.DocType("Email Queue Recipient"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(to)
		.join(user)
		.on(user.email == to.recipient)
		.where(to.parent.isin(list(mails)))
		.select(to.parent, user.name)
		.run()
	)
	people = {one.user: one for one in recipients.load({person for _mail, person in rows})}
	return {mail: people[person] for mail, person in rows if person in people}


def _late(row: frappe._dict, reader: Recipient | None) -> str:
	"""The text of a mail with the line in it; parts that the host has built in another way stay as they are."""
	line, message = _line(row.creation, reader), row.message
	for part in _texts(message_from_string(message, policy=policy.SMTP).walk()):
		# A byte that is no letter costs that letter, not the mails behind this one.
		text = part.get_payload(decode=True).decode(errors="replace").replace("\r\n", "\n")
		worded = _in_html(text, line) if part.get_content_subtype() == "html" else f"{line}\n\n{text}"
		message = message.replace(part.get_payload(), quoted(worded), 1)
	return _MARK + message


def _line(written: datetime, reader: Recipient | None) -> str:
	language = reader.language if reader else frappe.local.lang
	time_zone = reader.time_zone if reader else frappe.utils.get_system_timezone()
	with spoken(language):
		moment = moment_in_words(written, time_zone)
		return filled(_lt("This mail comes late: it is of {0} and could not be sent then."), moment)


def _texts(parts: Iterable[Message]) -> Iterable[Message]:
	for part in parts:
		encoded = (part["Content-Transfer-Encoding"], part.get_content_charset())
		if part.get_content_maintype() == "text" and encoded == _ENCODED:
			yield part


def _in_html(html: str, line: str) -> str:
	"""The line before the first words of the mail, wherever its frame puts them."""
	place = max(html.find("<p", max(html.find("<body"), 0)), 0)
	words = f'<p style="font-size: 13px; margin: 0 0 12px;">{escape_html(line)}</p>'
	return html[:place] + words + html[place:]
