"""The talk of a task, a project or a team belongs to its people, always: whoever is taken off reads and hears no more.

PEERS 46 (whoever is no member reads nothing) and PEERS 47 (nobody but members hears of what is said).
"""

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import realtime

from task_discipline.api import chat, chat_groups, chat_work, tasks
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.services.chat import making, records
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, forget_limits, heard, say
from tests.factories import HEAD, MANAGER, NEWCOMER, act, acting_as, make_task
from tests.projects import make_project

TASK, PROJECT, TEAM = "TD Task", "TD Project Link", "TD Team"


@pytest.fixture(autouse=True)
def _fresh(rolled_back: None) -> None:
	forget_limits()


def group_of(doctype: str, name: str, user: str = ANNA) -> str:
	with acting_as(user):
		return chat_groups.for_record(doctype, name)["group"]["name"]


def members(group: str) -> set[str]:
	return set(frappe.get_all(MEMBER, {"chat_group": group}, pluck="user", order_by=None))


def change(user: str, doctype: str, name: str, **values: Any) -> None:
	"""One save in the form."""
	with acting_as(user):
		frappe.get_doc(doctype, name).update(values).save()


def expect_outside(user: str, group: str) -> None:
	"""PEERS 46 and 47: he reads nothing, says nothing and hears nothing."""
	for act_ in (
		chat.open_group,
		chat.messages,
		chat_groups.members,
		lambda name: chat.send(name, "Still here"),
	):
		with acting_as(user), pytest.raises(frappe.PermissionError):
			act_(group)
	with heard() as rooms:
		say(ANNA, group, "Among us")
	assert realtime.get_user_room(user) not in rooms
	assert realtime.get_user_room(ANNA) in rooms


def expect_inside(user: str, group: str) -> None:
	with heard() as rooms:
		say(ANNA, group, "Among us")
	assert realtime.get_user_room(user) in rooms
	with acting_as(user):
		assert chat.open_group(group)["messages"][-1]["text"] == "Among us"


def _save_observers(task: str) -> None:
	change(ANNA, TASK, task, observers=[{"user": NEWCOMER}])


def _reassign(task: str) -> None:
	act(ANNA, task, "reassign", user=NEWCOMER, reason="He is ill")


def _reassign_many(task: str) -> None:
	with acting_as(ANNA):
		(row,) = tasks.act_on_many([task], "reassign", {"user": NEWCOMER, "reason": "He is ill"})
	assert row["ok"], row


@pytest.mark.parametrize(
	("deed", "gone", "stays"),
	[
		(_save_observers, DMITRI, {ANNA, BORIS, CLARA}),
		(_reassign, BORIS, {ANNA, CLARA, DMITRI}),
		(_reassign_many, BORIS, {ANNA, CLARA, DMITRI}),
	],
	ids=["save", "reassign", "bulk action"],
)
def test_peers_46_47_people_of_a_task_come_and_go(
	deed: Callable[[str], None], gone: str, stays: set[str]
) -> None:
	task = make_task()
	group = group_of(TASK, task.name)
	assert members(group) == {ANNA, BORIS, CLARA, DMITRI}
	deed(task.name)
	assert members(group) == stays | {NEWCOMER}
	expect_outside(gone, group)
	expect_inside(NEWCOMER, group)


def test_a_promotion_within_a_task_changes_nobody() -> None:
	task = make_task()
	group = group_of(TASK, task.name)
	say(ANNA, group)
	change(ANNA, TASK, task.name, co_assignees=[], observers=[{"user": DMITRI}, {"user": CLARA}])
	assert members(group) == {ANNA, BORIS, CLARA, DMITRI}
	assert frappe.db.get_value(MEMBER, {"chat_group": group, "user": CLARA}, "unread") == 1


@pytest.mark.parametrize("sees", [0, 1])
def test_peers_46_47_people_of_a_project_come_and_go(sees: int) -> None:
	house = make_project(members=[BORIS], observers=[DMITRI], members_see_tasks=sees).name
	group = group_of(PROJECT, house)
	assert members(group) == {ANNA, BORIS, DMITRI}
	change(ANNA, PROJECT, house, members=[{"user": NEWCOMER}])
	assert members(group) == {ANNA, DMITRI, NEWCOMER}
	expect_outside(BORIS, group)
	expect_inside(NEWCOMER, group)
	change(ANNA, PROJECT, house, manager=CLARA)
	assert members(group) == {CLARA, DMITRI, NEWCOMER}


def test_peers_46_47_people_of_a_team_come_and_go() -> None:
	team = frappe.get_doc(doctype=TEAM, team_name="Quay", head=ANNA, members=[{"user": BORIS}]).insert().name
	group = group_of(TEAM, team)
	change(MANAGER, TEAM, team, members=[{"user": NEWCOMER}])
	assert members(group) == {ANNA, NEWCOMER}
	expect_outside(BORIS, group)
	expect_inside(NEWCOMER, group)


def test_heads_and_managers_who_merely_read_a_task_are_no_members() -> None:
	group = group_of(TASK, make_task().name)
	for user in (HEAD, MANAGER):
		expect_outside(user, group)


def test_what_a_leaver_was_asked_in_the_talk_waits_no_more() -> None:
	task = make_task()
	group = group_of(TASK, task.name)
	with acting_as(ANNA):
		asked = chat_work.ask(group, "Which quay?", DMITRI, str(frappe.utils.add_to_date(None, hours=4)))
	_save_observers(task.name)
	with acting_as(ANNA):
		(row,) = (one for one in chat.messages(group)["messages"] if one["name"] == asked["name"])
	assert row["question"]["state"] == "Withdrawn"


def test_a_crowd_on_a_record_fails_no_save_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
	task = make_task()
	group = group_of(TASK, task.name)
	monkeypatch.setattr(making, "MOST_MEMBERS", 4)
	change(ANNA, TASK, task.name, observers=[{"user": DMITRI}, {"user": NEWCOMER}])
	assert members(group) == {ANNA, BORIS, CLARA, DMITRI, NEWCOMER}


def test_a_task_without_a_talk_gets_none_by_a_change_of_people() -> None:
	task = make_task()
	_save_observers(task.name)
	_reassign(task.name)
	assert not frappe.db.exists(GROUP, {"record_key": records.key_of(TASK, task.name)})


def make_team(name: str, *people: str) -> str:
	rows = [{"user": user} for user in people]
	return frappe.get_doc(doctype=TEAM, team_name=name, head=ANNA, members=rows).insert().name


def test_a_team_of_an_old_name_does_not_get_the_talk_of_the_renamed_one() -> None:
	group = group_of(TEAM, make_team("Quay", BORIS))
	say(BORIS, group, "Ours")
	frappe.rename_doc(TEAM, "Quay", "Pier")
	assert group_of(TEAM, "Pier", BORIS) == group
	frappe.get_doc(doctype=TEAM, team_name="Quay", head=CLARA, members=[{"user": DMITRI}]).insert()
	other = group_of(TEAM, "Quay", DMITRI)
	assert other != group and members(other) == {CLARA, DMITRI}
	assert members(group) == {ANNA, BORIS}
	expect_outside(DMITRI, group)


@pytest.mark.parametrize(("old", "new"), [("Quay", "QUAY"), ("Q" * 140, "P" * 140)], ids=["case", "length"])
def test_a_talk_follows_every_new_name(old: str, new: str) -> None:
	group = group_of(TEAM, make_team(old, BORIS))
	frappe.rename_doc(TEAM, old, new)
	assert group_of(TEAM, new, BORIS) == group
	assert members(group) == {ANNA, BORIS}


def test_a_name_that_is_free_again_brings_no_talk_with_it() -> None:
	group = group_of(TEAM, make_team("Quay", BORIS))
	say(BORIS, group, "Ours")
	frappe.delete_doc(TEAM, "Quay")
	assert members(group) == set()
	assert frappe.db.get_value(GROUP, group, ["archived", "record_key", "title"]) == (1, None, "Quay")
	frappe.rename_doc(TEAM, make_team("Pier", DMITRI), "Quay")
	other = group_of(TEAM, "Quay", DMITRI)
	assert other != group and members(other) == {ANNA, DMITRI}


def test_of_two_teams_that_become_one_the_talk_of_the_other_ends() -> None:
	group = group_of(TEAM, make_team("Quay", BORIS))
	kept = group_of(TEAM, make_team("Pier", DMITRI))
	frappe.rename_doc(TEAM, "Quay", "Pier", merge=True)
	assert group_of(TEAM, "Pier", DMITRI) == kept
	assert members(kept) == {ANNA, DMITRI}
	assert members(group) == set() and frappe.db.get_value(GROUP, group, "archived") == 1


def test_the_talk_of_a_deleted_project_ends_with_it() -> None:
	house = make_project(members=[BORIS])
	group = group_of(PROJECT, house.name)
	with acting_as(ANNA):
		asked = chat_work.ask(group, "Which quay?", BORIS, str(frappe.utils.add_to_date(None, hours=4)))
	house.delete(ignore_permissions=True)
	assert members(group) == set()
	assert frappe.db.get_value(GROUP, group, ["archived", "record_key"]) == (1, None)
	assert frappe.db.get_value("TD Chat Message", asked["name"], "question_state") == "Withdrawn"


@pytest.mark.parametrize("doctype", [TASK, PROJECT])
def test_tasks_and_projects_keep_their_names_and_so_their_talk(doctype: str) -> None:
	record = make_task() if doctype == TASK else make_project()
	with pytest.raises(frappe.PermissionError):
		frappe.rename_doc(doctype, record.name, "TD-OTHER", force=True)
