"""Groups, members, messages and files of a chat through the host's doors: its members read, and nobody else does.

PEERS 46: lists, counts, searches, forms, prints, exports, files and realtime rooms.
"""

import json
from typing import Any

import pytest

from task_discipline.chat_names import CHAT, GROUP, MEMBER, MESSAGE
from tests.doors import LIKE, METHOD, SECRET, Door, granted, number, push, text
from tests.factories import RESPONSIBLE
from tests.hidden_chat import INSIDERS, MEMBERS, ChatWorld, ask, expect_open, expect_shut, rest

NOBODY: tuple[str, ...] = ()
WORDS = {GROUP: "title", MESSAGE: "text"}
"""The field of each that says the secret."""
NAMES = {GROUP: "{group}", MEMBER: "{membership}", MESSAGE: "{message}"}


def _counts(function: str, doctype: str, field: str, **options: Any) -> Door:
	filters = json.dumps([[doctype, field, "like", LIKE]])
	return ask(function, {"doctype": doctype, "filters": filters}, shows=number, **options)


def _has_file(answer, world: ChatWorld) -> bool:
	return answer.status_code == 200 and "harbour" in text(answer)


def _names_member(answer, world: ChatWorld) -> bool:
	return answer.status_code == 200 and RESPONSIBLE in text(answer)


def _of_each(doctype: str, field: str) -> dict[str, Door]:
	"""Doors that open onto groups as onto messages."""
	name, column = NAMES[doctype], f'["`tab{doctype}`.`{field}`"]'
	record = {"doctype": doctype, "name": name}
	found = json.dumps([[doctype, field, "like", LIKE]])
	doors = {
		"get": ask("frappe.client.get", record),
		"get by filter": ask("frappe.client.get", {"doctype": doctype, "filters": {field: ["like", LIKE]}}),
		"get_value": ask(
			"frappe.client.get_value",
			{"doctype": doctype, "fieldname": field, "filters": {field: ["like", LIKE]}},
		),
		"get_list": ask(
			"frappe.client.get_list", {"doctype": doctype, "fields": ["*"], "limit_page_length": 0}
		),
		"get_count": _counts("frappe.client.get_count", doctype, field),
		"reportview.get_count": _counts("frappe.desk.reportview.get_count", doctype, field),
		"REST": rest(f"/api/resource/{doctype}/{name}"),
		"REST v2": rest(f"/api/v2/document/{doctype}/{name}/"),
		"REST list": rest(f"/api/resource/{doctype}", fields=json.dumps(["*"]), limit_page_length=0),
		"getdoc": ask("frappe.desk.form.load.getdoc", record),
		"get_docinfo": ask("frappe.desk.form.load.get_docinfo", record, opens=NOBODY),
		"validate_link": ask(
			"frappe.client.validate_link",
			{"doctype": doctype, "docname": name, "fields": json.dumps([field])},
		),
		"get_link_title": ask(
			"frappe.desk.search.get_link_title", {"doctype": doctype, "docname": name}, opens=NOBODY
		),
		"link preview": ask(
			"frappe.desk.link_preview.get_preview_data", {"doctype": doctype, "docname": name}, opens=NOBODY
		),
		"search_link": ask(
			"frappe.desk.search.search_link", {"doctype": doctype, "txt": SECRET[:5]}, opens=NOBODY
		),
		"search_widget": ask(
			"frappe.desk.search.search_widget",
			{
				"doctype": doctype,
				"txt": "",
				"ignore_user_permissions": 1,
				"filter_fields": json.dumps([field]),
				"as_dict": 1,
				"page_length": 1000,
			},
		),
		"reportview.get": ask("frappe.desk.reportview.get", {"doctype": doctype, "fields": column}),
		"reportview.get_list": ask(
			"frappe.desk.reportview.get_list", {"doctype": doctype, "fields": json.dumps([field])}
		),
		"export_query": ask(
			"frappe.desk.reportview.export_query",
			{"doctype": doctype, "fields": column, "file_format_type": "CSV", "title": "x"},
			opens=NOBODY,
		),
		"get_stats": ask(
			"frappe.desk.reportview.get_stats",
			{"doctype": doctype, "stats": json.dumps([field]), "filters": "[]"},
			opens=NOBODY,
		),
		"get_group_by_count": ask(
			"frappe.desk.listview.get_group_by_count",
			{"doctype": doctype, "current_filters": "[]", "field": field},
			opens=NOBODY,
		),
		"column of a report": ask(
			"frappe.desk.query_report.get_data_for_custom_field",
			{"doctype": doctype, "field": field, "names": json.dumps([name])},
			opens=NOBODY,
		),
		"data export": ask(
			"frappe.core.doctype.data_import.data_import.download_template",
			{
				"doctype": doctype,
				"export_fields": json.dumps({doctype: ["name", field]}),
				"export_records": "all",
				"export_filters": "{}",
			},
			opens=NOBODY,
		),
		"data export of the old kind": ask(
			"frappe.core.doctype.data_export.exporter.export_data",
			{"doctype": doctype, "with_data": "1", "all_doctypes": "true", "file_type": "CSV"},
			opens=NOBODY,
		),
		"chart": ask(
			"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
			{
				"no_cache": 1,
				"chart": json.dumps(
					{
						"chart_type": "Group By",
						"document_type": doctype,
						"group_by_based_on": field,
						"group_by_type": "Count",
						"filters_json": "[]",
					}
				),
			},
			opens=NOBODY,
		),
		"number card": ask(
			"frappe.desk.doctype.number_card.number_card.get_result",
			{"doc": json.dumps({"document_type": doctype, "function": "Count"}), "filters": found},
			opens=NOBODY,
			shows=number,
		),
		"printview": Door(
			"/printview", lambda w: {"doctype": doctype, "name": name.format_map(vars(w))}, "GET"
		),
		"get_html_and_style": ask("frappe.www.printview.get_html_and_style", {"doc": doctype, "name": name}),
		"pdf": ask(
			"frappe.utils.print_format.download_pdf", {"doctype": doctype, "name": name}, opens=NOBODY
		),
		"global search": ask(
			"frappe.utils.global_search.search", {"text": SECRET[:5], "doctype": doctype}, opens=NOBODY
		),
		"website list": ask(
			"frappe.www.list.get_list_data", {"doctype": doctype, "limit": 1000}, opens=NOBODY
		),
		"tagged docs": ask(
			"frappe.desk.doctype.tag.tag.get_tagged_docs", {"doctype": doctype, "tag": "%"}, opens=NOBODY
		),
		"realtime room": ask(
			"frappe.realtime.can_subscribe_doc", {"doctype": doctype, "docname": name}, shows=granted
		),
		"followers": ask(
			"frappe.desk.form.document_follow.get_follow_users",
			{"doctype": doctype, "doc_name": name},
			opens=NOBODY,
		),
		"linked_with": ask(
			"frappe.desk.form.linked_with.get", {"doctype": doctype, "docname": name}, opens=NOBODY
		),
	}
	return {f"{way} of {doctype}": door for way, door in doors.items()}


DOORS: dict[str, Door] = {
	**_of_each(GROUP, "title"),
	**_of_each(MESSAGE, "text"),
	"REST of TD Chat Member": Door(
		f"/api/resource/{MEMBER}/{{membership}}", lambda w: {}, "GET", ("member",), _names_member
	),
	"get of TD Chat Member": ask(
		"frappe.client.get",
		{"doctype": MEMBER, "filters": {"chat_group": "{group}", "user": RESPONSIBLE}},
		opens=("member",),
		shows=_names_member,
	),
	"get_count of TD Chat Member": ask(
		"frappe.client.get_count", {"doctype": MEMBER, "filters": {"chat_group": "{group}"}}, shows=number
	),
	"list of TD Chat Member": ask(
		"frappe.client.get_list",
		{"doctype": MEMBER, "fields": ["*"], "filters": {"user": RESPONSIBLE}, "limit_page_length": 0},
		opens=("member",),
		shows=_names_member,
	),
	"room of TD Chat Member": ask(
		"frappe.realtime.can_subscribe_doc",
		{"doctype": MEMBER, "docname": "{membership}"},
		opens=("member",),
		shows=granted,
	),
	"title through a message": ask(
		"frappe.client.get_list",
		{"doctype": MESSAGE, "fields": ["chat_group.title"], "limit_page_length": 0},
		opens=NOBODY,
	),
	"title through a member": ask(
		"frappe.client.get_list",
		{"doctype": MEMBER, "fields": ["chat_group.title"], "limit_page_length": 0},
		opens=NOBODY,
	),
	"messages of a person": ask(
		"frappe.desk.form.linked_with.get", {"doctype": "User", "docname": RESPONSIBLE}, opens=NOBODY
	),
	"REST of a file": rest("/api/resource/File/{file}"),
	"list of files": ask(
		"frappe.client.get_list", {"doctype": "File", "fields": ["file_name"], "limit_page_length": 0}
	),
	"get_count of files": _counts("frappe.client.get_count", "File", "file_name"),
	"get_count of bells": _counts(
		"frappe.client.get_count", "Notification Log", "subject", opens=("member",)
	),
	"get_count of mails": _counts("frappe.client.get_count", "Email Queue", "message", opens=NOBODY),
	"REST of a mail": rest("/api/resource/Email Queue/{mail}", opens=NOBODY),
	"private address": Door("{file_url}", lambda w: {}, "GET", MEMBERS, _has_file),
	"private address with an id": Door("{file_url}", lambda w: {"fid": w.file}, "GET", MEMBERS, _has_file),
	"download_file": Door(
		METHOD + "frappe.handler.download_file", lambda w: {"file_url": w.file_url}, "GET", MEMBERS, _has_file
	),
	"files by their text": ask("frappe.core.api.file.get_files_by_search_text", {"text": SECRET[:5]}),
	"zip_files": ask(
		"frappe.core.api.file.zip_files",
		{"files": json.dumps(["{file}"])},
		shows=lambda answer, w: SECRET.encode() in answer.get_data(),
	),
	"bell": ask(
		"frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
		{"limit": 50},
		opens=("member",),
	),
	"list of bells": ask(
		"frappe.client.get_list",
		{"doctype": "Notification Log", "fields": ["subject"], "limit_page_length": 0},
		opens=("member",),
	),
	"REST of a bell": rest("/api/resource/Notification Log/{bell}", opens=("member",)),
}


@pytest.mark.parametrize("name", DOORS)
def test_peers_46_outsiders_see_nothing(name: str, talk: ChatWorld) -> None:
	expect_shut(DOORS[name], talk)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if set(door.insiders) & set(MEMBERS)])
def test_members_see_it(name: str, talk: ChatWorld) -> None:
	expect_open(DOORS[name], talk)


@pytest.mark.parametrize("doctype", CHAT)
def test_members_cannot_take_the_talk_away_in_bulk(doctype: str, talk: ChatWorld) -> None:
	"""Copies are for an inquiry, on record; who exports whatever he reads, exports no group of others."""
	asked = {"doctype": doctype, "fields": '["name"]', "file_format_type": "CSV", "title": "x"}
	door = ask("frappe.desk.reportview.export_query", asked)
	members = {who: INSIDERS[who] for who in MEMBERS}
	assert {answer.status_code for answer in push(door, members, talk).values()} == {403}
