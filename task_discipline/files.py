"""Where the files of tasks and templates lie: a row of the host's File is a claim to whatever its address leads to."""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_files_path

from task_discipline import chat_names

_ROOTS = ("TD Task", "TD Task Template", "TD Project Link", "Prepared Report", *chat_names.BESIDE)
_FOLDERS = {"/private/files/": 1, "/files/": 0}


@dataclass(frozen=True)
class GuardedFile:
	"""A file of a task or a template: its row, the record it belongs to, and who uploaded it."""

	name: str
	doctype: str
	record: str
	owner: str


def at_address(address: str) -> list[GuardedFile]:
	"""Files of ours that lie where ``address`` leads, however it is written."""
	return _find({"file_url": ("in", [address, _plain(address)])})


def with_content(content_hash: str | None) -> list[GuardedFile]:
	"""Files of ours with the same content, which the host keeps once on the disk."""
	return _find({"content_hash": content_hash}) if content_hash else []


def drop_copy(file: Document) -> None:
	"""Remove what the host has written for a new row that is about to be refused.

	It copies a file to the public folder before anybody can object, and a refusal that it swallows leaves
	the copy there for everybody. A file that another row names stays, however the refused one writes its address.
	"""
	path, addresses = file.get_full_path(), [file.file_url, _plain(str(file.file_url))]
	if not frappe.db.exists("File", {"file_url": ("in", addresses)}) and os.path.isfile(path):
		os.remove(path)


def require_room(file_size: int = 0, **_more: object) -> None:
	"""Raises ``frappe.ValidationError`` where a disk has no room for a file of so many bytes; runs before the host writes it.

	The host would break off in the middle, show an error of the program, and leave half a file behind.
	"""
	for is_private in (0, 1):
		disk = os.statvfs(get_files_path(is_private=is_private))
		if file_size > disk.f_bavail * disk.f_frsize:
			frappe.throw(
				_(
					"The disk of the server is full, so the file was not stored. Ask your administrator to make room, then upload it again."
				),
				title=_("Disk full"),
			)


def _plain(address: str) -> str:
	"""The address as the host writes it for the file that ``address`` leads to on the disk."""
	path = unquote(urlsplit(address).path if "://" in address else address)
	for folder, is_private in _FOLDERS.items():
		if path.startswith(folder):
			steps = path.removeprefix(folder).split("/")
			return _address_of(os.path.realpath(get_files_path(*steps, is_private=is_private))) or path
	return path


def _address_of(path: str) -> str | None:
	for folder, is_private in _FOLDERS.items():
		root = os.path.realpath(get_files_path(is_private=is_private))
		if path.startswith(root + os.sep):
			return folder + os.path.relpath(path, root)
	return None


def _find(filters: dict[str, object]) -> list[GuardedFile]:
	rows = frappe.get_all(
		"File",
		filters={**filters, "attached_to_doctype": ("in", _ROOTS)},
		fields=["name", "attached_to_doctype", "attached_to_name", "owner"],
		order_by=None,
	)
	return [GuardedFile(row.name, row.attached_to_doctype, row.attached_to_name, row.owner) for row in rows]
