"""Where a reply has to go so that the site reads it."""

from frappe.email.doctype.email_account.email_account import EmailAccount


def for_mails_of(doctype: str | None) -> str | None:
	"""The address for Reply-To; None where a reply comes back to the site by itself, or the site reads no mail at all."""
	if not doctype:
		return None
	sending = EmailAccount.find_outgoing(match_by_doctype=doctype)
	if not sending or sending.get("enable_incoming"):
		return None
	reading = EmailAccount.find_default_incoming()
	return reading.email_id if reading else None
