"""Placeholders in the texts of a template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.placeholders import NAMES, PlaceholderError, check, names_in, render

VALUES = {name: f"<{name}>" for name in NAMES}


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("Close the month", "Close the month"),
		("Close {month_name} {year}", "Close <month_name> <year>"),
		("Close { month_name }", "Close <month_name>"),
		("{date}{date}", "<date><date>"),
		("{{date}}", "{date}"),
		("{{{date}}}", "{<date>}"),
		("a {{ b }} c", "a { b } c"),
		("", ""),
	],
)
def test_names_are_filled_in_and_double_braces_are_braces(text: str, expected: str) -> None:
	check(text)
	assert render(text, VALUES) == expected


@pytest.mark.parametrize(
	("text", "code", "name"),
	[
		("Close {mouth}", "unknown", "mouth"),
		("Close {}", "unknown", ""),
		("Close {month.year}", "unknown", "month.year"),
		("Close {month!r}", "unknown", "month!r"),
		("Close {month", "unclosed", "{month"),
		("Close { {month}", "unclosed", "{ {month}"),
		("Close month}", "unopened", "}"),
		("{date}}", "unopened", "}"),
	],
)
def test_a_text_that_cannot_be_filled_in_is_refused(text: str, code: str, name: str) -> None:
	for refused in (check, lambda text: render(text, VALUES)):
		with pytest.raises(PlaceholderError) as caught:
			refused(text)
		assert (caught.value.code, caught.value.name) == (code, name)


def test_the_names_of_a_text_are_known_before_it_is_filled_in() -> None:
	assert names_in("{{day}} {date} { year } {date}") == {"date", "year"}
	assert names_in("nothing") == frozenset()


def test_values_are_not_read_for_placeholders_again() -> None:
	assert render("{date}", {"date": "{year}"}) == "{year}"


@given(st.text())
def test_doubled_braces_give_any_text_back(text: str) -> None:
	assert render(text.replace("{", "{{").replace("}", "}}"), VALUES) == text
