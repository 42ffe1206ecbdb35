"""Long ways round to a hidden project: figures, previews, exports and joins in unusual places."""

import json
from typing import Any

import pytest

from tests.doors import LIKE, METHOD, SECRET, Door, number, push, text, told
from tests.factories import ASSIGNER, STRANGER
from tests.hidden_project import BLIND, INSIDERS, OUTSIDERS, TASK_SECRET, ProjectWorld
from tests.project_doors import EDGE, EVENT, PERSON, POINT, TASK, call, client, counted, desk, rest, rows
from tests.projects import PROJECT

JOINS = ("project.project_name", "milestone.title")


def _names_given(answer: Any, world: ProjectWorld) -> bool:
	return answer.status_code == 200 and world.given.lower() in text(answer)


def _chart(**values: Any) -> Door:
	chart = {"chart_type": "Group By", "group_by_type": "Count", "filters_json": "[]", **values}
	return call(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		{"no_cache": 1, "chart": json.dumps(chart)},
	)


def _card(filters: list, **doc: Any) -> Door:
	body = {"doc": json.dumps({"function": "Count", **doc}), "filters": json.dumps(filters)}
	return Door(
		METHOD + "frappe.desk.doctype.number_card.number_card.get_result", lambda w: body, shows=number
	)


DETOURS: dict[str, Door] = {
	"link title": desk("search.get_link_title", {"doctype": PROJECT, "docname": "{project}"}),
	"link title of a milestone": desk("search.get_link_title", {"doctype": POINT, "docname": "{milestone}"}),
	"link preview": desk("link_preview.get_preview_data", {"doctype": PROJECT, "docname": "{project}"}),
	"linked_with of the project": desk("form.linked_with.get", {"doctype": PROJECT, "docname": "{project}"}),
	"linked_with of a person": desk("form.linked_with.get", {"doctype": "User", "docname": ASSIGNER}),
	"linked_with of the task": desk("form.linked_with.get", {"doctype": TASK, "docname": "{given}"}),
	"get_next": desk(
		"form.utils.get_next",
		{"doctype": PROJECT, "value": "TDP-", "prev": 0, "sort_field": "name", "sort_order": "asc"},
		shows=lambda answer, w: w.project.lower() in text(answer),
	),
	"communications": desk("form.load.get_communications", {"doctype": PROJECT, "name": "{project}"}),
	"connections": desk("notifications.get_open_count", {"doctype": PROJECT, "name": "{project}"}),
	"export": desk(
		"reportview.export_query",
		{
			"doctype": PROJECT,
			"fields": '["`tabTD Project Link`.`project_name`"]',
			"filters": "{}",
			"file_format_type": "CSV",
			"title": "x",
		},
	),
	"sidebar stats": desk(
		"reportview.get_sidebar_stats", {"doctype": PROJECT, "stats": '["_user_tags"]', "filters": "[]"}
	),
	"chart": _chart(document_type=PROJECT, group_by_based_on="project_name"),
	"chart of milestones": _chart(document_type=POINT, group_by_based_on="title"),
	"card": _card([[PROJECT, "project_name", "like", LIKE]], document_type=PROJECT),
	"search of milestones": desk(
		"search.search_widget",
		{
			"doctype": POINT,
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["title"]',
			"as_dict": 1,
			"page_length": 1000,
		},
	),
	"search of people": desk(
		"search.search_widget",
		{
			"doctype": PERSON,
			"txt": "",
			"reference_doctype": PROJECT,
			"ignore_user_permissions": 1,
			"filter_fields": '["parent"]',
			"as_dict": 1,
		},
		shows=lambda answer, w: w.project.lower() in text(answer),
	),
	"events of the project by its name": counted(EVENT, [["project.project_name", "like", LIKE]]),
	"files in the desk": call(
		"frappe.core.api.file.get_files_in_folder", {"folder": "Home/Attachments", "page_length": 500}
	),
	"files by their names": call("frappe.core.api.file.get_files_by_search_text", {"text": SECRET[:7]}),
	"a mail with it printed": call(
		"frappe.core.doctype.communication.email.make",
		{
			"doctype": PROJECT,
			"name": "{project}",
			"subject": "x",
			"content": "x",
			"recipients": STRANGER,
			"print_format": "TD Project Status",
			"send_email": 0,
		},
	),
	"PDF": Door(
		METHOD + "frappe.utils.print_format.download_pdf",
		lambda w: {"doctype": PROJECT, "name": w.project, "format": "TD Project Status"},
		"GET",
		shows=lambda answer, w: answer.status_code == 200,
	),
	"duplicate": client(
		"insert",
		doc={
			"doctype": PROJECT,
			"project_name": "Mine",
			"reference_doctype": PROJECT,
			"reference_name": "{project}",
		},
	),
	"a task about it": client(
		"insert",
		doc={
			"doctype": TASK,
			"subject": "Mine",
			"responsible": STRANGER,
			"reference_doctype": PROJECT,
			"reference_name": "{project}",
		},
	),
	"tasks beside it": call("task_discipline.api.records.beside", {"doctype": PROJECT, "name": "{project}"}),
}

JOINED: dict[str, Door] = {
	**{
		f"{name} of {field}": Door(
			METHOD + path,
			lambda w, body=body, field=field: {
				key: value.replace("FIELD", field) if isinstance(value, str) else value
				for key, value in body.items()
			},
		)
		for field in JOINS
		for name, path, body in (
			(
				"search_widget",
				"frappe.desk.search.search_widget",
				{"doctype": TASK, "txt": "", "filter_fields": '["FIELD"]', "as_dict": 1, "page_length": 100},
			),
			(
				"get_stats",
				"frappe.desk.reportview.get_stats",
				{"doctype": TASK, "stats": '["FIELD"]', "filters": "[]"},
			),
			(
				"get_filter_dashboard_data",
				"frappe.desk.reportview.get_filter_dashboard_data",
				{"doctype": TASK, "stats": '[{"name": "FIELD", "type": "Data"}]', "filters": "[]"},
			),
			(
				"groups",
				"frappe.desk.listview.get_group_by_count",
				{"doctype": TASK, "current_filters": "[]", "field": "FIELD"},
			),
			(
				"group_by",
				"frappe.client.get_list",
				{"doctype": TASK, "fields": '["FIELD as x", "count(name) as n"]', "group_by": "FIELD"},
			),
			(
				"calendar",
				"frappe.desk.calendar.get_events",
				{
					"doctype": TASK,
					"start": "2000-01-01",
					"end": "2100-01-01",
					"field_map": '{"start": "deadline", "end": "deadline", "title": "FIELD"}',
				},
			),
			(
				"export",
				"frappe.desk.reportview.export_query",
				{
					"doctype": TASK,
					"fields": '["FIELD"]',
					"filters": "{}",
					"file_format_type": "CSV",
					"title": "x",
				},
			),
			(
				"get_value",
				"frappe.client.get_value",
				{"doctype": TASK, "filters": "{}", "fieldname": "FIELD"},
			),
			(
				"greatest",
				"frappe.client.get_list",
				{"doctype": TASK, "fields": '["max(FIELD) as x"]'},
			),
		)
	},
	**{f"chart of {field}": _chart(document_type=TASK, group_by_based_on=field) for field in JOINS},
	"REST list": Door(f"/api/resource/{TASK}", lambda w: {"fields": '["project.project_name"]'}, "GET"),
	"REST v2 list": Door(f"/api/v2/document/{TASK}", lambda w: {"fields": '["project.project_name"]'}, "GET"),
	"validate_link": client(
		"validate_link", doctype=TASK, docname="{given}", fields='["project.project_name"]'
	),
	"card of a join": _card(
		[], document_type=TASK, function="Maximum", aggregate_function_based_on="project.progress"
	),
}

GUESSES: dict[str, Door] = {
	"list by the project's name": rows(
		TASK, fields=["name"], filters=[["project.project_name", "like", LIKE]]
	),
	"list by a dict": rows(TASK, fields=["name"], filters={"project.project_name": ["like", LIKE]}),
	"list by or": rows(TASK, fields=["name"], or_filters=[["project.project_name", "like", LIKE]]),
	"list by the project": rows(TASK, fields=["name"], filters=[[PROJECT, "project_name", "like", LIKE]]),
	"list by the milestone": rows(TASK, fields=["name"], filters=[[POINT, "title", "like", LIKE]]),
	"desk list": desk(
		"reportview.get",
		{
			"doctype": TASK,
			"fields": '["name"]',
			"filters": json.dumps([[PROJECT, "project_name", "like", LIKE]]),
		},
	),
	"search field": desk(
		"search.search_widget",
		{"doctype": TASK, "txt": SECRET[:7], "searchfield": "project.project_name", "as_dict": 1},
	),
}
"""Questions whose answer is a task of one's own where the guess at the project's name is right."""


@pytest.mark.parametrize("name", DETOURS)
def test_no_detour_leads_to_the_project(name: str, hidden_house: ProjectWorld) -> None:
	door = DETOURS[name]
	for who, answer in push(door, OUTSIDERS, hidden_house, at_once=3).items():
		assert not door.shows(answer, hidden_house), f"{who}: {told(answer)}"
		assert who == "head" or TASK_SECRET not in text(answer), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", JOINED)
def test_nobody_joins_it_to_a_task(name: str, hidden_house: ProjectWorld) -> None:
	door = JOINED[name]
	for who, answer in push(door, OUTSIDERS | INSIDERS, hidden_house, at_once=3).items():
		assert not door.shows(answer, hidden_house), f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", GUESSES)
def test_nobody_guesses_at_its_name(name: str, hidden_house: ProjectWorld) -> None:
	for who, answer in push(GUESSES[name], OUTSIDERS, hidden_house, at_once=3).items():
		assert not _names_given(answer, hidden_house), f"{who}: {told(answer)}"


def test_a_task_that_waits_is_no_way_to_the_other(hidden_house: ProjectWorld) -> None:
	doors = [
		rows(EDGE, fields=["task.subject"], parent=TASK),
		rows(TASK, fields=["depends_on.task", "name"]),
		rest(f"{TASK}/{{given}}"),
		desk("form.linked_with.get", {"doctype": TASK, "docname": "{given}"}),
		desk("search.search_link", {"doctype": TASK, "txt": "", "ignore_user_permissions": 1}),
		client("validate_link", doctype=TASK, docname="{task}", fields='["subject"]'),
	]
	for door in doors:
		for who, answer in push(door, BLIND, hidden_house, at_once=3).items():
			assert TASK_SECRET not in text(answer), f"{who}: {told(answer)}"
