"""Where a reply has to go so that the site reads it."""

from frappe.email.doctype.email_account.email_account import EmailAccount


def for_mails_of(doctype: str | None) -> str | None:
	"""The address for Reply-To; None where a reply comes back to the site by itself, or the site reads no mail at all."""
	sending = EmailAccount.find_outgoing(match_by_doctype=doctype) if doctype else None
	if not sending or sending.get("enable_incoming"):
		return None
	# Kept with the account, which the host keeps as long as a request or a job lasts.
	if "reply_address" not in sending.flags:
		reading = EmailAccount.find_default_incoming()
		sending.flags.reply_address = reading.email_id if reading else None
	return sending.flags.reply_address
