"""The host's incoming mail account, which hands replies to mails of tasks to us.

Only there the headers of a mail are still known. Of several apps that put a class in the place of the host's the
last one wins, so ours stands on the one that the others of the site have put there (Helpdesk has one).
"""

from functools import lru_cache

import frappe
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.receive import InboundMail

from task_discipline.services import mail_replies

_OURS = "TaskMailAccount"


def __getattr__(name: str) -> type[EmailAccount]:
	"""The class of the present site: sites of one process may have different apps."""
	if name != _OURS:
		raise AttributeError(name)
	return _standing_on(_class_of_others())


def _class_of_others() -> type[EmailAccount]:
	paths = frappe.get_hooks("override_doctype_class").get("Email Account", [])
	others = [path for path in paths if path != f"{__name__}.{_OURS}"]
	if not others:
		return EmailAccount
	module, _dot, name = others[-1].rpartition(".")
	base: type[EmailAccount] = getattr(frappe.get_module(module), name)
	return base


@lru_cache
def _standing_on(base: type[EmailAccount]) -> type[EmailAccount]:
	"""One class for each base, so that documents which the host keeps in its cache find it again."""

	def get_inbound_mails(self: EmailAccount) -> list[InboundMail]:
		"""The mails that wait on the server."""
		return [mail_replies.recognised(mail) for mail in base.get_inbound_mails(self)]

	members = {"__module__": __name__, "__doc__": base.__doc__, "get_inbound_mails": get_inbound_mails}
	return type(_OURS, (base,), members)
