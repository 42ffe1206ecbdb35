"""What nobody writes by a door of the host: closed months, settled entries, and everything that is said in the chat."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.core.doctype.data_import.importer import Importer

from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.money_names import ENTRY, STATEMENT
from tests import chatting, statements
from tests.doors import push, told
from tests.factories import (
	CO_ASSIGNEE,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
)
from tests.statements import entries_of, make_entry, name_of, set_money, step
from tests.writing import writers

FIELDS = {STATEMENT: "net", ENTRY: "amount", GROUP: "title", MEMBER: "unread", MESSAGE: "text"}
PEOPLE = {
	"stranger": STRANGER,
	"its person, and a member": RESPONSIBLE,
	"removed": OBSERVER,
	"manager": MANAGER,
	"system_manager": SYSTEM_MANAGER,
}
"""No guests and no disabled accounts, who are turned away before any of these doors is reached."""
BESIDE = {
	"Comment": "reference_doctype",
	"Communication": "reference_doctype",
	"DocShare": "share_doctype",
	"Document Follow": "ref_doctype",
	"File": "attached_to_doctype",
	"Tag Link": "document_type",
	"ToDo": "reference_type",
	"Version": "ref_doctype",
}
HOST_FAILS = ("calendar", "gantt", "bulk_update", "delete_items", "likes", "tag.tag", "workflow")
"""Doors at which the host itself fails or answers with a list of failures, for every doctype."""


@pytest.fixture(scope="module")
def names(site: str) -> Iterator[dict[str, Any]]:
	"""Committed: a closed month with its entry, and a group of ANNA's with a message, of which OBSERVER was taken off."""
	frappe.set_user("Administrator")
	statements.purge([RESPONSIBLE])
	set_money()
	make_entry(RESPONSIBLE, -50)
	statements.draft()
	month = name_of()
	step(MANAGER, month, "show_to_person")
	step(RESPONSIBLE, month, "agree")
	step(MANAGER, month, "close_month")
	group = chatting.make_group(members=(RESPONSIBLE, CO_ASSIGNEE, OBSERVER))
	said = chatting.say(RESPONSIBLE, group, "Hello")["name"]
	with acting_as(chatting.ANNA):
		chatting.chat_groups.remove_member(group, OBSERVER)
	member = frappe.db.get_value(MEMBER, {"chat_group": group, "user": RESPONSIBLE})
	frappe.db.commit()
	yield {STATEMENT: month, ENTRY: entries_of(month)[0], GROUP: group, MEMBER: member, MESSAGE: said}
	frappe.db.rollback()
	frappe.set_user("Administrator")
	statements.purge([RESPONSIBLE])
	chatting.forget_groups()
	for doctype in ("Notification Log", "Email Queue"):
		frappe.db.delete(doctype, {_reference(doctype): ("in", list(FIELDS))})
	statements.forget_money()
	frappe.db.commit()


@pytest.fixture(scope="module")
def before(names: dict[str, Any]) -> dict[str, list[str]]:
	"""What has to be there after every request, since none of them may write."""
	return _stored()


def _reference(doctype: str) -> str:
	return "document_type" if doctype == "Notification Log" else "reference_doctype"


def _stored() -> dict[str, list[str]]:
	"""Every row of ours, and every row of the host beside one of ours, as committed now."""
	frappe.db.rollback()
	found = {}
	for doctype in FIELDS:
		found[doctype] = frappe.qb.from_(doctype).select("*").run()
	for doctype, column in BESIDE.items():
		table = frappe.qb.DocType(doctype)
		found[doctype] = frappe.qb.from_(table).select("*").where(table[column].isin(list(FIELDS))).run()
	return {doctype: sorted(map(str, rows)) for doctype, rows in found.items()}


@pytest.mark.parametrize("doctype", FIELDS)
@pytest.mark.parametrize("door", writers("x", "x", "x"))
def test_nobody_writes_it(
	doctype: str, door: str, names: dict[str, Any], before: dict[str, list[str]]
) -> None:
	asked = writers(doctype, names[doctype], FIELDS[doctype])[door]
	people = PEOPLE
	if (doctype, door) == (GROUP, "insert File"):  # members put their files there before they send them
		people = {who: user for who, user in PEOPLE.items() if "member" not in who}
	answers = push(asked, people, frappe._dict())
	heard = {who: told(answer) for who, answer in answers.items()}
	assert _stored() == before, heard
	may_fail = any(part in door for part in HOST_FAILS)
	assert may_fail or all(answer.status_code < 500 for answer in answers.values()), heard


@pytest.mark.parametrize("kind", ["Insert New Records", "Update Existing Records"])
@pytest.mark.parametrize("doctype", FIELDS)
def test_no_import_writes_it(
	doctype: str, kind: str, names: dict[str, Any], before: dict[str, list[str]]
) -> None:
	"""Not even in the name of the administrator."""
	rows = f"ID,{frappe.get_meta(doctype).get_label(FIELDS[doctype])}\n{names[doctype]},9\n"
	sheet = frappe.get_doc(doctype="File", file_name="td-tests.csv", content=rows, is_private=1).insert()
	run = frappe.new_doc("Data Import")
	run.update({"reference_doctype": doctype, "import_type": kind, "name": "td-tests"})
	run.db_insert()
	Importer(doctype, file_path=sheet.file_url, data_import=run).import_data()
	log = frappe.get_all("Data Import Log", filters={"data_import": run.name}, pluck="success")
	for kept, name in (("File", sheet.name), ("Data Import", run.name)):
		frappe.delete_doc(kept, name)
	frappe.db.delete("Data Import Log", {"data_import": run.name})
	frappe.db.commit()
	assert not any(log)
	assert _stored() == before


def test_the_doors_open_for_what_is_no_record_of_ours(names: dict[str, Any]) -> None:
	"""Or all of this would prove nothing."""
	note = frappe.get_doc(doctype="Note", title="Doors", content="x", public=1).insert()
	frappe.db.commit()
	try:
		doors = writers("Note", note.name, "content")
		for door in ("frappe.client.set_value", "REST PUT", "REST v2 PATCH"):
			answer = push(doors[door], {"system_manager": SYSTEM_MANAGER}, frappe._dict())["system_manager"]
			assert answer.status_code == 200, (door, told(answer))
	finally:
		frappe.delete_doc("Note", note.name, force=True)
		frappe.db.commit()
