"""What stands in a sheet of another program, read without guessing."""

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain import task_sheets as sheets
from task_discipline.domain.task_sheets import Column, SheetError

TABLE = "ID;Название;Ответственный\n7;Дело;Иван Петров\n"


def test_every_way_of_writing_the_bytes_is_read() -> None:
	for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
		(row,) = sheets.read(TABLE.encode(encoding)).rows
		assert (row.number, row.cell(Column.ID), row.cell(Column.SUBJECT)) == (2, "7", "Дело"), encoding


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_delimiter_is_found(delimiter: str) -> None:
	sheet = sheets.read(TABLE.replace(";", delimiter).encode())
	assert sheet.rows[0].cell(Column.RESPONSIBLE) == "Иван Петров"


def test_the_html_table_of_bitrix24_is_read_as_it_is() -> None:
	html = (
		'<meta http-equiv="Content-type" content="text/html;charset=UTF-8"/>\n<table border="1"><thead><tr>'
		"<th>ID</th><th>Название</th><th>Ответственный</th></tr></thead><tbody>"
		"<tr><td>7</td><td>&nbsp;&nbsp;&nbsp;Дело &amp; &lt;b&gt;</td><td>Иван Петров</td></tr></tbody></table>"
	)
	(row,) = sheets.read(html.encode()).rows
	assert row.cell(Column.SUBJECT) == "Дело & <b>"


def test_a_cell_keeps_its_lines_and_rows_their_numbers() -> None:
	sheet = sheets.read(b'Task,Responsible person,Description\nA,B,"one\ntwo, three"\n\nC,D,\n')
	assert [row.number for row in sheet.rows] == [2, 4]
	assert sheet.rows[0].cell(Column.DESCRIPTION) == "one\ntwo, three"


def test_columns_that_mean_nothing_here_are_named() -> None:
	sheet = sheets.read(b"Task,Responsible person,Colour,Deadline\nA,B,red,\n")
	assert sheet.unknown == ("Colour",)


@pytest.mark.parametrize(
	("content", "why"),
	[
		(b"", "empty"),
		(b"Task,Responsible person\n", "empty"),
		(b"What,Who\na,b\n", "no columns"),
		(b"Task,Who\na,b\n", "no columns"),
		(b"PK\x03\x04rest", "a workbook"),
		(b"\xd0\xcf\x11\xe0rest", "a workbook"),
		(b"Task,Responsible person\n\0,b\n", "no text"),
		(b"Task,Responsible person\n" + b"a,b\n" * 10_001, "too long"),
		(b"x" * 20_000_001, "too large"),
	],
)
def test_what_is_no_sheet_is_refused_with_its_reason(content: bytes, why: str) -> None:
	with pytest.raises(SheetError, match=f"^{why}$"):
		sheets.read(content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
	with suppress(SheetError):
		sheets.read(b"Task;Responsible person\n" + content)


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("", None),
		("31.12.2026 18:05", datetime(2026, 12, 31, 18, 5)),
		("31.12.2026 18:05:40", datetime(2026, 12, 31, 18, 5)),
		("1.2.2026", date(2026, 2, 1)),
		("2026-12-31", date(2026, 12, 31)),
		("2026-12-31T18:05", datetime(2026, 12, 31, 18, 5)),
		("12/31/2026 06:05 pm", datetime(2026, 12, 31, 18, 5)),
		("12/31/2026 12:05:00 AM", datetime(2026, 12, 31, 0, 5)),
	],
)
def test_moments_are_read(text: str, expected: object) -> None:
	assert sheets.moment(text) == expected


@pytest.mark.parametrize(
	"text", ["12/11/2026", "tomorrow", "31.02.2026", "1.13.2026 10:00", "2026-12-31 25:00", "5"]
)
def test_what_may_be_two_days_or_none_is_no_moment(text: str) -> None:
	with pytest.raises(ValueError):
		sheets.moment(text)


def test_words_of_cells_are_known_in_both_languages() -> None:
	for text, expected in (
		("Высокий", "High"),
		("важная", "High"),
		("Да", "High"),
		("", "Medium"),
		("Обычная", "Medium"),
		("0", "Low"),
		("Срочный", "Urgent"),
		("Purple", None),
	):
		assert sheets.priority(text) == expected, text
	assert sheets.is_finished("Завершена") and sheets.is_finished("Completed")
	assert sheets.is_fresh("Ждет выполнения") and not sheets.is_fresh("Выполняется")
	assert sheets.says_no("Нет") and not sheets.says_no("Да")


def test_lists_of_cells_are_taken_apart() -> None:
	assert sheets.people("Иван Петров, Анна  Юн;Иван Петров") == ("Иван Петров", "Анна Юн")
	assert sheets.steps("[**]Чек-лист 1[*]пункт 1[*] пункт 2[**]Чек-лист 2[*]пункт 3") == (
		"пункт 1",
		"пункт 2",
		"пункт 3",
	)
	assert sheets.steps("one\n\ntwo") == ("one", "two")
	assert sheets.tags("[*]тег 1[*]тег 2") == ("тег 1", "тег 2")


def test_durations_are_hours() -> None:
	assert [sheets.hours(text) for text in ("", "06:30:00", "1:15", "2,5", "x")] == [
		0.0,
		6.5,
		1.25,
		2.5,
		None,
	]
