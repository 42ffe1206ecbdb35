"""Every door of the host that reads, for a hidden task and what stands beside it: who gets in and who does not."""

import json

import pytest

from tests.doors import INSIDERS, OUTSIDERS, SECRET, Door, World, granted, knock, names_task, number, text
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE, STRANGER

TASK = "TD Task"
LIKE = f"%{SECRET[:5]}%"
"""Matches the secret without saying it."""
ADMIN = ("mail_admin",)
METHOD = "/api/method/"


def _names_colleague(answer, world: World) -> bool:
	return CO_ASSIGNEE in text(answer)


def _has_file(answer, world: World) -> bool:
	return answer.status_code == 200 and "harbour" in text(answer)


CLIENT: dict[str, Door] = {
	"get": Door(METHOD + "frappe.client.get", lambda w: {"doctype": TASK, "name": w.task}),
	"get by filter": Door(
		METHOD + "frappe.client.get",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
	),
	"get_value": Door(
		METHOD + "frappe.client.get_value",
		lambda w: {"doctype": TASK, "fieldname": "subject", "filters": w.task},
	),
	"get_list": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["name", "subject"], "filters": {"name": w.task}},
	),
	"get_list by or_filters": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["subject"], "or_filters": {"name": w.task, "status": "Done"}},
	),
	"get_count": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
		shows=number,
	),
	"get_count by GET": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": json.dumps([[TASK, "subject", "like", LIKE]])},
		"GET",
		shows=number,
	),
	"get_count of files": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "File", "filters": {"file_name": ["like", LIKE]}},
		shows=number,
	),
	"get_count of comments": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "Comment", "filters": [["content", "like", LIKE]]},
		insiders=ADMIN,
		shows=number,
	),
	"get_count of todos": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "ToDo", "filters": {"description": ["like", LIKE]}},
		insiders=ADMIN,
		shows=number,
	),
	"get_count of mails": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "Email Queue", "filters": {"message": ["like", LIKE]}},
		insiders=ADMIN,
		shows=number,
	),
	"get_count through a child": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "TD Plan Step", "filters": {"title": ["like", LIKE]}},
		insiders=(),
		shows=number,
	),
	"get_count through a link": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"parent_task.subject": ["like", LIKE]}},
		insiders=(),
		shows=number,
	),
	"get_count through the access table": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {"doctype": "TD Task Access", "filters": {"task": w.task}},
		insiders=(),
		shows=number,
	),
	"validate_link": Door(
		METHOD + "frappe.client.validate_link",
		lambda w: {"doctype": TASK, "docname": w.task, "fields": json.dumps(["subject"])},
	),
	"has_permission": Door(
		METHOD + "frappe.client.has_permission",
		lambda w: {"doctype": TASK, "docname": w.task},
		shows=lambda answer, w: answer.status_code == 200 and answer.get_json()["message"]["has_permission"],
	),
	"child get_list": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Plan Step", "parent": TASK, "fields": ["title"], "limit_page_length": 0},
	),
	"child people": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {
			"doctype": "TD Task User",
			"parent": TASK,
			"fields": ["user"],
			"filters": {"parent": w.task, "parentfield": "co_assignees"},
		},
		shows=_names_colleague,
	),
	"child get": Door(
		METHOD + "frappe.client.get", lambda w: {"doctype": "TD Plan Step", "name": w.step, "parent": TASK}
	),
	"child get by filter": Door(
		METHOD + "frappe.client.get",
		lambda w: {"doctype": "TD Plan Step", "filters": {"parent": w.task}, "parent": TASK},
	),
	"child get_value": Door(
		METHOD + "frappe.client.get_value",
		lambda w: {
			"doctype": "TD Plan Step",
			"fieldname": "title",
			"filters": {"parent": w.task},
			"parent": TASK,
		},
	),
	"child by the parent's columns": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["plan.title"], "filters": {"name": w.task}},
	),
	"link join": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["parent_task.subject"], "filters": {"name": w.subtask}},
		insiders=(),
	),
	"link join by REST": Door(
		f"/api/resource/{TASK}",
		lambda w: {"fields": json.dumps(["parent_task.subject"]), "filters": json.dumps({"name": w.subtask})},
		"GET",
		insiders=(),
	),
	"link join by alias": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": '["parent_task.description as x"]', "limit_page_length": 0},
		insiders=(),
	),
	"link join of the report view": Door(
		METHOD + "frappe.desk.reportview.get",
		lambda w: {"doctype": TASK, "fields": '["parent_task.subject"]'},
		insiders=(),
	),
}


def _rest(doctype: str, attribute: str, **more: object) -> dict[str, Door]:
	"""The REST doors to one record by name, in both versions."""
	return {
		f"REST {doctype}": Door(f"/api/resource/{doctype}/{{{attribute}}}", lambda w: {}, "GET", **more),
		f"REST v2 {doctype}": Door(
			f"/api/v2/document/{doctype}/{{{attribute}}}/", lambda w: {}, "GET", **more
		),
		f"getdoc {doctype}": Door(
			METHOD + "frappe.desk.form.load.getdoc",
			lambda w: {"doctype": doctype, "name": getattr(w, attribute)},
			**more,
		),
	}


RECORDS: dict[str, Door] = {
	**_rest(TASK, "task"),
	**_rest("TD Plan Step", "step"),
	**_rest("TD Task User", "participant", shows=lambda answer, w: OBSERVER in text(answer)),
	**_rest("TD Task Event", "event", shows=lambda answer, w: ASSIGNER in text(answer)),
	**_rest("TD Deadline Request", "request"),
	**_rest("File", "file"),
	**_rest("Comment", "comment", insiders=ADMIN),
	**_rest("ToDo", "todo", insiders=ADMIN),
	**_rest("Communication", "communication", insiders=ADMIN),
	**_rest("Email Queue", "mail", insiders=ADMIN),
	"REST list": Door(
		f"/api/resource/{TASK}",
		lambda w: {"fields": json.dumps(["subject"]), "filters": json.dumps({"name": w.task})},
		"GET",
	),
	"REST v2 list": Door(
		f"/api/v2/document/{TASK}",
		lambda w: {"fields": json.dumps(["subject"]), "filters": json.dumps({"name": w.task})},
		"GET",
	),
	"REST v2 count": Door(
		f"/api/v2/doctype/{TASK}/count",
		lambda w: {"filters": json.dumps([[TASK, "subject", "like", LIKE]])},
		"GET",
		shows=lambda answer, w: answer.status_code == 200 and bool(answer.get_json()["data"]),
	),
	"REST v2 method": Door(
		"/api/v2/method/frappe.client.get_count",
		lambda w: {"doctype": TASK, "filters": {"subject": ["like", LIKE]}},
		shows=lambda answer, w: answer.status_code == 200 and bool(answer.get_json()["data"]),
	),
	"REST run_method": Door(
		f"/api/resource/{TASK}/{{task}}", lambda w: {"run_method": "start"}, "GET", insiders=()
	),
	**{
		f"list of {doctype}": Door(
			METHOD + "frappe.client.get_list",
			lambda w, doctype=doctype, fields=fields: {
				"doctype": doctype,
				"fields": fields,
				"limit_page_length": 0,
				"order_by": "creation desc",
			},
			insiders=insiders,
		)
		for doctype, fields, insiders in (
			("TD Deadline Request", ["reason"], ("observer", "head", "manager")),
			("File", ["file_name", "file_url"], ("observer", "head", "manager")),
			("Comment", ["content"], ADMIN),
			("Communication", ["subject", "content"], ADMIN),
			("Email Queue", ["message"], ADMIN),
			("Notification Log", ["subject"], ("observer",)),
			("Tag Link", ["title"], ("observer", "head", "manager")),
			("ToDo", ["description"], ADMIN),
		)
	},
	"list of TD Task Event": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Event", "fields": ["task"], "limit_page_length": 0},
		shows=names_task,
	),
	"list of TD Task Access": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Access", "fields": ["task"], "limit_page_length": 0},
		insiders=(),
		shows=names_task,
	),
	"list of keys": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "Document Share Key", "fields": ["reference_docname"], "limit_page_length": 0},
		insiders=ADMIN,
		shows=names_task,
	),
	"event joined to its task": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": "TD Task Event", "fields": ["task.subject"], "limit_page_length": 0},
	),
}

DESK: dict[str, Door] = {
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
		insiders=ADMIN,
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
		},
		insiders=(),
	),
	"search_widget of files": Door(
		METHOD + "frappe.desk.search.search_widget",
		lambda w: {
			"doctype": "File",
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["file_url"]',
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
			"page_length": 1000,
		},
		insiders=ADMIN,
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
	),
	"get_link_title": Door(
		METHOD + "frappe.desk.search.get_link_title",
		lambda w: {"doctype": TASK, "docname": w.task},
		insiders=(),
	),
	"link preview": Door(
		METHOD + "frappe.desk.link_preview.get_preview_data",
		lambda w: {"doctype": TASK, "docname": w.task},
		insiders=(),
	),
	"linked_with of a person": Door(
		METHOD + "frappe.desk.form.linked_with.get", lambda w: {"doctype": "User", "docname": ASSIGNER}
	),
	"linked_with of the task": Door(
		METHOD + "frappe.desk.form.linked_with.get", lambda w: {"doctype": TASK, "docname": w.task}
	),
	"global search": Door(
		METHOD + "frappe.utils.global_search.search",
		lambda w: {"text": SECRET[:5], "doctype": TASK},
		insiders=(),
	),
	"get_open_count": Door(
		METHOD + "frappe.desk.notifications.get_open_count",
		lambda w: {"doctype": TASK, "name": w.task},
		shows=granted,
	),
	"calendar": Door(
		METHOD + "frappe.desk.calendar.get_events",
		lambda w: {
			"doctype": TASK,
			"start": "2000-01-01",
			"end": "2100-01-01",
			"field_map": json.dumps(
				{"start": "deadline", "end": "deadline", "id": "name", "title": "subject"}
			),
		},
	),
	"chart": Door(
		METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		lambda w: {
			"chart": json.dumps(
				{
					"chart_type": "Group By",
					"document_type": TASK,
					"group_by_based_on": "subject",
					"group_by_type": "Count",
					"filters_json": "[]",
				}
			)
		},
	),
	"chart of a joined field": Door(
		METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		lambda w: {
			"chart": json.dumps(
				{
					"chart_type": "Group By",
					"document_type": TASK,
					"group_by_based_on": "parent_task.subject",
					"group_by_type": "Count",
					"filters_json": "[]",
				}
			)
		},
		insiders=(),
	),
	"heatmap": Door(
		METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		lambda w: {
			"chart": json.dumps(
				{
					"type": "Heatmap",
					"chart_type": "Count",
					"document_type": TASK,
					"based_on": "creation",
					"filters_json": json.dumps([[TASK, "subject", "like", LIKE]]),
				}
			)
		},
		insiders=("manager",),
		shows=lambda answer, w: (
			answer.status_code == 200 and bool(answer.get_json()["message"]["dataPoints"])
		),
	),
	"number card": Door(
		METHOD + "frappe.desk.doctype.number_card.number_card.get_result",
		lambda w: {
			"doc": json.dumps({"document_type": TASK, "function": "Count"}),
			"filters": json.dumps([[TASK, "subject", "like", LIKE]]),
		},
		shows=number,
	),
	"number card of the greatest text": Door(
		METHOD + "frappe.desk.doctype.number_card.number_card.get_result",
		lambda w: {
			"doc": json.dumps(
				{"document_type": TASK, "function": "Maximum", "aggregate_function_based_on": "delay_minutes"}
			),
			"filters": "[]",
		},
		insiders=(),
		shows=number,
	),
	"goal graph": Door(
		METHOD + "frappe.utils.goal.get_monthly_goal_graph_data",
		lambda w: {
			"title": "x",
			"doctype": TASK,
			"docname": w.mine,
			"goal_value_field": "weight",
			"goal_total_field": "weight",
			"goal_history_field": "result",
			"goal_doctype": TASK,
			"goal_doctype_link": "assigner",
			"goal_field": "name",
			"date_field": "creation",
			"aggregation": "count",
			"filters": json.dumps({"subject": ["like", LIKE]}),
		},
		insiders=("manager",),
		shows=granted,
	),
	"tagged docs": Door(
		METHOD + "frappe.desk.doctype.tag.tag.get_tagged_docs",
		lambda w: {"doctype": TASK, "tag": "%td-tests%"},
		shows=names_task,
	),
	"documents for a tag": Door(
		METHOD + "frappe.desk.doctype.tag.tag.get_documents_for_tag", lambda w: {"tag": "#td-tests"}
	),
	"bell": Door(
		METHOD + "frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
		lambda w: {"limit": 50},
		insiders=("observer",),
	),
	"realtime room": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": TASK, "docname": w.task},
		shows=granted,
	),
	"realtime room of a child row": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": "TD Plan Step", "docname": w.step},
		insiders=("observer", "head", "manager"),
		shows=granted,
	),
	"data export": Door(
		METHOD + "frappe.core.doctype.data_import.data_import.download_template",
		lambda w: {
			"doctype": TASK,
			"export_fields": json.dumps({TASK: ["name", "subject"]}),
			"export_records": "all",
			"export_filters": json.dumps({"name": w.task}),
		},
		insiders=("manager",),
	),
	"data export of the old kind": Door(
		METHOD + "frappe.core.doctype.data_export.exporter.export_data",
		lambda w: {"doctype": TASK, "with_data": "1", "all_doctypes": "true", "file_type": "CSV"},
		insiders=("manager",),
	),
	"custom column of a report": Door(
		METHOD + "frappe.desk.query_report.get_data_for_custom_field",
		lambda w: {"doctype": TASK, "field": "subject", "names": json.dumps([w.task])},
	),
	"website list": Door(
		METHOD + "frappe.www.list.get_list_data", lambda w: {"doctype": TASK, "limit": 1000}
	),
	"tree": Door(
		METHOD + "frappe.desk.treeview.get_children",
		lambda w: {"doctype": TASK, "parent": w.task},
		insiders=(),
	),
	"mail template": Door(
		METHOD + "frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		lambda w: {"reference_dt": TASK, "reference_doc": w.task, "message": "{{ doc.subject }}"},
		insiders=ADMIN,
	),
	"timeline": Door(
		METHOD + "task_discipline.api.timeline.get_task_events",
		lambda w: {"doctype": TASK, "docname": w.task},
		insiders=(),
	),
	"followers": Door(
		METHOD + "frappe.desk.form.document_follow.get_follow_users",
		lambda w: {"doctype": TASK, "doc_name": w.task},
		insiders=(),
	),
}

PRINT: dict[str, Door] = {
	"printview": Door("/printview", lambda w: {"doctype": TASK, "name": w.task}, "GET"),
	"printview with a key": Door(
		"/printview", lambda w: {"doctype": TASK, "name": w.task, "key": w.share_key}, "GET"
	),
	"printview of a child row": Door(
		"/printview", lambda w: {"doctype": "TD Plan Step", "name": w.step}, "GET", insiders=()
	),
	"get_html_and_style": Door(
		METHOD + "frappe.www.printview.get_html_and_style", lambda w: {"doc": TASK, "name": w.task}
	),
	"get_html_and_style of forged JSON": Door(
		METHOD + "frappe.www.printview.get_html_and_style",
		lambda w: {
			"doc": json.dumps({"doctype": TASK, "name": w.task, "assigner": STRANGER, "owner": STRANGER})
		},
		insiders=(),
	),
	"raw print": Door(
		METHOD + "frappe.www.printview.get_rendered_raw_commands",
		lambda w: {"doc": TASK, "name": w.task},
		insiders=(),
	),
	"get_print": Door(
		METHOD + "frappe.utils.print_format.download_multi_pdf",
		lambda w: {"doctype": TASK, "name": json.dumps([w.task])},
		insiders=(),
	),
}

FILES: dict[str, Door] = {
	"private address": Door("{file_url}", lambda w: {}, "GET", shows=_has_file),
	"private address with an id": Door("{file_url}", lambda w: {"fid": w.file}, "GET", shows=_has_file),
	"download_file": Door(
		METHOD + "frappe.core.doctype.file.file.download_file",
		lambda w: {"file_url": w.file_url},
		"GET",
		shows=_has_file,
	),
	"handler.download_file": Door(
		METHOD + "frappe.handler.download_file", lambda w: {"file_url": w.file_url}, "GET", shows=_has_file
	),
	"zip_files": Door(
		METHOD + "frappe.core.api.file.zip_files",
		lambda w: {"files": json.dumps([w.file])},
		shows=lambda answer, w: SECRET.encode() in answer.get_data(),
	),
	"get_attached_images": Door(
		METHOD + "frappe.core.api.file.get_attached_images",
		lambda w: {"doctype": TASK, "names": json.dumps([w.task])},
	),
	"get_files_in_folder": Door(
		METHOD + "frappe.core.api.file.get_files_in_folder",
		lambda w: {"folder": "Home", "page_length": 5000},
		insiders=(),
	),
	"get_files_in_folder of attachments": Door(
		METHOD + "frappe.core.api.file.get_files_in_folder",
		lambda w: {"folder": "Home/Attachments", "page_length": 5000},
	),
	"get_files_by_search_text": Door(
		METHOD + "frappe.core.api.file.get_files_by_search_text", lambda w: {"text": SECRET[:5]}
	),
}

DOORS = {**CLIENT, **RECORDS, **DESK, **PRINT, **FILES}


def _answer(door: Door, user: str, world: World):
	path = door.path.format_map(vars(world))
	return knock(user, door.method, path, door.asks(world))


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	door = DOORS[name]
	for who, user in OUTSIDERS.items():
		answer = _answer(door, user, world)
		assert not door.shows(answer, world), f"{who}: {answer.status_code} {text(answer)[:600]}"
		assert answer.status_code < 500, f"{who}: {answer.status_code} {text(answer)[-1500:]}"


@pytest.mark.parametrize("name", DOORS)
def test_insiders_see_it(name: str, world: World) -> None:
	door = DOORS[name]
	for who in door.insiders:
		answer = _answer(door, INSIDERS[who], world)
		assert door.shows(answer, world), f"{who}: {answer.status_code} {text(answer)[-1500:]}"
