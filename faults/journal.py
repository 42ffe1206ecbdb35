"""What each process was answered: written at once, so that a killed one has lost nothing that it knew."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ANSWERS = ("done", "refused")
"""Outcomes after which nobody asks again."""


@dataclass(frozen=True)
class Line:
	"""One answer; ``outcome`` is ``done``, ``refused`` for good in the app's words, ``failed`` for now in such words,
	``speechless`` where nothing but an error of the program came, or ``problem``, which no fault excuses.
	"""

	who: str
	what: str
	key: str
	outcome: str
	words: str = ""
	status: int = 0


class Journal:
	"""The lines of one round, of all processes."""

	def __init__(self, path: Path) -> None:
		self._path = path
		path.write_text("")

	def note(self, line: Line) -> None:
		"""Add a line in one write, as many processes do at once."""
		data = (json.dumps(asdict(line)) + "\n").encode()
		handle = os.open(self._path, os.O_WRONLY | os.O_APPEND)
		os.write(handle, data)
		os.close(handle)

	def lines(self) -> Iterator[Line]:
		"""All lines so far."""
		for text in self._path.read_text().splitlines():
			yield Line(**json.loads(text))

	def settled(self, who: str) -> set[tuple[str, str]]:
		"""What one process need not do again: (what, key) of all that was done or refused."""
		return {
			(line.what, line.key) for line in self.lines() if line.who == who and line.outcome != "failed"
		}

	def done(self, what: str) -> list[str]:
		"""Keys of all that was answered as done."""
		return [line.key for line in self.lines() if line.what == what and line.outcome == "done"]
