"""What the host keeps beside a task, a template, a digest, a statement or a chat (comments, files, bells, mails) is as readable as that."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from task_discipline import (
	chat_names,
	chat_rights,
	compat,
	files,
	money_rights,
	personal,
	prepared_rights,
	stored_rows,
)
from task_discipline.money_names import STATEMENT
from task_discipline.permissions import (
	DIGEST,
	READING,
	ROOTS,
	among_readable,
	denied,
	reads,
	works_on,
)

HOST_RECORDS = {
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
}
"""The host's doctypes whose rows may tell of a record of ours, and the two fields that say of which."""
_READERS_KNOWN_BY = {
	DIGEST: personal,
	STATEMENT: money_rights,
	prepared_rights.PREPARED: prepared_rights,
	**dict.fromkeys(chat_names.BESIDE, chat_rights),
}
"""Doctypes beside which nobody talks: the host keeps mails and bells, and files of a chat. Who knows their readers."""
BESIDE = (*ROOTS, *_READERS_KNOWN_BY)
"""Doctypes of ours beside which the host keeps rows of its own."""


def has_host_record_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for ``HOST_RECORDS``: what tells of a record of ours is hidden with it; the host decides on all else."""
	if all(_reads(*place, user) for place in _places_beside(doc)):
		return compat.undecided()
	return denied(doc)


def has_file_permission(
	doc: Document, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool | None:
	"""Hook for the host's File: a task's or template's file follows it; whoever uploaded it keeps it in sight.

	A new row that names an address instead of bringing content would make its creator the owner of what
	lies there, so he must be able to read it already.
	"""
	user = user or frappe.session.user
	if _claims_address(doc, ptype) and hides(files.at_address(doc.file_url), user):
		return denied(doc)
	places = _places_beside(doc)
	if not places or ptype == "create":
		return compat.undecided()
	if ptype not in READING:
		return all(_changes(*place, user) for place in places) or denied(doc)
	return (
		stored_rows.values(doc, "owner") == (user,)
		or all(_reads(*place, user) for place in places)
		or denied(doc)
	)


def _claims_address(doc: Document, ptype: str) -> bool:
	if ptype == "create":
		return bool(doc.get("file_url")) and not doc.get("content")
	return bool(doc.get("file_url")) and stored_rows.values(doc, "file_url") != (doc.file_url,)


def hides(known: Iterable[files.GuardedFile], user: str | None = None) -> bool:
	"""Whether any of the files belongs to somebody else and to a record that the person may not read."""
	user = user or frappe.session.user
	return any(file.owner != user and not _reads(file.doctype, file.record, user) for file in known)


def _reads(doctype: str, name: object, user: str | None) -> bool:
	rights = _READERS_KNOWN_BY.get(doctype)
	return rights.reads(doctype, name, user) if rights else reads(doctype, name, user)


def _changes(doctype: str, name: object, user: str) -> bool:
	# A file that was sent stays as it was sent.
	return doctype in ROOTS and works_on(doctype, name, user)


def _places_beside(doc: Document) -> set[tuple[str, object]]:
	"""What of ours a record of the host stands beside: the one it says, and the one it is stored with."""
	columns = HOST_RECORDS[doc.doctype]
	places = [tuple(doc.get(column) for column in columns), stored_rows.values(doc, *columns)]
	return {place for place in filter(None, places) if place[1] and _is_ours(*place)}


def _is_ours(doctype: str, name: object) -> bool:
	return doctype in BESIDE and (doctype != prepared_rights.PREPARED or prepared_rights.concerns(name))


def file_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for the host's File that hides files beside what is unreadable and touches no other file."""
	user = user or frappe.session.user
	others = host_record_condition(user, "File")
	return others and f"(`tabFile`.`owner` = {frappe.db.escape(user)} or {others})"


def host_record_condition(user: str | None = None, doctype: str | None = None) -> str:
	"""List condition for ``HOST_RECORDS``: hides what tells of unreadable records of ours, touches no other row."""
	doctype_field, name_field = (f"`tab{doctype}`.`{field}`" for field in HOST_RECORDS[str(doctype)])
	readable = {root: among_readable(name_field, user, root) for root in ROOTS}
	readable |= {
		doctype: rights.among_own(name_field, doctype, user) for doctype, rights in _READERS_KNOWN_BY.items()
	}
	parts = [
		f"(coalesce({doctype_field}, '') != '{root}' or {condition})"
		for root, condition in readable.items()
		if condition
	]
	return f"({' and '.join(parts)})" if parts else ""
