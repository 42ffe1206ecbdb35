"""A talk as it is handed over: one record of a message after the other, as lines of CSV or as parts of one JSON text."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping

Record = Mapping[str, object]
COLUMNS = (
	"message",
	"time",
	"account",
	"name",
	"kind",
	"text",
	"reply_to",
	"edited",
	"deleted",
	"mentions",
	"reactions",
	"files",
	"question_to",
	"answer_by",
	"question_state",
	"answered",
	"task",
)
FILE_TYPES = ("CSV", "JSON")
_BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that the file is UTF-8."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def lines(file_type: str, head: Record, records: Iterable[Record]) -> Iterator[str]:
	"""The parts of a file of this type, one after the other; ``head`` says of a JSON text what it is."""
	return _json_parts(head, records) if file_type == "JSON" else _csv_lines(records)


def defused(value: object) -> str:
	"""A value as a cell of CSV that no spreadsheet takes for a formula."""
	cell = "" if value is None else str(value)
	return f"'{cell}" if cell.lstrip(" \n").startswith(_FORMULA_SIGNS) else cell


def _csv_lines(records: Iterable[Record]) -> Iterator[str]:
	yield _BYTE_ORDER_MARK + _csv_line(COLUMNS)
	for record in records:
		yield _csv_line([defused(_flat(record.get(column))) for column in COLUMNS])


def _csv_line(cells: Iterable[str]) -> str:
	line = io.StringIO()
	csv.writer(line).writerow(cells)
	return line.getvalue()


def _flat(value: object) -> object:
	return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _json_parts(head: Record, records: Iterable[Record]) -> Iterator[str]:
	yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "messages": ['
	comma = "\n"
	for record in records:
		yield comma + json.dumps(record, ensure_ascii=False)
		comma = ",\n"
	yield "\n]}\n"
