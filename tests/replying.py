"""A real mailbox and what people answer into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import frappe
from frappe.email.queue import flush

from tests.factories import (
	RESPONSIBLE,
	make_mail_account,
	purge,
)
from tests.mail_server import MailServer
from tests.pop_server import PopServer

DESK = "replies@td-test.example"
WORDS = "The zanzibar price is missing."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 50


class Post:
	"""The mails of one site: what its queue sends, and what comes into its mailbox."""

	def __init__(self, sent: MailServer, box: PopServer, account: Any):
		self.sent, self.box, self.account = sent, box, account

	def mail_to(self, person: str, words: str = "set a task") -> EmailMessage:
		"""The mail that a person got, whose subject holds ``words``."""
		frappe.db.commit()
		flush()
		return next(mail for to, mail in self.sent.messages if to == person and words in mail["subject"])

	def fetch(self, *mails: EmailMessage | bytes) -> None:
		"""Let the mails come in, as the scheduler fetches them."""
		for mail in mails:
			self.box.put(mail if isinstance(mail, bytes) else mail.as_bytes())
		frappe.db.commit()
		frappe.get_doc("Email Account", self.account.name).receive()


@contextmanager
def mailbox() -> Iterator[Post]:
	"""Mail goes out and comes in, and nothing of it is left afterwards."""
	with MailServer() as sent, PopServer() as box:
		make_mail_account(sent.port)
		frappe.local.outgoing_email_account = {}
		frappe.flags.testing_email = True
		yield Post(sent, box, make_mailbox(box.port))
		frappe.flags.testing_email = False
		frappe.local.outgoing_email_account = {}
		frappe.db.rollback()
		frappe.db.delete("Email Account", {"email_id": DESK})
		_forget_mails()
		purge()


def make_mailbox(port: int) -> Any:
	return frappe.get_doc(
		doctype="Email Account",
		email_account_name="TD Replies",
		email_id=DESK,
		enable_incoming=1,
		default_incoming=1,
		enable_auto_reply=1,
		auto_reply_message="We got your mail",
		email_server="127.0.0.1",
		incoming_port=port,
		use_imap=0,
		use_ssl=0,
		password="secret",
	).insert()


def _forget_mails() -> None:
	mails = frappe.get_all("Communication", {"email_account": "TD Replies"}, pluck="name")
	for doctype, field in (
		("File", "attached_to_name"),
		("Comment", "reference_name"),
		("Communication", "name"),
	):
		frappe.db.delete(doctype, {field: ("in", mails or [""])})


def reply_to(
	mail: EmailMessage, sender: str = RESPONSIBLE, text: str = WORDS, html: str = "", **headers: str
) -> EmailMessage:
	"""What a mail program sends when a person answers."""
	answer = EmailMessage()
	answer["From"] = f"Somebody <{sender}>"
	answer["To"] = mail["Reply-To"] or mail["From"]
	answer["Subject"] = f"Re: {mail['subject']}"
	answer["Message-ID"] = f"<{frappe.generate_hash(length=12)}@mail.example>"
	answer["In-Reply-To"] = mail["Message-Id"]
	for name, value in headers.items():
		del answer[name.replace("_", "-")]
		answer[name.replace("_", "-")] = value
	if text:
		answer.set_content(text)
	if html:
		answer.add_alternative(html, subtype="html")
	return answer


def comments(task: Any) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		"Comment",
		{"reference_name": task.name, "comment_type": "Comment"},
		["comment_email", "content"],
		order_by="creation asc",
	)
	return [(row.comment_email, row.content) for row in rows]


def kept() -> list[Any]:
	"""The mails as the host keeps them."""
	return frappe.get_all(
		"Communication",
		{"email_account": "TD Replies"},
		["name", "subject", "content", "text_content", "reference_doctype", "reference_name", "sender"],
		order_by="creation asc",
	)


def beside(task: Any) -> int:
	"""Mails in the task's timeline."""
	return frappe.db.count("Communication", {"reference_name": task.name}) + frappe.db.count(
		"Communication Link", {"link_name": task.name}
	)
