"""Mails that are whole pages of ours: the host builds and queues the message, and wraps nothing around it.

For pages that must look right in the dark and on a phone, which the host's own frame does not. Its footer, which may
hold what the law asks for, is the page's to show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.doctype.email_queue.email_queue import QueueBuilder
from frappe.email.email_body import get_footer
from frappe.model.document import Document

from task_discipline.services import mail, rows

_OF_THE_ROW = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent")


@dataclass(frozen=True)
class WholeMail:
	"""One mail to one address, as it is shown and as it is read without HTML; it stands beside a record of ours."""

	address: str
	subject: str
	html: str
	text: str
	doctype: str
	record: str


class _Builder(QueueBuilder):
	"""The host's builder for what is finished already."""

	def email_html_content(self) -> str:
		return self._message


def account_for(doctype: str) -> EmailAccount:
	"""The account that sends mails beside records of a doctype. Raises where the site has none."""
	return EmailAccount.find_outgoing(match_by_doctype=doctype, _raise_error=True)


def footer(account: EmailAccount) -> str:
	"""What the site says at the end of each mail, as HTML."""
	return get_footer(account)


def queue(mails: Sequence[WholeMail], account: EmailAccount) -> dict[str, str]:
	"""Queue the mails in the transaction; returns the records of those that could not be, and why."""
	refusing = _unsubscribed([one.address for one in mails])
	unsent = {one.record: mail.REFUSED for one in mails if one.address in refusing}
	post = _Post(account)
	for one in mails:
		if one.record not in unsent and not post.add(one):
			unsent[one.record] = mail.FAILED
	post.queue()
	return unsent


def _unsubscribed(addresses: Sequence[str]) -> set[str]:
	asked = {"email": ("in", list(addresses) or [""]), "global_unsubscribe": 1}
	return set(frappe.get_all("Email Unsubscribe", asked, pluck="email", order_by=None))


class _Post:
	"""Mails on their way into the queue; what all rows have in common is asked of the host once."""

	def __init__(self, account: EmailAccount) -> None:
		self._account = account
		self._rows: list[dict[str, object]] = []
		self._addresses: list[str] = []
		self._pattern: Document | None = None

	def add(self, one: WholeMail) -> bool:
		"""Build the message; False where the host does not take the address."""
		builder = self._builder(one)
		try:
			self._pattern = self._pattern or _pattern(builder)
			built = builder.prepare_email_content()
			message = built.as_string()
		except frappe.InvalidEmailAddressError:
			frappe.log_error(title=_("Task Discipline could not queue a mail"))
			return False
		own = {"message": message, "message_id": built.msg_root["Message-Id"].strip("<>")}
		self._rows.append({**_columns(self._pattern), **own, "reference_name": one.record})
		self._addresses.append(one.address)
		return True

	def queue(self) -> None:
		"""Write the rows."""
		if not self._pattern:
			return
		names = rows.insert("Email Queue", self._rows)
		common = _columns(self._pattern.recipients[0])
		pairs = zip(names, self._addresses, strict=True)
		recipients = [{**common, "parent": name, "recipient": address} for name, address in pairs]
		rows.insert("Email Queue Recipient", recipients)

	def _builder(self, one: WholeMail) -> _Builder:
		builder = _Builder(
			recipients=[one.address],
			sender="",
			subject=one.subject,
			message=one.html,
			text_content=one.text,
			reference_doctype=one.doctype,
			reference_name=one.record,
			add_unsubscribe_link=0,
		)
		builder._email_account, builder._unsubscribed_user_emails = (
			self._account,
			[],
		)  # asked for all together
		return builder


def _pattern(builder: _Builder) -> Document:
	values = builder.as_dict(include_recipients=False)
	if not values:  # the host has caught it, and written the reason into its error log
		raise frappe.InvalidEmailAddressError
	row = frappe.new_doc("Email Queue").update(values)
	row.set_recipients(builder.recipients)
	return row


def _columns(row: Document) -> dict[str, object]:
	return {field: value for field, value in row.get_valid_dict().items() if field not in _OF_THE_ROW}
