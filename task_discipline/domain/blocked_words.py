"""Words that nobody is to read, masked in a text: whole words and phrases, in any script, whatever their capitals.

A word is looked up, never searched for: the time hangs on the text, not on how many words are blocked.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

MASK = "*"
# Scripts without spaces between words: each letter stands for itself, and a word is found in the midst of others.
_UNSPACED = (
	"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
	"\U00020000-\U0003ffff"
)


@dataclass(frozen=True)
class _Piece:
	"""A word, or a sign that is no part of one, as it is compared."""

	folded: str
	after_space: bool
	start: int
	end: int


_Key = tuple[str, bool]
_Steps = dict[_Key, "_Steps"]
_LONGEST = 100
"""Pieces of a phrase that are looked at."""
_END = ("", False)
"""No piece is empty: the step that a whole phrase ends with."""


def mask(text: str, blocked: str, spared: Collection[str] = ()) -> str:
	"""``text`` with asterisks for the letters of each blocked word; ``blocked`` holds a word or phrase per line.

	What is ``spared``, the name of somebody addressed, stays as it is wherever it stands.
	"""
	phrases = _phrases(blocked)
	if not phrases:
		return text
	kept = [span for words in spared for span in _places(text, words)]
	for start, end in _found(list(_pieces(text)), phrases):
		if not any(start < last and first < end for first, last in kept):
			text = text[:start] + re.sub(r"\S", MASK, text[start:end]) + text[end:]
	return text


def _found(pieces: list[_Piece], phrases: _Steps) -> Iterator[tuple[int, int]]:
	place = 0
	while place < len(pieces):
		length = _length_at(pieces, place, phrases)
		if length:
			yield pieces[place].start, pieces[place + length - 1].end
		place += length or 1


def _length_at(pieces: list[_Piece], place: int, phrases: _Steps) -> int:
	"""How many pieces the longest phrase takes that begins here; 0 for none."""
	length, step = 0, phrases
	for number, key in enumerate(_keys(pieces[place : place + _LONGEST]), 1):
		if key not in step:
			break
		step = step[key]
		length = number if _END in step else length
	return length


@lru_cache(maxsize=8)
def _phrases(blocked: str) -> _Steps:
	"""Phrases by their pieces, step for step, so that all that begin alike are followed at once."""
	phrases: _Steps = {}
	for line in blocked.splitlines():
		step = phrases
		for key in _keys(list(_pieces(line))):
			step = step.setdefault(key, {})
		if step is not phrases:
			step[_END] = {}
	return phrases


def _keys(pieces: list[_Piece]) -> Iterator[_Key]:
	"""What pieces are compared by; what stands before the first one is of no account."""
	return ((piece.folded, piece.after_space and number > 0) for number, piece in enumerate(pieces))


def _pieces(text: str) -> Iterator[_Piece]:
	end = 0
	for found in _piece_pattern().finditer(text):
		# What lies between pieces is nothing but space.
		if folded := _folded(found[0]):
			yield _Piece(folded, found.start() > end, found.start(), found.end())
		end = found.end()


def _folded(word: str) -> str:
	if word.isascii():
		return word.lower()
	composed = unicodedata.normalize("NFKC", word).casefold()
	seen = "".join(char for char in composed if unicodedata.category(char) != "Cf")
	return unicodedata.normalize("NFKC", seen)


@cache
def _piece_pattern() -> re.Pattern[str]:
	# Vowel signs, accents and invisible characters are no letters to ``\w``, and yet they do not part a word.
	marks = "".join(
		re.escape(chr(code))
		for code in (*range(0xA1, 0x20000), *range(0xE0100, 0xE01F0))
		if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf")
	)
	return re.compile(rf"[{_UNSPACED}][{marks}]*|(?:(?![{_UNSPACED}])[\w{marks}])+|\S")


def _places(text: str, words: str) -> Iterator[tuple[int, int]]:
	return (found.span() for found in re.finditer(re.escape(words), text)) if words else iter(())
