"""What a person types into a chat, made safe to store and to show, and the people whom it addresses."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

MOST_CHARACTERS = 4_000
LINE_CHARACTERS = 120
"""Of a message that is shown in one line."""
ALL = "all"
"""Written after an @, it addresses everybody in the group."""

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNSEEN = re.compile(
	# Control characters but for tab and line feed, halves of characters, and what is no character at all.
	"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
	"|[\U0001fffe\U0001ffff\U0010fffe\U0010ffff\U000e0000\U000e0001]"
)
_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTIONS = re.compile(f"[{_EMBEDDINGS}{_ISOLATES}{_POP}{_POP_ISOLATE}]")
_MOST_DEEP = 60
"""Marks of direction that may stand open at once; beyond 125 no browser keeps count."""
_BLANK = re.compile(
	"[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]*"
)
"""What shows nothing, however much of it there is."""


def clean(text: str) -> str:
	"""``text`` as it is stored: what was typed, without characters that nobody types or sees.

	Marks that turn the direction of writing end with their line, so that they turn nothing behind it.
	"""
	text = unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
	if _DIRECTIONS.search(text):
		text = "\n".join(_closed(line) for line in text.split("\n"))
	return "" if _BLANK.fullmatch(text) else text.strip("\n").rstrip()


def _closed(line: str) -> str:
	"""A line in which every mark of direction is closed, and none is closed that was not opened."""
	kept: list[str] = []
	ends: list[str] = []
	for char in line:
		if char in _EMBEDDINGS or char in _ISOLATES:
			if len(ends) >= _MOST_DEEP:
				continue
			ends.append(_POP if char in _EMBEDDINGS else _POP_ISOLATE)
		elif char in (_POP, _POP_ISOLATE):
			if not ends or ends[-1] != char:
				continue
			ends.pop()
		kept.append(char)
	return "".join([*kept, *reversed(ends)])


def line_of(text: str | None) -> str:
	"""The first words of a text, in one line whose direction is its own affair."""
	words = " ".join((text or "")[: 4 * LINE_CHARACTERS].split())
	return _closed(words if len(words) <= LINE_CHARACTERS else words[: LINE_CHARACTERS - 1].rstrip() + "…")


def file_name(name: str) -> str:
	"""The name of a file in one line that is read in one direction, so that its ending is seen at its end."""
	return " ".join(_DIRECTIONS.sub("", _UNSEEN.sub("", _LINE_ENDS.sub(" ", name))).split())


def mentions_in(text: str, people: Mapping[str, str], chosen: Collection[str] = ()) -> tuple[str, ...]:
	"""The accounts among ``people`` (their full names by account) whom the text addresses, in its order.

	Of people with one full name those are meant whom the writer has ``chosen``; an account is always clear.
	"""
	if "@" not in text:
		return ()
	by_words: dict[str, list[str]] = {ALL: list(people)}
	for user, full_name in people.items():
		by_words.setdefault(user, []).append(user)
		name = unicodedata.normalize("NFC", full_name)
		if name and name != user:
			by_words.setdefault(name, []).append(user)
	found = [user for words in _addressed(text, by_words) for user in _meant(words, by_words[words], chosen)]
	return tuple(dict.fromkeys(found))


def _meant(words: str, users: list[str], chosen: Collection[str]) -> list[str]:
	if words == ALL or len(users) == 1:
		return users
	return [user for user in users if user in chosen]


def _addressed(text: str, by_words: Mapping[str, object]) -> Iterator[str]:
	# The longest first: "@Anna Berg" is not "@Anna" with a word behind it.
	longest_first = sorted(by_words, key=len, reverse=True)
	names = "|".join(re.escape(words) for words in longest_first if words)
	return (found[1] for found in re.finditer(rf"(?<![\w@.])@({names})(?!\w)", text))


_PICTURE = (
	"[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
	"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
	"[\U0001f3fb-\U0001f3ff]?\ufe0f?"
)
_EMOJI = re.compile(
	f"{_PICTURE}(?:\u200d{_PICTURE}){{0,5}}(?:[\U000e0020-\U000e007e]{{1,8}}\U000e007f)?"
	"|[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
)


def is_emoji(text: str) -> bool:
	"""Whether ``text`` is one picture: an emoji with its skin and its companions, a flag or a key."""
	return bool(_EMOJI.fullmatch(text))
