"""Messages that the host made once for each shape of letters, ready to take the words of each letter.

The host renders, inlines styles and builds MIME anew for every mail, which costs more than all the rest of telling
people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_string
from functools import lru_cache

import frappe
from frappe import _
from frappe.email.doctype.email_queue.email_queue import QueueBuilder
from frappe.model.document import Document
from frappe.utils import get_url, strip
from frappe.utils.jinja import get_email_from_template
from frappe.utils.jinja_globals import bundled_asset

from task_discipline.services import reply_address
from task_discipline.services.letter_pieces import Piece, UnknownBuild, cut, put
from task_discipline.services.letters import Shape, marked_content, marks

_SOMEBODY = "somebody@example.com"
_OF_THE_ROW = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "parent")
_OF_THE_ACCOUNT = (
	"footer",
	"always_use_account_email_id_as_sender",
	"always_use_account_name_as_sender_name",
)


@dataclass(frozen=True)
class Frame:
	"""A message cut into pieces, and what the queue's rows of all letters of its shape have in common."""

	pieces: tuple[Piece, ...]
	queue_row: Mapping[str, object]
	recipient_row: Mapping[str, object]

	def message(self, words: Mapping[str, str], message_id: str, date: str) -> str:
		"""The text of one mail, as the host's queue stores it."""
		subject = "".join(strip(words["title"]).splitlines())
		headers = {"Subject": subject, "Message-Id": f"<{message_id}>", "Date": date}
		return "".join(put(piece, words, headers) for piece in self.pieces)


def frame_for(shape: Shape) -> Frame:
	"""The frame of a shape, in the session's language; the host makes it again when anything in it may have changed.

	Raises ``UnknownBuild`` where the host builds its messages in another way than this module knows.
	"""
	html, text = get_email_from_template("task_notice", marked_content(shape))
	return _frame(shape, html, text, _surroundings(shape))


@lru_cache(maxsize=64)
def _frame(shape: Shape, html: str, text: str | None, surroundings: tuple[object, ...]) -> Frame:
	"""``surroundings`` only tell apart what was made at other times, of other sites and for other accounts."""
	values = _builder(shape, html, text).as_dict(include_recipients=False)
	if not values:
		frappe.throw(_("The sender of the outgoing e-mail account is not a valid e-mail address."))
	row = frappe.new_doc("Email Queue").update(values)
	row.set_recipients([_SOMEBODY])
	frame = Frame(tuple(cut(row.message)), _columns(row), _columns(row.recipients[0]))
	if frame.message(marks(shape), row.message_id, message_from_string(row.message)["Date"]) != row.message:
		raise UnknownBuild
	return frame


def _builder(shape: Shape, html: str = "", text: str | None = None) -> QueueBuilder:
	return QueueBuilder(
		recipients=[_SOMEBODY],
		sender="",
		subject=marks(shape)["title"],
		message=html,
		text_content=text,
		reference_doctype=shape.doctype,
		reply_to=reply_address.for_mails_of(shape.doctype),
		add_unsubscribe_link=0,
	)


def _surroundings(shape: Shape) -> tuple[object, ...]:
	"""What the host puts around the template's text: account, footers, styles and the site's address."""
	account = _builder(shape).get_outgoing_email_account()
	return (
		frappe.local.site,
		get_url(),
		account.name,
		account.default_sender,
		str(account.modified),
		reply_address.for_mails_of(shape.doctype),
		*(account.get(field) for field in _OF_THE_ACCOUNT),
		bool(frappe.db.exists("Email Account", account.name)),
		frappe.db.get_default("email_footer_address"),
		frappe.db.get_default("disable_standard_email_footer"),
		tuple(frappe.get_hooks("default_mail_footer")),
		tuple(bundled_asset(path) for path in frappe.get_hooks("email_css")),
	)


def _columns(row: Document) -> dict[str, object]:
	return {field: value for field, value in row.get_valid_dict().items() if field not in _OF_THE_ROW}
