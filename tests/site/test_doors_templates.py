"""Every door to a template: its owner, its assigner and managers get in; those who do its tasks do not."""

import json
from typing import Any

import pytest

from tests.doors import LIKE, METHOD, SECRET, Door, granted, number, push, text, told
from tests.factories import RESPONSIBLE
from tests.hidden_template import INSIDERS, OUTSIDERS, TEMPLATE, TemplateWorld

STEP, POINT, PERSON = "TD Template Step", "TD Template Milestone", "TD Task User"
EVENT = "TD Template Event"
ALL = tuple(INSIDERS)


def _list(doctype: str, **more: Any) -> Door:
	body = {"doctype": doctype, "fields": ["*"], "limit_page_length": 0, **more}
	return Door(METHOD + "frappe.client.get_list", lambda w: body)


def _rest(path: str, **options: Any) -> Door:
	return Door(f"/api/resource/{path}", lambda w: {}, "GET", **options)


READING: dict[str, Door] = {
	"REST": _rest(f"{TEMPLATE}/{{template}}"),
	"REST list": Door(f"/api/resource/{TEMPLATE}", lambda w: {"fields": '["subject"]'}, "GET"),
	"REST v2": Door(f"/api/v2/document/{TEMPLATE}/{{template}}/", lambda w: {}, "GET"),
	"REST of a step": _rest(f"{STEP}/{{step}}"),
	"REST of a milestone": _rest(f"{POINT}/{{milestone}}"),
	"REST of an event": _rest(f"{EVENT}/{{event}}"),
	"REST of the file": _rest("File/{file}"),
	"client.get": Door(METHOD + "frappe.client.get", lambda w: {"doctype": TEMPLATE, "name": w.template}),
	"client.get of a step": Door(
		METHOD + "frappe.client.get", lambda w: {"doctype": STEP, "name": w.step, "parent": TEMPLATE}
	),
	"client.get_value": Door(
		METHOD + "frappe.client.get_value",
		lambda w: {"doctype": TEMPLATE, "filters": {"name": w.template}, "fieldname": "subject"},
	),
	"get_list": _list(TEMPLATE),
	"get_list of steps": _list(STEP, parent=TEMPLATE),
	"get_list of milestones": _list(POINT, parent=TEMPLATE),
	"get_list of people": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": PERSON, "parent": TEMPLATE, "fields": ["name"], "limit_page_length": 0},
		shows=lambda answer, w: w.participant in text(answer),
	),
	"get_list of events": _list(EVENT),
	"get_list of files": _list("File"),
	"get_list of files in the desk": Door(
		METHOD + "frappe.core.api.file.get_files_in_folder",
		lambda w: {"folder": "Home/Attachments", "page_length": 500},
	),
	"get_count": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TEMPLATE, "filters": [[TEMPLATE, "subject", "like", LIKE]]},
		shows=number,
	),
	"get_count of events": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": EVENT, "filters": [[EVENT, "reason", "like", LIKE]]},
		shows=number,
	),
	"reportview.get": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {
			"doctype": TEMPLATE,
			"fields": '["`tabTD Task Template`.`subject`"]',
			"filters": json.dumps({"name": w.template}),
		},
	),
	"reportview.get with a child's column": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {
			"doctype": TEMPLATE,
			"fields": '["`tabTD Task Template`.`name`", "`tabTD Template Step`.`title`"]',
			"filters": json.dumps({"name": w.template}),
		},
	),
	"search_link": Door(
		METHOD + "frappe.desk.search.search_link",
		lambda w: {"doctype": TEMPLATE, "txt": w.template, "ignore_user_permissions": 1},
	),
	"search_widget": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": TEMPLATE,
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["subject", "description"]',
			"as_dict": 1,
			"page_length": 1000,
		},
	),
	"validate_link": Door(
		METHOD + "frappe.client.validate_link",
		lambda w: {"doctype": TEMPLATE, "docname": w.template, "fields": '["subject"]'},
	),
	"getdoc": Door(
		METHOD + "frappe.desk.form.load.getdoc", lambda w: {"doctype": TEMPLATE, "name": w.template}
	),
	"get_docinfo": Door(
		METHOD + "frappe.desk.form.load.get_docinfo", lambda w: {"doctype": TEMPLATE, "name": w.template}
	),
	"print": Door("/printview", lambda w: {"doctype": TEMPLATE, "name": w.template}, "GET"),
	"download_file": Door(METHOD + "download_file", lambda w: {"file_url": w.file_url}, "GET"),
	"the file": Door("{file_url}", lambda w: {}, "GET"),
	"room of the form": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": TEMPLATE, "docname": w.template},
		shows=granted,
	),
	"get_stats": Door(
		METHOD + "frappe.desk.reportview.get_stats",
		lambda w: {"doctype": TEMPLATE, "stats": '["subject"]', "filters": "[]"},
	),
	"get_group_by_count": Door(
		METHOD + "frappe.desk.listview.get_group_by_count",
		lambda w: {"doctype": TEMPLATE, "current_filters": "[]", "field": "subject"},
	),
}

NOBODYS: dict[str, Door] = {
	"link join through a task": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task", "fields": ["name", "template.subject"], "limit_page_length": 0},
	),
	"link join in a report": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {"doctype": "TD Task", "fields": '["template.subject as x"]', "filters": "[]"},
	),
	"link join in an order": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task", "fields": ["name"], "order_by": "template.subject asc"},
		shows=granted,
	),
	"count through a task": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "TD Task", "filters": [["template.subject", "like", LIKE]]},
		shows=number,
	),
	"room of a step": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": STEP, "docname": w.step},
		shows=granted,
	),
}
"""Questions that nobody gets an answer to: the host would join the linked row without a look at its reader."""

BELLS = Door(
	METHOD + "frappe.client.get_list",
	lambda w: {"doctype": "Notification Log", "fields": ["subject"], "limit_page_length": 0},
)


@pytest.mark.parametrize("name", [*READING, *NOBODYS])
def test_outsiders_see_nothing(name: str, hidden: TemplateWorld) -> None:
	door = (READING | NOBODYS)[name]
	for who, answer in push(door, OUTSIDERS, hidden, at_once=3).items():
		assert not door.shows(answer, hidden), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", READING)
def test_insiders_see_it(name: str, hidden: TemplateWorld) -> None:
	door = READING[name]
	for who, answer in push(door, INSIDERS, hidden, at_once=3).items():
		assert door.shows(answer, hidden), f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", NOBODYS)
def test_joins_are_refused_to_everybody(name: str, hidden: TemplateWorld) -> None:
	door = NOBODYS[name]
	for who, answer in push(door, INSIDERS, hidden).items():
		assert not door.shows(answer, hidden), f"{who}: {told(answer)}"


def test_a_bell_that_rang_for_the_wrong_person_stays_dumb(hidden: TemplateWorld) -> None:
	answer = push(BELLS, {"responsible": RESPONSIBLE}, hidden)["responsible"]
	assert SECRET not in text(answer), told(answer)


def test_the_task_names_its_template_and_no_more(hidden: TemplateWorld) -> None:
	door = Door(METHOD + "frappe.desk.form.load.getdoc", lambda w: {"doctype": "TD Task", "name": w.task})
	answer = push(door, {"responsible": RESPONSIBLE}, hidden)["responsible"]
	assert answer.status_code == 200
	assert hidden.template.lower() in text(answer)
	assert SECRET not in text(answer)
