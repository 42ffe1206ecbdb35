"""Links, charts, rooms, exports and the desk's other doors to a hidden task: who gets in and who does not."""

import json

import pytest

from tests import host
from tests.doors import (
	ADMINS,
	LIKE,
	METHOD,
	SECRET,
	TASK,
	Door,
	World,
	expect_open,
	expect_shut,
	granted,
	names_task,
	number,
	text,
)
from tests.factories import ASSIGNER, RESPONSIBLE

DOORS: dict[str, Door] = {
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
		METHOD + "frappe.desk.form.linked_with.get",
		lambda w: {"doctype": "User", "docname": ASSIGNER},
		insiders=(),
	),
	"linked_with of the task": Door(
		METHOD + "frappe.desk.form.linked_with.get",
		lambda w: {"doctype": TASK, "docname": w.task},
		insiders=ADMINS,
		shows=lambda answer, w: answer.status_code == 200 and RESPONSIBLE in text(answer),
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
			"no_cache": 1,
			"chart": json.dumps(
				{
					"chart_type": "Group By",
					"document_type": TASK,
					"group_by_based_on": "subject",
					"group_by_type": "Count",
					"filters_json": "[]",
				}
			),
		},
	),
	"chart of a joined field": Door(
		METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		lambda w: {
			"no_cache": 1,
			"chart": json.dumps(
				{
					"chart_type": "Group By",
					"document_type": TASK,
					"group_by_based_on": "parent_task.subject",
					"group_by_type": "Count",
					"filters_json": "[]",
				}
			),
		},
		insiders=(),
	),
	"heatmap": Door(
		METHOD + "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		lambda w: {
			"no_cache": 1,
			"chart": json.dumps(
				{
					"type": "Heatmap",
					"chart_type": "Count",
					"document_type": TASK,
					"based_on": "creation",
					"filters_json": json.dumps([[TASK, "subject", "like", LIKE]]),
				}
			),
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
	"realtime room, as later hosts ask": Door(
		METHOD + "frappe.realtime.has_permission",
		lambda w: {"doctype": TASK, "name": w.task},
		shows=granted,
	),
	"realtime room of a child row": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": "TD Plan Step", "docname": w.step},
		insiders=(),
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
		host_fails=True,
	),
	"mail template": Door(
		METHOD + "frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		lambda w: {"reference_dt": TASK, "reference_doc": w.task, "message": "{{ doc.subject }}"},
		insiders=ADMINS if host.RENDERS_ANY_MAIL else (),
		host_fails=not host.RENDERS_ANY_MAIL,
	),
	"timeline": Door(
		METHOD + "task_discipline.api.timeline.get_task_events",
		lambda w: {"doctype": TASK, "docname": w.task},
		insiders=(),
	),
	"why a task counts": Door(
		METHOD + "task_discipline.api.ratings.why",
		lambda w: {"task": w.task},
		shows=lambda answer, w: RESPONSIBLE in text(answer),
	),
	"why a rating counts": Door(
		METHOD + "task_discipline.api.ratings.why_this",
		lambda w: {"rating": w.rating},
		shows=lambda answer, w: RESPONSIBLE in text(answer),
	),
	"followers": Door(
		METHOD + "frappe.desk.form.document_follow.get_follow_users",
		lambda w: {"doctype": TASK, "doc_name": w.task},
		insiders=(),
	),
}


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	expect_shut(DOORS[name], world)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.insiders])
def test_insiders_see_it(name: str, world: World) -> None:
	expect_open(DOORS[name], world)
