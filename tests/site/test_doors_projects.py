"""Every door to a project: its own people and managers get in; those who only do or oversee one of its tasks do not."""

import json
from typing import Any

import pytest

from tests.doors import LIKE, METHOD, SECRET, Door, granted, number, push, text, told
from tests.factories import CO_ASSIGNEE, OBSERVER
from tests.hidden_project import BLIND, INSIDERS, OUTSIDERS, TASK_SECRET, ProjectWorld
from tests.project_doors import EDGE, EVENT, PERSON, POINT, TASK, client, counted, desk, rest, rows
from tests.projects import PROJECT

TASK_LIKE = f"%{TASK_SECRET[:5]}%"


READING: dict[str, Door] = {
	"REST": rest(f"{PROJECT}/{{project}}"),
	"REST list": Door(f"/api/resource/{PROJECT}", lambda w: {"fields": '["project_name"]'}, "GET"),
	"REST v2": Door(f"/api/v2/document/{PROJECT}/{{project}}/", lambda w: {}, "GET"),
	"REST of a milestone": rest(f"{POINT}/{{milestone}}"),
	"REST of an event": rest(f"{EVENT}/{{event}}"),
	"REST of the file": rest("File/{file}"),
	"REST of a person": rest(
		f"{PERSON}/{{person}}",
		shows=lambda answer, w: w.project.lower() in text(answer) and granted(answer, w),
	),
	"client.get": client("get", doctype=PROJECT, name="{project}"),
	"client.get by a filter": client("get", doctype=PROJECT, filters={"name": "{project}"}),
	"client.get_value": client(
		"get_value", doctype=PROJECT, filters={"name": "{project}"}, fieldname="project_name"
	),
	"client.get_value of a milestone": client(
		"get_value", doctype=POINT, filters={"project": "{project}"}, fieldname="title"
	),
	"get_list": rows(PROJECT),
	"get_list of milestones": rows(POINT),
	"get_list of events": rows(EVENT),
	"get_list of people": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": PERSON, "parent": PROJECT, "fields": ["name"], "limit_page_length": 0},
		shows=lambda answer, w: w.person in text(answer),
	),
	"get_list by people": rows(
		PROJECT, fields=["project_name"], filters=[[PERSON, "user", "=", OBSERVER]], parent=PROJECT
	),
	"get_list of files": rows("File"),
	"get_list of tags": rows("Tag Link"),
	"get_list in groups": rows(PROJECT, fields=["project_name", "count(name) as n"], group_by="project_name"),
	"get_count": counted(PROJECT, [[PROJECT, "project_name", "like", LIKE]]),
	"get_count of milestones": counted(POINT, [[POINT, "title", "like", LIKE]]),
	"get_count of events": counted(EVENT, [[EVENT, "reason", "like", LIKE]]),
	"reportview.get": desk(
		"reportview.get",
		{
			"doctype": PROJECT,
			"fields": '["`tabTD Project Link`.`project_name`"]',
			"filters": '{"name": "{project}"}',
		},
	),
	"reportview.get with people": desk(
		"reportview.get",
		{
			"doctype": PROJECT,
			"fields": '["`tabTD Project Link`.`project_name`", "`tabTD Task User`.`user`"]',
			"filters": '{"name": "{project}"}',
		},
	),
	"reportview.get_count": desk(
		"reportview.get_count",
		{
			"doctype": PROJECT,
			"filters": json.dumps([[PROJECT, "project_name", "like", LIKE]]),
			"fields": "[]",
		},
		shows=number,
	),
	"get_group_by_count": desk(
		"listview.get_group_by_count",
		{"doctype": PROJECT, "current_filters": "[]", "field": "project_name"},
	),
	"get_stats": desk(
		"reportview.get_stats", {"doctype": PROJECT, "stats": '["_user_tags"]', "filters": "[]"}
	),
	"get_tagged_docs": Door(
		METHOD + "frappe.desk.doctype.tag.tag.get_tagged_docs",
		lambda w: {"doctype": PROJECT, "tag": "%-tag%"},
		shows=lambda answer, w: w.project.lower() in text(answer),
	),
	"search_link": desk("search.search_link", {"doctype": PROJECT, "txt": "", "ignore_user_permissions": 1}),
	"search_link of milestones": desk(
		"search.search_link",
		{"doctype": POINT, "txt": "", "ignore_user_permissions": 1},
		shows=lambda answer, w: w.milestone in text(answer) or SECRET in text(answer),
	),
	"search_widget": desk(
		"search.search_widget",
		{
			"doctype": PROJECT,
			"txt": "",
			"ignore_user_permissions": 1,
			"filter_fields": '["project_name", "description"]',
			"as_dict": 1,
			"page_length": 1000,
		},
	),
	"getdoc": desk("form.load.getdoc", {"doctype": PROJECT, "name": "{project}"}),
	"validate_link": client("validate_link", doctype=PROJECT, docname="{project}", fields='["project_name"]'),
	"validate_link of a milestone": client(
		"validate_link", doctype=POINT, docname="{milestone}", fields='["title"]'
	),
	"getdoc of a milestone": desk("form.load.getdoc", {"doctype": POINT, "name": "{milestone}"}),
	"get_docinfo": desk("form.load.get_docinfo", {"doctype": PROJECT, "name": "{project}"}),
	"print": Door("/printview", lambda w: {"doctype": PROJECT, "name": w.project}, "GET"),
	"print of the report": Door(
		"/printview",
		lambda w: {"doctype": PROJECT, "name": w.project, "format": "TD Project Status"},
		"GET",
	),
	"html of the report": Door(
		METHOD + "frappe.www.printview.get_html_and_style",
		lambda w: {"doc": PROJECT, "name": w.project, "print_format": "TD Project Status"},
	),
	"download_file": Door(METHOD + "download_file", lambda w: {"file_url": w.file_url}, "GET"),
	"the file": Door("{file_url}", lambda w: {}, "GET"),
	"room of the form": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": PROJECT, "docname": w.project},
		shows=granted,
	),
	"room of a milestone": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": POINT, "docname": w.milestone},
		shows=granted,
	),
	"plan": Door(METHOD + "task_discipline.api.projects.plan", lambda w: {"project": w.project}),
}

TASKS: dict[str, Door] = {
	"plan": READING["plan"],
	"getdoc": desk("form.load.getdoc", {"doctype": PROJECT, "name": "{project}"}),
	"print of the report": READING["print of the report"],
	"get_list by project": rows(TASK, filters={"project": "{project}"}),
	"calendar": desk(
		"calendar.get_events",
		{
			"doctype": TASK,
			"start": "2000-01-01",
			"end": "2099-01-01",
			"field_map": '{"start": "starts_on", "end": "deadline", "id": "name", "title": "subject"}',
			"filters": "[]",
			"fields": '["starts_on", "deadline", "subject", "name"]',
		},
	),
	"getdoc of the task": desk("form.load.getdoc", {"doctype": TASK, "name": "{task}"}),
	"getdoc of what waits": desk("form.load.getdoc", {"doctype": TASK, "name": "{given}"}),
	"requests": rows("TD Deadline Request"),
	"events of tasks": rows("TD Task Event"),
	"ratings of tasks": rows("TD Task Rating"),
	"events of the project": rows(EVENT),
	"timeline of what waits": desk("form.load.get_docinfo", {"doctype": TASK, "name": "{given}"}),
	"bells": rows("Notification Log", fields=["subject", "email_content"]),
	"my day": Door(METHOD + "task_discipline.api.my_day.load", lambda w: {}, "GET"),
	"my task": Door(METHOD + "task_discipline.api.my_day.task", lambda w: {"name": w.given}, "GET"),
	"gantt": desk(
		"reportview.get",
		{
			"doctype": TASK,
			"fields": '["name", "subject", "project", "milestone", "depends_on_tasks"]',
			"filters": "[]",
			"page_length": 500,
		},
	),
}
"""Doors that tell of tasks: the hidden task must not speak through the project, nor through what waits for it."""

OF_THE_HOST: dict[str, Door] = {
	"REST of a comment": rest("Comment/{comment}"),
	"get_list of comments": rows("Comment", fields=["content"]),
	"get_list of bells": rows("Notification Log", fields=["subject"]),
	"get_list of mails": rows("Communication"),
	"global search": Door(
		METHOD + "frappe.utils.global_search.search", lambda w: {"text": SECRET[:7]}, "GET"
	),
	**{
		f"{doctype} asks for {field}": rows(doctype, fields=["name", field])
		for doctype, field in (
			(POINT, "project.project_name"),
			(EVENT, "project.project_name"),
			(EVENT, "milestone.title"),
		)
	},
}
"""Doors that the host opens to few or none, and joins to a record that whoever reads the row may read, too."""

NOBODYS: dict[str, Door] = {
	f"{doctype} asks for {field}": rows(doctype, fields=["name", field])
	for doctype, field in (
		(TASK, "project.project_name"),
		(TASK, "milestone.title"),
		("TD Task Template", "project.project_name"),
	)
}
NOBODYS |= {
	"a waiting row asks for its task": rows(EDGE, fields=["name", "task.subject"], parent=TASK),
	"a report joins the project": desk(
		"reportview.get", {"doctype": TASK, "fields": '["project.project_name as x"]', "filters": "[]"}
	),
	"an order by the project": Door(
		METHOD + "frappe.client.get_list",
		lambda w: {"doctype": TASK, "fields": ["name"], "order_by": "project.project_name asc"},
		shows=granted,
	),
	"a count through a task": counted(TASK, [["project.project_name", "like", LIKE]]),
	"a count by another doctype": counted(TASK, [[PROJECT, "project_name", "like", LIKE]]),
	"a count of users by projects": counted("User", [[PROJECT, "project_name", "like", LIKE]]),
	"a count of rows": counted(PERSON, [[PERSON, "parenttype", "=", PROJECT]]),
	"global search": Door(
		METHOD + "frappe.utils.global_search.search", lambda w: {"text": SECRET[:7]}, "GET"
	),
	"a room of a waiting row": Door(
		METHOD + "frappe.realtime.can_subscribe_doc",
		lambda w: {"doctype": EDGE, "docname": w.edge},
		shows=granted,
	),
}
"""Questions that nobody gets an answer to: the host would join the linked row without a look at its reader."""


def _says(answer: Any, *words: str) -> bool:
	return any(word in text(answer) for word in words)


@pytest.mark.parametrize("name", [*READING, *OF_THE_HOST, *NOBODYS])
def test_outsiders_see_nothing(name: str, hidden_house: ProjectWorld) -> None:
	door = (READING | OF_THE_HOST | NOBODYS)[name]
	for who, answer in push(door, OUTSIDERS, hidden_house, at_once=3).items():
		assert not door.shows(answer, hidden_house), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", READING)
def test_insiders_see_it(name: str, hidden_house: ProjectWorld) -> None:
	door = READING[name]
	for who, answer in push(door, INSIDERS, hidden_house, at_once=3).items():
		assert door.shows(answer, hidden_house), f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", NOBODYS)
def test_joins_are_refused_to_everybody(name: str, hidden_house: ProjectWorld) -> None:
	door = NOBODYS[name]
	for who, answer in push(door, INSIDERS, hidden_house).items():
		assert not door.shows(answer, hidden_house), f"{who}: {told(answer)}"
		assert not _says(answer, TASK_SECRET), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", [*TASKS, *NOBODYS])
def test_a_task_says_nothing_to_those_who_may_not_see_it(name: str, hidden_house: ProjectWorld) -> None:
	for who, answer in push((TASKS | NOBODYS)[name], BLIND, hidden_house, at_once=3).items():
		assert not _says(answer, TASK_SECRET), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", TASKS)
def test_a_task_says_nothing_of_its_project_to_strangers(name: str, hidden_house: ProjectWorld) -> None:
	for who, answer in push(TASKS[name], OUTSIDERS, hidden_house, at_once=3).items():
		assert not _says(answer, SECRET), f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", ["plan", "getdoc", "print of the report", "get_list by project", "calendar"])
def test_members_see_the_tasks_of_their_project(name: str, hidden_house: ProjectWorld) -> None:
	for who, answer in push(TASKS[name], INSIDERS, hidden_house, at_once=3).items():
		assert _says(answer, TASK_SECRET), f"{who}: {told(answer)}"


CLOSED = {
	"plan": Door(METHOD + "task_discipline.api.projects.plan", lambda w: {"project": w.closed}),
	"getdoc": desk("form.load.getdoc", {"doctype": PROJECT, "name": "{closed}"}),
	"report": Door(
		"/printview", lambda w: {"doctype": PROJECT, "name": w.closed, "format": "TD Project Status"}, "GET"
	),
	"REST of the task": rest(f"{TASK}/{{closed_task}}"),
	"get_list": rows(TASK, filters={"project": "{closed}"}),
	"events": rows(EVENT, filters={"project": "{closed}"}),
	"events of the task": rows("TD Task Event", filters={"task": "{closed_task}"}),
	"count": Door(
		METHOD + "frappe.client.get_count",
		lambda w: {
			"doctype": TASK,
			"filters": [[TASK, "subject", "like", TASK_LIKE], [TASK, "project", "=", w.closed]],
		},
		shows=number,
	),
}


@pytest.mark.parametrize("name", CLOSED)
def test_members_see_no_tasks_where_the_project_keeps_them(name: str, hidden_house: ProjectWorld) -> None:
	door, people = CLOSED[name], {who: INSIDERS[who] for who in ("member", "observer")}
	for who, answer in push(door, people, hidden_house).items():
		assert not _says(answer, TASK_SECRET), f"{who}: {told(answer)}"
		assert name != "count" or not door.shows(answer, hidden_house), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


def test_a_bell_that_rang_for_the_wrong_person_stays_dumb(hidden_house: ProjectWorld) -> None:
	answer = push(TASKS["bells"], {"taker": CO_ASSIGNEE}, hidden_house)["taker"]
	assert not _says(answer, SECRET), told(answer)


def test_a_waiting_row_is_read_by_those_who_read_its_task(hidden_house: ProjectWorld) -> None:
	door = rest(f"{EDGE}/{{edge}}")
	people = {"taker": CO_ASSIGNEE, "lead": INSIDERS["lead"]} | {
		who: OUTSIDERS[who] for who in ("stranger", "former member", "system manager")
	}
	answers = push(door, people, hidden_house)
	opened = {who for who, answer in answers.items() if answer.status_code == 200}
	assert opened == {"taker", "lead"}, {who: told(answer) for who, answer in answers.items()}


def test_the_task_names_its_project_and_no_more(hidden_house: ProjectWorld) -> None:
	door = desk("form.load.getdoc", {"doctype": TASK, "name": "{given}"})
	answer = push(door, {"taker": CO_ASSIGNEE}, hidden_house)["taker"]
	assert answer.status_code == 200
	assert _says(answer, hidden_house.project.lower())
	assert not _says(answer, SECRET, TASK_SECRET)
