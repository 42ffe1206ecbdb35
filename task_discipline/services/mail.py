"""Notices by e-mail through the host's queue, in the same transaction as what they tell of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.email.email_body import get_message_id
from frappe.utils import create_batch, format_datetime, get_system_timezone, strip, validate_email_address
from rq.timeouts import JobTimeoutException

from task_discipline import compat
from task_discipline.services import reply_address, rows
from task_discipline.services.languages import spoken
from task_discipline.services.letter_frames import Frame, frame_for
from task_discipline.services.letter_pieces import UnknownBuild
from task_discipline.services.letters import Letter, Shape, fits, shape_of, words_of

_SAVEPOINT = "task_discipline_mail"
_LETTERS_AT_ONCE = 500  # a message takes some 10 kB
_MOST_ADDRESSES = 100  # more of them the host sends in a job of its own
_LONGEST_ADDRESS = 140
# The host puts the subject into the page's title as it is, and would load what markup there names.
_TAG = re.compile(r"<(?=[a-z/!?])", re.IGNORECASE)
_HOST_HOOK = "make_email_body_message"


FAILED = "The e-mail could not be written; the error log says why"
REFUSED = "The address has unsubscribed"
NO_ACCOUNT = "The site has no outgoing e-mail account"


@dataclass(frozen=True)
class Unsent:
	"""Addresses of a letter that get no mail, and why."""

	letter: Letter
	addresses: tuple[str, ...]
	reason: str


def is_ready() -> bool:
	"""Whether the site can send mail at all: a default outgoing account, or one in the site's configuration."""
	if frappe.conf.get("mail_server"):
		return True
	return bool(frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}))


def queue_many(letters: Iterable[Letter]) -> list[Unsent]:
	"""Queue a mail for each letter; returns what was not queued, and why.

	Whatever is wrong with mail never stops the caller, and one letter never stops the others.
	"""
	wanted = [letter for letter in letters if letter.addresses]
	if not wanted or not is_ready():
		return [Unsent(letter, letter.addresses, NO_ACCOUNT) for letter in wanted]
	unsent: list[Unsent] = []
	for letters_at_once in create_batch(wanted, _LETTERS_AT_ONCE):
		batch = _Batch()
		is_queued = _attempt(lambda letters=letters_at_once, batch=batch: batch.queue(letters))
		for letter in batch.odd if is_queued else letters_at_once:
			if not _attempt(lambda letter=letter: _leave_to_host(letter)):
				unsent.append(Unsent(letter, letter.addresses, FAILED))
		unsent += batch.refused if is_queued else ()
	return unsent


def moment_in_words(moment: datetime, time_zone: str) -> str:
	"""A moment of the site as a person reads it: in his zone, in the current language, with the zone named."""
	local = moment.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(ZoneInfo(time_zone))
	return f"{format_datetime(local.replace(tzinfo=None), 'EEE d MMM yyyy HH:mm')} ({time_zone})"


def _attempt(work: Callable[[], object]) -> bool:
	messages = len(frappe.message_log)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		work()
		return True
	except JobTimeoutException:
		raise
	except Exception as error:
		if compat.is_deadlock(error):  # the savepoint is gone, and the caller's own work with it
			raise
		frappe.db.rollback(save_point=_SAVEPOINT)
		frappe.log_error(title=_("Task Discipline could not queue a mail"))
		return False
	finally:
		# What the host says of addresses and accounts is not for the person who works with the task.
		del frappe.message_log[messages:]


@dataclass(frozen=True)
class _Mail:
	frame: Frame
	letter: Letter
	addresses: list[str]
	message: str
	message_id: str


class _Batch:
	"""Letters that are queued together; ``odd`` gathers those that only the host can queue."""

	def __init__(self) -> None:
		self.odd: list[Letter] = []
		self.refused: list[Unsent] = []
		self._frames: dict[Shape, Frame | None] = {}
		self._date = formatdate()

	def queue(self, letters: Sequence[Letter]) -> None:
		"""Write the rows of all letters that are not odd."""
		refused = _refused(letters)
		mails: list[_Mail] = []
		for letter in letters:
			addresses = _accepting(letter, refused)
			left_out = tuple(one for one in letter.addresses if one not in addresses)
			if left_out:
				self.refused.append(Unsent(letter, left_out, REFUSED))
			mail = self._mail(letter, addresses) if addresses else None
			if mail:
				mails.append(mail)
			elif addresses:
				self.odd.append(letter)
		_write(mails)

	def _mail(self, letter: Letter, addresses: list[str]) -> _Mail | None:
		words = words_of(letter)
		frame = self._frame(shape_of(letter)) if fits(words) and _are_plain(addresses) else None
		if not frame:
			return None
		message_id = get_message_id().strip("<>")
		try:
			message = frame.message(words, message_id, self._date)
		except Exception:
			return None  # what the standard library cannot encode spoils one letter only
		return _Mail(frame, letter, addresses, message, message_id)

	def _frame(self, shape: Shape) -> Frame | None:
		if shape not in self._frames:
			self._frames[shape] = _usual_frame(shape)
		return self._frames[shape]


def _usual_frame(shape: Shape) -> Frame | None:
	# Other apps may change single mails, which must then be made one by one.
	if frappe.get_hooks(_HOST_HOOK) or frappe.get_doc_hooks().get("Email Queue"):
		return None
	try:
		with spoken(shape.language):
			return frame_for(shape)
	except UnknownBuild:
		return None


def _refused(letters: Sequence[Letter]) -> set[tuple[str, str | None]]:
	"""Who unsubscribed, as pairs of address and record; no record means from everything."""
	unsubscribe = frappe.qb.DocType("Email Unsubscribe")
	addresses = {address for letter in letters for address in letter.addresses}
	doctypes = list({letter.doctype for letter in letters})
	found = (
		frappe.qb.from_(unsubscribe)
		.where(unsubscribe.email.isin(list(addresses)))
		.where((unsubscribe.global_unsubscribe == 1) | unsubscribe.reference_doctype.isin(doctypes))
		.select(unsubscribe.email, unsubscribe.reference_name, unsubscribe.global_unsubscribe)
		.run()
	)
	return {(email, None if everything else record or "") for email, record, everything in found}


def _accepting(letter: Letter, refused: set[tuple[str, str | None]]) -> list[str]:
	once = dict.fromkeys(filter(None, letter.addresses))
	return [address for address in once if not {(address, None), (address, letter.record)} & refused]


def _are_plain(addresses: list[str]) -> bool:
	return len(addresses) <= _MOST_ADDRESSES and all(
		len(address) <= _LONGEST_ADDRESS
		and (address in frappe.STANDARD_USERS or validate_email_address(strip(address)))
		for address in addresses
	)


def _write(mails: list[_Mail]) -> None:
	queued = [
		{
			**mail.frame.queue_row,
			"reference_name": mail.letter.record or None,
			"message": mail.message,
			"message_id": mail.message_id,
			**_owned(mail),
		}
		for mail in mails
	]
	names = rows.insert("Email Queue", queued)
	pairs = zip(names, mails, strict=True)
	rows.insert("Email Queue Recipient", [row for name, mail in pairs for row in _recipients(name, mail)])


def _recipients(name: str | int, mail: _Mail) -> Iterator[dict[str, object]]:
	for number, address in enumerate(mail.addresses, start=1):
		yield {
			**mail.frame.recipient_row,
			"parent": name,
			"idx": number,
			"recipient": address.strip(),
		} | _owned(mail)


def _owned(mail: _Mail) -> dict[str, object]:
	actor = mail.letter.actor or frappe.session.user
	return {"owner": actor, "modified_by": actor}


def _leave_to_host(letter: Letter) -> None:
	with spoken(letter.language):
		frappe.sendmail(
			recipients=list(letter.addresses),
			subject=_TAG.sub("< ", letter.subject),
			template="task_notice",
			args={**letter.content, "doctype": letter.doctype},
			reference_doctype=letter.doctype if letter.record else None,
			reference_name=letter.record,
			reply_to=reply_address.for_mails_of(letter.doctype if letter.record else None),
			add_unsubscribe_link=0,
		)
