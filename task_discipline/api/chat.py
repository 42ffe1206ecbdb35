"""Doors of the chat: one's groups, what is said in them, and saying something. Each asks whether one belongs there."""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from task_discipline.api.doors import reader, writer
from task_discipline.services.chat import files, reading
from task_discipline.services.chat import groups as lists
from task_discipline.services.chat import messages as talk
from task_discipline.services.chat import search as finding


@reader
def groups() -> dict[str, Any]:
	"""The caller's groups, the newest talk first, with what is unread in each and in all."""
	return lists.listed()


@reader
def open_group(group: str, around: str | int | None = None) -> dict[str, Any]:
	"""A group and a page of its messages: around one of them, else from where the caller stopped reading."""
	return reading.opened(group, around)


@reader
def messages(
	group: str,
	before: str | int | None = None,
	after: str | int | None = None,
	limit: str | int = reading.PAGE,
) -> dict[str, Any]:
	"""A page of messages by the id of the one beyond its edge; the newest page where none is given."""
	return reading.page(group, before, after, limit)


@reader
def changed(group: str, since: str) -> dict[str, Any]:
	"""Messages that were edited, deleted or reacted to since a moment of the server."""
	return reading.changed(group, since)


@reader
def search(text: str, group: str | None = None, before: str | int | None = None) -> dict[str, Any]:
	"""Messages in the caller's groups that hold all the words."""
	return finding.find(text, group, before)


@writer
def send(
	group: str,
	text: str | None = None,
	client_id: str | None = None,
	reply_to: str | int | None = None,
	files: list | str | None = None,
	mentions: list | str | None = None,
) -> dict[str, Any]:
	"""Say something in a group; sent again under the same ``client_id``, it is the same message."""
	return talk.send(group, text, client_id, reply_to, names(files), names(mentions))


@writer
def upload(group: str | None = None) -> Any:
	"""A private file for the caller's next message in a group: the host's ``upload_file`` hands it on, as ``method``."""
	return files.take_upload(str(group or frappe.form_dict.get("group") or ""))


@writer
def edit(message: str | int, text: str) -> dict[str, Any]:
	"""Change the words of a message of one's own."""
	return talk.edit(message, text)


@writer
def delete(message: str | int) -> dict[str, Any]:
	"""Take a message back; a mark stays."""
	return talk.delete(message)


@writer
def react(message: str | int, emoji: str) -> dict[str, Any]:
	"""Put a picture to a message, or take it away again."""
	return talk.react(message, emoji)


@writer
def mark_read(group: str, message: str | int) -> dict[str, Any]:
	"""Everything up to a message was seen; answers what is left unread."""
	return reading.mark_read(group, message)


@writer
def typing(group: str) -> None:
	"""Tell the others that the caller is writing."""
	reading.typing(group)


def names(value: Any) -> Sequence[Any]:
	"""A list that a client may have sent as JSON. Raises ``frappe.ValidationError`` for anything else."""
	try:
		found = frappe.parse_json(value) or []
	except ValueError:
		found = None
	if not isinstance(found, list):
		frappe.throw(_("Send the names as a list."))
	return found
