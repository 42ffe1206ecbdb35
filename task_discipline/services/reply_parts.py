"""What of a mail its writer has written himself, and what he has attached that the host passes over."""

from collections.abc import Iterator
from email.message import Message
from typing import Any

_LONGEST_NAME = 100


def texts(mail: Message, subtype: str) -> Iterator[Message]:
	"""The text parts of a mail in their order, pictures between them or not: none of a file or a mail beside them."""
	for part in _parts(mail):
		if part.get_content_type() == f"text/{subtype}" and not _is_file(part, mail):
			yield part


def passed_over(mail: Message) -> list[dict[str, Any]]:
	"""Attached mails, and texts that are files, which the host takes for words; nothing that is empty."""
	return [one for one in _passed_over(mail) if bytes(one["fcontent"] or b"").strip()]


def _passed_over(mail: Message) -> Iterator[dict[str, Any]]:
	for part in _parts(mail):
		if part.get_content_type() == "message/rfc822":
			yield _attachment(f"{_subject(part)}.eml", _source(part))
		elif _is_file(part, mail) and not _is_saved_by_host(part):
			extension = "html" if part.get_content_subtype() == "html" else "txt"
			yield _attachment(part.get_filename() or f"text.{extension}", part.get_payload(decode=True))


def _parts(mail: Message) -> Iterator[Message]:
	"""The parts of a mail without those of mails in it."""
	waiting = [mail]
	while waiting:
		part = waiting.pop()
		yield part
		if part.get_content_maintype() == "multipart" and part.is_multipart():
			waiting += reversed(part.get_payload())


def _is_file(part: Message, mail: Message) -> bool:
	is_text = part.get_content_maintype() == "text" and part is not mail
	return is_text and bool(part.get_filename() or part.get_content_disposition() == "attachment")


def _is_saved_by_host(part: Message) -> bool:
	return bool(part.get_filename()) and part.get_content_type() != "text/html"


def _attachment(name: str, content: object) -> dict[str, Any]:
	return {"fname": name, "fcontent": content}


def _subject(part: Message) -> str:
	inner = part.get_payload(0) if part.is_multipart() else part
	words = "".join(one if one.isalnum() else " " for one in str(inner.get("Subject", "")))
	return " ".join(words.split())[:_LONGEST_NAME] or "mail"


def _source(part: Message) -> bytes:
	if not part.is_multipart():
		return part.get_payload(decode=True) or b""
	try:
		return part.get_payload(0).as_bytes()
	except ValueError:  # letters where the rules of mail want none
		return str(part.get_payload(0)).encode(errors="replace")
