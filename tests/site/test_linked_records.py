"""Links to records of other apps: whoever may not read a record links nothing to it, whatever door he takes."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from tests import foreign
from tests.doors import call, knock, told
from tests.factories import ASSIGNER, RESPONSIBLE, STRANGER, in_hours, make_task, purge
from tests.foreign import LEAD
from tests.recurring import make_template

HIDDEN, OWN = "Hidden client", "Client of a stranger"
Body = dict[str, Any]
Knock = Callable[[str, Body], Any]


def _link(name: str = HIDDEN) -> Body:
	return {"reference_doctype": LEAD, "reference_name": name}


def _new(doctype: str) -> Body:
	fields: dict[str, Body] = {
		"TD Task": {"subject": "Look", "responsible": STRANGER, "deadline": str(in_hours(30))},
		"TD Project Link": {"project_name": "Look"},
	}
	return {"doctype": doctype, **fields[doctype]}


@pytest.fixture(scope="module")
def own(site: str) -> Iterator[dict[str, str]]:
	"""The stranger's own task, project and template, and clients of whom he may read one."""
	with foreign.present(foreign.CRM):
		foreign.make_record(LEAD, HIDDEN, ASSIGNER)
		foreign.make_record(LEAD, OWN, STRANGER)
		names = {
			"TD Task": make_task(STRANGER, responsible=STRANGER, co_assignees=[], observers=[]).name,
			"TD Project Link": _project(),
			"TD Task Template": make_template(STRANGER).name,
		}
		frappe.db.commit()
		yield names
		frappe.db.rollback()
		projects = ("in", frappe.get_all("TD Project Link", {"manager": STRANGER}, pluck="name"))
		frappe.db.delete("TD Project Event", {"project": projects})
		frappe.db.delete("TD Project Link", {"name": projects})
		purge()


def _project() -> str:
	project = frappe.get_doc(doctype="TD Project Link", project_name="Own", manager=STRANGER)
	return str(project.insert().name)


CREATING: dict[str, Callable[[Body], Any]] = {
	"client.insert": lambda doc: call(STRANGER, "frappe.client.insert", doc=doc),
	"client.insert_many": lambda doc: call(STRANGER, "frappe.client.insert_many", docs=[doc]),
	"client.save": lambda doc: call(STRANGER, "frappe.client.save", doc=doc),
	"savedocs": lambda doc: call(
		STRANGER,
		"frappe.desk.form.save.savedocs",
		doc=json.dumps({**doc, "__islocal": 1, "name": "new-1"}),
		action="Save",
	),
	"REST": lambda doc: knock(STRANGER, "POST", f"/api/resource/{doc['doctype']}", doc),
}
CHANGING: dict[str, Callable[[str, str, Body], Any]] = {
	"client.set_value": lambda doctype, name, link: call(
		STRANGER, "frappe.client.set_value", doctype=doctype, name=name, fieldname=link
	),
	"bulk_update": lambda doctype, name, link: call(
		STRANGER,
		"frappe.client.bulk_update",
		docs=json.dumps([{"doctype": doctype, "docname": name, **link}]),
	),
	"bulk edit": lambda doctype, name, link: call(
		STRANGER,
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype=doctype,
		docnames=json.dumps([name]),
		action="update",
		data=json.dumps(link),
	),
	"savedocs": lambda doctype, name, link: call(
		STRANGER,
		"frappe.desk.form.save.savedocs",
		doc=json.dumps(_stored(doctype, name) | link, default=str),
		action="Save",
	),
	"REST": lambda doctype, name, link: knock(STRANGER, "PUT", f"/api/resource/{doctype}/{name}", link),
}


def _stored(doctype: str, name: str) -> Body:
	frappe.db.rollback()
	return frappe.get_doc(doctype, name).as_dict()


@pytest.mark.parametrize("doctype", ["TD Task", "TD Project Link"])
@pytest.mark.parametrize("door", CREATING)
def test_nothing_new_is_linked_to_a_hidden_record(own: dict[str, str], door: str, doctype: str) -> None:
	answer = CREATING[door](_new(doctype) | _link())
	assert answer.status_code == 403, told(answer)
	_expect_no_link(doctype)


@pytest.mark.parametrize("doctype", ["TD Task", "TD Project Link", "TD Task Template"])
@pytest.mark.parametrize("door", CHANGING)
def test_nothing_stored_is_linked_to_a_hidden_record(own: dict[str, str], door: str, doctype: str) -> None:
	answer = CHANGING[door](doctype, own[doctype], _link())
	assert answer.status_code < 500, told(answer)
	_expect_no_link(doctype)


def _expect_no_link(doctype: str) -> None:
	frappe.db.rollback()
	assert not frappe.db.exists(doctype, {"reference_name": HIDDEN})


@pytest.mark.parametrize("door", CHANGING)
def test_the_same_doors_link_what_he_may_read(own: dict[str, str], door: str) -> None:
	frappe.db.set_value("TD Task", own["TD Task"], {"reference_doctype": None, "reference_name": None})
	frappe.db.commit()
	answer = CHANGING[door]("TD Task", own["TD Task"], _link(OWN))
	assert answer.status_code == 200, told(answer)
	frappe.db.rollback()
	assert frappe.db.get_value("TD Task", own["TD Task"], "reference_name") == OWN


def test_a_refusal_does_not_tell_a_hidden_record_from_none(own: dict[str, str]) -> None:
	said = {
		name: call(STRANGER, "frappe.client.insert", doc=_new("TD Task") | _link(name))
		for name in (HIDDEN, "Nobody")
	}
	assert said[HIDDEN].status_code == 403
	assert said["Nobody"].status_code >= 400
	assert RESPONSIBLE not in said[HIDDEN].get_data(as_text=True)
