"""What one check has found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Level(str, Enum):
	"""How bad it is: an error stops work that people wait for, a warning will or loses something small."""

	OK = "ok"
	WARNING = "warning"
	ERROR = "error"


@dataclass(frozen=True)
class Finding:
	"""The state of one thing: in words, with what to do about it, and the figures behind it."""

	level: Level
	words: str
	advice: str = ""
	figures: Mapping[str, object] = field(default_factory=dict)


def fine(words: str, **figures: object) -> Finding:
	"""Nothing to do."""
	return Finding(Level.OK, words, figures=figures)


def warning(words: str, advice: str, **figures: object) -> Finding:
	"""Something that somebody should see to."""
	return Finding(Level.WARNING, words, advice, figures)


def error(words: str, advice: str, **figures: object) -> Finding:
	"""Something that stands still until somebody mends it."""
	return Finding(Level.ERROR, words, advice, figures)
