"""The host's incoming mail account, which hands replies to mails of tasks to us.

Only there the headers of a mail are still known. Helpdesk has a class for it, too, and ours stands on that.
"""

from functools import lru_cache

from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.receive import InboundMail

from task_discipline import overriding
from task_discipline.services import mail_replies

_OURS = "TaskMailAccount"


def __getattr__(name: str) -> type[EmailAccount]:
	"""The class of the present site: sites of one process may have different apps."""
	if name != _OURS:
		raise AttributeError(name)
	path = f"{__name__}.{_OURS}"
	return _standing_on(overriding.class_of_others("Email Account", path, EmailAccount))


@lru_cache
def _standing_on(base: type[EmailAccount]) -> type[EmailAccount]:
	"""One class for each base, so that documents which the host keeps in its cache find it again."""

	def get_inbound_mails(self: EmailAccount) -> list[InboundMail]:
		"""The mails that wait on the server."""
		return [mail_replies.recognised(mail) for mail in base.get_inbound_mails(self)]

	members = {"__module__": __name__, "__doc__": base.__doc__, "get_inbound_mails": get_inbound_mails}
	return type(_OURS, (base,), members)
