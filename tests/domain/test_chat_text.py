"""Typed text: what is kept, what is dropped, and who is addressed."""

import pytest

from task_discipline.domain.chat_text import LINE_CHARACTERS, clean, file_name, is_emoji, line_of, mentions_in

PEOPLE = {
	"anna@x.example": "Anna",
	"anna.berg@x.example": "Anna Berg",
	"li@x.example": "Li Wei",
	"li2@x.example": "Li Wei",
	"jose@x.example": "José",
}


@pytest.mark.parametrize(
	("typed", "stored"),
	[
		("  two\tcolumns  ", "  two\tcolumns"),
		("\n\nhello\r\nthere\rand\u2028on\n", "hello\nthere\nand\non"),
		("<script>alert(1)</script>", "<script>alert(1)</script>"),
		('"<img src=x onerror=alert(1)>"', '"<img src=x onerror=alert(1)>"'),
		("nul\x00 bell\x07 escape\x1b[31m delete\x7f c1\x9b", "nul bell escape[31m delete c1"),
		("half \ud83d and half \ude00", "half  and half"),
		(
			"whole \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
			"whole \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
		),
		("not a character \ufffe\uffff\ufdd0", "not a character"),
		("e\u0301", "\u00e9"),
		(" \u200b\u2060\u3164 \n ", ""),
		("\u202e\u202c", ""),
	],
)
def test_text_is_stored_as_it_was_typed_without_what_nobody_types(typed: str, stored: str) -> None:
	assert clean(typed) == stored


@pytest.mark.parametrize(
	("typed", "stored"),
	[
		("user\u202egnp.exe", "user\u202egnp.exe\u202c"),
		("\u202eone\ntwo", "\u202eone\u202c\ntwo"),
		("\u2066a\u202bb", "\u2066a\u202bb\u202c\u2069"),
		("shut \u202c\u2069 twice", "shut  twice"),
		("\u2066a\u202c b\u2069", "\u2066a b\u2069"),
		("\u202aa\u202c fine", "\u202aa\u202c fine"),
		("\u202e" * 500 + "x", "\u202e" * 60 + "x" + "\u202c" * 60),
	],
)
def test_marks_of_direction_end_with_their_line(typed: str, stored: str) -> None:
	assert clean(typed) == stored


@pytest.mark.parametrize(
	("given", "shown"),
	[
		("plan (2).txt", "plan (2).txt"),
		("photo\u202egnp.exe", "photognp.exe"),
		("a\u2066b\u2069.pdf", "ab.pdf"),
		("two\nlines\t.txt", "two lines .txt"),
		("nul\x00\ud800.txt", "nul.txt"),
		("שלום.pdf", "שלום.pdf"),
	],
)
def test_the_ending_of_a_file_is_seen_at_its_end(given: str, shown: str) -> None:
	assert file_name(given) == shown


def test_a_line_is_short_and_closes_what_the_cut_left_open() -> None:
	assert line_of(None) == ""
	assert line_of("one\n  two\t three") == "one two three"
	cut = line_of("\u202e" + "word " * 100)
	assert cut.endswith("…\u202c")
	assert len(cut) <= LINE_CHARACTERS + 1


@pytest.mark.parametrize(
	("text", "chosen", "found"),
	[
		("@Anna look", (), ("anna@x.example",)),
		("@Anna Berg look", (), ("anna.berg@x.example",)),
		("(@Anna Berg), @Anna!", (), ("anna.berg@x.example", "anna@x.example")),
		("@Annabel", (), ()),
		("mail me@Anna", (), ()),
		("@li2@x.example", (), ("li2@x.example",)),
		("@Li Wei", (), ()),
		("@Li Wei", ("li2@x.example",), ("li2@x.example",)),
		("@Li Wei", ("anna@x.example",), ()),
		("@Jose\u0301", (), ()),
		("@all", (), tuple(PEOPLE)),
		("@allow", (), ()),
		("no one", ("anna@x.example",), ()),
		("@Nobody", ("nobody@x.example",), ()),
	],
)
def test_people_are_addressed_by_their_whole_name_or_account(
	text: str, chosen: tuple[str, ...], found: tuple[str, ...]
) -> None:
	assert mentions_in(text, PEOPLE, chosen) == found


def test_a_name_typed_with_loose_accents_is_found_once_it_is_stored() -> None:
	assert mentions_in(clean("@Jose\u0301"), PEOPLE) == ("jose@x.example",)


def test_names_are_words_and_no_pattern() -> None:
	assert mentions_in("@.* @a+b", {"one": ".*", "two": "a+b", "three": ""}) == ("one", "two")


@pytest.mark.parametrize(
	"emoji",
	[
		"\U0001f44d",
		"\U0001f44d\U0001f3fd",
		"\u2764\ufe0f",
		"\u2764",
		"\U0001f468\u200d\U0001f469\u200d\U0001f467",
		"\U0001f1e9\U0001f1ea",
		"1\ufe0f\u20e3",
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
	],
)
def test_a_reaction_is_one_picture(emoji: str) -> None:
	assert is_emoji(emoji)


@pytest.mark.parametrize(
	"text",
	["", "a", "ok", "\U0001f44d\U0001f44d", "<b>", "1", "\u200d", "\U0001f1e9", "\ufe0f", "\U0001f44d "],
)
def test_anything_else_is_no_reaction(text: str) -> None:
	assert not is_emoji(text)
