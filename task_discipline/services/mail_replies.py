"""Replies to mails of a task or a template: what a person of it wrote becomes his comment, and nothing else does.

A reply never takes an action. The mail itself stays with the host, in no connection with the task: what it quotes is
for the people of the task, who see more or less of it from day to day.
"""

import hashlib
import re
from email.utils import getaddresses
from functools import cached_property

import frappe
from frappe import _, _lt
from frappe.desk.form.utils import add_comment
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.receive import InboundMail
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname
from rq.timeouts import JobTimeoutException

from task_discipline import compat, permissions
from task_discipline.services import reply_files, reply_parts, reply_text
from task_discipline.services.acting import acting_as

_SAVEPOINT = "task_discipline_reply"
_MOST_REFERENCES = 50
_ATTEMPTS = 3
"""The mail server has forgotten the mail, so no lock of somebody else may cost it."""
_ID = re.compile(r"<([^<>\s]{1,300})>")
_AUTOMATIC_PRECEDENCE = ("bulk", "junk", "list", "auto_reply", "auto-reply")
_AUTOMATIC_HEADERS = (
	"X-Autoreply",
	"X-Autorespond",
	"X-Autoresponder",
	"X-Auto-Reply",
	"List-Id",
	"List-Unsubscribe",
	"isnotification",
)
_SAID_BY_OTHERS = re.compile(r'"(?:\\.|[^"\\])*"?|\([^()]*\)')
_FINDING = re.compile(r"(?:^|;)\s*((?:dmarc|spf|dkim)=[a-z]+)")
_AUTOMATIC_SENDERS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@.*", re.IGNORECASE)

AUTOMATIC = _lt("it was written by a machine")
UNKNOWN = _lt("its sender is nobody who may comment there")
FORGED = _lt("the mail server doubts its sender")
EMPTY = _lt("it says nothing new")
BROKEN = _lt("something went wrong; the error log says what")


class TaskReply(InboundMail):
	"""A mail that answers one about ``place``, a doctype of ours and the name of its record."""

	def __init__(self, mail: InboundMail, place: tuple[str, str]):
		super().__init__(mail.raw_message, mail.email_account, mail.uid, mail.seen_status, mail.append_to)
		self.place = place
		# A mail without an identity gets one from its content, so that it cannot land twice either.
		raw = self.raw_message if isinstance(self.raw_message, bytes) else self.raw_message.encode()
		self.message_id = self.message_id or f"{hashlib.sha256(raw).hexdigest()}@{frappe.local.site}"

	@cached_property
	def writer(self) -> str:
		"""The address in From: the host also believes in Reply-To, which anybody can fill in and no server checks."""
		found = [address.lower() for _name, address in getaddresses(self.mail.get_all("From", [])) if address]
		return found[0] if len(found) == 1 else ""

	def process(self) -> Document:
		"""Let the reply land and keep the mail; the host, which calls this, then answers and forwards nothing."""
		for _attempt in range(_ATTEMPTS - 1):
			try:
				return self._process()
			except Exception as error:
				if not compat.is_lock_error(error):
					raise
				compat.undo_transaction()  # the host ends it before each mail, so it holds nothing else
		return self._process()

	def _process(self) -> Document:
		# Two processes that fetch the same mail wait here for each other, and read what is there now.
		frappe.db.get_value(*self.place, for_update=True)
		known = frappe.db.get_value("Communication", {"message_id": self.message_id}, for_update=True)
		if known:
			return frappe.get_doc("Communication", known)
		refusal = self._land()
		return self._keep(refusal) if refusal else self._note()

	def _land(self) -> object:
		"""Make the comment; returns why not, or nothing."""
		frappe.db.savepoint(_SAVEPOINT)
		try:
			return self._refusal() or self._comment()
		except JobTimeoutException:
			raise
		except Exception as error:
			if compat.is_deadlock(error):  # the savepoint is gone
				raise
			frappe.db.rollback(save_point=_SAVEPOINT)
			frappe.log_error(title=_("A reply could not become a comment"))
			return BROKEN

	def _refusal(self) -> object:
		if is_automatic(self):
			return AUTOMATIC
		if _is_doubted(self):
			return FORGED
		return None if self.person and permissions.reads(*self.place, self.person) else UNKNOWN

	@cached_property
	def person(self) -> str | None:
		"""The enabled user behind the address of the sender."""
		if not self.writer or self.writer in _own_addresses(self.email_account):
			return None
		users = frappe.get_all("User", {"email": self.writer, "enabled": 1}, ["name", "email"])
		# The database takes letters for equal that are not, and with them the domains of strangers.
		found = [one.name for one in users if one.email.strip().lower() == self.writer]
		return found[0] if len(found) == 1 else None

	def _comment(self) -> object:
		words = reply_text.said(self._part("plain"), self._part("html"))
		with acting_as(str(self.person)):
			files = [*self.attachments, *reply_parts.passed_over(self.mail)]
			saved, left_out = reply_files.attach(files, self.place)
			if not (words or saved or left_out):
				return EMPTY
			content = _as_html(words or ", ".join(saved)) + _left_out(left_out)
			add_comment(*self.place, content, str(self.person), get_fullname(self.person))
		return None

	def _part(self, subtype: str) -> str:
		"""All that he wrote of the kind."""
		return "\n".join(str(self.get_payload(part)) for part in reply_parts.texts(self.mail, subtype))

	def _note(self) -> Document:
		"""What stays of a reply that landed: that it came, for the day it comes again."""
		return self._stored(
			subject=_("Reply by e-mail"),
			content=_("This reply has become a comment."),
			text_content="",
			recipients="",
			cc="",
			has_attachment=0,
			status="Closed",
		)

	def _keep(self, refusal: object) -> Document:
		"""The mail as the host keeps any other, with a word why it did not land."""
		communication = self._stored()
		files = self._files_of(communication)
		communication.content = frappe.utils.sanitize_html(self.replace_inline_images(files))
		# The scheduler, which fetches mails, acts for nobody.
		communication.save(ignore_permissions=True)
		communication.add_comment("Info", _("This reply did not become a comment: {0}.").format(refusal))
		return communication

	def _files_of(self, communication: Document) -> list[Document]:
		"""What the host saves of the attachments; where it cannot, the mail stays without them."""
		frappe.db.savepoint(_SAVEPOINT)
		try:
			return list(self.save_attachments_in_doc(communication))
		except JobTimeoutException:
			raise
		except Exception as error:
			if compat.is_deadlock(error):  # the savepoint is gone
				raise
			frappe.db.rollback(save_point=_SAVEPOINT)
			frappe.log_error(title=_("The attachments of a reply could not be kept"))
			return []

	def _stored(self, **values: object) -> Document:
		communication = frappe.get_doc({"doctype": "Communication", **self.as_dict(), **values})
		communication.flags.in_receive = True
		# The scheduler, which fetches mails, acts for nobody.
		return communication.insert(ignore_permissions=True)


def recognised(mail: InboundMail) -> InboundMail:
	"""The mail itself, or the reply to a mail of ours that it is. Never raises: the server has forgotten it already."""
	try:
		place = _place_of(mail)
		return TaskReply(mail, place) if place else mail
	except JobTimeoutException:
		raise
	except Exception:
		frappe.log_error(title=_("A mail could not be read as a reply"))
		return mail


def is_automatic(mail: InboundMail) -> bool:
	"""Whether a machine wrote it: an absence notice, a bounce, a mailing list."""
	headers = mail.mail
	submitted = str(headers.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
	precedence = str(headers.get("Precedence", "")).strip().lower()
	return (
		submitted != "no"
		or precedence in _AUTOMATIC_PRECEDENCE
		or any(name in headers for name in _AUTOMATIC_HEADERS)
		or headers.get_content_type() == "multipart/report"
		or str(headers.get("Return-Path", "")).strip() == "<>"
		or any(_AUTOMATIC_SENDERS.fullmatch(one) for _name, one in getaddresses(headers.get_all("From", [])))
	)


def _is_doubted(mail: InboundMail) -> bool:
	"""Whether the site's own mail server, whose word stands on top, found that the sender is somebody else."""
	# What stands in quotes and brackets the sender may have put there.
	word = _SAID_BY_OTHERS.sub("", str(mail.mail.get("Authentication-Results", "")).lower())
	found = set(_FINDING.findall(word))
	if found & {"dmarc=pass", "dmarc=fail"}:
		return "dmarc=fail" in found
	# A domain without a policy is no reason to believe it.
	return bool(found & {"spf=fail", "spf=softfail"}) and "dkim=pass" not in found


def _place_of(mail: InboundMail) -> tuple[str, str] | None:
	"""What of ours the answered mail was about, by the identities of the mails that a reply names."""
	named = [*mail.mail.get_all("References", []), *mail.mail.get_all("In-Reply-To", [])]
	ids = list(dict.fromkeys(_ID.findall(" ".join(map(str, named)))))[-_MOST_REFERENCES:]
	if not ids:
		return None
	for doctype in ("Email Queue", "Communication"):
		filters = {"message_id": ("in", ids), "reference_doctype": ("in", permissions.ROOTS)}
		found = frappe.db.get_value(
			doctype, filters, ["reference_doctype", "reference_name"], order_by="creation desc"
		)
		if found and found[1]:
			return found
	return None


def _own_addresses(account: EmailAccount) -> set[str]:
	outgoing = EmailAccount.find_default_outgoing()
	return {str(one.email_id).lower() for one in (account, outgoing) if one}


def _as_html(words: str) -> str:
	paragraphs = (escape_html(one).replace("\n", "<br>") for one in words.split("\n\n"))
	return "".join(f"<p>{one}</p>" for one in paragraphs)


def _left_out(names: list[str]) -> str:
	if not names:
		return ""
	words = _("Attachments of the e-mail that could not be added here: {0}").format(", ".join(names))
	return f"<p><em>{escape_html(words)}</em></p>"
