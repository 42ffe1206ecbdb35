"""Files of messages: private, seen by nobody before they are sent, by members after, and by nobody when they are taken back."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from pypdf import PdfWriter
from werkzeug.test import TestResponse

from task_discipline.api import chat, chat_groups
from task_discipline.chat_names import GROUP, MESSAGE
from tests import chatting
from tests.chatting import ANNA, BORIS, CLARA, make_group, say
from tests.doors import knock
from tests.factories import MANAGER, STRANGER, SYSTEM_MANAGER, acting_as

KEEPER = "task_discipline.api.chat.upload"
"""What the host's door of uploads hands a file of the chat to."""


def upload(user: str, group: str, name: str = "plan.txt", content: bytes = b"North pier", **more: Any) -> Any:
	"""What the host's door of uploads makes, in the name of ``user``."""
	fields = {"is_private": 1, "attached_to_doctype": GROUP, "attached_to_name": group} | more
	with acting_as(user):
		return frappe.get_doc(doctype="File", file_name=name, content=content, **fields).insert()


def reads(user: str, file: str) -> bool:
	with acting_as(user):
		listed = frappe.get_list("File", {"name": file}, pluck="name")
		may = frappe.get_doc("File", file).has_permission("read")
		assert bool(listed) == bool(may)
		return bool(may)


def test_a_file_goes_out_with_its_message() -> None:
	group = make_group()
	file = upload(ANNA, group)
	assert [reads(user, file.name) for user in (ANNA, BORIS, STRANGER)] == [True, False, False]
	sent = say(ANNA, group, "", files=[file.name])
	assert [(one["file_name"], one["is_image"]) for one in sent["files"]] == [("plan.txt", 0)]
	assert [reads(user, file.name) for user in (ANNA, BORIS, CLARA)] == [True] * 3
	assert [reads(user, file.name) for user in (STRANGER, MANAGER)] == [False] * 2


def test_whoever_was_removed_reads_no_file_any_more() -> None:
	"""PEERS 46, files."""
	group = make_group()
	file = upload(ANNA, group)
	say(ANNA, group, "Here", files=[file.name])
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	assert not reads(BORIS, file.name)
	assert reads(CLARA, file.name)


def test_a_picture_is_shown_as_one() -> None:
	group = make_group()
	file = upload(ANNA, group, "pier.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
	assert say(ANNA, group, files=[file.name])["files"][0]["is_image"] == 1


@pytest.mark.parametrize("name", ["page.svg", "page.html", "page.xml", "page.pdf"])
def test_what_could_hold_a_script_is_no_picture(name: str) -> None:
	group = make_group()
	content = b"<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>"
	file = upload(ANNA, group, name, _pdf() if name.endswith(".pdf") else content)
	assert say(ANNA, group, files=[file.name])["files"][0]["is_image"] == 0


def _pdf() -> bytes:
	"""A whole one, because newer hosts look into it."""
	writer, made = PdfWriter(), io.BytesIO()
	writer.add_blank_page(width=72, height=72)
	writer.write(made)
	return made.getvalue()


@pytest.mark.parametrize("kind", ["foreign", "of a message", "public", "of nothing", "unknown", "no name"])
def test_only_ones_own_unsent_upload_is_taken_along(kind: str) -> None:
	group = make_group()
	file: object = "no such file"
	if kind == "foreign":
		file = upload(BORIS, group).name
	if kind == "of a message":
		file = upload(ANNA, group).name
		say(ANNA, group, files=[file])
	if kind == "public":
		with acting_as(ANNA):
			file = (
				frappe.get_doc(doctype="File", file_name="open.txt", content=b"Open", is_private=0)
				.insert()
				.name
			)
	if kind == "of nothing":
		file = "Home/Attachments"
	if kind == "no name":
		file = {"name": "x"}
	with pytest.raises((frappe.ValidationError, TypeError)):
		say(ANNA, group, "See", files=[file])


def test_files_over_the_limit_are_refused() -> None:
	frappe.db.set_single_value("TD Settings", "chat_max_file_mb", 1)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	group = make_group()
	with pytest.raises(frappe.ValidationError, match="larger than 1 MB"):
		upload(ANNA, group, content=b"x" * (1024 * 1024 + 1))
	with acting_as(ANNA):
		loose = frappe.get_doc(
			doctype="File", file_name="big.txt", content=b"y" * (1024 * 1024 + 1), is_private=1
		).insert()
	with pytest.raises(frappe.ValidationError, match="larger than 1 MB"):
		say(ANNA, group, files=[loose.name])
	assert upload(ANNA, group, content=b"x" * 1024 * 1024)


@pytest.fixture
def strict(site: str) -> Iterator[str]:
	"""A committed group on a site that takes texts only."""
	group = make_group()
	_allow("TXT")
	yield group
	frappe.db.rollback()
	_allow("")
	for file in frappe.get_all("File", {"owner": ANNA}, pluck="name"):
		frappe.delete_doc("File", file, force=True)
	chatting.forget_groups()
	frappe.db.commit()


def _allow(extensions: str) -> None:
	frappe.db.set_single_value("System Settings", "allowed_file_extensions", extensions)
	frappe.db.commit()
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.cache.delete_value("system_settings")


def test_forbidden_types_are_refused(strict: str) -> None:
	"""The host knows them, and asks in real uploads only."""

	def send(name: str) -> TestResponse:
		body = {"file": (io.BytesIO(b"MZ"), name), "method": KEEPER, "group": strict}
		return knock(ANNA, "POST", "/api/method/upload_file", body, content_type="multipart/form-data")

	assert (send("tool.exe").status_code, send("tool.txt").status_code) == (417, 200)
	frappe.db.rollback()
	assert frappe.get_all("File", {"owner": ANNA}, pluck="file_name") == ["tool.txt"]


def test_a_file_is_called_as_its_owner_called_it(strict: str) -> None:
	"""Also where the disk holds another one of that name."""

	def send(user: str, content: bytes) -> str:
		body = {"file": (io.BytesIO(content), "tool.txt"), "method": KEEPER, "group": strict}
		answer = knock(user, "POST", "/api/method/upload_file", body, content_type="multipart/form-data")
		return answer.get_json()["message"]["name"]

	files = [send(ANNA, b"One"), send(ANNA, b"Another")]
	frappe.db.rollback()
	sent = say(ANNA, strict, files=files)["files"]
	assert [file["file_name"] for file in sent] == ["tool.txt", "tool.txt"]
	assert len({file["file_url"] for file in sent}) == 2


def test_more_files_than_a_message_takes_are_refused() -> None:
	group = make_group()
	files = [upload(ANNA, group, f"{number}.txt", str(number).encode()).name for number in range(11)]
	with pytest.raises(frappe.ValidationError, match="takes 10 files"):
		say(ANNA, group, files=files)
	assert len(say(ANNA, group, files=files[:10])["files"]) == 10


def test_a_public_file_is_not_uploaded_into_a_chat() -> None:
	group = make_group()
	with pytest.raises(frappe.ValidationError, match="private"):
		upload(ANNA, group, is_private=0)


@pytest.mark.parametrize("user", [STRANGER, MANAGER, SYSTEM_MANAGER])
def test_strangers_upload_nothing_into_a_group(user: str) -> None:
	group = make_group()
	with pytest.raises(frappe.PermissionError):
		upload(user, group)


def test_an_archived_group_takes_no_file() -> None:
	group = make_group()
	with acting_as(ANNA):
		chat_groups.archive(group)
	with pytest.raises(frappe.ValidationError, match="archived"):
		upload(ANNA, group)


def test_a_message_that_is_taken_back_takes_its_files_along() -> None:
	group = make_group()
	file = upload(ANNA, group, content=b"A secret that is taken back")
	path = Path(file.get_full_path())
	message = say(ANNA, group, "See", files=[file.name])["name"]
	with acting_as(ANNA):
		chat.delete(message)
	assert not frappe.db.exists("File", file.name)
	assert frappe.db.get_value(MESSAGE, message, "files") is None
	path.unlink(missing_ok=True)  # the commit that removes it is not made here


def test_a_refused_message_leaves_the_file_with_its_owner() -> None:
	group, other = make_group(), make_group(title="Other", members=(CLARA,))
	file = upload(ANNA, group)
	foreign = say(ANNA, other)["name"]
	with pytest.raises(frappe.ValidationError, match="not in this group"):
		say(ANNA, group, "See", files=[file.name], reply_to=foreign)
	assert say(ANNA, group, "See", files=[file.name])["files"]
