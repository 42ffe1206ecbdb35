"""Files of messages: uploaded first, seen by nobody but their owner until a message takes them along."""

import mimetypes
import os
from collections.abc import Collection, Sequence
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from task_discipline import files
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.domain import chat_text
from task_discipline.services import settings
from task_discipline.services.chat import rate, standing

Row = frappe._dict
MOST_FILES = 10
"""Of one message."""
_LONGEST_NAME = 140
_MEGABYTE = 1024 * 1024
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"})
_FIELDS = "name, file_name, file_url, file_size, owner, is_private, is_folder, attached_to_doctype, attached_to_name"


def take_upload(group: str) -> Document:
	"""Keep what the host's door of uploads has received just now, for the next message of its owner in ``group``.

	That door is told of no record: it asks for the right to change the one that it is told of, and a member may not
	change his group.
	"""
	name, content = (getattr(frappe.local, field, None) for field in ("uploaded_filename", "uploaded_file"))
	if not name or content is None:
		frappe.throw(_("No file came with this. Choose it again."))
	place = {"attached_to_doctype": GROUP, "attached_to_name": group, "folder": "Home/Attachments"}
	return frappe.get_doc(doctype="File", file_name=name, content=content, is_private=1, **place).insert()


def check_upload(file: Document) -> None:
	"""A file that is uploaded onto a group, by one of its people, to go out with his next message.

	It is attached to nothing yet: beside the group every member would see what nobody has sent.
	"""
	group = standing.group_of(file.attached_to_name, standing.person())
	standing.require_open(group)
	if not file.is_private:
		frappe.throw(_("Files of a chat are private. Upload it again as a private file."))
	_check_size(str(file.file_name), len(file.get_content() or b""))
	rate.count("uploads")
	file.file_name = _as_it_was_called(file)
	file.update({"attached_to_doctype": None, "attached_to_name": None, "attached_to_field": None})


def _as_it_was_called(file: Document) -> str:
	"""The name that the person knows: where another file has it, the host gives this one another."""
	called = os.path.basename(str(getattr(frappe.local, "uploaded_filename", None) or ""))
	return called if 0 < len(called) <= _LONGEST_NAME else str(file.file_name)


def claim(names: Collection[object], author: str) -> list[Row]:
	"""The author's own uploads by their names, still unsent. Raises ``frappe.ValidationError`` for any others."""
	if not all(isinstance(name, str) for name in names):
		frappe.throw(_("Send the files by their names."))
	wanted = list(dict.fromkeys(names))
	if len(wanted) > MOST_FILES:
		frappe.throw(_("A message takes {0} files. Send the others with the next one.").format(MOST_FILES))
	if not wanted:
		return []
	found = frappe.db.sql(f"select {_FIELDS} from `tabFile` where name in %s", (tuple(wanted),), as_dict=True)
	by_name = {row.name: row for row in found}
	for name in wanted:
		_check_claim(by_name.get(name), author)
	return [by_name[str(name)] for name in wanted]


def _check_claim(file: Row | None, author: str) -> None:
	unsent = file and file.owner == author and not file.attached_to_doctype and not file.is_folder
	if not file or not unsent or not file.is_private or not str(file.file_url).startswith("/private/files/"):
		frappe.throw(
			_("Only a private file that you have just uploaded goes out with a message. Upload it again.")
		)
	file.file_size = _size_on_disk(file)
	_check_size(file.file_name, file.file_size)


def _size_on_disk(file: Row) -> int:
	"""How large a file really is: what stands in its row may have come from a client."""
	try:
		return os.path.getsize(frappe.get_doc({"doctype": "File", **file}).get_full_path())
	except (OSError, frappe.ValidationError):
		frappe.throw(_("{0} could not be found. Upload it again.").format(escape_html(file.file_name)))


def _check_size(file_name: str, size: int) -> None:
	most = settings.load().chat.max_file_mb
	if most and size > most * _MEGABYTE:
		frappe.throw(
			_("{0} is larger than {1} MB, the most that this site lets into the chat.").format(
				escape_html(file_name), most
			),
			frappe.ValidationError,
		)


def described(claimed: Sequence[Row]) -> list[dict[str, object]]:
	"""Files as a message keeps them."""
	return [
		{
			"name": file.name,
			"file_name": chat_text.file_name(str(file.file_name)),
			"file_url": file.file_url,
			"size": file.file_size or 0,
			"is_image": int(mimetypes.guess_type(str(file.file_name))[0] in _PICTURES),
		}
		for file in claimed
	]


def attach(claimed: Sequence[Row], message: int) -> None:
	"""From now on the files are as readable as the message. Raises where another message was quicker."""
	if not claimed:
		return
	frappe.db.sql(
		"""update `tabFile` set attached_to_doctype = %s, attached_to_name = %s
		where name in %s and coalesce(attached_to_doctype, '') = ''""",
		(MESSAGE, str(message), [file.name for file in claimed]),
	)
	attached = frappe.db.count("File", {"attached_to_doctype": MESSAGE, "attached_to_name": str(message)})
	if attached != len(claimed):
		frappe.throw(_("One of the files has gone out with another message. Upload it again."))


def drop(messages: Sequence[int]) -> None:
	"""Delete the files of ``messages``; from the disk when the transaction is through, for no rollback brings them back."""
	place = {"attached_to_doctype": MESSAGE, "attached_to_name": ("in", [str(name) for name in messages])}
	names = frappe.get_all("File", place, pluck="name", order_by=None, limit=0) if messages else []
	doomed = [frappe.get_doc("File", name) for name in names]
	if names:
		frappe.db.delete("File", {"name": ("in", names)})
	for file in doomed:
		frappe.db.after_commit.add(partial(files.drop_copy, file))
