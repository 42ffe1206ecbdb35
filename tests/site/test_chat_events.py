"""Quiet lines: what happens to a task stands in its chat, in the reader's language, unread by nobody, at no cost without one."""

from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.permissions import PROJECT
from task_discipline.services import bulk_actions, milestones, missed_milestones
from task_discipline.services.chat import events
from task_discipline.services.milestones import Place
from tests.chatting import ANNA, BORIS, CLARA, counters, forget_limits
from tests.factories import NEWCOMER, act, acting_as, in_hours, make_task
from tests.projects import make_project


def talk_about(task: str, user: str = ANNA) -> str:
	forget_limits()
	with acting_as(user):
		return chat_groups.for_record("TD Task", task)["group"]["name"]


def lines(group: str, reader: str = CLARA) -> list[str]:
	with acting_as(reader):
		return [one["event_line"] for one in chat.messages(group)["messages"] if one["kind"] == "Event"]


def test_the_whole_life_of_a_task_stands_in_its_chat() -> None:
	"""PEERS 50: also what happens after it was handed in."""
	task = make_task().name
	group = talk_about(task)
	act(BORIS, task, "accept_assignment")
	act(BORIS, task, "submit_task", result="<p>Secret figures</p>")
	act(BORIS, task, "withdraw")
	act(ANNA, task, "hold", reason="The ship is late")
	act(ANNA, task, "resume")
	act(BORIS, task, "submit_task", result="Done")
	act(ANNA, task, "return_for_rework", reason="The annex is missing")
	act(ANNA, task, "change_deadline", deadline=str(in_hours(90)), reason="More time")
	act(ANNA, task, "reassign", user=NEWCOMER, reason="On leave")
	act(ANNA, task, "cancel_task", reason="Not wanted")
	told = lines(group)
	assert [line.split(":")[0] for line in told if "deadline" not in line] == [
		"Boris Tester accepted the task",
		"Boris Tester submitted the task",
		"Boris Tester took the submitted task back",
		"Anna Tester put the task on hold until further notice",
		"Anna Tester resumed the task",
		"Boris Tester submitted the task",
		"Anna Tester returned the task for rework",
		"Anna Tester gave the task to Irina Tester",
		"Anna Tester cancelled the task",
	]
	assert "Anna Tester returned the task for rework: The annex is missing" in told
	assert any(line.startswith("Anna Tester moved the deadline to") for line in told)
	assert "Secret" not in " ".join(told)


def test_a_quiet_line_is_unread_by_nobody_and_is_the_last_of_its_group() -> None:
	task = make_task().name
	group = talk_about(task)
	act(BORIS, task, "accept_assignment")
	assert set(counters(group).values()) == {(0, 0)}
	stored = frappe.db.get_value(GROUP, group, ["message_count", "last_message"], as_dict=True)
	newest = frappe.get_all(MESSAGE, {"chat_group": group}, ["name"], pluck="name", order_by="name desc")
	assert (stored.message_count, stored.last_message) == (len(newest), newest[0])


def test_each_reader_has_his_own_language() -> None:
	task = make_task().name
	group = talk_about(task)
	act(BORIS, task, "accept_assignment")
	frappe.get_doc(
		doctype="Translation",
		language="de",
		source_text="{0} accepted the task",
		translated_text="{0} hat die Aufgabe angenommen",
	).insert()
	frappe.clear_cache()
	frappe.local.lang = "de"
	try:
		assert lines(group)[-1] == "Boris Tester hat die Aufgabe angenommen"
	finally:
		frappe.local.lang = "en"


def test_comments_and_milestones_stand_there_too() -> None:
	task = make_task()
	group = talk_about(task.name)
	with acting_as(BORIS):
		task.add_comment("Comment", "<div>See <b>the annex</b> &amp; sign</div>")
	with acting_as(ANNA):
		name = milestones.add(Place("TD Task", task.name), "Draft", str(in_hours(48).date()))
	with acting_as(BORIS):
		milestones.reach(name)
	told = lines(group)
	assert "Boris Tester commented: See the annex & sign" in told
	assert any(line.startswith("Boris Tester reached the milestone Draft") for line in told)


def test_a_project_tells_its_chat_of_its_milestones_and_its_end() -> None:
	project = make_project(ANNA).name
	forget_limits()
	with acting_as(ANNA):
		group = chat_groups.for_record(PROJECT, project)["group"]["name"]
		name = milestones.add(Place(PROJECT, project), "Foundation", str(in_hours(48).date()))
		milestones.reach(name)
		frappe.get_doc(PROJECT, project).run_method("hold", reason="No permit")
	assert lines(group, ANNA) == [
		"Anna Tester added the milestone Foundation",
		"Anna Tester reached the milestone Foundation",
		"Anna Tester put the project on hold: No permit",
	]


def test_milestones_that_were_missed_are_told_together() -> None:
	project = make_project(ANNA).name
	forget_limits()
	with acting_as(ANNA):
		group = chat_groups.for_record(PROJECT, project)["group"]["name"]
		name = milestones.add(Place(PROJECT, project), "Foundation", str(in_hours(48).date()))
	frappe.db.set_value("TD Milestone", name, "due_date", in_hours(-48).date())
	missed_milestones.mark()
	assert lines(group, ANNA)[-1] == "The milestone Foundation was not reached in time"


def test_edits_ticks_and_other_comments_are_left_out() -> None:
	task = make_task()
	group = talk_about(task.name)
	before = lines(group)
	with acting_as(ANNA):
		task.subject = "Another"
		task.save()
		task.add_comment("Info", "was here")
	assert lines(group) == before


def test_what_is_undone_leaves_no_line() -> None:
	task = make_task().name
	group = talk_about(task)
	before = frappe.db.count(MESSAGE, {"chat_group": group})
	with acting_as(BORIS):
		rows = bulk_actions.perform([task, "TD-nothing"], bulk_actions.parsed_action("accept_assignment"), {})
	assert [row["ok"] for row in rows] == [True, False]
	assert frappe.db.count(MESSAGE, {"chat_group": group}) == before + 1


def test_lines_of_many_groups_are_written_together(monkeypatch: pytest.MonkeyPatch) -> None:
	costs = []
	for number in (1, 6):
		tasks = [make_task().name for _number in range(number)]
		for task in tasks:
			talk_about(task)
		written = [events.Line("TD Task", task, "Resumed", ANNA, {"responsible": BORIS}) for task in tasks]
		costs.append(len(_queries(monkeypatch, lambda written=written: events.post(written))))
	assert costs[1] - costs[0] <= 5  # one hint for each group


def test_a_task_without_a_chat_costs_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
	line = events.Line("TD Task", make_task().name, "Resumed", ANNA)
	assert len(_queries(monkeypatch, lambda: events.post([line]))) == 1
	assert _queries(monkeypatch, lambda: events.post([])) == []


def _queries(monkeypatch: pytest.MonkeyPatch, work: Any) -> list[str]:
	asked: list[str] = []
	sql = frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(
			frappe.db, "sql", lambda *given, **named: asked.append(str(given[0])) or sql(*given, **named)
		)
		work()
	return asked
