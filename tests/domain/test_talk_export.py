"""The file in which a talk is handed over for an inquiry."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.talk_export import COLUMNS, defused, lines

HEAD = {"group": "TDG-00001", "members": ["ann@example.com"]}


def written(file_type: str, *records: dict[str, object]) -> str:
	return "".join(lines(file_type, HEAD, iter(records)))


@pytest.mark.parametrize(
	("value", "cell"),
	[
		("=HYPERLINK(1)", "'=HYPERLINK(1)"),
		("+1", "'+1"),
		("-1 day", "'-1 day"),
		("@SUM(A1)", "'@SUM(A1)"),
		("  =1", "'  =1"),
		("\n=1", "'\n=1"),
		("\t=1", "'\t=1"),
		("\r=1", "'\r=1"),
		("a=1", "a=1"),
		("", ""),
		(None, ""),
		(7, "7"),
	],
)
def test_no_cell_is_a_formula(value: object, cell: str) -> None:
	assert defused(value) == cell


def test_a_table_has_a_line_for_each_message_whatever_is_in_it() -> None:
	text = 'He said "a, b"\nand =1+1 <script> 你好'
	table = written(
		"CSV", {"message": 1, "text": text, "reactions": {"👍": ["ann"]}}, {"message": 2, "text": "=1"}
	)
	assert table.startswith("\ufeffmessage,time,")
	first, second = csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
	assert (first["text"], first["reactions"], first["files"]) == (text, '{"👍": ["ann"]}', "")
	assert second["text"] == "'=1"


@given(st.lists(st.fixed_dictionaries({"message": st.integers(), "text": st.text()}), max_size=4))
def test_both_kinds_of_file_read_back_as_they_were_written(records: list[dict[str, object]]) -> None:
	assert json.loads(written("JSON", *records)) == {**HEAD, "messages": records}
	table = written("CSV", *records).removeprefix("\ufeff")
	read = list(csv.DictReader(io.StringIO(table, newline="")))
	assert [(row["message"], row["text"]) for row in read] == [
		(defused(record["message"]), defused(record["text"])) for record in records
	]
	assert all(tuple(row) == COLUMNS for row in read)
