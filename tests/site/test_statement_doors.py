"""Statements and their entries behind every door of the host: read by whom they concern, changed by nobody."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import frappe
import pytest

from task_discipline.money_names import ENTRY, STATEMENT
from tests import statements
from tests.doors import METHOD, Door, knock, push, text, told
from tests.factories import (
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	place_share,
)
from tests.statements import entries_of, make_entry, name_of, set_money, step

SECRET = "zanzibar"
OUTSIDERS = {
	"stranger": STRANGER,
	"head": HEAD,
	"system_manager": SYSTEM_MANAGER,
	"disabled": DISABLED,
	"guest": "Guest",
}
INSIDERS = {"person": RESPONSIBLE, "manager": MANAGER}
EVERYBODY = {**OUTSIDERS, **INSIDERS}


@pytest.fixture(scope="module")
def month(site: str) -> Iterator[SimpleNamespace]:
	"""A committed closed month, an open one and a draft, each saying ``SECRET``."""
	frappe.set_user("Administrator")
	people = [RESPONSIBLE, OBSERVER, MANAGER, HEAD, STRANGER]
	statements.purge(people)
	set_money()
	make_entry(RESPONSIBLE, -50, reason=SECRET)
	statements.draft()
	name = name_of()
	step(MANAGER, name, "show_to_person")
	step(RESPONSIBLE, name, "object_to", reason=SECRET)
	step(MANAGER, name, "decide", decision="Rejected", reason=SECRET)
	step(MANAGER, name, "close_month")
	make_entry(RESPONSIBLE, -5, period=statements.NEXT, reason=SECRET)
	statements.draft(statements.NEXT)
	share = place_share(STATEMENT, name, STRANGER)
	frappe.db.commit()
	yield SimpleNamespace(
		closed=name, entry=entries_of(name)[0], draft=name_of(period=statements.NEXT), share=share
	)
	frappe.db.rollback()
	frappe.set_user("Administrator")
	statements.purge(people)
	frappe.db.delete("DocShare", {"name": share})
	frappe.db.delete("Notification Log", {"document_type": STATEMENT})
	frappe.db.delete("Email Queue", {"reference_doctype": STATEMENT})
	statements.forget_money()
	frappe.db.commit()


def said(door: str, shows: Any = None, **body: Any) -> Door:
	"""A function of the host; ``{closed}`` and the like in a value are the names of the month."""

	def asks(world: Any) -> dict[str, Any]:
		written = json.dumps(body)
		for mark, name in vars(world).items():
			written = written.replace(f"{{{mark}}}", str(name))
		return json.loads(written)

	return Door(METHOD + door, asks, shows=shows or (lambda answer, _world: SECRET in text(answer)))


def rest(doctype: str, mark: str, method: str = "GET", **body: Any) -> Door:
	"""The REST door to one record."""
	return Door(
		f"/api/resource/{doctype}/{{{mark}}}",
		lambda _w: body,
		method,
		shows=lambda answer, _world: SECRET in text(answer),
	)


READING = {
	"REST": rest(STATEMENT, "closed"),
	"REST of the entry": rest(ENTRY, "entry"),
	"getdoc": said("frappe.desk.form.load.getdoc", doctype=STATEMENT, name="{closed}"),
	"get": said("frappe.client.get", doctype=STATEMENT, name="{closed}"),
	"get_value": said(
		"frappe.client.get_value", doctype=STATEMENT, filters={"name": "{closed}"}, fieldname="objection"
	),
	"list": said("frappe.client.get_list", doctype=STATEMENT, fields=["objection"], limit_page_length=0),
	"list of entries": said("frappe.client.get_list", doctype=ENTRY, fields=["reason"], limit_page_length=0),
	"report view": said(
		"frappe.desk.reportview.get",
		doctype=STATEMENT,
		fields=json.dumps(["objection"]),
		start=0,
		page_length=50,
	),
	"join from an entry": said(
		"frappe.client.get_list", doctype=ENTRY, fields=["statement.objection"], limit_page_length=0
	),
	"print": Door(
		"/printview",
		lambda w: {"doctype": STATEMENT, "name": w.closed, "format": "TD Discipline Statement"},
		"GET",
		shows=lambda answer, _world: SECRET in text(answer),
	),
	"search": said(
		"frappe.desk.search.search_widget",
		doctype=STATEMENT,
		txt="TDS",
		filter_fields=json.dumps(["objection"]),
		ignore_user_permissions=1,
	),
	"count": said(
		"frappe.client.get_count",
		doctype=STATEMENT,
		filters={"objection": ["like", f"%{SECRET[:4]}%"]},
		shows=lambda answer, _world: (
			bool((answer.get_json(silent=True) or {}).get("message")) and answer.status_code == 200
		),
	),
	"register": said(
		"frappe.desk.query_report.run",
		report_name="Fines and Rewards",
		filters=json.dumps({"period": str(statements.PERIOD)}),
		shows=lambda answer, world: world.closed.lower() in text(answer),
	),
	"register in another's name": said(
		"frappe.desk.query_report.run",
		report_name="Fines and Rewards",
		filters=json.dumps({"period": str(statements.PERIOD)}),
		user=MANAGER,
		shows=lambda answer, world: world.closed.lower() in text(answer),
	),
}


@pytest.mark.parametrize("name", READING)
def test_outsiders_read_nothing(name: str, month: Any) -> None:
	for who, answer in push(READING[name], OUTSIDERS, month).items():
		assert not READING[name].shows(answer, month), f"{who}: {told(answer)}"
		assert answer.status_code < 500, f"{who}: {told(answer)}"


@pytest.mark.parametrize("name", [one for one in READING if one not in ("search", "join from an entry")])
def test_its_person_and_managers_read_it(name: str, month: Any) -> None:
	for who, answer in push(READING[name], INSIDERS, month).items():
		assert READING[name].shows(answer, month), f"{who}: {told(answer)}"


def test_a_draft_is_a_managers_only(month: Any) -> None:
	door = said("frappe.client.get", doctype=STATEMENT, name="{draft}", shows=_shows_draft)
	for who, answer in push(door, {**OUTSIDERS, "person": RESPONSIBLE}, month).items():
		assert not _shows_draft(answer, month), who
	assert _shows_draft(push(door, {"manager": MANAGER}, month)["manager"], month)


def _shows_draft(answer: Any, world: Any) -> bool:
	return answer.status_code == 200 and world.draft.lower() in text(answer)


def _writers(doctype: str, mark: str, field: str) -> dict[str, Door]:
	place = {"doctype": doctype, "name": f"{{{mark}}}"}
	return {
		"set_value": said("frappe.client.set_value", **place, fieldname=field, value="9"),
		"save": said("frappe.client.save", doc={**place, field: "9"}),
		"insert": said("frappe.client.insert", doc={"doctype": doctype, "user": RESPONSIBLE, field: "9"}),
		"savedocs": said(
			"frappe.desk.form.save.savedocs", doc=json.dumps({**place, field: "9"}), action="Save"
		),
		"submit": said("frappe.desk.form.save.savedocs", doc=json.dumps(place), action="Submit"),
		"cancel": said("frappe.client.cancel", **place),
		"PUT": rest(doctype, mark, "PUT", **{field: "9"}),
		"DELETE": rest(doctype, mark, "DELETE"),
		"delete": said("frappe.client.delete", **place),
		"delete many": said(
			"frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([f"{{{mark}}}"])
		),
		"delete by its method": said(
			"run_doc_method", dt=doctype, dn=f"{{{mark}}}", method="delete", args='{"ignore_permissions": 1}'
		),
		"rename": said("frappe.client.rename_doc", doctype=doctype, old_name=f"{{{mark}}}", new_name="TDS-x"),
		"bulk edit": said(
			"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			doctype=doctype,
			docnames=json.dumps([f"{{{mark}}}"]),
			action="update",
			data=json.dumps({field: "9"}),
		),
		"workflow": said("frappe.model.workflow.apply_workflow", doc=json.dumps(place), action="Approve"),
		"db_set": said(
			"run_doc_method",
			dt=doctype,
			dn=f"{{{mark}}}",
			method="db_set",
			args=json.dumps({"fieldname": field, "value": "9"}),
		),
		"share": said("frappe.share.add", **place, user=STRANGER, write=1),
		"like": said("frappe.desk.like.toggle_like", **place, add="Yes"),
		"comment": said(
			"frappe.desk.form.utils.add_comment",
			reference_doctype=doctype,
			reference_name=f"{{{mark}}}",
			content="x",
			comment_email=RESPONSIBLE,
			comment_by="x",
		),
	}


WRITING = {f"{door} of a statement": one for door, one in _writers(STATEMENT, "closed", "net").items()} | {
	f"{door} of an entry": one for door, one in _writers(ENTRY, "entry", "amount").items()
}


def _stored(month: Any) -> list[list[Any]]:
	frappe.db.rollback()
	rows = [
		frappe.db.sql(f"select * from `tab{STATEMENT}` order by name"),
		frappe.db.sql(f"select * from `tab{ENTRY}` order by name"),
		frappe.db.sql("select * from `tabComment` where reference_name = %s", month.closed),
		frappe.db.sql("select * from `tabDocShare` where share_doctype like 'TD Disc%%'"),
	]
	return [list(found) for found in rows]


@pytest.mark.parametrize("name", WRITING)
def test_nobody_changes_what_is_closed(name: str, month: Any) -> None:
	before = _stored(month)
	for who, answer in push(WRITING[name], EVERYBODY, month).items():
		assert answer.status_code < 500 or "bulk" in name or "delete many" in name, f"{who}: {told(answer)}"
	assert _stored(month) == before


def test_not_even_the_administrator_changes_it_through_a_document(month: Any) -> None:
	for doctype, name in ((STATEMENT, month.closed), (ENTRY, month.entry)):
		for work in (
			lambda one: one.save(ignore_permissions=True),
			lambda one: one.insert(ignore_permissions=True),
			lambda one: one.delete(ignore_permissions=True, force=True),
			lambda one: one.rename("x", force=True),
		):
			with pytest.raises((frappe.PermissionError, frappe.ValidationError)):
				work(frappe.get_doc(doctype, name))


STEPS = {
	"show_to_person": {},
	"agree": {},
	"object_to": {"reason": "x"},
	"decide": {"decision": "Upheld", "reason": "x"},
	"close_month": {},
	"try_payroll_again": {},
}


@pytest.mark.parametrize("method", STEPS)
def test_no_step_is_taken_on_a_closed_month(method: str, month: Any) -> None:
	before = _stored(month)
	args = json.dumps(STEPS[method])
	doors = (
		said("run_doc_method", dt=STATEMENT, dn="{closed}", method=method, args=args),
		said(
			"run_doc_method",
			docs=json.dumps({"doctype": STATEMENT, "name": "{closed}", "state": "Shown", "user": STRANGER}),
			method=method,
			args=args,
		),
	)
	for door in doors:
		for who, answer in push(door, EVERYBODY, month).items():
			assert 400 <= answer.status_code < 500, f"{who}: {told(answer)}"
	assert _stored(month) == before


def test_steps_are_taken_by_post_only(month: Any) -> None:
	before = _stored(month)
	path = f"/api/resource/{STATEMENT}/{month.draft}"
	answer = knock(MANAGER, "GET", path, {"run_method": "show_to_person"})
	assert 400 <= answer.status_code < 500
	assert _stored(month) == before


def test_mails_and_bells_of_a_statement_are_hidden_with_it(month: Any) -> None:
	for doctype in ("Email Queue", "Notification Log"):
		door = said(
			"frappe.client.get_list",
			doctype=doctype,
			fields=["*"],
			limit_page_length=0,
			shows=lambda answer, world: world.closed.lower() in text(answer),
		)
		for who, answer in push(door, OUTSIDERS, month).items():
			assert not door.shows(answer, month), f"{who}: {told(answer)}"
