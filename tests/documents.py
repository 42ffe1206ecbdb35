"""Reads the documents of the project: their commands, their links, and the names that stand in them as code."""

import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
	[
		*ROOT.glob("*.md"),
		*(ROOT / "docs").rglob("*.md"),
		*(ROOT / "benchmarks").glob("*.md"),
	]
)
SITES = re.compile(r"\b(?:your\.site|copy\.site|SITE)\b")
"""How the documents write the name of somebody's site."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_COMMANDS = ("bench ", "./scripts/", "curl ", "pre-commit ")
_SHELLS = ("", "sh", "bash")


@dataclass(frozen=True)
class Block:
	"""A fenced block: its language, and what stands in it."""

	language: str
	text: str


def blocks(path: Path) -> list[Block]:
	"""The fenced blocks of a document."""
	return [Block(*found) for found in _FENCE.findall(path.read_text())]


def words(path: Path) -> str:
	"""The document without its fenced blocks."""
	return _FENCE.sub("", path.read_text())


def code(path: Path) -> list[str]:
	"""What stands in backticks in the running text."""
	return _CODE.findall(words(path))


def commands(path: Path) -> Iterator[str]:
	"""Every command of a document, in blocks and in the text, with one name for everybody's site."""
	for block in blocks(path):
		if block.language in _SHELLS:
			yield from (SITES.sub("SITE", line) for line in _lines(block.text))
	for span in code(path):
		if span.startswith(_COMMANDS):
			yield SITES.sub("SITE", _plain(span))


def _lines(text: str) -> Iterator[str]:
	for line in re.sub(r"\s*\\\n\s*", " ", text).splitlines():
		if command := _plain(line):
			yield command


def _plain(line: str) -> str:
	# A remark stands behind a sharp, or in a column of its own behind some spaces.
	command = re.sub(r"\s+#.*$", "", line.strip())
	return re.split(r"\s{3,}", command)[0].strip()


def links(path: Path) -> list[str]:
	"""Where the document leads inside the project: paths and anchors."""
	return [link for link in _LINK.findall(words(path)) if not re.match(r"[a-z]+:", link)]


def images(path: Path) -> list[tuple[str, str]]:
	"""The pictures of the document: what they say to whoever does not see them, and their files."""
	return _IMAGE.findall(words(path))


def pictures() -> tuple[Any, ...]:
	"""The table of pictures that ``./scripts/screenshots`` takes."""
	return tuple(runpy.run_path(str(ROOT / "scripts" / "lib" / "pictures.py"))["PICTURES"])


def anchors(path: Path) -> set[str]:
	"""What a link to a heading of the document may be called."""
	return {_slug(heading) for heading in _HEADING.findall(words(path))}


def _slug(heading: str) -> str:
	plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
	return re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
