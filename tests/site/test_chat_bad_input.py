"""Wrong values at every door of the chat: an answer that says what is wrong, and nothing changed."""

from typing import Any

import pytest

from tests.chatting import forget_limits
from tests.doors import push, told
from tests.factories import ASSIGNER, RESPONSIBLE
from tests.hidden_chat import GREETING, ChatWorld, ask, rows_of

LONG = "x" * 200_000
NO_NAMES = ["", "nobody", 1, 1.5, True, ["a"], [["a"]], {"a": 1}, "' or 1=1 --", "\u0000", "x" * 500]
"""Of nothing that there is."""
NO_NUMBERS = ["", "x", -1, 0, 10**20, True, [1], {"a": 1}, "1e3", "\u0663", 1.5, "0x1", " ", "1;"]
NO_TEXTS = ["", " \n", ["x"], {"a": 1}, 5, True, LONG]
NO_MOMENTS = [
	"",
	"x",
	"2020-01-01 00:00:00",
	"9999-99-99",
	[],
	{"a": 1},
	5,
	True,
	LONG,
	"2030-01-01T00:00:00+99:00",
]
NO_LISTS = ["{", "x", 5, True, {"a": 1}, [{"a": 1}], [[1]], [None], [1], [True], '[{"a": 1}]', ["nobody"]]
FLAT = "task_discipline.api."

DOORS: dict[str, tuple[dict[str, Any], dict[str, list[Any]]]] = {
	"chat.open_group": ({"group": "{group}"}, {"group": NO_NAMES, "around": ["x", -1, [1], {"a": 1}, 1.5]}),
	"chat.messages": (
		{"group": "{group}"},
		{
			"group": NO_NAMES,
			"before": ["x", -1, [1], {"a": 1}, "1e3", 10**20],
			"after": ["x", -1, [1], {"a": 1}],
			"limit": ["x", -1, [1], {"a": 1}, "", 10**20, None],
		},
	),
	"chat.changed": (
		{"group": "{group}", "since": "2020-01-01 00:00:00"},
		{"group": NO_NAMES, "since": ["", "x", "9999-99-99", [], {"a": 1}, 5, True, "1066-01-01"]},
	),
	"chat.search": (
		{"text": "x"},
		{
			"text": ["", " ", "!?", ["x"], {"a": 1}, 5],
			"group": NO_NAMES[1:],
			"before": ["x", -1, [1], {"a": 1}],
		},
	),
	"chat.send": (
		{"group": "{group}", "text": "x"},
		{
			"group": NO_NAMES,
			"text": NO_TEXTS,
			"client_id": ["x" * 65, "\u00e4", "a\nb", ["a"], {"a": 1}, 5, True],
			"reply_to": ["x", -1, 10**17, True, [1], {"a": 1}],
			"files": NO_LISTS,
			"mentions": ["{", "x", 5, True, {"a": 1}],
		},
	),
	"chat.edit": (
		{"message": "{question}", "text": "x"},
		{"message": NO_NUMBERS, "text": ["", ["x"], {"a": 1}, 5, LONG]},
	),
	"chat.delete": ({"message": "{message}"}, {"message": NO_NUMBERS}),
	"chat.react": (
		{"message": "{message}", "emoji": GREETING},
		{"message": NO_NUMBERS, "emoji": ["", "x", "<b>", GREETING * 9, ["x"], {"a": 1}, 5, LONG]},
	),
	"chat.mark_read": (
		{"group": "{group}", "message": "{message}"},
		{"group": NO_NAMES, "message": ["", "x", -1, 10**20, [1], {"a": 1}]},
	),
	"chat.typing": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_groups.make_group": (
		{"kind": "Private", "title": "x"},
		{
			"kind": ["", "Direct", "Record", "x", 5, ["Open"], {"a": 1}],
			"title": ["", " \n", "x" * 141, ["x"], {"a": 1}, 5, LONG],
			"description": ["x" * 501, ["x"], {"a": 1}, 5],
			"members": NO_LISTS,
		},
	),
	"chat_groups.direct_with": (
		{"user": RESPONSIBLE},
		{"user": [*NO_NAMES, ASSIGNER, "Guest", "Administrator ", RESPONSIBLE.upper()]},
	),
	"chat_groups.for_record": (
		{"doctype": "TD Task", "name": "{task}"},
		{"doctype": ["", "User", "TD Chat Group", 5, ["TD Task"], {"a": 1}], "name": NO_NAMES},
	),
	"chat_groups.join": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_groups.leave": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_groups.add_members": (
		{"group": "{group}", "users": [RESPONSIBLE]},
		{"group": NO_NAMES, "users": [*NO_LISTS, [], "", ["Guest"], [RESPONSIBLE.upper()]]},
	),
	"chat_groups.remove_member": (
		{"group": "{group}", "user": RESPONSIBLE},
		{"group": NO_NAMES, "user": NO_NAMES},
	),
	"chat_groups.set_admin": (
		{"group": "{group}", "user": RESPONSIBLE},
		{"group": NO_NAMES, "user": NO_NAMES, "is_admin": [["x"], {"a": 1}]},
	),
	"chat_groups.set_muted": ({"group": "{group}"}, {"group": NO_NAMES, "muted": [["x"], {"a": 1}]}),
	"chat_groups.rename_group": (
		{"group": "{group}", "title": "x"},
		{
			"group": NO_NAMES,
			"title": ["", " \n", "x" * 141, ["x"], {"a": 1}, 5, LONG],
			"description": ["x" * 501, ["x"], {"a": 1}, 5],
		},
	),
	"chat_groups.archive": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_groups.unarchive": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_groups.find_open": ({}, {"text": [["x"], {"a": 1}, 5]}),
	"chat_groups.members": ({"group": "{group}"}, {"group": NO_NAMES}),
	"chat_work.ask": (
		{"group": "{group}", "text": "x", "person": RESPONSIBLE, "answer_by": "2099-01-01 00:00:00"},
		{
			"group": NO_NAMES,
			"text": NO_TEXTS,
			"person": [*NO_NAMES, ASSIGNER, RESPONSIBLE.upper()],
			"answer_by": NO_MOMENTS,
			"client_id": ["x" * 65, ["a"], 5],
		},
	),
	"chat_work.withdraw_question": ({"message": "{question}"}, {"message": [*NO_NUMBERS, "{message}"]}),
	"chat_work.make_task": (
		{
			"message": "{message}",
			"subject": "x",
			"responsible": RESPONSIBLE,
			"deadline": "2099-01-01 00:00:00",
		},
		{
			"message": NO_NUMBERS,
			"subject": [["x"], {"a": 1}, 5, LONG],
			"responsible": NO_NAMES,
			"deadline": ["x", "2020-01-01 00:00:00", [], {"a": 1}, 5],
			"priority": ["x", ["Low"], {"a": 1}, 5],
		},
	),
	"chat_work.to_result": ({"message": "{said_of_task}"}, {"message": [*NO_NUMBERS, "{message}"]}),
	"chat_work.to_plan_step": (
		{"message": "{said_of_task}"},
		{
			"message": [*NO_NUMBERS, "{message}"],
			"user": NO_NAMES[1:],
			"due": ["x", "9999-99-99", ["x"], {"a": 1}, 5],
		},
	),
	"chat_admin.preview_retention": ({"days": 30}, {"days": ["", "x", -1, 0, [1], {"a": 1}]}),
	"chat_admin.find_groups": ({}, {"text": [["x"], {"a": 1}]}),
	"chat_admin.copy_group": (
		{"group": "{group}", "reason": "x"},
		{"group": NO_NAMES, "reason": ["", " ", ["x"], {"a": 1}, LONG], "file_type": ["", "x", ["CSV"], 5]},
	),
}
CASES = [(door, argument) for door, (_body, wrong) in DOORS.items() for argument in wrong]
FEW = 25
"""Requests of one case: less than anybody may send in a minute."""


@pytest.fixture(autouse=True)
def _patience(rolled_back: None) -> None:
	forget_limits()


@pytest.mark.parametrize(("door", "argument"), CASES, ids=[f"{door} {argument}" for door, argument in CASES])
def test_wrong_values_are_refused_with_words_and_change_nothing(
	door: str, argument: str, talk: ChatWorld
) -> None:
	body, wrong = DOORS[door]
	user = "Administrator" if door.startswith("chat_admin") else ASSIGNER
	before, bad = rows_of(talk), {}
	for value in wrong[argument][:FEW]:
		answer = push(ask(FLAT + door, {**body, argument: value}), {"": user}, talk)[""]
		if not 400 <= answer.status_code < 500:
			bad[repr(value)[:40]] = told(answer)[:160]
	assert not bad
	assert rows_of(talk) == before
