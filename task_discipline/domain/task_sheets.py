"""Reads a sheet of tasks as other programs write it: its bytes, its columns, and what stands in its cells.

The columns are those of Bitrix24 (its export of a list to Excel and its own import file, in Russian and in English)
and those of this app.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from html.parser import HTMLParser

MOST_BYTES = 20_000_000
MOST_ROWS = 10_000
_LONGEST_CELL = 1_000_000
_DELIMITERS = ";,\t"


class SheetError(ValueError):
	"""The file is no sheet of tasks; the words say why, in the source language."""


class Column(str, Enum):
	"""What a column of a sheet says of its task."""

	ID = "ID"
	SUBJECT = "Subject"
	ASSIGNER = "Assigner"
	RESPONSIBLE = "Responsible"
	CO_ASSIGNEES = "Co-assignees"
	OBSERVERS = "Observers"
	DEADLINE = "Deadline"
	STARTS_ON = "Starts on"
	PRIORITY = "Priority"
	STATUS = "Status"
	DESCRIPTION = "Description"
	PROJECT = "Project"
	TAGS = "Tags"
	PARENT = "Part of task"
	DURATION = "Estimated hours"
	SECONDS = "Estimated seconds"
	CHECKLIST = "Plan"
	REVIEW = "Review"


_HEADERS: Mapping[Column, tuple[str, ...]] = {
	Column.ID: ("id", "imported from"),
	Column.SUBJECT: ("название", "название задачи", "тема", "task", "task name", "name", "title", "subject"),
	Column.ASSIGNER: ("постановщик", "created by", "creator", "assigner"),
	Column.RESPONSIBLE: (
		"ответственный",
		"исполнитель",
		"responsible person",
		"responsible",
		"assignee",
	),
	Column.CO_ASSIGNEES: ("соисполнители", "participants", "co-assignees"),
	Column.OBSERVERS: ("наблюдатели", "observers"),
	Column.DEADLINE: ("крайний срок", "срок", "deadline"),
	Column.STARTS_ON: (
		"планируемая дата начала",
		"начать задачу с",
		"planned start date",
		"start task on",
		"starts on",
	),
	Column.PRIORITY: ("приоритет", "это важная задача", "priority", "high priority"),
	Column.STATUS: ("статус", "status"),
	Column.DESCRIPTION: ("описание", "описание задачи", "description"),
	Column.PROJECT: ("проект", "группа", "project", "group"),
	Column.TAGS: ("теги", "тег", "tags"),
	Column.PARENT: ("id базовой задачи", "parent task id", "part of task"),
	Column.DURATION: ("планируемая длительность", "planned duration", "estimated hours"),
	Column.SECONDS: ("время на выполнение задачи в секундах", "time required for task completion in seconds"),
	Column.CHECKLIST: ("чеклист", "чек-лист", "checklist", "plan"),
	Column.REVIEW: (
		"принять работу после завершения задачи",
		"проконтролировать задачу после завершения",
		"approve task when completed",
	),
}
_KNOWN = {header: column for column, headers in _HEADERS.items() for header in headers}


@dataclass(frozen=True)
class Row:
	"""One line of the sheet: its number as a table program shows it, and its cells by column."""

	number: int
	cells: Mapping[Column, str]

	def cell(self, column: Column) -> str:
		"""What stands in the column; empty where the sheet has none."""
		return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
	"""The rows of a sheet, and the headers that mean nothing here."""

	rows: tuple[Row, ...]
	unknown: tuple[str, ...]


def read(content: bytes) -> Sheet:
	"""The tasks in a file: CSV in UTF-8, UTF-16 or Windows-1251, or the HTML table that Bitrix24 calls tasks.xls.

	Raises ``SheetError`` where it is neither, too large, or names no task in its first line.
	"""
	if len(content) > MOST_BYTES:
		raise SheetError("too large")
	if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
		raise SheetError("a workbook")
	text = _decoded(content)
	lines = [line for line in enumerate(_table(text), 1) if any(cell.strip() for cell in line[1])]
	if len(lines) < 2:
		raise SheetError("empty")
	if len(lines) - 1 > MOST_ROWS:
		raise SheetError("too long")
	return _sheet([header.strip() for header in lines[0][1]], lines[1:])


def _decoded(content: bytes) -> str:
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		encodings: tuple[str, ...] = ("utf-16",)
	else:
		encodings = ("utf-8-sig", "cp1251")
	for encoding in encodings:
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	raise SheetError("no text")


def _table(text: str) -> list[list[str]]:
	if "\0" in text:
		raise SheetError("no text")
	if re.match(r"\s*<", text) and "<table" in text[:5_000].lower():
		return _rows_of_html(text)
	first = text.lstrip().partition("\n")[0]
	delimiter = max(_DELIMITERS, key=first.count)
	csv.field_size_limit(_LONGEST_CELL)
	try:
		return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
	except csv.Error as error:
		raise SheetError("no table") from error


class _Cells(HTMLParser):
	def __init__(self) -> None:
		super().__init__()
		self.rows: list[list[str]] = []
		self.is_open = False

	def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
		if tag == "tr":
			self.rows.append([])
		elif tag in ("td", "th") and self.rows:
			self.rows[-1].append("")
			self.is_open = True
		elif tag == "br":
			self.handle_data("\n")

	def handle_endtag(self, tag: str) -> None:
		if tag in ("td", "th", "tr"):
			self.is_open = False

	def handle_data(self, data: str) -> None:
		if self.is_open and self.rows and self.rows[-1]:
			self.rows[-1][-1] += data


def _rows_of_html(text: str) -> list[list[str]]:
	parser = _Cells()
	parser.feed(text)
	parser.close()
	return parser.rows


def _sheet(headers: Sequence[str], lines: Sequence[tuple[int, list[str]]]) -> Sheet:
	columns = [_KNOWN.get(_normal(header)) for header in headers]
	if Column.SUBJECT not in columns or Column.RESPONSIBLE not in columns:
		raise SheetError("no columns")
	unknown = [header for header, column in zip(headers, columns, strict=True) if header and column is None]
	return Sheet(tuple(_rows(columns, lines)), tuple(unknown))


def _rows(columns: Sequence[Column | None], lines: Sequence[tuple[int, list[str]]]) -> Iterator[Row]:
	for number, cells in lines:
		pairs = zip(columns, cells, strict=False)
		# The first of two columns of one meaning counts; the name of a subtask stands behind hard spaces.
		named = {
			column: cell.replace("\xa0", " ").strip() for column, cell in reversed(list(pairs)) if column
		}
		yield Row(number, named)


def _normal(words: str) -> str:
	return " ".join(words.replace("\xa0", " ").split()).casefold()


_DATE = re.compile(
	r"(?:(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})|(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2}))"
	r"(?:[ T]+(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?)?"
)
_AMERICAN = re.compile(
	r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}) +(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})? *(?P<half>[ap])m",
	re.IGNORECASE,
)


def moment(text: str) -> datetime | date | None:
	"""The moment in a cell (31.12.2026 18:00, 2026-12-31 18:00, 12/31/2026 06:00 pm), a date without an hour, or None.

	Raises ``ValueError`` for anything else, 12/11/2026 among it, which may be two days.
	"""
	words = text.strip()
	if not words:
		return None
	if found := _AMERICAN.fullmatch(words):
		hour = int(found["h"]) % 12 + (12 if found["half"].lower() == "p" else 0)
		return datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour, int(found["min"]))
	found = _DATE.fullmatch(words)
	if not found:
		raise ValueError(words)
	day = date(int(found["y"] or found["iy"]), int(found["m"] or found["im"]), int(found["d"] or found["id"]))
	if found["h"] is None:
		return day
	return datetime(day.year, day.month, day.day, int(found["h"]), int(found["min"]))


_PRIORITIES = {
	"Low": ("0", "низкий", "низкая", "low"),
	"Medium": ("1", "средний", "средняя", "обычный", "обычная", "нет", "n", "no", "normal", "medium"),
	"High": ("2", "высокий", "высокая", "важный", "важная", "да", "y", "yes", "high", "important"),
	"Urgent": ("срочный", "срочная", "критический", "urgent", "critical"),
}


def priority(text: str) -> str | None:
	"""Low, Medium, High or Urgent; Medium for nothing, None for words that are not known."""
	words = _normal(text)
	if not words:
		return "Medium"
	return next((name for name, known in _PRIORITIES.items() if words in known), None)


_FINISHED = ("завершена", "завершен", "completed", "done", "cancelled")
_FRESH = ("", "новая", "новый", "ждет выполнения", "ждёт выполнения", "new", "pending")


def is_finished(status: str) -> bool:
	"""Whether the task is over where it comes from."""
	return _normal(status) in _FINISHED


def is_fresh(status: str) -> bool:
	"""Whether nobody has begun it where it comes from."""
	return _normal(status) in _FRESH


def says_no(text: str) -> bool:
	"""Whether a cell of yes or no says no."""
	return _normal(text) in ("нет", "n", "no", "0", "false")


def people(text: str) -> tuple[str, ...]:
	"""The people of a cell, each once, by the words that stand there."""
	parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
	return tuple(dict.fromkeys(filter(None, parts)))


def steps(text: str) -> tuple[str, ...]:
	"""The points of a checklist as Bitrix24 writes it: ``[**]list[*]point[*]point``; one for each line elsewhere."""
	if "[*" in text:
		found = [part[3:] for part in re.findall(r"\[\*\][^\[]*", text)]
	else:
		found = text.splitlines()
	return tuple(filter(None, (" ".join(point.split()) for point in found)))


def tags(text: str) -> tuple[str, ...]:
	"""The tags of a cell, however they are divided."""
	return people(text.replace("[*]", ","))


def hours(text: str) -> float | None:
	"""Hours from ``12:30:00`` or ``12.5``; 0.0 for nothing, None for anything else."""
	words = text.strip().replace(",", ".")
	if not words:
		return 0.0
	if found := re.fullmatch(r"(\d+):(\d{2})(?::(\d{2}))?", words):
		return int(found[1]) + int(found[2]) / 60 + int(found[3] or 0) / 3600
	return float(words) if re.fullmatch(r"\d{1,6}(\.\d+)?", words) else None
