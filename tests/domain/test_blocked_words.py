"""Blocked words in what people write."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.blocked_words import mask


@pytest.mark.parametrize(
	("text", "blocked", "shown"),
	[
		("What a darn mess", "darn", "What a **** mess"),
		("DARN, Darn; dArN!", "darn", "****, ****; ****!"),
		("darned undarn darn_it", "darn", "darned undarn darn_it"),
		("darn", "DARN", "****"),
		("nothing of it", "", "nothing of it"),
		("nothing of it", "\n \n", "nothing of it"),
		("", "darn", ""),
		# phrases: the longest one first, over any space, and only over space
		("a darn   good\nday", "darn good", "a ****   ****\nday"),
		("darn good day", "darn\ndarn good day", "**** **** ***"),
		("darn good night", "darn\ndarn good day", "**** good night"),
		("darn, good", "darn good", "darn, good"),
		("darngood", "darn good", "darngood"),
		# signs belong to what is blocked, and mean nothing else
		("c and c++ and c.", "c++", "c and *** and c."),
		("d.*n or darn", "d.*n", "**** or darn"),
		("a(b [c \\d ^$", "(b [c\n\\d", "a** ** ** ^$"),
		("plan a. B is next", "a.b", "plan a. B is next"),
		# any script
		("Это чёрт знает что, ЧЁРТ", "чёрт", "Это **** знает что, ****"),
		("чертёж", "чёрт", "чертёж"),
		("die Straße, die STRASSE", "strasse", "die ******, die *******"),
		("ｄａｒｎ it", "darn", "**** it"),
		("da\u0301rn cafe\u0301", "café", "da\u0301rn *****"),
		("da\u200brn it", "darn", "***** it"),
		("हिन्दी हिन्द", "हिन्द", "हिन्दी *****"),
		("他说坏话了", "坏话", "他说**了"),
		("คำหยาบมาก", "หยาบ", "คำ****มาก"),
		("no 💩 here", "💩", "no * here"),
	],
)
def test_blocked_words_are_masked_and_no_others(text: str, blocked: str, shown: str) -> None:
	assert mask(text, blocked) == shown


def test_names_of_people_addressed_stay_as_they_are() -> None:
	assert mask("@Moby Dick, you dick", "dick", ["@Moby Dick", ""]) == "@Moby Dick, you ****"


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_is_blocked_a_text_keeps_its_length_and_its_spaces(text: str, blocked: str) -> None:
	shown = mask(text, blocked)
	assert len(shown) == len(text)
	assert all(
		new in (old, "*") and (new == old or not old.isspace()) for old, new in zip(text, shown, strict=True)
	)
	assert mask(text, "") == text


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_a_word_alone_is_masked_in_whatever_script(word: str) -> None:
	assert mask(f"so {word} so", word) == f"so {'*' * len(word)} so"


def test_a_thousand_words_cost_a_message_next_to_nothing() -> None:
	blocked = "\n".join(f"darn good word {number}" for number in range(1_000))
	text = ("darn good " * 400)[:4_000]
	mask(text, blocked)
	began = perf_counter()
	mask(text, blocked)
	assert perf_counter() - began < 0.25
