"""Files of messages as people upload and send them: what goes out, and what is refused with words."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from task_discipline.api import chat_groups
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.services.chat import files
from tests import chatting, factories
from tests.chatting import ANNA, BORIS, make_group
from tests.doors import METHOD, call, knock, told
from tests.factories import STRANGER, acting_as
from tests.watching import set_host

UPLOAD = METHOD + "upload_file"
KEEPER = "task_discipline.api.chat.upload"
"""What the host's door of uploads hands a file of the chat to."""
MEGABYTE = 1024 * 1024


@pytest.fixture
def group(rolled_back: None) -> Iterator[str]:
	name = make_group()
	frappe.db.commit()
	yield name
	frappe.db.rollback()
	frappe.set_user("Administrator")
	_settle(chat_max_file_mb=0)
	set_host("allowed_file_extensions", "")
	_remove_files()
	chatting.forget_groups()
	frappe.db.commit()


def _remove_files() -> None:
	people = {"owner": ("in", list(factories.PEOPLE))}
	for name in frappe.get_all("File", people, pluck="name"):
		Path(frappe.get_doc("File", name).get_full_path()).unlink(missing_ok=True)
	frappe.db.delete("File", people)


def _settle(**values: Any) -> None:
	frappe.db.set_single_value("TD Settings", values)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.commit()


def upload(user: str, group: str | None, content: bytes = b"plans", **fields: Any) -> TestResponse:
	"""As the chat does it; ``group`` None uploads past it."""
	place = {"is_private": "1"} if group is None else {"method": KEEPER, "group": group}
	name = fields.pop("file_name", "plan.txt")
	body = {**place, **fields}
	sent = {**body, "file": (io.BytesIO(content), name)}
	return knock(user, "POST", UPLOAD, sent, content_type="multipart/form-data")


def uploaded(user: str, group: str | None, content: bytes = b"plans", **fields: Any) -> str:
	answer = upload(user, group, content, **fields)
	assert answer.status_code == 200, told(answer)
	return str(answer.get_json()["message"]["name"])


def send(user: str, group: str, *names: str) -> TestResponse:
	return call(user, "task_discipline.api.chat.send", group=group, text="See", files=list(names))


def expect_refusal(answer: TestResponse, words: str) -> None:
	assert 400 <= answer.status_code < 500, told(answer)
	assert words in answer.get_data(as_text=True), told(answer)
	frappe.db.rollback()
	assert not frappe.db.exists(MESSAGE, {"kind": "Message", "author": ("in", [ANNA, BORIS])})


def files_of(user: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("File", {"owner": user}, pluck="name")


def test_a_file_goes_out_with_a_message(group: str) -> None:
	name = uploaded(BORIS, group)
	frappe.db.rollback()
	assert frappe.db.get_value("File", name, ["attached_to_doctype", "is_private"]) == (None, 1)
	answer = send(BORIS, group, name).get_json()["message"]
	assert [(one["file_name"], one["size"]) for one in answer["files"]] == [("plan.txt", 5)]
	frappe.db.rollback()
	assert frappe.db.get_value("File", name, "attached_to_name") == str(answer["name"])


def test_a_file_over_the_limit_of_the_site_is_refused(group: str) -> None:
	_settle(chat_max_file_mb=1)
	expect_refusal(upload(BORIS, group, b"x" * (MEGABYTE + 1)), "larger than 1 MB")
	assert files_of(BORIS) == []
	uploaded(BORIS, group, b"x" * MEGABYTE)


@pytest.mark.parametrize("forged", [{}, {"file_size": "1"}], ids=["plain", "forged size"])
def test_a_file_that_was_uploaded_past_the_group_is_measured(group: str, forged: dict[str, str]) -> None:
	_settle(chat_max_file_mb=1)
	name = uploaded(BORIS, None, b"x" * (MEGABYTE + 1), **forged)
	expect_refusal(send(BORIS, group, name), "larger than 1 MB")


def test_a_file_is_as_large_as_it_lies_on_the_disk(group: str) -> None:
	_settle(chat_max_file_mb=1)
	large = uploaded(BORIS, None, b"x" * (MEGABYTE + 1))
	frappe.db.rollback()
	url = frappe.db.get_value("File", large, "file_url")
	claimed = {"doctype": "File", "file_url": url, "is_private": 1, "file_name": "x.txt", "file_size": 1}
	row = call(BORIS, "frappe.client.insert", doc=claimed).get_json()["message"]["name"]
	expect_refusal(send(BORIS, group, row), "larger than 1 MB")


def test_a_file_that_is_gone_from_the_disk_is_not_sent(group: str) -> None:
	name = uploaded(BORIS, group)
	frappe.db.rollback()
	Path(frappe.get_doc("File", name).get_full_path()).unlink()
	expect_refusal(send(BORIS, group, name), "Upload it again")


def test_a_forbidden_type_is_refused(group: str) -> None:
	set_host("allowed_file_extensions", "TXT\nPDF")
	frappe.db.commit()
	expect_refusal(upload(BORIS, group, file_name="run.exe"), "is not allowed")
	uploaded(BORIS, group, file_name="plan.txt")


def test_a_public_file_is_refused(group: str) -> None:
	kept = uploaded(BORIS, group, is_private="0")
	frappe.db.rollback()
	assert frappe.db.get_value("File", kept, "is_private") == 1
	name = uploaded(BORIS, None, is_private="0")
	expect_refusal(send(BORIS, group, name), "Only a private file")


def test_a_file_of_somebody_else_does_not_go_out(group: str) -> None:
	name = uploaded(ANNA, group)
	expect_refusal(send(BORIS, group, name), "Only a private file")
	frappe.db.rollback()
	url = frappe.db.get_value("File", name, "file_url")
	for wrong in (url, "/private/files/../../site_config.json", "nothing", "https://x.example/a.txt"):
		expect_refusal(send(BORIS, group, wrong), "Only a private file")


def test_an_address_beyond_the_site_is_no_file(group: str) -> None:
	made_up = {
		"doctype": "File",
		"file_url": "https://x.example/a.txt",
		"is_private": 1,
		"file_name": "a.txt",
	}
	row = call(BORIS, "frappe.client.insert", doc=made_up)
	assert row.status_code == 200, told(row)
	expect_refusal(send(BORIS, group, row.get_json()["message"]["name"]), "Only a private file")


def test_a_file_goes_out_once(group: str) -> None:
	name = uploaded(BORIS, group)
	assert send(BORIS, group, name).status_code == 200
	answer = send(BORIS, group, name)
	assert answer.status_code == 417 and "Only a private file" in answer.get_data(as_text=True)
	frappe.db.rollback()
	assert frappe.db.count(MESSAGE, {"chat_group": group, "kind": "Message"}) == 1


def test_a_message_takes_ten_files(group: str) -> None:
	names = [uploaded(BORIS, group, str(one).encode()) for one in range(files.MOST_FILES + 1)]
	expect_refusal(send(BORIS, group, *names), "takes 10 files")
	answer = send(BORIS, group, *names[:-1]).get_json()["message"]
	assert len(answer["files"]) == files.MOST_FILES


@pytest.mark.parametrize("other", ["nobody", "", "new-td-chat-group-1"])
@pytest.mark.parametrize("door", ["ours", "the host's"])
def test_nothing_is_uploaded_into_a_group_that_is_none(group: str, door: str, other: str) -> None:
	beside = {} if door == "ours" else {"doctype": GROUP, "docname": other}
	answer = upload(BORIS, None if beside else other, **beside)
	assert 400 <= answer.status_code < 500, told(answer)
	assert files_of(BORIS) == []


def test_a_door_without_a_file_says_so(group: str) -> None:
	expect_refusal(call(BORIS, KEEPER, group=group), "No file came")


def test_nothing_is_uploaded_into_a_group_of_others(group: str) -> None:
	answer = upload(STRANGER, group)
	assert answer.status_code == 403, told(answer)
	assert files_of(STRANGER) == []


def test_nothing_is_uploaded_or_sent_into_an_archived_group(group: str) -> None:
	name = uploaded(BORIS, group)
	with acting_as(ANNA):
		chat_groups.archive(group)
	frappe.db.commit()
	expect_refusal(upload(BORIS, group), "archived")
	expect_refusal(send(BORIS, group, name), "archived")
	assert files_of(BORIS) == [name]


@pytest.mark.parametrize("doctype", [MESSAGE, "TD Chat Member"])
def test_nothing_is_put_beside_a_message_past_the_chat(group: str, doctype: str) -> None:
	answer = upload(BORIS, None, doctype=doctype, docname="1")
	assert 400 <= answer.status_code < 500, told(answer)
	assert files_of(BORIS) == []
