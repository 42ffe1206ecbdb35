"""What our doctypes are called where other apps have doctypes of the same name."""

import pytest

from task_discipline.api.labels import tell_apart
from tests.conftest import OTHER_APPS


@pytest.mark.parametrize(
	("words", "said"),
	[
		({"TD Task": "Order of nobody else"}, "Order of nobody else"),
		({"TD Task": "Note"}, "Note (Task Discipline)"),
		({"TD Task": "Note", "Note": "Memo"}, "Note"),
		({}, "Task (Task Discipline)" if "erpnext" in OTHER_APPS else "Task"),
	],
)
def test_a_name_that_another_doctype_has_says_whose_it_is(words: dict[str, str], said: str | None) -> None:
	bootinfo = {"__messages": dict(words)}
	tell_apart(bootinfo)
	assert bootinfo["__messages"].get("TD Task") == said
	assert bootinfo["__messages"].get("Note") == words.get("Note")
