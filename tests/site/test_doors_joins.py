"""Fields of linked records: no list of ours shows more of a linked record than that record would. Asked of every link that there is."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.api import request_guard
from task_discipline.money_names import ENTRY, STATEMENT
from tests import statements
from tests.doors import METHOD, call, knock, told
from tests.factories import MANAGER, OBSERVER, RESPONSIBLE, SYSTEM_MANAGER

MODULE = "Task Discipline"
AS_READABLE = {
	# Every desk may read these.
	("TD Discipline Entry", "rule"),
	("TD Discipline Entry", "rule_version"),
	("TD Discipline Rule", "team"),
	("TD Discipline Rule Version", "rule"),
	("TD Settings", "work_calendar"),
	("TD Task Template", "work_calendar"),
	("TD Team", "work_calendar"),
	# The row is read by whoever reads what it names, and by nobody else.
	("TD Chat Member", "chat_group"),
	("TD Chat Message", "chat_group"),
	("TD Deadline Request", "task"),
	("TD Project Event", "project"),
	("TD Reminder", "task"),
	("TD Task Event", "task"),
	("TD Task Rating", "task"),
	("TD Template Event", "template"),
	# Both belong to the same person.
	("TD Discipline Entry", "corrects"),
	# The row is read by managers, who read every task.
	("TD Task Access", "task"),
}
"""Links to what is never hidden from those who read the row, and why. Every other link is guarded."""


def _links() -> set[tuple[str, str]]:
	ours = frappe.get_all("DocType", {"module": MODULE}, pluck="name")
	return {
		(doctype, field.fieldname)
		for doctype in ours
		for field in frappe.get_meta(doctype).get("fields", {"fieldtype": "Link"})
		if field.options in ours
	}


def _guarded() -> set[tuple[str, str]]:
	return _links() - AS_READABLE


def test_every_link_is_guarded_or_known_to_show_nothing_new(site: str) -> None:
	assert _links() >= AS_READABLE
	missing = [
		(doctype, field)
		for doctype, field in _guarded()
		if f"{field}." not in request_guard._JOINED.get(doctype, ())
	]
	assert not missing


SPELLINGS = {
	"plain": lambda field: json.dumps(["name", field]),
	"as": lambda field: json.dumps(["name", f"{field} as x"]),
	"words": lambda field: f"name, {field}",
	"number of the dot": lambda field: json.dumps(["name", field]).replace(".", "\\u002e"),
	"number of a letter": lambda field: json.dumps(["name", field]).replace(
		field[0], f"\\u{ord(field[0]):04x}"
	),
	"text in text": lambda field: json.dumps(json.dumps(["name", field]).replace(".", "\\u002e")),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_list_shows_fields_of_a_linked_record(site: str, spelling: str) -> None:
	for doctype, link in _guarded():
		fields = SPELLINGS[spelling](f"{link}.name")
		answers = [
			call(OBSERVER, "frappe.client.get_list", doctype=doctype, fields=fields),
			call(OBSERVER, "frappe.client.get_value", doctype=doctype, fieldname=fields),
			call(
				OBSERVER, "frappe.desk.reportview.get", doctype=doctype, fields=fields, start=0, page_length=5
			),
			knock(OBSERVER, "GET", f"/api/resource/{doctype}", {"fields": fields}),
			knock(OBSERVER, "GET", f"/api/v2/document/{doctype}", {"fields": fields}),
			knock(
				OBSERVER, "POST", "/", {"cmd": "frappe.client.get_list", "doctype": doctype, "fields": fields}
			),
		]
		for answer in answers:
			assert answer.status_code == 403, (doctype, link, told(answer))


@pytest.mark.parametrize("key", ["order_by", "group_by"])
def test_no_list_is_put_in_order_by_a_linked_record(site: str, key: str) -> None:
	for doctype, link in _guarded():
		answer = call(OBSERVER, "frappe.client.get_list", **{"doctype": doctype, key: f"{link}.name"})
		assert answer.status_code == 403, (doctype, link, told(answer))


@pytest.fixture(scope="module")
def draft(site: str) -> Iterator[Any]:
	"""A committed month of RESPONSIBLE's that was not shown to him."""
	with statements.committed_month(-77) as month:
		yield month


def test_nobody_reads_his_statement_by_his_entries_before_it_is_shown(draft: str) -> None:
	"""He reads the entries themselves."""
	seen = call(RESPONSIBLE, "frappe.client.get_list", doctype=ENTRY, fields=["statement", "amount"])
	assert seen.get_json()["message"] == [{"statement": draft, "amount": -77.0}]
	for fields in ('["statement.net"]', '["statement\\u002enet"]', '["\\u0073tatement.state"]'):
		answer = call(RESPONSIBLE, "frappe.client.get_list", doctype=ENTRY, fields=fields)
		assert answer.status_code == 403, told(answer)


@pytest.mark.parametrize("user", [MANAGER, SYSTEM_MANAGER])
def test_a_chart_joins_nothing_however_it_is_written(draft: str, user: str) -> None:
	chart = {
		"chart_type": "Group By",
		"document_type": ENTRY,
		"group_by_based_on": "statement.state",
		"group_by_type": "Count",
		"type": "Bar",
		"filters_json": "[]",
	}
	for written in (json.dumps(chart), json.dumps(chart).replace("statement.", "\\u0073tatement\\u002e")):
		door = METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
		answer = knock(user, "POST", door, {"chart": written})
		assert answer.status_code == 403, told(answer)


def test_a_list_of_ones_own_fields_is_shown(draft: str) -> None:
	fields = json.dumps(["name", "user", f"`tab{STATEMENT}`.`net`"])
	answer = call(MANAGER, "frappe.client.get_list", doctype=STATEMENT, fields=fields)
	assert answer.status_code == 200
	assert answer.get_json()["message"][0]["net"] == -77.0
