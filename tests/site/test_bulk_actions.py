"""One action on many tasks: every task is asked for its own right, and fails alone."""

import frappe
import pytest

from task_discipline.api import tasks
from task_discipline.services import bulk_actions
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	events_of,
	make_task,
)


def act_on(user: str, names: list[str], action: str, **arguments: str) -> dict[str, bool]:
	with acting_as(user):
		rows = tasks.act_on_many(names, action, arguments)
	assert [row["name"] for row in rows] == list(dict.fromkeys(names))
	assert all(row.get("status") if row["ok"] else row["message"] for row in rows)
	return {str(row["name"]): bool(row["ok"]) for row in rows}


def test_each_task_succeeds_or_fails_by_itself() -> None:
	ready, lacking, running = make_task(), make_task(require_file=1), make_task()
	act(RESPONSIBLE, running.name, "submit_task")
	assert act_on(RESPONSIBLE, [ready.name, lacking.name, running.name], "submit_task") == {
		ready.name: True,
		lacking.name: False,
		running.name: False,
	}
	assert events_of(lacking.name) == ["Created"]
	assert frappe.db.get_value("TD Task", lacking.name, "status") == "New"
	assert frappe.message_log == []


def test_words_of_a_refusal_are_plain() -> None:
	lacking = make_task(require_file=1, require_result=1)
	with acting_as(RESPONSIBLE):
		row = tasks.act_on_many(frappe.as_json([lacking.name]), "submit_task")[0]
	assert row["message"] == (
		"Write the result: the assigner asks for it. Attach a file: the assigner asks for one."
	)


def test_hidden_tasks_are_refused_like_unknown_ones() -> None:
	task = make_task()
	with acting_as(STRANGER):
		hidden, unknown = tasks.act_on_many([task.name, "TD-99999"], "cancel_task", {"reason": "Mine now"})
	assert not hidden["ok"] and not unknown["ok"]
	assert hidden["message"].replace(task.name, "X") == unknown["message"].replace("TD-99999", "X")
	assert events_of(task.name) == ["Created"]


@pytest.mark.parametrize(
	("user", "expected"),
	[
		(
			ASSIGNER,
			{
				"change_deadline": 2,
				"reassign": 2,
				"cancel_task": 2,
				"accept_result": 1,
				"return_for_rework": 1,
			},
		),
		(CO_ASSIGNEE, {"submit_task": 1}),
		(
			MANAGER,
			{
				"change_deadline": 2,
				"reassign": 2,
				"cancel_task": 2,
				"accept_result": 1,
				"return_for_rework": 1,
			},
		),
		(OBSERVER, {}),
		(STRANGER, {}),
	],
)
def test_the_menu_offers_what_is_allowed(user: str, expected: dict[str, int]) -> None:
	new, submitted = make_task(), make_task()
	act(RESPONSIBLE, submitted.name, "submit_task")
	with acting_as(user):
		assert tasks.actions_on_many([new.name, submitted.name, "TD-99999"]) == expected


@pytest.mark.parametrize(
	("names", "action", "arguments"),
	[
		([], "start", {}),
		(["TD-1"] * (bulk_actions.MOST_TASKS + 1), "start", {}),
		(["TD-1"], "delete", {}),
		("{broken", "start", {}),
		('"TD-1"', "start", {}),
		([["TD-1"]], "start", {}),
		(["TD-1"], "start", "[1]"),
	],
)
def test_bad_calls_are_refused_as_a_whole(names: object, action: str, arguments: object) -> None:
	with acting_as(RESPONSIBLE), pytest.raises(frappe.ValidationError):
		tasks.act_on_many(names, action, arguments)


def test_tabs_hold_open_tasks_by_what_the_person_is_to_them() -> None:
	own, helped, done = make_task(responsible=CO_ASSIGNEE, co_assignees=[]), make_task(), make_task()
	act(RESPONSIBLE, done.name, "submit_task")
	act(ASSIGNER, done.name, "accept_result")
	with acting_as(CO_ASSIGNEE):
		tabs = tasks.list_tabs()
	assert set(tabs["mine"]) == {own.name, helped.name}
	assert tabs["counts"] == {"mine": 2, "set_by_me": 0, "observing": 0}
	with acting_as(ASSIGNER):
		assert tasks.list_tabs()["counts"] == {"mine": 0, "set_by_me": 2, "observing": 0}
	with acting_as(STRANGER):
		assert tasks.list_tabs() == {"mine": [], "counts": {"mine": 0, "set_by_me": 0, "observing": 0}}


def test_names_of_people_are_those_of_desk_users() -> None:
	with acting_as(RESPONSIBLE):
		assert tasks.people_names([ASSIGNER, "nobody@td-test.example", "Guest"]) == {ASSIGNER: "Anna Tester"}
