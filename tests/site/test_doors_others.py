"""The same doors for everything that is not ours: they open and shut as the host decides."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe import client

from tests.doors import METHOD, World, call, knock, told
from tests.factories import ASSIGNER, NEWCOMER, OBSERVER, STRANGER, SYSTEM_MANAGER, acting_as, make_file


@pytest.fixture(scope="module")
def note(world: World) -> Iterator[Any]:
	"""A note of the stranger's with a ToDo, a comment, a file and a share beside it."""
	made = frappe.get_doc(doctype="Note", title="td-others", content="xylophone", public=0).insert()
	made.db_set("owner", STRANGER)
	with acting_as(STRANGER):
		made.add_comment("Comment", "xylophone")
		beside = {"reference_type": "Note", "reference_name": made.name, "assigned_by": STRANGER}
		frappe.get_doc(doctype="ToDo", allocated_to=NEWCOMER, description="xylophone", **beside).insert()
		make_file(None, "xylophone.txt", "xylophone")
		frappe.get_doc(
			doctype="File",
			file_name="beside.txt",
			content="xylophone beside",
			is_private=1,
			attached_to_doctype="Note",
			attached_to_name=made.name,
		).insert()
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	frappe.delete_doc("Note", made.name, force=True)
	frappe.db.commit()


LIKE = ["like", "%xyloph%"]


@pytest.mark.parametrize(
	("doctype", "filters"),
	[
		("ToDo", {"description": LIKE}),
		("ToDo", [["description", "like", "%xyloph%"]]),
		("ToDo", [["ToDo", "description", "like", "%xyloph%"]]),
		("ToDo", {"description": LIKE, "reference_type": "Note"}),
		("ToDo", {"description": LIKE, "reference_type": ["!=", "Note"]}),
		("Comment", {"content": LIKE}),
		("File", {"file_name": LIKE}),
		("Note", {"title": "td-others"}),
		("Note", "td-others"),
		("User", {"name": STRANGER}),
		("User", None),
		("DocField", {"parent": "TD Task", "fieldname": "subject"}),
		("Kanban Board", {"reference_doctype": "TD Task"}),
	],
)
@pytest.mark.parametrize("user", [OBSERVER, SYSTEM_MANAGER])
def test_counts_are_the_hosts(doctype: str, filters: Any, user: str, note: Any) -> None:
	frappe.db.rollback()
	counted = _counted_by_host(user, doctype, filters)
	answer = call(user, "frappe.client.get_count", doctype=doctype, filters=json.dumps(filters))
	assert answer.get_json().get("message") == counted, told(answer)


def _counted_by_host(user: str, doctype: str, filters: Any) -> int | None:
	"""Hosts differ: older ones count whatever they are asked for, later ones what the person may read, or refuse."""
	with acting_as(user):
		try:
			return client.get_count(doctype, json.dumps(filters))
		except Exception:  # whatever it is, the host does not count
			return None
		finally:
			frappe.local.form_dict = frappe._dict()


def test_a_participants_own_rows_are_counted(world: World) -> None:
	filters = {"reference_type": "TD Task", "reference_name": world.mine}
	answer = call(STRANGER, "frappe.client.get_count", doctype="ToDo", filters=filters)
	assert answer.get_json()["message"] == 1, told(answer)


def test_searches_charts_and_likes_are_the_hosts(note: Any) -> None:
	chart = {
		"chart_type": "Group By",
		"document_type": "Note",
		"group_by_based_on": "title",
		"group_by_type": "Count",
		"filters_json": "[]",
	}
	heatmap = {
		"type": "Heatmap",
		"chart_type": "Count",
		"document_type": "Note",
		"based_on": "creation",
		"filters_json": "[]",
	}
	get_chart = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	for answer, expected in (
		(call(STRANGER, "frappe.desk.search.search_link", doctype="Note", txt="td-others"), note.name),
		(call(STRANGER, "frappe.client.validate_link", doctype="Note", docname=note.name), note.name),
		(call(STRANGER, get_chart, chart=json.dumps(chart), no_cache=1), "td-others"),
		(call(STRANGER, get_chart, chart=json.dumps(heatmap), no_cache=1), "dataPoints"),
		(call(STRANGER, "frappe.realtime.can_subscribe_doc", doctype="Note", docname=note.name), "true"),
		(call(STRANGER, "frappe.desk.like.toggle_like", doctype="Note", name=note.name, add="Yes"), "{}"),
		(call(STRANGER, "frappe.desk.doctype.tag.tag.get_tagged_docs", doctype="Note", tag="%x%"), "[]"),
	):
		assert answer.status_code == 200 and expected in answer.get_data(as_text=True), told(answer)


def test_a_record_of_the_hosts_is_shared_followed_and_written_to(note: Any) -> None:
	for answer in (
		call(
			STRANGER,
			"frappe.desk.form.utils.add_comment",
			reference_doctype="Note",
			reference_name=note.name,
			content="x",
			comment_email=STRANGER,
			comment_by="x",
		),
		knock(STRANGER, "GET", "/printview", {"doctype": "Note", "name": note.name}),
		call(STRANGER, "frappe.share.add", doctype="Note", name=note.name, user=NEWCOMER, read=1),
		knock(NEWCOMER, "GET", f"/api/resource/Note/{note.name}"),
	):
		assert answer.status_code == 200, told(answer)


@pytest.mark.parametrize(
	("user", "expected"),
	[
		(STRANGER, {"xylophone.txt", "beside.txt"}),
		(ASSIGNER, {"beside.txt"}),
		(SYSTEM_MANAGER, {"beside.txt"}),
	],
)
def test_other_files_are_listed_as_the_host_decides(user: str, expected: set[str], note: Any) -> None:
	wanted = {"file_name": ["in", ["xylophone.txt", "beside.txt"]]}
	answer = call(user, "frappe.client.get_list", doctype="File", fields=["file_name"], filters=wanted)
	assert {row["file_name"] for row in answer.get_json()["message"]} == expected, told(answer)


def test_a_file_of_ones_own_moves_and_changes(note: Any) -> None:
	name = frappe.db.get_value("File", {"file_name": "xylophone.txt"})
	for values in ({"is_private": 0}, {"is_private": 1}):
		answer = call(STRANGER, "frappe.client.set_value", doctype="File", name=name, fieldname=values)
		assert answer.status_code == 200, told(answer)
	url = frappe.db.get_value("File", name, "file_url")
	again = call(STRANGER, "frappe.client.insert", doc={"doctype": "File", "file_url": url, "is_private": 1})
	assert again.status_code == 200, told(again)


def test_a_field_called_parent_task_of_another_doctype_may_be_joined(world: World) -> None:
	answer = knock(
		STRANGER,
		"GET",
		METHOD + "frappe.client.get_list",
		{"doctype": "Note", "fields": '["parent_task.title"]'},
	)
	assert "task above" not in answer.get_data(as_text=True), told(answer)
