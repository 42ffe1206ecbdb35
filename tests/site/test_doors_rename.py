"""The name of each of our records: nobody gives it another one past the checks. Asked of every doctype that there is."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import frappe
import pytest
from frappe.model.base_document import get_controller

from task_discipline.own_documents import OwnDocument
from tests.doors import METHOD, Door, call, push, told
from tests.factories import MANAGER, OBSERVER, SYSTEM_MANAGER
from tests.web import allow_api

PROBE, NEW = 987654321, 987654322
"""Numbers, which are names to every doctype."""
PROBES_SAY = {"name": PROBE, "parent": PROBE, "owner": OBSERVER, "terms": "{}"}
PEOPLE = {"observer": OBSERVER, "manager": MANAGER, "system_manager": SYSTEM_MANAGER, "all": "Administrator"}
"""Each of our doctypes is read by one of them, and the last one may do whatever a right allows."""
NOWHERE: Any = SimpleNamespace()
MODULE = "Task Discipline"
WITHOUT_CHECKS = {"name": str(NEW), "validate_rename": 0, "force": 1}


@pytest.fixture(scope="module")
def doctypes(site: str) -> Iterator[list[str]]:
	"""Our doctypes that have rows, each with a committed one that says nothing, and keys for ``PEOPLE``."""
	allow_api(list(PEOPLE.values()))
	names = frappe.get_all("DocType", {"module": MODULE, "issingle": 0}, pluck="name")
	for doctype in names:
		frappe.get_doc({**PROBES_SAY, "doctype": doctype}).db_insert()
	frappe.db.commit()
	yield names
	frappe.db.rollback()
	for doctype in names:
		frappe.db.delete(doctype, {"name": ("in", (str(PROBE), str(NEW)))})
	frappe.db.commit()


def _doors(doctype: str) -> dict[str, Door]:
	args = json.dumps(WITHOUT_CHECKS)
	old_new = {"doctype": doctype, "old": str(PROBE), "new": str(NEW)}
	bodies: dict[str, tuple[str, dict[str, Any]]] = {
		"its method": (
			METHOD + "run_doc_method",
			{"dt": doctype, "dn": PROBE, "method": "rename", "args": args},
		),
		"its method on a sent document": (
			METHOD + "run_doc_method",
			{"docs": json.dumps({"doctype": doctype, "name": PROBE}), "method": "rename", "args": args},
		),
		"REST": (f"/api/resource/{doctype}/{PROBE}/", {"run_method": "rename", **WITHOUT_CHECKS}),
		"REST v2": (f"/api/v2/document/{doctype}/{PROBE}/method/rename/", WITHOUT_CHECKS),
		"by force": (METHOD + "frappe.rename_doc", {**old_new, "force": 1}),
		"merge by force": (METHOD + "frappe.rename_doc", {**old_new, "force": 1, "merge": 1}),
		"client": (
			METHOD + "frappe.client.rename_doc",
			{"doctype": doctype, "old_name": str(PROBE), "new_name": str(NEW)},
		),
		"title": (
			METHOD + "frappe.model.rename_doc.update_document_title",
			{"doctype": doctype, "docname": str(PROBE), "name": str(NEW)},
		),
	}
	return {name: Door(path, lambda _w, body=body: body) for name, (path, body) in bodies.items()}


def test_no_door_names_a_record_anew(doctypes: list[str]) -> None:
	named = []
	for doctype in doctypes:
		if frappe.get_meta(doctype).allow_rename:
			continue
		for door, asked in _doors(doctype).items():
			answers = push(asked, PEOPLE, NOWHERE, at_once=4)
			frappe.db.rollback()
			if frappe.db.exists(doctype, {"name": NEW}) or not frappe.db.exists(doctype, {"name": PROBE}):
				named.append((doctype, door, {who: told(answer) for who, answer in answers.items()}))
			failed = [told(answer) for answer in answers.values() if answer.status_code >= 500]
			assert not failed, (doctype, door, failed)
	assert not named


def test_no_door_names_a_record_anew_without_checks(doctypes: list[str]) -> None:
	"""Teams and calendars take other names, by whoever may write them."""
	free = [doctype for doctype in doctypes if frappe.get_meta(doctype).allow_rename]
	assert free
	for doctype in free:
		for door, asked in _doors(doctype).items():
			people = PEOPLE if "REST" in door or "method" in door else {"observer": OBSERVER}
			answers = push(asked, people, NOWHERE)
			assert all(400 <= answer.status_code < 500 for answer in answers.values()), (doctype, door)
		answer = call(
			MANAGER, "frappe.client.rename_doc", doctype=doctype, old_name=str(PROBE), new_name=str(NEW)
		)
		assert answer.status_code == 200, answer.get_data(True)
		frappe.db.rollback()
		assert frappe.db.exists(doctype, {"name": NEW})


def test_every_class_of_ours_stands_on_the_one_that_keeps_names(doctypes: list[str]) -> None:
	singles = frappe.get_all("DocType", {"module": MODULE, "issingle": 1}, pluck="name")
	assert singles
	for doctype in [*doctypes, *singles]:
		assert issubclass(get_controller(doctype), OwnDocument), doctype
		assert get_controller(doctype).rename is OwnDocument.rename, doctype
