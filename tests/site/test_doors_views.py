"""Lists, reports, counts and searches of the desk over a hidden task: who gets in and who does not."""

import json

import pytest

from tests import host
from tests.doors import (
	ADMINS,
	LIKE,
	METHOD,
	TASK,
	Door,
	World,
	expect_open,
	expect_shut,
	names_task,
	number,
	text,
)
from tests.factories import RESPONSIBLE

# as_dict: without it the host's search sorts by whichever field its set of fields happens to give first.
DOORS: dict[str, Door] = {
	"get_docinfo": Door(
		METHOD + "frappe.desk.form.load.get_docinfo", lambda w: {"doctype": TASK, "name": w.task}
	),
	"get_communications": Door(
		METHOD + "frappe.desk.form.load.get_communications", lambda w: {"doctype": TASK, "name": w.task}
	),
	"get_next": Door(
		METHOD + "frappe.desk.form.utils.get_next",
		lambda w: {"doctype": TASK, "value": "TD-", "prev": 0, "sort_field": "name", "sort_order": "asc"},
		insiders=(),
		shows=names_task,
	),
	"reportview.get": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {
			"doctype": TASK,
			"fields": '["`tabTD Task`.`subject`"]',
			"filters": json.dumps({"name": w.task}),
		},
	),
	"reportview.get with a child's column": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {
			"doctype": TASK,
			"fields": '["`tabTD Task`.`name`", "`tabTD Plan Step`.`title`"]',
			"filters": json.dumps({"name": w.task}),
		},
	),
	"reportview.get_list": Door(
		METHOD + "frappe.desk.reportview.get_list",
		lambda w: {"doctype": TASK, "fields": '["subject"]', "filters": json.dumps({"name": w.task})},
	),
	"reportview.get_count": Door(
		METHOD + "frappe.desk.reportview.get_count",
		lambda w: {"doctype": TASK, "filters": json.dumps([[TASK, "subject", "like", LIKE]])},
		shows=number,
	),
	"reportview.get_count of todos": Door(
		METHOD + "frappe.desk.reportview.get_count",
		lambda w: {"doctype": "ToDo", "filters": json.dumps([["ToDo", "description", "like", LIKE]])},
		insiders=ADMINS,
		shows=number,
	),
	"reportview.export_query": Door(
		METHOD + "frappe.desk.reportview.export_query",
		lambda w: {
			"doctype": TASK,
			"fields": '["`tabTD Task`.`subject`"]',
			"filters": json.dumps({"name": w.task}),
			"file_format_type": "CSV",
			"title": "x",
		},
		insiders=("manager",),
	),
	"reportview.get_stats": Door(
		METHOD + "frappe.desk.reportview.get_stats",
		lambda w: {"doctype": TASK, "stats": '["subject"]', "filters": "[]"},
	),
	"reportview.get_sidebar_stats": Door(
		METHOD + "frappe.desk.reportview.get_sidebar_stats",
		lambda w: {"doctype": TASK, "stats": '["subject"]', "filters": "[]"},
	),
	"reportview.get_filter_dashboard_data": Door(
		METHOD + "frappe.desk.reportview.get_filter_dashboard_data",
		lambda w: {"doctype": TASK, "stats": '[{"name": "subject", "type": "Data"}]', "filters": "[]"},
		insiders=("observer", "head", "manager") if host.TAKES_WRITTEN_FILTERS else (),
		host_fails=not host.TAKES_WRITTEN_FILTERS,
	),
	"get_group_by_count": Door(
		METHOD + "frappe.desk.listview.get_group_by_count",
		lambda w: {"doctype": TASK, "current_filters": "[]", "field": "subject"},
	),
	"get_group_by_count of assignments": Door(
		METHOD + "frappe.desk.listview.get_group_by_count",
		lambda w: {
			"doctype": TASK,
			"current_filters": json.dumps([[TASK, "subject", "like", LIKE]]),
			"field": "assigned_to",
		},
		shows=lambda answer, w: RESPONSIBLE in text(answer),
	),
	"search_link": Door(
		METHOD + "frappe.desk.search.search_link",
		lambda w: {"doctype": TASK, "txt": w.task},
		shows=lambda answer, w: answer.status_code == 200 and RESPONSIBLE in text(answer),
	),
	"search_link without user permissions": Door(
		METHOD + "frappe.desk.search.search_link",
		lambda w: {"doctype": TASK, "txt": w.task, "ignore_user_permissions": 1},
		shows=lambda answer, w: answer.status_code == 200 and RESPONSIBLE in text(answer),
	),
	"search_widget": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": TASK,
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["subject", "description"]',
			"as_dict": 1,
			"page_length": 1000,
		},
	),
	"search_widget of child rows": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": "TD Plan Step",
			"txt": "",
			"reference_doctype": TASK,
			"ignore_user_permissions": 1,
			"filter_fields": '["title"]',
			"as_dict": 1,
		},
		insiders=(),
	),
	"search_widget of files": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": "File",
			"txt": "",
			"ignore_user_permissions": 1,
			"filters": {"is_folder": 0},
			"filter_fields": '["file_url"]',
			"as_dict": 1,
			"page_length": 1000,
		},
	),
	"search_widget of todos": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": "ToDo",
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["description"]',
			"as_dict": 1,
			"page_length": 1000,
		},
		insiders=ADMINS,
	),
	"search_widget through another function": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": TASK,
			"txt": '["subject"]',
			"query": "frappe.client.get_list",
			"searchfield": "name",
		},
		insiders=(),
		host_fails=True,
	),
}


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	expect_shut(DOORS[name], world)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.insiders])
def test_insiders_see_it(name: str, world: World) -> None:
	expect_open(DOORS[name], world)
