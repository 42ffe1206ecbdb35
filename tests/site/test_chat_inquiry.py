"""A group handed over for an inquiry: who may, what is in the file, and who learns of it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest

from task_discipline.api import chat, chat_admin, chat_groups
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import inquiry_job
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, make_group, say
from tests.factories import acting_as, make_task

REASON = "Complaint 12 of the works council"
COPIES = {"attached_to_field": inquiry_job.MARK}


@pytest.fixture(autouse=True)
def no_copies() -> Iterator[None]:
	"""The disk does not roll back."""
	frappe.cache.delete_value(f"task_discipline_copy_talk:{frappe.session.user}")
	yield
	for name in frappe.get_all("File", COPIES, pluck="file_name"):
		Path(frappe.utils.get_files_path(name, is_private=1)).unlink(missing_ok=True)


def copied(group: str, file_type: str = "CSV") -> str:
	state = chat_admin.copy_group(group, REASON, file_type)
	assert state["state"] == "done"
	return Path(frappe.utils.get_files_path(state["file_name"], is_private=1)).read_text(encoding="utf-8")


def as_rows(text: str) -> list[dict[str, str]]:
	return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_copy_holds_what_was_said_by_whom_and_when() -> None:
	group = make_group()
	first = say(ANNA, group, "=SUM(A1) @Boris Tester")
	gone = say(BORIS, group, "Taken back")
	say(CLARA, group, "Edited", reply_to=first["name"])
	with acting_as(BORIS):
		chat.delete(gone["name"])
		chat.react(first["name"], "👍")
	with acting_as(CLARA):
		chat.edit(gone["name"] + 1, "Edited later")
	made, summed, deleted, edited = as_rows(copied(group))
	assert (made["kind"], made["text"]) == ("Event", "Anna Tester made the group")
	assert summed["text"] == "'=SUM(A1) @Boris Tester"
	assert (summed["account"], summed["name"], summed["mentions"]) == (ANNA, "Anna Tester", f'["{BORIS}"]')
	assert json.loads(summed["reactions"]) == {"👍": [BORIS]}
	assert (deleted["text"], deleted["deleted"], edited["deleted"]) == ("", "True", "False")
	assert (edited["text"], edited["reply_to"]) == ("Edited later", str(first["name"]))
	assert edited["edited"] and not summed["edited"]
	assert summed["time"][10] == "T" and summed["time"][-6] in "+-"


def test_a_copy_as_json_says_what_it_is() -> None:
	group = make_group()
	say(ANNA, group, 'He said "no" <b>')
	read = json.loads(copied(group, "JSON"))
	assert (read["group"], read["kind"], read["title"]) == (group, "Private", "Harbour")
	assert (read["taken_by"], read["reason"]) == (frappe.session.user, REASON)
	assert {member["account"]: member["is_admin"] for member in read["members"]} == {
		ANNA: True,
		BORIS: False,
		CLARA: False,
	}
	assert [one["text"] for one in read["messages"]][1:] == ['He said "no" <b>']


def test_a_copy_is_on_record_and_told_to_the_group() -> None:
	group = make_group()
	frappe.db.set_value(GROUP, group, "archived", 1)
	copied(group)
	log = frappe.get_last_doc("Access Log", {"export_from": GROUP})
	assert (log.reference_document, log.user, log.file_type) == (group, frappe.session.user, "CSV")
	assert json.loads(log.filters) == {"group": group, "reason": REASON}
	with acting_as(BORIS):
		line = chat.messages(group)["messages"][-1]["event_line"]
	assert line == "Administrator took a copy of this group for an inquiry"


def test_nobody_but_who_took_it_fetches_the_copy_and_it_goes_the_next_night() -> None:
	group = make_group()
	copied(group)
	(file,) = (frappe.get_doc("File", name) for name in frappe.get_all("File", COPIES, pluck="name"))
	assert file.is_private and not file.attached_to_doctype
	for user in (ANNA, BORIS, DMITRI):
		assert not frappe.has_permission("File", "read", file, user=user)
	assert inquiry_job.drop_old() == 0
	frappe.db.set_value("File", file.name, "creation", clock.now() - 2 * inquiry_job._KEPT)
	path = Path(file.get_full_path())
	assert path.is_file()
	assert inquiry_job.drop_old() == 1
	frappe.db.after_commit.run()
	assert not path.exists()


def test_a_large_copy_is_made_by_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
	group = make_group()
	for number in range(3):
		say(ANNA, group, f"Line {number}")
	monkeypatch.setattr(inquiry_job, "_AT_ONCE", 2)
	assert chat_admin.copy_group(group, REASON, "CSV")["state"] == "running"
	with pytest.raises(frappe.ValidationError, match="being made"):
		chat_admin.copy_group(group, REASON, "CSV")
	inquiry_job.run(group, REASON, "CSV", 10**9, frappe.db.after_commit.run)
	state = chat_admin.copy_state()
	assert (state["state"], state["done"]) == ("done", 5)
	path = Path(frappe.utils.get_files_path(state["file_name"], is_private=1))
	assert len(as_rows(path.read_text(encoding="utf-8"))) == 5


@pytest.mark.parametrize("text", ["harb", "BORIS TESTER", "TDG-"])
def test_a_group_is_found_by_its_title_number_and_people(text: str) -> None:
	group = make_group()
	say(ANNA, group)
	(found,) = (one for one in chat_admin.find_groups(text)["groups"] if one["name"] == group)
	assert (found["title"], found["kind"], found["member_count"], found["message_count"]) == (
		"Harbour",
		"Private",
		3,
		2,
	)
	assert not {"text", "last", "author", "description"} & set(found)


def test_direct_talks_and_talks_of_records_go_by_their_people_and_records() -> None:
	task = make_task(subject="Paint the quay", assigner=ANNA, responsible=BORIS)
	with acting_as(ANNA):
		direct = chat_groups.direct_with(CLARA)["group"]["name"]
		record = chat_groups.for_record("TD Task", task.name)["group"]["name"]
	titles = {one["name"]: one["title"] for one in chat_admin.find_groups("")["groups"]}
	assert (titles[direct], titles[record]) == ("Anna Tester, Clara Tester", "Paint the quay")
	assert [one["name"] for one in chat_admin.find_groups("the quay")["groups"]] == [record]
	assert chat_admin.find_groups("50%_nothing") == {"groups": [], "has_more": False}


@pytest.mark.parametrize(
	("group", "reason", "file_type", "words"),
	[
		(None, "", "CSV", "why"),
		(None, "  <b></b> ", "CSV", "why"),
		(None, "x" * 501, "CSV", "at most 500"),
		(None, REASON, "PDF", "CSV or JSON"),
		("TDG-99999", REASON, "CSV", "no such group"),
	],
)
def test_a_copy_without_a_reason_a_kind_or_a_group_is_refused(
	group: str | None, reason: str, file_type: str, words: str
) -> None:
	stored, logs = make_group(), frappe.db.count("Access Log")
	with pytest.raises(frappe.ValidationError, match=words):
		chat_admin.copy_group(group or stored, reason, file_type)
	assert frappe.db.count("Access Log") == logs
	assert frappe.db.count(MESSAGE, {"chat_group": stored, "event": "copied"}) == 0


def test_nobody_else_takes_a_copy_or_sees_groups_of_others() -> None:
	group = make_group()
	frappe.get_doc("User", DMITRI).add_roles("System Manager")
	calls = (
		lambda: chat_admin.copy_group(group, REASON, "CSV"),
		lambda: chat_admin.find_groups(""),
		chat_admin.copy_state,
		lambda: inquiry_job.run(group, REASON, "CSV", 9, frappe.db.after_commit.run),
	)
	for user in (ANNA, DMITRI, "Guest"):
		for call in calls:
			with acting_as(user), pytest.raises(frappe.PermissionError):
				call()
	assert frappe.db.count(MEMBER, {"chat_group": group, "user": DMITRI}) == 0
