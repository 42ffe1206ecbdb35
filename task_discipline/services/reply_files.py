"""Attachments of a reply become private files of what it is about, by the right of whoever sent them."""

import hashlib
from collections.abc import Mapping, Sequence

import frappe

from task_discipline import permissions

_SAVEPOINT = "task_discipline_reply_file"
_MOST = 20
_LONGEST_NAME = 180
"""In bytes: disks take 255, and the host adds some of its own to make a name unique."""
_LONGEST_EXTENSION = 20


def attach(
	attachments: Sequence[Mapping[str, object]], place: tuple[str, str]
) -> tuple[list[str], list[str]]:
	"""Attach what the session's user may attach; returns the names of what was, and of what was not.

	What is there already, such as the picture in everybody's signature, is passed over in silence.
	"""
	new = _new(attachments, place)
	if not permissions.works_on(*place):
		return [], [str(one["fname"]) for one in new]
	messages = len(frappe.message_log)
	saved = {id(one) for one in new[:_MOST] if _is_saved(one, place)}
	del frappe.message_log[messages:]  # said to a browser that is not there
	names = [(id(one) in saved, str(one["fname"])) for one in new]
	return [name for done, name in names if done], [name for done, name in names if not done]


def _new(attachments: Sequence[Mapping[str, object]], place: tuple[str, str]) -> list[Mapping[str, object]]:
	filters = {"attached_to_doctype": place[0], "attached_to_name": place[1]}
	known = set(frappe.get_all("File", filters, pluck="content_hash", order_by=None))
	# The host's own mark of equal content, no matter of secrecy.
	by_content = {hashlib.md5(one["fcontent"], usedforsecurity=False).hexdigest(): one for one in attachments}
	return [one for content, one in by_content.items() if content not in known]


def _is_saved(attachment: Mapping[str, object], place: tuple[str, str]) -> bool:
	frappe.db.savepoint(_SAVEPOINT)
	try:
		frappe.get_doc(
			doctype="File",
			file_name=_short(str(attachment["fname"])),
			content=attachment["fcontent"],
			attached_to_doctype=place[0],
			attached_to_name=place[1],
			is_private=1,
		).insert()
	# Too large, of a kind that the site refuses, or more than the disk takes.
	except (frappe.ValidationError, frappe.PermissionError, OSError):
		frappe.db.rollback(save_point=_SAVEPOINT)
		return False
	return True


def _short(name: str) -> str:
	"""A name that the host and the disk take, with its extension."""
	name = "".join(one for one in name if one.isprintable())
	stem, dot, extension = name.rpartition(".")
	if not stem or len(extension) > _LONGEST_EXTENSION:
		stem, dot, extension = name, "", ""
	room = _LONGEST_NAME - len(extension.encode())
	return stem[:100].encode()[:room].decode(errors="ignore") + dot + extension
