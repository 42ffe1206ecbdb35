"""Messages that are too old: what would go, what goes, and what is kept whatever its age."""

from datetime import timedelta
from pathlib import Path

import frappe
import pytest

from task_discipline.api import chat, chat_admin, chat_groups
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import retention, retention_job
from tests.chatting import ANNA, BORIS, CLARA, counters, make_group, read, recounted, say
from tests.factories import acting_as, make_task


@pytest.fixture(autouse=True)
def nothing_else() -> None:
	frappe.db.delete(MESSAGE)
	keep_for(100)


def keep_for(days: int) -> None:
	frappe.db.set_single_value("TD Settings", "chat_retention_days", days)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def say_then(days: int, user: str, group: str, text: str = "Old", **more: object) -> int:
	"""A message that is so many days old."""
	name = say(user, group, text, **more)["name"]
	moment = clock.now() - timedelta(days=days)
	frappe.db.set_value(MESSAGE, name, {"creation": moment, "modified": moment}, update_modified=False)
	return name


def run() -> int:
	return retention.run(frappe.db.after_commit.run, 60)


def said(group: str) -> list[str]:
	return frappe.get_all(
		MESSAGE, {"chat_group": group, "kind": "Message"}, pluck="text", order_by="name asc"
	)


def test_nothing_is_deleted_where_messages_are_kept_for_ever() -> None:
	group = make_group()
	say_then(5_000, ANNA, group)
	keep_for(0)
	assert run() == 0
	assert said(group) == ["Old"]


def test_what_is_too_old_goes_as_the_preview_said_and_once() -> None:
	group, other = make_group(), make_group(title="Other")
	oldest = say_then(400, ANNA, group)
	say_then(101, BORIS, group)
	say_then(99, BORIS, group, "Young")
	say_then(150, BORIS, other)
	kept_since = frappe.db.get_value(MESSAGE, oldest, "creation")
	found = chat_admin.preview_retention(100)
	assert (found["messages"], found["chat_groups"], found["files"]) == (3, 2, 0)
	assert found["oldest"] == kept_since
	assert chat_admin.preview_retention("200")["messages"] == 1
	assert (run(), run()) == (3, 0)
	assert (said(group), said(other)) == (["Young"], [])
	assert chat_admin.preview_retention(100)["messages"] == 0


def test_counters_are_exact_afterwards_and_the_group_goes_on() -> None:
	group = make_group()
	say_then(300, ANNA, group, "@all")
	second = say_then(300, ANNA, group)
	read(BORIS, group, second)
	say_then(200, BORIS, group, "@Clara Tester")
	chat_delete = say_then(200, ANNA, group)
	with acting_as(ANNA):
		chat.delete(chat_delete)
	say_then(200, CLARA, group)
	young = say(BORIS, group, "@Clara Tester, young")["name"]
	run()
	assert said(group) == ["@Clara Tester, young"]
	assert counters(group) == recounted(group) == {ANNA: (1, 0), BORIS: (0, 0), CLARA: (1, 1)}
	about = frappe.db.get_value(GROUP, group, ["message_count", "last_message"])
	assert about == (frappe.db.count(MESSAGE, {"chat_group": group}), young)
	with acting_as(CLARA):
		(listed,) = (one for one in chat.groups()["groups"] if one["name"] == group)
		assert (listed["unread"], listed["last"]["name"]) == (1, young)
		assert chat.open_group(group)["messages"][-1]["name"] == young
	assert say(ANNA, group)["name"] > young


def test_a_group_may_become_empty() -> None:
	group = make_group()
	say_then(300, ANNA, group)
	frappe.db.set_value(MESSAGE, {"chat_group": group}, "creation", clock.now() - timedelta(days=300))
	run()
	assert frappe.db.get_value(GROUP, group, ["message_count", "last_message"]) == (0, 0)
	with acting_as(BORIS):
		assert chat.open_group(group)["messages"] == []
		assert [one["last"] for one in chat.groups()["groups"] if one["name"] == group] == [None]


@pytest.mark.parametrize(
	("status", "left"), [("In Progress", 1), ("Submitted", 1), ("Done", 0), ("Cancelled", 0)]
)
def test_talk_about_a_task_is_kept_while_it_is_open(status: str, left: int) -> None:
	task = make_task(assigner=ANNA, responsible=BORIS)
	with acting_as(ANNA):
		group = chat_groups.for_record("TD Task", task.name)["group"]["name"]
	say_then(300, ANNA, group)
	frappe.db.set_value("TD Task", task.name, "status", status)
	assert chat_admin.preview_retention(100)["messages"] == 1 - left
	run()
	assert len(said(group)) == left


def test_an_open_question_is_kept_with_what_it_is_about() -> None:
	group = make_group()
	about, asked, answered = (say_then(300, ANNA, group, text) for text in ("About", "Asked", "Answered"))
	say_then(300, ANNA, group, "Idle talk")
	open_question = {"kind": "Question", "question_to": BORIS, "question_state": "Open", "reply_to": about}
	frappe.db.set_value(MESSAGE, asked, open_question)
	frappe.db.set_value(MESSAGE, answered, {**open_question, "question_state": "Answered", "reply_to": 0})
	frappe.db.set_value(MESSAGE, {"chat_group": group}, "creation", clock.now() - timedelta(days=300))
	run()
	assert frappe.get_all(MESSAGE, {"chat_group": group}, pluck="text", order_by="name asc") == [
		"About",
		"Asked",
	]


def test_files_go_from_the_disk_too() -> None:
	group = make_group()
	with acting_as(ANNA):
		file = frappe.get_doc(
			doctype="File",
			file_name="plan.txt",
			content=b"The plan",
			is_private=1,
			attached_to_doctype=GROUP,
			attached_to_name=group,
		).insert()
	path = Path(file.get_full_path())
	say_then(300, ANNA, group, "See", files=[file.name])
	assert path.is_file()
	assert chat_admin.preview_retention(100)["files"] == 1
	run()
	assert not frappe.db.exists("File", file.name)
	assert not path.exists()


def test_a_killed_run_is_finished_by_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
	group = make_group()
	for number in range(6):
		say_then(300, ANNA, group, f"Old {number}")
	monkeypatch.setattr(retention, "_AT_ONCE", 2)

	def killed(done: int) -> None:
		raise SystemExit

	with pytest.raises(SystemExit):
		retention.run(frappe.db.after_commit.run, 60, killed)
	assert len(said(group)) == 4
	assert counters(group) == recounted(group)
	assert run() == 4
	assert counters(group) == {ANNA: (0, 0), BORIS: (0, 0), CLARA: (0, 0)}


def test_a_manager_deletes_at_once_and_reads_how_far_it_is() -> None:
	group = make_group()
	say_then(300, ANNA, group)
	frappe.cache.delete_value("task_discipline_delete_old_talk:Administrator")
	assert chat_admin.delete_old()["state"] == "running"
	retention_job.run(frappe.db.after_commit.run)
	state = chat_admin.deletion_state()
	assert (state["state"], state["done"], state["total"]) == ("done", 1, 1)
	assert said(group) == []


@pytest.mark.parametrize("days", [0, -1, "x", 10**6])
def test_a_preview_needs_an_age(days: object) -> None:
	with pytest.raises(frappe.ValidationError, match="between 1 and 36600"):
		chat_admin.preview_retention(days)


def test_nothing_is_deleted_at_once_without_an_age() -> None:
	keep_for(0)
	with pytest.raises(frappe.ValidationError, match="kept for ever"):
		chat_admin.delete_old()


@pytest.mark.parametrize("door", [chat_admin.delete_old, chat_admin.deletion_state])
def test_only_those_who_look_after_the_settings_delete(door: object) -> None:
	with acting_as(ANNA), pytest.raises(frappe.PermissionError):
		door()
	with acting_as(ANNA), pytest.raises(frappe.PermissionError):
		chat_admin.preview_retention(100)
