"""Doors around a report: whose eyes, whose stored result, and no column that reaches into a hidden record."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest
from frappe.core.doctype.prepared_report.prepared_report import make_prepared_report
from frappe.desk import query_report
from werkzeug.test import TestResponse

from task_discipline import report_results
from tests import factories
from tests.doors import call, knock, told
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_task,
)
from tests.reporting import make_rating

NAME = "Execution Discipline"
WHEN = {"period": "Custom Dates", "from_date": "2031-11-01", "to_date": "2031-11-30"}
OTHERS = (STRANGER, RESPONSIBLE, SYSTEM_MANAGER, MANAGER)
ROLE = "Prepared Report User"
PREPARED = "frappe.core.doctype.prepared_report.prepared_report."


@pytest.fixture(scope="module")
def result(site: str) -> Iterator[dict[str, Any]]:
	"""A result of Anna's, prepared and committed, that says what only she and Boris may read."""
	frappe.set_user("Administrator")
	readers = [ASSIGNER, STRANGER, RESPONSIBLE]
	_let_prepare(readers)
	make_rating(ASSIGNER, datetime(2031, 11, 3))
	secret = make_task(MANAGER, responsible=CO_ASSIGNEE, subject="Zanzibar", observers=[], co_assignees=[])
	mine = make_task(MANAGER, parent_task=secret.name, responsible=RESPONSIBLE, observers=[], co_assignees=[])
	names = _prepare(ASSIGNER)
	frappe.db.commit()
	yield names | {"task": mine.name}
	frappe.db.rollback()
	for doctype in ("File", "Prepared Report"):
		frappe.db.delete(doctype, {"owner": ASSIGNER})
	frappe.db.delete("Has Role", {"role": ROLE, "parent": ("in", readers)})
	frappe.cache.delete_key("roles")
	factories.purge()


def _let_prepare(users: list[str]) -> None:
	# Past the document of the user, which would take his key for requests from him.
	fields = ["name", "parent", "parenttype", "parentfield", "role"]
	names = [(frappe.generate_hash(length=12), user, "User", "roles", ROLE) for user in users]
	frappe.db.bulk_insert("Has Role", fields, names)
	frappe.cache.delete_key("roles")


@pytest.fixture
def prepared_only(result: dict[str, Any]) -> Iterator[None]:
	"""The site lets these reports run in the background alone, as the host does by itself with slow ones."""
	reports = {"name": ("in", (NAME, "Workload"))}
	frappe.db.set_value("Report", reports, "prepared_report", 1)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.set_value("Report", reports, "prepared_report", 0)
	frappe.db.commit()


def _prepare(user: str, report: str = NAME) -> dict[str, Any]:
	with acting_as(user):
		name = make_prepared_report(report, WHEN)["name"]
	report_results.generate(name)
	file = frappe.get_all(
		"File", {"attached_to_doctype": "Prepared Report", "attached_to_name": name}, ["name", "file_url"]
	)[0]
	return {"name": name, "file": file.name, "url": file.file_url}


def test_a_result_is_made_with_the_eyes_of_whoever_asked(result: dict[str, Any]) -> None:
	assert frappe.db.get_value("Prepared Report", result["name"], ["owner", "status"]) == (
		ASSIGNER,
		"Completed",
	)
	file = frappe.get_doc("File", result["file"])
	rows = json.loads(gzip.decompress(file.get_content()))["result"]
	assert [row["label"] for row in rows] == ["Boris Tester"]


@pytest.mark.parametrize(
	("method", "path", "asks"),
	[
		("POST", f"/api/method/{PREPARED}download_attachment", lambda r: {"dn": r["name"]}),
		(
			"POST",
			"/api/method/frappe.desk.query_report.run",
			lambda r: {
				"report_name": NAME,
				"filters": json.dumps(WHEN | {"prepared_report_name": r["name"]}),
			},
		),
		(
			"POST",
			"/api/method/frappe.desk.query_report.run",
			lambda r: {"report_name": "Workload", "filters": {"prepared_report_name": r["name"]}},
		),
		(
			"POST",
			"/api/method/frappe.desk.query_report.export_query",
			lambda r: {
				"report_name": NAME,
				"file_format_type": "CSV",
				"visible_idx": "[]",
				"filters": json.dumps(WHEN | {"prepared_report_name": r["name"]}),
			},
		),
		("GET", "/api/resource/Prepared Report/{name}", lambda r: {}),
		(
			"POST",
			"/api/method/frappe.client.get",
			lambda r: {"doctype": "Prepared Report", "name": r["name"]},
		),
		(
			"POST",
			"/api/method/frappe.client.get_list",
			lambda r: {
				"doctype": "Prepared Report",
				"filters": {"name": r["name"]},
				"fields": '["name", "filters"]',
			},
		),
		("POST", "/api/method/frappe.client.get", lambda r: {"doctype": "File", "name": r["file"]}),
		(
			"POST",
			"/api/method/frappe.client.get_list",
			lambda r: {
				"doctype": "File",
				"filters": {"name": r["file"]},
				"fields": '["file_name", "file_url"]',
			},
		),
		("GET", "{url}", lambda r: {}),
		(
			"POST",
			"/api/method/upload_file",
			lambda r: {"file_url": r["url"], "is_private": 1, "file_name": "mine.json.gz"},
		),
		("POST", "/api/resource/File", lambda r: {"file_url": r["url"], "is_private": 1}),
	],
)
def test_nobody_else_reads_a_prepared_result(
	prepared_only: None, result: dict[str, Any], method: str, path: str, asks: Any
) -> None:
	known = frappe.db.count("File")
	for user in OTHERS:
		answer = knock(user, method, path.format(**result), asks(result))
		assert answer.status_code < 500, f"{user}: {told(answer)}"
		assert answer.status_code >= 400 or not shows(answer), f"{user}: {told(answer)}"
	frappe.db.rollback()
	assert frappe.db.count("File") == known
	if path not in CLAIMS:
		assert shows(knock(ASSIGNER, method, path.format(**result), asks(result))), (
			"the door is shut to its owner"
		)


CLAIMS = ("/api/method/upload_file", "/api/resource/File")


def shows(answer: TestResponse) -> bool:
	"""Whether an answer holds the result, or tells of it."""
	body = answer.get_data()
	if body[:2] == b"\x1f\x8b":
		body = gzip.decompress(body)
	return any(word in body for word in (b"Boris", b"execution_discipline_", b"2031-11-01"))


def test_its_owner_reads_it(result: dict[str, Any]) -> None:
	answer = call(ASSIGNER, f"{PREPARED}download_attachment", dn=result["name"])
	assert b"Boris Tester" in answer.get_data(), told(answer)
	filters = WHEN | {"prepared_report_name": result["name"]}
	assert (
		call(ASSIGNER, "frappe.desk.query_report.run", report_name=NAME, filters=filters).status_code == 200
	)


def test_nobody_removes_the_result_of_another(result: dict[str, Any]) -> None:
	reports = json.dumps([{"name": result["name"]}])
	for user in (STRANGER, SYSTEM_MANAGER):
		call(user, f"{PREPARED}delete_prepared_reports", reports=reports)
		frappe.db.rollback()
		assert frappe.db.exists("Prepared Report", result["name"]), user


def test_a_result_of_a_report_that_is_gone_stays_hidden(result: dict[str, Any]) -> None:
	frappe.db.set_value("Prepared Report", result["name"], "report_name", "Gone")
	with acting_as(SYSTEM_MANAGER):
		assert frappe.get_list("Prepared Report", {"name": result["name"]}) == []
		assert not frappe.has_permission("Prepared Report", "read", doc=result["name"])


def test_results_of_other_reports_are_the_hosts_affair() -> None:
	frappe.get_doc(
		doctype="Report", report_name="All notes", ref_doctype="Note", report_type="Report Builder", json="{}"
	).insert()
	other = frappe.new_doc("Prepared Report")
	other.update({"report_name": "All notes", "status": "Completed", "owner": ASSIGNER, "name": "td-foreign"})
	other.db_insert()
	with acting_as(SYSTEM_MANAGER):
		assert frappe.get_list("Prepared Report", {"name": "td-foreign"}, pluck="name") == ["td-foreign"]
		assert frappe.has_permission("Prepared Report", "read", doc="td-foreign")
		assert frappe.has_permission("Prepared Report", "delete", doc="td-foreign")
		file = frappe.get_doc(
			doctype="File",
			file_name="notes.json.gz",
			content=b"notes",
			is_private=1,
			attached_to_doctype="Prepared Report",
			attached_to_name="td-foreign",
		).insert()
		assert frappe.get_list("File", {"name": file.name}, pluck="name") == [file.name]
		assert frappe.has_permission("File", "write", doc=file.name)


def test_a_client_names_no_other_eyes(result: dict[str, Any]) -> None:
	answer = call(STRANGER, "frappe.desk.query_report.run", report_name=NAME, filters=WHEN, user=MANAGER)
	assert answer.status_code == 200
	assert answer.get_json()["message"]["result"] == []


JOINED = [
	{"fieldname": "parent_task.subject", "doctype": "TD Task", "insert_after_index": 0, "link_field": "task"}
]


@pytest.mark.parametrize("door", ["run", "export_query"])
def test_no_added_column_reaches_into_a_hidden_record(result: dict[str, Any], door: str) -> None:
	frappe.db.set_value("TD Task", result["task"], {"timeliness": "Overdue", "deadline": "2020-01-01"})
	frappe.db.commit()
	column = [
		JOINED[0] | {"link_field": {"fieldname": "task", "names": []}, "label": "Above", "fieldtype": "Data"}
	]
	answer = call(
		RESPONSIBLE,
		f"frappe.desk.query_report.{door}",
		report_name="Overdue Now",
		filters=json.dumps({}),
		custom_columns=json.dumps(column),
		file_format_type="CSV",
	)
	assert b"Zanzibar" not in answer.get_data()
	assert answer.status_code == 403, told(answer)


def test_no_custom_report_keeps_such_a_column() -> None:
	with pytest.raises(frappe.PermissionError), acting_as(MANAGER):
		query_report.save_report("Overdue Now", "My overdue", json.dumps(JOINED), "{}")


def test_a_custom_report_shows_each_reader_his_own() -> None:
	make_rating(ASSIGNER, datetime(2031, 11, 3))
	plain = [{"fieldname": "label", "label": "Who", "fieldtype": "Data"}]
	with acting_as(MANAGER):
		name = query_report.save_report(NAME, "My figures", json.dumps(plain), json.dumps(WHEN))
	for reader, seen in ((ASSIGNER, ["Boris Tester"]), (STRANGER, [])):
		with acting_as(reader):
			rows = query_report.run(name, filters=WHEN, user=MANAGER)["result"]
		assert [row["label"] for row in rows] == seen


@pytest.mark.parametrize("report", [NAME, "Overdue Now", "Deadline Moves", "Review Discipline"])
@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_everybody_exports_what_he_sees(result: dict[str, Any], report: str, kind: str) -> None:
	answer = call(
		RESPONSIBLE,
		"frappe.desk.query_report.export_query",
		report_name=report,
		filters=json.dumps(WHEN),
		file_format_type=kind,
		visible_idx="[]",
	)
	assert answer.status_code == 200, told(answer)
	body = answer.get_data()
	assert body[:2] == b"PK" if kind == "Excel" else body.count(b"\n") >= 1
	if report == NAME and kind == "CSV":
		assert b"Boris Tester" in body


def test_whoever_may_not_open_reports_gets_none() -> None:
	refused = call("Guest", "frappe.desk.query_report.run", report_name=NAME, filters=WHEN)
	assert refused.status_code >= 400
	empty = call(factories.DISABLED, "frappe.desk.query_report.run", report_name=NAME, filters=WHEN)
	assert empty.status_code >= 400 or empty.get_json()["message"]["result"] == []
