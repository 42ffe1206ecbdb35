"""Mails about tasks and templates as data: their words, and all else that decides how they look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from secrets import token_hex

# Nobody outside the process knows it, so no footer or translation holds a mark by chance or by design.
_TOKEN = f"q{token_hex(4)}"
# The mark of a link starts as links do, or the host would take it for an address within the site.
MARK = re.compile(rf"(?:http)?{_TOKEN}([a-y]+\d*)z")
_SAFE_LINK = re.compile(r"https?://[\w:/.~%?=&#@+*-]+", re.ASCII)


@dataclass(frozen=True)
class Letter:
	"""One mail: ``content`` is what the template ``task_notice`` shows, in ``language``.

	``actor`` is whose deed it tells of, where that is not the session's user; ``doctype`` is that of ``record``,
	beside which the mail stands: whoever may not read it does not read the mail in the host's queue either.
	"""

	addresses: tuple[str, ...]
	subject: str
	content: dict[str, object]
	record: str | None
	language: str
	actor: str | None = None
	doctype: str = "TD Task"


@dataclass(frozen=True)
class Shape:
	"""All that decides about a message besides its words."""

	language: str
	doctype: str | None
	has_subject: bool
	has_reason: bool
	facts: int
	has_link: bool
	action: str = ""  # what the button asks to confirm


def shape_of(letter: Letter) -> Shape:
	"""The shape of a letter."""
	content = letter.content
	return Shape(
		language=letter.language,
		doctype=letter.doctype if letter.record else None,
		has_subject=bool(content.get("subject")),
		has_reason=bool(content.get("reason")),
		facts=len(content.get("facts") or ()),
		has_link=bool(content.get("link")),
		action=str(content.get("action") or ""),
	)


def words_of(letter: Letter) -> dict[str, str]:
	"""The words of a letter, by the names of their marks."""
	content = letter.content
	words = {"title": letter.subject}
	words |= {
		name: str(content[name])
		for name in ("headline", "subject", "reason", "link", "confirmation")
		if content.get(name)
	}
	for number, (label, value) in enumerate(content.get("facts") or ()):
		words[f"label{number}"], words[f"value{number}"] = str(label), str(value)
	return words


def fits(words: dict[str, str]) -> bool:
	"""Whether words can stand where marks stood: blank ones, odd links and spaces at the ends change what is around."""
	if "headline" not in words or not all(word.strip() and "\0" not in word for word in words.values()):
		return False
	if any(word != word.strip() for name, word in words.items() if name.startswith(("label", "value"))):
		return False
	return all(_SAFE_LINK.fullmatch(words[name]) for name in ("link", "confirmation") if name in words)


def marks(shape: Shape) -> dict[str, str]:
	"""A mark for every word that letters of this shape have."""
	return {name: _mark(name) for name in _names(shape)}


def marked_content(shape: Shape) -> dict[str, object]:
	"""What the template gets to show marks instead of words."""
	mark = marks(shape)
	facts = [(mark[f"label{number}"], mark[f"value{number}"]) for number in range(shape.facts)]
	blank = {"subject": "", "reason": "", "link": "", "confirmation": ""}
	return {**blank, **mark, "facts": facts, "action": shape.action, "doctype": shape.doctype}


def _names(shape: Shape) -> Iterator[str]:
	yield from ("title", "headline")
	there = {
		"subject": shape.has_subject,
		"reason": shape.has_reason,
		"link": shape.has_link,
		"confirmation": shape.action,
	}
	yield from (name for name, is_there in there.items() if is_there)
	for number in range(shape.facts):
		yield from (f"label{number}", f"value{number}")


def _mark(name: str) -> str:
	start = "http" if name in ("link", "confirmation") else ""
	return f"{start}{_TOKEN}{name}z"
