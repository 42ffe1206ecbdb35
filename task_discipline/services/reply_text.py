"""What a person wrote in a reply: without the mail that he answers, without his signature, as plain text.

The host's parser of replies knows English alone and takes minutes over text that was made to keep it busy; here every
line is looked at once.
"""

import re
from html.parser import HTMLParser
from itertools import takewhile

LONGEST = 20_000
_NO_WORDS = ("head", "style", "script", "title", "blockquote")
_QUOTES = {
	"gmail_attr",
	"gmail_quote",
	"gmail_quote_container",
	"gmail_signature",
	"moz-cite-prefix",
	"moz-signature",
	"protonmail_quote",
	"yahoo_quoted",
}
"""How mail programs name what they quote and sign with."""
_ENDS = ("appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container")
"""Where mail programs begin what they put below a reply."""
_LINES = ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "pre", "table", "ul", "ol", "hr")
_EMPTY = ("br", "hr", "img", "input", "meta", "link")
_SPACE = re.compile(r"[\s\xa0]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r"_{10,}|-{3,}[^-].*[^-]-{3,}|-- ?")
_HEADER = re.compile(r"\*?\w[\w .-]{0,20}\*?:\*? ?\S.*|\*?\w[\w .-]{0,20}:\*?")
_FEWEST_HEADERS = 3
_INTRODUCTION = re.compile(r".*(?:\d.*|@.*):")
_MOST_INTRODUCING = 3
_FROM_A_PHONE = re.compile(
	r"(?:sent from |sent with |get outlook for |von meinem |gesendet (?:von|mit) |envoyé (?:de|depuis) |"
	r"enviado (?:desde|do) |inviato da |отправлено (?:с|из) |надіслано ).{0,80}",
	re.IGNORECASE,
)


def said(plain: str, html: str) -> str:
	"""The new words of a reply, from its plain part, or its HTML where that is all there is."""
	text = plain if plain.strip() else _text_of(html)
	lines = [line.rstrip() for line in text[: 5 * LONGEST].replace("\r\n", "\n").split("\n")]
	kept = _without_quotes(lines[: _end(lines)])
	while kept and (not kept[-1] or _FROM_A_PHONE.fullmatch(kept[-1].strip())):
		kept.pop()
	return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()[:LONGEST]


def _text_of(html: str) -> str:
	words = _Words()
	words.feed(_COMMENT.sub("", html[: 10 * LONGEST]))
	words.close()
	return "\n".join(line.strip() for line in "".join(words.text).split("\n"))


class _Words(HTMLParser):
	"""Reads HTML from its beginning to its end once, however deep and broken it is, and keeps what stands in no quote."""

	def __init__(self) -> None:
		super().__init__()
		self.text: list[str] = []
		self._is_over = False
		self._skipped, self._depth = "", 0

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		"""Begin to skip a quote, or end a line."""
		values = {name: value or "" for name, value in attrs}
		self._is_over = self._is_over or values.get("id", "").lower() in _ENDS
		if self._skipped:
			self._depth += tag == self._skipped
		elif tag in _NO_WORDS or (_QUOTES & set(values.get("class", "").split()) and tag not in _EMPTY):
			self._skipped, self._depth = tag, 1
		elif tag in _LINES:
			self.text.append("\n")

	def handle_endtag(self, tag: str) -> None:
		"""End the quote that is skipped, or a line."""
		if self._skipped:
			self._depth -= tag == self._skipped
			self._skipped = self._skipped if self._depth else ""
		elif tag in _LINES:
			self.text.append("\n")

	def handle_data(self, data: str) -> None:
		"""Keep words; lines of the source are no lines of the text."""
		if not (self._skipped or self._is_over):
			self.text.append(_SPACE.sub(" ", data))


def _end(lines: list[str]) -> int:
	"""Number of the line where the answered mail or the signature begins."""
	for number, line in enumerate(lines):
		if _RULE.fullmatch(line.strip()) or line == "-- " or _is_headed(lines[number : number + 6]):
			return number
	return len(lines)


def _is_headed(lines: list[str]) -> bool:
	"""Whether the headers of another mail stand here, in whatever language."""
	headers = list(takewhile(lambda line: _HEADER.fullmatch(line.strip()), lines))
	return len(headers) >= _FEWEST_HEADERS and "@" in headers[0] + headers[1] + headers[2]


def _without_quotes(lines: list[str]) -> list[str]:
	kept: list[str] = []
	for number, line in enumerate(lines):
		if not line.startswith(">"):
			kept.append(line)
		elif number == 0 or not lines[number - 1].startswith(">"):
			_drop_introduction(kept)
	return kept


def _drop_introduction(kept: list[str]) -> None:
	"""Drop "On 5 June, Anna wrote:" in whatever language: the lines right above a quote, if they end like that."""
	while kept and not kept[-1]:
		kept.pop()
	above = list(takewhile(bool, reversed(kept[-_MOST_INTRODUCING:])))
	if above and _INTRODUCTION.fullmatch(" ".join(reversed(above))):
		del kept[-len(above) :]
