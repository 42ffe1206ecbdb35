"""Placeholders in the texts of a template, such as ``{month_name}``; ``{{`` and ``}}`` are braces."""

import re
from collections.abc import Mapping

NAMES = (
	"date",
	"day",
	"weekday",
	"week",
	"month",
	"month_name",
	"quarter",
	"year",
	"previous_month",
	"previous_month_name",
	"previous_month_year",
	"next_month",
	"next_month_name",
	"next_month_year",
	"previous_quarter",
	"previous_quarter_year",
	"previous_year",
	"next_year",
	"deadline",
)
"""What may stand between braces."""

_KNOWN = frozenset(NAMES)
_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class PlaceholderError(ValueError):
	"""A text that cannot be filled in: ``code`` is unknown, unclosed or unopened, ``name`` what stands there."""

	def __init__(self, code: str, name: str = "") -> None:
		super().__init__(code, name)
		self.code = code
		self.name = name


def check(text: str) -> None:
	"""Raise ``PlaceholderError`` where the text has a name that does not exist, or a brace alone."""
	for token in _TOKEN.finditer(text):
		name = token[1]
		if name is None and token[0] in ("{", "}"):
			rest = text[token.start() : token.start() + 20].split("\n")[0]
			raise PlaceholderError("unclosed" if token[0] == "{" else "unopened", rest)
		if name is not None and name.strip() not in _KNOWN:
			raise PlaceholderError("unknown", name.strip())


def names_in(text: str) -> frozenset[str]:
	"""The placeholders that a text uses."""
	return frozenset(token[1].strip() for token in _TOKEN.finditer(text) if token[1] is not None)


def render(text: str, values: Mapping[str, str]) -> str:
	"""The text with its placeholders filled in; raises ``PlaceholderError`` as ``check`` does."""
	if "{" not in text and "}" not in text:
		return text
	check(text)
	return _TOKEN.sub(lambda token: _value(token, values), text)


def _value(token: re.Match[str], values: Mapping[str, str]) -> str:
	return token[0][0] if token[1] is None else values[token[1].strip()]
