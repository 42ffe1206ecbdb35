"""Tasks beside the records of other apps: who sees how many, where, and what becomes of them with the record."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.desk.notifications import get_open_count as host_count
from frappe.model.rename_doc import rename_doc

from task_discipline.api import boot, records
from task_discipline.services import record_lists
from tests import foreign
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	in_hours,
	make_task,
)
from tests.foreign import DEAL, LEAD

CLIENT, OTHER = "Acme", "Bolt & Sons"


@pytest.fixture(scope="module", autouse=True)
def crm(site: str) -> Iterator[None]:
	with foreign.present(foreign.CRM):
		yield


@pytest.fixture(autouse=True)
def clients(rolled_back: None) -> None:
	foreign.make_record(LEAD, CLIENT, ASSIGNER)
	foreign.make_record(LEAD, OTHER, ASSIGNER)


def reference(name: str = CLIENT) -> dict[str, str]:
	return {"reference_doctype": LEAD, "reference_name": name}


def overdue_task(**fields: Any) -> Any:
	task = make_task(**fields)
	frappe.db.set_value("TD Task", task.name, {"deadline": in_hours(-3), "timeliness": "Overdue"})
	return task


def make_project(**fields: Any) -> Any:
	with acting_as(ASSIGNER):
		return frappe.get_doc(doctype="TD Project Link", project_name="Launch", **fields).insert()


def read_by(*users: str) -> None:
	"""Let people read the client whose owner they are not."""
	for user in users:
		frappe.share.add_docshare(LEAD, CLIENT, user, read=1, flags={"ignore_share_permission": True})


def test_a_record_says_what_is_open_overdue_and_most_urgent() -> None:
	later = make_task(**reference(), subject="Later", deadline=in_hours(90))
	undated = make_task(**reference(), subject="Undated", deadline=None)
	late = overdue_task(**reference(), subject="Late")
	make_task(**reference(OTHER))
	done = make_task(**reference())
	act(ASSIGNER, done.name, "cancel_task", reason="Not needed")
	with acting_as(ASSIGNER):
		found = records.beside(LEAD, CLIENT)
	assert (found["open"], found["overdue"]) == (3, 1)
	assert [task.name for task in found["tasks"]] == [late.name, later.name, undated.name]
	assert found["names"] == {RESPONSIBLE: "Boris Tester"}


def test_a_record_shows_the_first_rows_and_counts_all() -> None:
	for _unused in range(7):
		make_task(**reference())
	with acting_as(ASSIGNER):
		found = records.beside(LEAD, CLIENT)
	assert found["open"] == 7
	assert len(found["tasks"]) == 5


@pytest.mark.parametrize(
	("reader", "seen"),
	[(ASSIGNER, 2), (RESPONSIBLE, 2), (OBSERVER, 1), (HEAD, 2), (MANAGER, 2), (STRANGER, 0)],
)
def test_each_reader_of_a_record_counts_what_he_may_see(reader: str, seen: int) -> None:
	make_task(**reference())
	make_task(**reference(), observers=[])
	read_by(*({reader} - {ASSIGNER}))
	with acting_as(reader):
		found = records.beside(LEAD, CLIENT)
		counts = records.counts(LEAD, [CLIENT, OTHER])
	assert found["open"] == len(found["tasks"]) == seen
	assert counts == ({CLIENT: {"open": seen, "overdue": 0}} if seen else {})


def test_whoever_may_not_read_a_record_learns_nothing_of_its_tasks() -> None:
	make_task(**reference())
	with acting_as(CO_ASSIGNEE):  # he works on the task and does not know the client
		with pytest.raises(frappe.PermissionError):
			records.beside(LEAD, CLIENT)
		assert records.counts(LEAD, [CLIENT]) == {}


@pytest.mark.parametrize(
	("doctype", "name"),
	[
		("TD Task", None),
		("TD Team", "Test team"),
		("System Settings", "System Settings"),
		("Has Role", "x"),
		("No Such", "x"),
		(LEAD, "gone"),
	],
)
def test_only_records_of_others_have_tasks_beside_them(doctype: str, name: str | None) -> None:
	name = name or make_task().name
	for user in (ASSIGNER, "Administrator"):
		with acting_as(user), pytest.raises(frappe.PermissionError):
			records.beside(doctype, name)


def test_a_list_asks_once_for_all_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
	make_task(**reference())
	overdue_task(**reference())
	make_task(**reference(OTHER))
	asked: list[str] = []
	sql = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda query, *more, **kw: asked.append(str(query)) or sql(query, *more, **kw)
	)
	with acting_as(ASSIGNER):
		counts = records.counts(LEAD, [CLIENT, OTHER, "gone"])
	assert counts == {CLIENT: {"open": 2, "overdue": 1}, OTHER: {"open": 1, "overdue": 0}}
	assert sum("from `tabtd task`" in query.lower() for query in asked) == 1


@pytest.mark.parametrize("names", ["[", "{}", [["x"]], [{"like": "%"}], ["x"] * 501])
def test_names_that_are_none_are_refused(names: Any) -> None:
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		records.counts(LEAD, names)


def test_running_projects_stand_beside_their_record() -> None:
	project = make_project(**reference())
	ended = make_project(**reference())
	frappe.db.set_value("TD Project Link", ended.name, "status", "Closed")
	with acting_as(ASSIGNER):
		assert [row.name for row in records.beside(LEAD, CLIENT)["projects"]] == [project.name]
	read_by(STRANGER)
	with acting_as(STRANGER):
		assert records.beside(LEAD, CLIENT)["projects"] == []


def test_the_settings_name_the_lists_and_refuse_what_is_none() -> None:
	assert set(record_lists.doctypes()) >= {LEAD, DEAL}
	settings = frappe.get_doc("TD Settings")
	settings.record_lists = f" {DEAL} \n\n{DEAL}\n"
	settings.save()
	assert record_lists.doctypes() == [DEAL]
	bootinfo: dict[str, Any] = {}
	boot.extend(bootinfo)
	assert bootinfo["task_discipline"]["record_lists"] == [DEAL]
	for wrong in ("No Such", "TD Task", "System Settings", "Has Role"):
		settings.reload()  # the desk that was opened has woken the jobs
		settings.record_lists = wrong
		with pytest.raises(frappe.ValidationError, match="There is no list"):
			settings.save()


CONNECTED = ("Customer", "Project", "Lead", "Opportunity", LEAD, DEAL)


@pytest.mark.parametrize("doctype", CONNECTED)
def test_connections_keep_what_the_app_shows_and_add_ours(doctype: str) -> None:
	(hook,) = frappe.get_hooks("override_doctype_dashboards", app_name="task_discipline")[doctype]
	of_app = {
		"fieldname": "client",
		"non_standard_fieldnames": {"Quotation": "party"},
		"dynamic_links": {"party": [doctype, "party_type"]},
		"transactions": [{"label": "Orders", "items": ["Sales Order"]}],
	}
	found = frappe.get_attr(hook)(data=dict(of_app))
	assert found.fieldname == "client"
	assert (
		found.non_standard_fieldnames["TD Task"]
		== found.non_standard_fieldnames["TD Project Link"]
		== "reference_name"
	)
	assert found.dynamic_links["reference_name"] == [doctype, "reference_doctype"]
	assert found.dynamic_links["party"] == [doctype, "party_type"]
	assert [group["items"] for group in found.transactions] == [
		["Sales Order"],
		["TD Task", "TD Project Link"],
	]
	assert frappe.get_attr(hook)(data={}).fieldname == "reference_name"


def test_connections_count_what_the_reader_may_see(monkeypatch: pytest.MonkeyPatch) -> None:
	make_task(**reference())
	make_task(**reference(), observers=[])
	make_project(**reference())
	read_by(OBSERVER)
	# The host shows no hooks on doctypes that were made in the desk, as these stand-ins are.
	monkeypatch.setattr(
		type(frappe.get_meta(LEAD)), "get_dashboard_data", lambda meta: records.connect_crm_lead({})
	)
	with acting_as(OBSERVER):
		blind, ours = host_count(LEAD, CLIENT), records.get_open_count(LEAD, CLIENT)
	assert _counted(blind) == {"TD Task": 2, "TD Project Link": 1}
	assert _counted(ours) == {"TD Task": 1, "TD Project Link": 0}


def _counted(answer: dict[str, Any]) -> dict[str, int]:
	return {row["doctype"]: row["count"] for row in answer["count"]["external_links_found"]}


@pytest.mark.parametrize("merge", [False, True], ids=["renamed", "merged"])
def test_a_renamed_record_keeps_its_tasks(merge: bool) -> None:
	task, project = make_task(**reference()), make_project(**reference())
	new = OTHER if merge else "Acme Limited"
	rename_doc(LEAD, CLIENT, new, merge=merge)
	for doctype, name in (("TD Task", task.name), ("TD Project Link", project.name)):
		assert frappe.db.get_value(doctype, name, "reference_name") == new
	with acting_as(ASSIGNER):
		assert records.beside(LEAD, new)["open"] == 1
		act(RESPONSIBLE, task.name, "start")


def test_a_record_with_tasks_is_not_deleted_by_accident() -> None:
	make_task(**reference())
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc(LEAD, CLIENT)


def test_tasks_of_a_deleted_record_say_so_and_go_on() -> None:
	task, project = make_task(**reference()), make_project(**reference())
	frappe.delete_doc(LEAD, CLIENT, force=True)
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task.name)
		doc.run_method("onload")
		assert doc.get_onload("task_discipline")["reference_is_gone"]
		doc.subject = "Prepare another contract"
		doc.save()
		project.reload()
		project.project_name = "Launch without a client"
		project.save()
	act(RESPONSIBLE, task.name, "start")
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Done</p>")
	with acting_as(ASSIGNER):
		task.reload()
		task.reference_name = "Nobody"
		with pytest.raises((frappe.PermissionError, frappe.LinkValidationError)):
			task.save()
