"""People at work: each asks for one thing after the other through the host's real application, and asks again where it failed."""

import io
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from faults.journal import ANSWERS, Journal, Line
from tests import web

_AGAIN_AFTER = 0.2
_FINAL = (403, 404, 409, 417)
"""Answers to what was asked for; any other says to try again."""


@dataclass(frozen=True)
class Wish:
	"""Something that a person wants done once: a door, what is sent to it, and how it is told from others."""

	what: str
	key: str
	door: str
	body: dict[str, Any]
	file: bytes | None = field(default=None, repr=False)


def work(who: str, user: str, wishes: Sequence[Wish]) -> Callable[[Journal], bool]:
	"""The work of a person: everything that is wished, in order, until each was answered."""

	def turn(journal: Journal) -> bool:
		for wish in _open(who, wishes, journal):
			while ask(who, user, wish, journal) not in ANSWERS:
				time.sleep(_AGAIN_AFTER)
		return True

	return turn


def _open(who: str, wishes: Sequence[Wish], journal: Journal) -> Iterator[Wish]:
	settled = journal.settled(who)
	return (wish for wish in wishes if (wish.what, wish.key) not in settled)


def ask(who: str, user: str, wish: Wish, journal: Journal) -> str:
	"""Ask once; returns the outcome, which is in the journal too."""
	try:
		status, text = _send(user, wish)
	except Exception as error:  # the host broke on telling of an error, so its server answers without a word
		status, text = 500, type(error).__name__
	words = _words(text)
	outcome = _outcome(status, words)
	journal.note(
		Line(who, wish.what, wish.key, outcome, "" if outcome == "done" else words or text[-600:], status)
	)
	return outcome


def _outcome(status: int, words: str) -> str:
	if status < 400:
		return "done"
	if not words:
		return "speechless"
	return "refused" if status in _FINAL else "failed"


def _send(user: str, wish: Wish) -> tuple[int, str]:
	if wish.file is None:
		response = web.send(user, "POST", wish.door, wish.body)
	else:
		response = web.upload(user, wish.door, {**wish.body, "file": (io.BytesIO(wish.file), wish.key)})
	with response:
		return response.status_code, response.get_data(as_text=True)


def _words(text: str) -> str:
	"""What the person reads; empty where the host has shown an error of the program."""
	try:
		messages = json.loads(json.loads(text).get("_server_messages") or "[]")
	except (ValueError, AttributeError):
		return ""
	return " ".join(str(json.loads(one).get("message", "")) for one in messages)
