"""Committed tasks through real requests: two browsers at once, every door that could write a state past its action."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest

from tests.factories import (
	ASSIGNER,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	act,
	acting_as,
	events_of,
	make_task,
	purge,
)
from tests.web import action, call, request, together, words

RUN = "/api/method/run_doc_method"


@pytest.fixture
def task() -> Iterator[Any]:
	made = make_task(require_plan_done=1)
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	purge()


def status_of(task: Any) -> str:
	frappe.db.rollback()  # see what other connections have committed
	return frappe.db.get_value("TD Task", task.name, "status")


def test_of_many_clicks_at_once_one_acts(task: Any) -> None:
	answers = together(RESPONSIBLE, "POST", RUN, [action(task.name, "start") for _click in range(6)])
	codes = sorted(answer.status_code for answer in answers)
	assert codes[0] == 200 and all(400 <= code < 500 for code in codes[1:]), codes
	assert status_of(task) == "In Progress"
	assert events_of(task.name) == ["Created", "Started"]
	assert frappe.db.count("Notification Log", {"document_name": task.name, "for_user": ASSIGNER}) == 1
	refused = next(answer for answer in answers if answer.status_code != 200)
	assert "In Progress" in words(refused) and "Reload" in words(refused)


def test_two_browsers_with_opposite_wishes(task: Any) -> None:
	frappe.db.set_value("TD Task", task.name, "status", "Submitted")
	frappe.db.commit()
	wishes = [action(task.name, "accept_result"), action(task.name, "return_for_rework", reason="Again")]
	codes = sorted(answer.status_code for answer in together(ASSIGNER, "POST", RUN, wishes))
	assert codes[0] == 200 and 400 <= codes[1] < 500
	assert status_of(task) in ("Done", "In Progress")
	assert len(events_of(task.name)) == 2


def test_an_answer_and_a_submission_at_once_do_not_lock_each_other_out(task: Any) -> None:
	frappe.db.set_value("TD Task", task.name, "require_plan_done", 0)
	act(RESPONSIBLE, task.name, "propose_deadline", deadline="2090-05-01 12:00:00", reason="More time")
	frappe.db.commit()
	asked = frappe.db.get_value("TD Deadline Request", {"task": task.name})
	approval = {"dt": "TD Deadline Request", "dn": asked, "method": "approve", "args": "{}"}
	with ThreadPoolExecutor(max_workers=2) as pool:
		answers = [
			pool.submit(request, ASSIGNER, "POST", RUN, approval),
			pool.submit(request, RESPONSIBLE, "POST", RUN, action(task.name, "submit_task")),
		]
		codes = [answer.result().status_code for answer in answers]
	assert codes[1] == 200 and codes[0] in (200, 417), codes
	assert status_of(task) == "Submitted"
	left = frappe.db.get_value("TD Deadline Request", asked, "status")
	assert left == ("Approved" if codes[0] == 200 else "Withdrawn")


def test_the_gate_names_what_is_missing(task: Any) -> None:
	answer = call(RESPONSIBLE, "run_doc_method", **action(task.name, "submit_task"))
	assert answer.status_code == 417
	assert "Tick the steps of the plan" in words(answer)
	assert status_of(task) == "New"


@pytest.mark.parametrize("person", [ASSIGNER, RESPONSIBLE, MANAGER])
@pytest.mark.parametrize("door", ["set_value", "bulk edit", "put", "save", "savedocs"])
def test_no_save_moves_a_task(task: Any, person: str, door: str) -> None:
	stored = frappe.get_doc("TD Task", task.name).as_dict()
	forged = frappe.as_json({**stored, "status": "Done"})
	{
		"set_value": lambda: call(
			person,
			"frappe.client.set_value",
			doctype="TD Task",
			name=task.name,
			fieldname="status",
			value="Done",
		),
		"bulk edit": lambda: call(
			person,
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype="TD Task",
			docnames=frappe.as_json([task.name]),
			action="update",
			data=frappe.as_json({"status": "Done"}),
		),
		"put": lambda: request(person, "PUT", f"/api/resource/TD Task/{task.name}", {"status": "Done"}),
		"save": lambda: call(person, "frappe.client.save", doc=forged),
		"savedocs": lambda: call(person, "frappe.desk.form.save.savedocs", doc=forged, action="Save"),
	}[door]()
	assert status_of(task) == "New"
	assert events_of(task.name) == ["Created"]


@pytest.mark.parametrize(
	("change", "advice"),
	[
		({"status": "Done"}, "buttons of the task"),
		({"deadline": "2090-01-01"}, "Change Deadline"),
		({"responsible": MANAGER}, "Reassign"),
		({"assigner": MANAGER}, "Cancel it"),
		({"returns": 4}, "kept by the system"),
	],
)
def test_the_refusal_says_what_to_do(task: Any, change: dict[str, Any], advice: str) -> None:
	answer = request(ASSIGNER, "PUT", f"/api/resource/TD Task/{task.name}", change)
	assert answer.status_code == 417
	assert advice in words(answer)


@pytest.mark.parametrize(
	("method", "path", "body"),
	[
		("POST", "/api/resource/TD Task", {"subject": "x"}),
		("POST", "/api/resource/TD Task", {"subject": "x", "responsible": "nobody"}),
		("POST", "/api/resource/TD Task", {"subject": "x", "responsible": RESPONSIBLE, "deadline": "soon"}),
		("POST", "/api/resource/TD Task", {"subject": ["x"], "responsible": RESPONSIBLE}),
		(
			"POST",
			"/api/resource/TD Task",
			{"subject": "x", "responsible": RESPONSIBLE, "plan": [{"title": 5}]},
		),
		("POST", "/api/resource/TD Task", {"subject": "x", "responsible": RESPONSIBLE, "weight": "heavy"}),
		("POST", "/api/resource/TD Task", {"subject": "x" * 200_000, "responsible": RESPONSIBLE}),
		(
			"POST",
			"/api/resource/TD Task",
			{"subject": "x", "responsible": RESPONSIBLE, "description": "x" * 200_000},
		),
		("DELETE", "/api/resource/TD Task/{task}", {}),
		("GET", "/api/resource/TD Task/{task}", {"run_method": "start"}),
		("GET", "/api/resource/TD Task/TD-none", {}),
		("POST", RUN, {"dt": "TD Task", "dn": "TD-none", "method": "start"}),
		(
			"POST",
			RUN,
			{"dt": "TD Task", "dn": "{task}", "method": "reassign", "args": '{"user": 7, "reason": 8}'},
		),
		("POST", RUN, {"dt": "TD Task", "dn": "{task}", "method": "cancel_task", "args": '{"why": "x"}'}),
		(
			"POST",
			RUN,
			{"dt": "TD Task", "dn": "{task}", "method": "change_deadline", "args": '{"deadline": [1]}'},
		),
		(
			"POST",
			RUN,
			{"dt": "TD Task", "dn": "{task}", "method": "hold", "args": '{"reason": "x", "until": {}}'},
		),
		(
			"POST",
			RUN,
			{"dt": "TD Task", "dn": "{task}", "method": "tick_step", "args": '{"step": null, "done": "x"}'},
		),
		("POST", RUN, {"dt": "TD Task", "dn": "{task}", "method": "on_trash"}),
		("GET", RUN, {"dt": "TD Task", "dn": "{task}", "method": "cancel_task", "args": '{"reason": "x"}'}),
	],
	ids=str,
)
def test_bad_requests_are_4xx_and_write_nothing(
	task: Any, method: str, path: str, body: dict[str, Any]
) -> None:
	body = {
		key: value.replace("{task}", task.name) if isinstance(value, str) else value
		for key, value in body.items()
	}
	before = frappe.db.count("TD Task")
	answer = request(ASSIGNER, method, path.replace("{task}", task.name), body)
	assert 400 <= answer.status_code < 500, words(answer)[-2000:]
	assert status_of(task) == "New" and events_of(task.name) == ["Created"]
	assert frappe.db.count("TD Task") == before


def test_forged_documents_change_nothing(task: Any) -> None:
	"""An action sent with a document of the client's own making acts on the stored row."""
	forged = frappe.get_doc("TD Task", task.name).as_dict()
	forged |= {"assigner": OBSERVER, "responsible": OBSERVER, "status": "Submitted", "needs_review": 0}
	for method in ("accept_result", "submit_task", "start", "cancel_task"):
		body = {"docs": frappe.as_json(forged), "method": method, "args": '{"reason": "x"}'}
		if method in ("accept_result", "submit_task", "start"):
			body["args"] = "{}"
		answer = call(OBSERVER, "run_doc_method", **body)
		assert answer.status_code == 403, (method, words(answer)[-500:])
	assert status_of(task) == "New"


def test_data_import_cannot_set_a_state(task: Any) -> None:
	from frappe.core.doctype.data_import.importer import Importer

	rows = f"ID,Subject,Responsible,Status\n{task.name},Changed,{RESPONSIBLE},Done\n"
	sheet = frappe.get_doc(doctype="File", file_name="td-tests.csv", content=rows, is_private=1).insert()
	run = frappe.new_doc("Data Import")
	run.update({"reference_doctype": "TD Task", "import_type": "Update Existing Records", "name": "td-tests"})
	run.db_insert()
	with acting_as(MANAGER):
		Importer("TD Task", file_path=sheet.file_url, data_import=run).import_data()
	assert status_of(task) == "New"
	assert frappe.db.get_value("TD Task", task.name, "subject") == task.subject
	log = frappe.get_all("Data Import Log", filters={"data_import": run.name}, fields=["success", "messages"])
	assert [row.success for row in log] == [0] and "buttons of the task" in log[0].messages
	for doctype, name in (("File", sheet.name), ("Data Import", run.name)):
		frappe.delete_doc(doctype, name)
	frappe.db.delete("Data Import Log", {"data_import": run.name})
