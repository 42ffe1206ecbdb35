"""Whom a mail that was written some time ago may still reach: much may have changed since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import frappe

from task_discipline import chat_names, chat_rights, permissions

_RECIPIENT = "Email Queue Recipient"


def keep_readers(mails: Sequence[frappe._dict]) -> tuple[list[frappe._dict], list[frappe._dict]]:
	"""Take people out of stored mails who may not read any more what these tell of.

	Returns the mails that still have somebody to go to, and those that have not. Addresses of nobody's account stay:
	somebody chose them.
	"""
	by_name = {row.name: row for row in mails}
	known = _accounts_of(by_name)
	access = _access({by_name[mail].reference_name for mail, *_others in known})
	may: dict[tuple[str, str], bool] = defaultdict(bool)
	for mail, line, user in known:
		may[mail, line] |= _reads(by_name[mail], user, access)
	strangers = {line for (_mail, line), reads in may.items() if not reads}
	if strangers:
		frappe.db.delete(_RECIPIENT, {"name": ("in", strangers)})
	left = _with_somebody(by_name) if strangers else set(by_name)
	return [row for row in mails if row.name in left], [row for row in mails if row.name not in left]


def _accounts_of(mails: Iterable[str]) -> Sequence[tuple[str, str, str]]:
	"""Mail, its line for an address that it was not sent to yet, and each account of that address."""
	return frappe.db.sql(
		"""select line.parent, line.name, person.name from `tabEmail Queue Recipient` line
		join `tabUser` person on person.email = line.recipient
		where line.parent in %s and line.status != 'Sent'""",
		([*mails, ""],),
	)


def _access(tasks: Iterable[str | None]) -> set[tuple[str, str]]:
	wanted = [task for task in tasks if task]
	return set(
		frappe.db.sql("select task, `user` from `tabTD Task Access` where task in %s", ([*wanted, ""],))
	)


def _reads(mail: frappe._dict, user: str, access: set[tuple[str, str]]) -> bool:
	if not permissions.is_active(user):
		return False
	if mail.reference_doctype in chat_names.BESIDE:
		return chat_rights.reads(mail.reference_doctype, mail.reference_name, user)
	if mail.reference_doctype not in permissions.ROOTS or (mail.reference_name, user) in access:
		return True
	return permissions.reads(mail.reference_doctype, mail.reference_name, user)


def _with_somebody(mails: Iterable[str]) -> set[str]:
	found = frappe.get_all(
		_RECIPIENT, {"parent": ("in", list(mails)), "status": ("!=", "Sent")}, pluck="parent"
	)
	return set(found)
