"""The host's incoming mail account, which hands replies to mails of tasks to us."""

from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.receive import InboundMail

from task_discipline.services import mail_replies


class TaskMailAccount(EmailAccount):
	"""Email Account as the host has it, but for replies: only here the headers of a mail are still known."""

	def get_inbound_mails(self) -> list[InboundMail]:
		"""The mails that wait on the server."""
		return [mail_replies.recognised(mail) for mail in super().get_inbound_mails()]
