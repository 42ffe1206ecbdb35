"""Finds words to translate where the host's own extractors do not look. Named in ``babel_extractors.csv``."""

import json
from collections.abc import Iterator, Mapping
from typing import IO

from frappe.gettext.extractors import doctype as host
from frappe.gettext.extractors import workspace as host_workspace

Found = tuple[None, str, object, list[str]]
_SHOWN = ("label", "title", "chart_name", "dashboard_name", "description")
"""What the desk shows of a record that comes with the app; the name, where nothing else is shown."""


def doctype(file: IO[bytes], *_arguments: object, **_options: object) -> Iterator[Found]:
	"""The host's words of a DocType, and its options and short labels once more with the DocType as their context.

	They are words that other apps use with another meaning: what is Submitted here is an invoice elsewhere.
	"""
	yield from host.extract(file)
	file.seek(0)
	data = json.load(file)
	for field in data.get("fields", []) if isinstance(data, dict) else []:
		for words in filter(_has_words, _short(field)):
			comment = f"Of the field '{field.get('label')}' in DocType '{data['name']}'"
			yield None, "pgettext", (data["name"], words), [comment]


def _short(field: Mapping[str, object]) -> Iterator[str]:
	label = str(field.get("label") or "")
	if " " not in label:
		yield label
	if field.get("fieldtype") == "Select":
		yield from str(field.get("options") or "").split("\n")


def workspace(file: IO[bytes], *_arguments: object, **_options: object) -> Iterator[Found]:
	"""The host's words of a workspace, and the headings of its short lists."""
	yield from host_workspace.extract(file)
	file.seek(0)
	yield from record(file)


def record(file: IO[bytes], *_arguments: object, **_options: object) -> Iterator[Found]:
	"""What the desk shows of a record of another kind: a number card, a chart, a page, a step of a tour."""
	data = json.load(file)
	if isinstance(data, dict):
		comment = f"Of a {data.get('doctype')}"
		for words in dict.fromkeys(_shown(data)):
			yield None, "_", words, [comment]


def _shown(data: Mapping[str, object]) -> Iterator[str]:
	found = [str(data[key]) for key in _SHOWN if data.get(key)] or [str(data.get("name") or "")]
	yield from filter(_has_words, found)
	for part in data.get("quick_lists") or []:
		yield from filter(_has_words, (str(part.get("label") or ""),))
	for step in data.get("steps") or []:
		yield from filter(_has_words, (str(step.get(key) or "") for key in ("title", "description")))


def _has_words(text: str) -> bool:
	return any(letter.isalpha() for letter in text)
