"""Files: what a person may attach to a task, and every way to lay hands on a file of a task that is hidden from him."""

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.utils import get_url
from frappe.utils.file_manager import get_file_path
from werkzeug.test import TestResponse

from task_discipline import files
from tests.doors import METHOD, OUTSIDERS, TASK, World, call, knock, stored, text, told
from tests.factories import (
	ASSIGNER,
	DISABLED,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_file,
)

UPLOAD = METHOD + "upload_file"
CLAIMANTS = (STRANGER, SYSTEM_MANAGER)
Claim = Any


def _upload(user: str, **fields: Any) -> TestResponse:
	"""Upload as the desk does: a form with a file in it, where ``content`` says so."""
	content = fields.pop("content", None)
	body = {name: str(value) for name, value in fields.items()}
	if content is not None:
		body["file"] = (io.BytesIO(content), fields.get("file_name", "x.txt"))
	return knock(user, "POST", UPLOAD, body, content_type="multipart/form-data")


@pytest.fixture
def own_file(world: World) -> Iterator[str]:
	with acting_as(STRANGER):
		file = make_file(None, "own.txt", "my own words")
	frappe.db.commit()
	yield file.name
	frappe.db.rollback()
	for doctype in ("File", "Contact"):
		frappe.db.delete(doctype, {"owner": ("in", CLAIMANTS)})
	frappe.db.commit()


WRITINGS = {
	"as it is": lambda url: url,
	"with a dot": lambda url: url.replace("/files/", "/files/./"),
	"with two slashes": lambda url: url.replace("/files/", "/files//"),
	"through another folder": lambda url: url.replace("/files/", "/files/x/../"),
	"escaped": lambda url: url.replace("z", "%7a", 1),
	"with the site": lambda url: get_url() + url,
	"from the public folder": lambda url: "/files/../../private/files/" + url.split("/")[-1],
}

CLAIMS: dict[str, Claim] = {
	"insert": lambda w, url, own: call(
		STRANGER, "frappe.client.insert", doc={"doctype": "File", "file_url": url, "is_private": 1}
	),
	"insert as public": lambda w, url, own: call(
		STRANGER,
		"frappe.client.insert",
		doc={"doctype": "File", "file_url": url, "is_private": 0, "file_name": "x.txt"},
	),
	"insert with empty content": lambda w, url, own: call(
		STRANGER,
		"frappe.client.insert",
		doc={"doctype": "File", "file_url": url, "content": "", "file_name": "x.txt"},
	),
	"REST": lambda w, url, own: knock(
		STRANGER, "POST", "/api/resource/File", {"file_url": url, "is_private": 1}
	),
	"upload_file": lambda w, url, own: _upload(STRANGER, file_url=url, is_private=1),
	"upload_file to a task of one's own": lambda w, url, own: _upload(
		STRANGER, file_url=url, is_private=1, doctype=TASK, docname=w.mine
	),
	"upload_file from the library": lambda w, url, own: _upload(STRANGER, library_file_name=w.file),
	"change of address": lambda w, url, own: call(
		STRANGER, "frappe.client.set_value", doctype="File", name=own, fieldname="file_url", value=url
	),
	"change of address to public": lambda w, url, own: call(
		STRANGER,
		"frappe.client.set_value",
		doctype="File",
		name=own,
		fieldname=json.dumps({"file_url": url, "is_private": 0}),
	),
	"field of a record": lambda w, url, own: call(
		SYSTEM_MANAGER, "frappe.client.insert", doc={"doctype": "Contact", "first_name": "x", "image": url}
	),
	"attachment of a mail": lambda w, url, own: call(
		STRANGER,
		"frappe.core.doctype.communication.email.make",
		subject="x",
		content="x",
		recipients=STRANGER,
		attachments=json.dumps([w.file]),
	),
	"attachment by name": lambda w, url, own: call(
		STRANGER,
		"frappe.utils.file_manager.add_attachments",
		doctype=TASK,
		name=w.mine,
		attachments=json.dumps([w.file]),
	),
	"optimize a forged file": lambda w, url, own: call(
		STRANGER,
		"run_doc_method",
		docs=json.dumps(
			{
				"doctype": "File",
				"name": own,
				"file_name": "x.png",
				"file_size": 9,
				"file_url": url,
				"owner": STRANGER,
			}
		),
		method="optimize_file",
	),
	"save a forged file": lambda w, url, own: call(
		STRANGER,
		"frappe.client.save",
		doc={
			"doctype": "File",
			"name": w.file,
			"owner": STRANGER,
			"attached_to_name": w.mine,
			"file_name": "x.txt",
		},
	),
	"unzip": lambda w, url, own: call(STRANGER, "frappe.core.api.file.unzip_file", name=w.zip),
}


ADDRESSED = ("insert", "insert as public", "upload_file", "change of address to public", "field of a record")
CASES = [
	(claim, writing)
	for claim in CLAIMS
	for writing in WRITINGS
	if claim in ADDRESSED or writing == "as it is"
]


@pytest.mark.parametrize(("claim", "writing"), CASES)
def test_the_address_of_a_hidden_file_is_nobodys_claim(
	claim: str, writing: str, world: World, own_file: str
) -> None:
	before = stored(world)
	answer = CLAIMS[claim](world, WRITINGS[writing](world.file_url), own_file)
	assert stored(world) == before, told(answer)
	with open(get_file_path(world.file_url)) as file:
		assert "harbour" in file.read()
	assert _files_in_reach(world) == [], told(answer)
	assert answer.status_code < 500, told(answer)


def _files_in_reach(world: World) -> list[str]:
	"""Addresses through which a claimant could download the secret: those of his own rows, and the file's own."""
	reached = []
	for user in CLAIMANTS:
		own = frappe.get_all("File", filters={"owner": user, "is_folder": 0}, pluck="file_url", order_by=None)
		for url in {*own, world.file_url}:
			answer = knock(user, "GET", f"{METHOD}frappe.handler.download_file", {"file_url": url})
			reached += [url] if answer.status_code == 200 and "harbour" in text(answer) else []
	# What lies here is given to anybody, row or no row.
	public = Path(frappe.get_site_path("public", "files"))
	return reached + [
		str(path) for path in public.rglob("*") if path.is_file() and b"harbour" in path.read_bytes()
	]


def test_equal_content_of_ones_own_is_no_claim(world: World) -> None:
	content = frappe.get_doc("File", world.file).get_content().encode()
	answer = _upload(STRANGER, content=content, file_name="logo.txt", is_private=1)
	assert answer.status_code == 200, told(answer)
	mine = answer.get_json()["message"]["name"]
	published = call(
		STRANGER, "frappe.client.set_value", doctype="File", name=mine, fieldname={"is_private": 0}
	)
	assert published.status_code == 417, told(published)
	frappe.db.rollback()
	assert frappe.db.get_value("File", world.file, ["is_private", "file_url"]) == (1, world.file_url)
	frappe.delete_doc("File", mine, force=True)
	frappe.db.commit()
	with open(get_file_path(world.file_url)) as file:
		assert "harbour" in file.read()


ATTACH = {
	"upload_file": lambda user, w: _upload(user, content=b"x", is_private=1, doctype=TASK, docname=w.task),
	"attach_file": lambda user, w: call(
		user,
		"frappe.client.attach_file",
		filename="x.txt",
		filedata="x",
		doctype=TASK,
		docname=w.task,
		is_private=1,
	),
	"insert": lambda user, w: call(
		user,
		"frappe.client.insert",
		doc={
			"doctype": "File",
			"file_name": "x.txt",
			"content": "x",
			"is_private": 1,
			"attached_to_doctype": TASK,
			"attached_to_name": w.task,
		},
	),
	"public upload": lambda user, w: _upload(user, content=b"x", is_private=0, doctype=TASK, docname=w.task),
	"to a row": lambda user, w: _upload(
		user, content=b"x", is_private=1, doctype="TD Plan Step", docname=w.step
	),
	"to a request": lambda user, w: _upload(
		user, content=b"x", is_private=1, doctype="TD Deadline Request", docname=w.request
	),
	"to a task to come": lambda user, w: _upload(
		user, content=b"x", is_private=1, doctype=TASK, docname="TD-99999"
	),
	"detach": lambda user, w: call(
		user, "frappe.client.set_value", doctype="File", name=w.file, fieldname={"attached_to_name": w.mine}
	),
	"publish": lambda user, w: call(
		user, "frappe.client.set_value", doctype="File", name=w.file, fieldname={"is_private": 0}
	),
	"delete": lambda user, w: knock(user, "DELETE", f"/api/resource/File/{w.file}"),
	"remove_attach": lambda user, w: call(
		user, "frappe.desk.form.utils.remove_attach", fid=w.file, dt=TASK, dn=w.task
	),
	"unzip": lambda user, w: call(user, "frappe.core.api.file.unzip_file", name=w.zip),
	"move": lambda user, w: call(
		user,
		"frappe.core.api.file.move_file",
		file_list=json.dumps([{"name": w.file}]),
		new_parent="Home",
		old_parent="Home/Attachments",
	),
}


@pytest.mark.parametrize("way", ATTACH)
def test_who_does_not_work_on_a_task_does_nothing_to_its_files(way: str, world: World) -> None:
	before = stored(world)
	for user in (*OUTSIDERS.values(), OBSERVER):
		answer = ATTACH[way](user, world)
		assert 400 <= answer.status_code < 500, f"{user}: {told(answer)}"
	assert stored(world) == before


@pytest.mark.parametrize("way", ["public upload", "to a row", "to a request", "to a task to come", "publish"])
def test_files_of_a_task_are_private_and_beside_the_task(way: str, world: World) -> None:
	before = stored(world)
	answer = ATTACH[way](ASSIGNER, world)
	assert stored(world) == before and 400 <= answer.status_code < 500, told(answer)


@pytest.mark.parametrize("way", ["upload_file", "attach_file", "insert"])
def test_who_works_on_a_task_attaches_files(way: str, world: World) -> None:
	answer = ATTACH[way](RESPONSIBLE, world)
	assert answer.status_code == 200, told(answer)
	frappe.db.rollback()
	made = frappe.get_last_doc("File", filters={"attached_to_name": world.task})
	assert (made.owner, made.is_private) == (RESPONSIBLE, 1)


def test_an_observer_pastes_a_picture_into_a_comment(world: World) -> None:
	dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	words = {
		"reference_doctype": TASK,
		"reference_name": world.task,
		"content": f'<p>Look</p><img src="{dot}">',
		"comment_email": OBSERVER,
		"comment_by": "x",
	}
	assert call(OBSERVER, "frappe.desk.form.utils.add_comment", **words).status_code == 200
	before = stored(world)
	assert call(STRANGER, "frappe.desk.form.utils.add_comment", **words).status_code == 403
	assert stored(world) == before


def test_whoever_uploaded_a_file_keeps_it_in_sight(world: World) -> None:
	frappe.db.set_value("File", world.file, "owner", NEWCOMER, update_modified=False)
	frappe.db.commit()
	answers = [
		knock(NEWCOMER, "GET", f"/api/resource/File/{world.file}"),
		knock(NEWCOMER, "GET", world.file_url),
		call(NEWCOMER, "frappe.client.get_list", doctype="File", fields=["file_name"], limit_page_length=0),
	]
	others = [knock(user, "GET", world.file_url) for user in (STRANGER, DISABLED)]
	frappe.db.set_value("File", world.file, "owner", ASSIGNER, update_modified=False)
	frappe.db.commit()
	assert [told(answer) for answer in answers if answer.status_code != 200] == []
	assert "zanzibar" in text(answers[2])
	assert {answer.status_code for answer in others} <= {401, 403}


@pytest.mark.parametrize("writing", WRITINGS)
def test_a_refused_row_takes_no_file_from_the_disk(writing: str, world: World) -> None:
	"""However it writes the address of a file that another row names."""
	path = Path(get_file_path(world.file_url))
	row = frappe.get_doc(
		doctype="File", file_name="x.txt", file_url=WRITINGS[writing](world.file_url), is_private=1
	)
	with contextlib.suppress(frappe.ValidationError, OSError):
		files.drop_copy(row)
	assert path.is_file()


def test_a_refused_row_takes_its_own_copy_away(world: World) -> None:
	path = Path(frappe.get_site_path("public", "files", "td-copy.txt"))
	path.write_text("a copy")
	row = frappe.get_doc(doctype="File", file_name="td-copy.txt", file_url="/files/td-copy.txt")
	files.drop_copy(row)
	assert not path.exists()
