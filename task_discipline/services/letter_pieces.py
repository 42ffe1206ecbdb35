"""Cuts the text of a MIME message at its marks and puts words in their place.

Lines without a mark stay encoded as they are. Words pass through what the host does to them: escaping in the HTML
part, encoding in headers, quoted-printable in both parts.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_string, policy, quoprimime
from email.message import Message
from itertools import groupby, zip_longest

from task_discipline.services.letters import MARK

_BLANK_LINE = "\r\n\r\n"
HEADERS = ("Subject", "Message-Id", "Date")
_PLAIN_HEADER = re.compile(r"(?!.*=\?)[!-~]+(?: [!-~]+)*")
# The queue keeps headers in one line; the host folds them when it sends.
_UNFOLDED = policy.SMTP.clone(max_line_length=0)


@dataclass(frozen=True)
class Slot:
	"""Where a word stands within a part, and what is done to it there."""

	name: str
	form: Callable[[str], str]


@dataclass(frozen=True)
class Header:
	"""A header line that differs from mail to mail."""

	name: str


@dataclass(frozen=True)
class Lines:
	"""Whole lines of a part that hold words, not encoded yet."""

	tokens: tuple[str | Slot, ...]


Piece = str | Header | Lines


class UnknownBuild(Exception):
	"""The host made a message that is not built as this module knows them."""


def cut(raw: str) -> Iterator[Piece]:
	"""The pieces of a message of the host: text that stays, headers that differ, and lines with words."""
	start = 0
	for found, pieces in sorted(_variable(raw), key=lambda one: raw.find(one[0])):
		at = raw.find(found, start)
		if at < 0 or raw.count(found) != 1:
			raise UnknownBuild
		yield raw[start:at]
		yield from pieces
		start = at + len(found)
	yield raw[start:]


def put(piece: Piece, words: Mapping[str, str], headers: Mapping[str, str]) -> str:
	"""The text of a piece with these words and headers."""
	if isinstance(piece, Header):
		return _header_line(piece.name, headers[piece.name])
	if isinstance(piece, Lines):
		return quoted("".join(_said(token, words) for token in piece.tokens))
	return piece


def _variable(raw: str) -> Iterator[tuple[str, list[Piece]]]:
	message = message_from_string(raw, policy=policy.SMTP)
	for name in HEADERS:
		yield _header_line(name, str(message[name])), [Header(name)]
	for part in message.walk():
		if part.get_content_maintype() == "text":
			# With the blank line above: the plain part may be one word, which stands in the other part, too.
			yield _BLANK_LINE + part.get_payload(), [_BLANK_LINE, *_pieces_of_part(part)]


def _pieces_of_part(part: Message) -> Iterator[Piece]:
	if (part["Content-Transfer-Encoding"], part.get_content_charset()) != ("quoted-printable", "utf-8"):
		raise UnknownBuild
	text = part.get_payload(decode=True).decode().replace("\r\n", "\n")
	is_html = part.get_content_subtype() == "html"
	end_of_line = ""
	for is_marked, lines in groupby(text.split("\n"), lambda line: bool(MARK.search(line))):
		chunk = "\n".join(lines)
		yield end_of_line
		yield Lines(tuple(_tokens(chunk, is_html))) if is_marked else quoted(chunk)
		end_of_line = "\r\n"


def _tokens(chunk: str, is_html: bool) -> Iterator[str | Slot]:
	around, names = MARK.split(chunk)[::2], MARK.findall(chunk)
	for before, name in zip_longest(around, names):
		yield before
		if name:
			yield Slot(name, _html if is_html else str)


def _said(token: str | Slot, words: Mapping[str, str]) -> str:
	return token if isinstance(token, str) else token.form(words[token.name])


def _html(word: str) -> str:
	# As the host's HTML writer does: only what could be markup is escaped, and lines end in one way.
	word = word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
	return word.replace("\r\n", "\n").replace("\r", "\n")


def quoted(text: str) -> str:
	"""A text as a quoted-printable part holds it."""
	# The standard library's encoder takes bytes in the guise of characters.
	encoded: str = quoprimime.body_encode(text.encode().decode("latin-1"))
	return encoded.replace("\n", "\r\n")


def _header_line(name: str, value: str) -> str:
	"""A header with its end of line; the standard library takes long for what needs no encoding."""
	if _PLAIN_HEADER.fullmatch(value):
		return f"{name}: {value}\r\n"
	return _UNFOLDED.fold(name, _UNFOLDED.header_store_parse(name, value)[1])
