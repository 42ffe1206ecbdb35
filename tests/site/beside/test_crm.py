"""The bridges to a real CRM: deals and leads have their tasks, and nothing of them changes."""

import frappe
import pytest
from frappe.desk.form.load import getdoc

from task_discipline.api import records
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE, STRANGER, acting_as, make_task
from tests.projects import make_project
from tests.site import snapshots
from tests.site.beside.real import insert

pytestmark = pytest.mark.beside("crm")


@pytest.fixture(params=["CRM Deal", "CRM Lead"])
def record(request: pytest.FixtureRequest, rolled_back: None) -> tuple[str, str]:
	kind = "deal" if request.param == "CRM Deal" else "lead"
	status = frappe.get_all(f"{request.param} Status", pluck="name", order_by="position asc", limit=1)[0]
	return request.param, insert(request.param, first_name="Ada", status=status, **of_organization(kind)).name


def of_organization(kind: str) -> dict[str, str]:
	"""A deal's organization, both in the currency that CRM counts in: for another it asks the world for the rate."""
	if kind == "lead":
		return {}
	money = {"currency": frappe.db.get_single_value("FCRM Settings", "currency") or "USD"}
	return {"organization": insert("CRM Organization", organization_name="Acme", **money).name} | money


def test_a_record_has_its_tasks_and_stays_as_it_is(record: tuple[str, str]) -> None:
	doctype, name = record
	before = snapshots.take()
	make_task("Administrator", reference_doctype=doctype, reference_name=name)
	make_project("Administrator", reference_doctype=doctype, reference_name=name)
	after = snapshots.take()
	theirs = [table for table in before if table.startswith("tabCRM ") or table.startswith("tabFCRM ")]
	assert len(theirs) > 10
	assert {table for table in theirs if before[table] != after[table]} == set()
	assert records.beside(doctype, name)["open"] == 1


def test_connections_count_its_tasks(record: tuple[str, str]) -> None:
	doctype, name = record
	make_task("Administrator", reference_doctype=doctype, reference_name=name)
	assert connected(doctype, name) == 1


def test_a_list_says_how_many_are_open(record: tuple[str, str]) -> None:
	doctype, name = record
	make_task("Administrator", reference_doctype=doctype, reference_name=name)
	assert records.counts(doctype, [name])[name]["open"] == 1


SELLERS = (ASSIGNER, OBSERVER, STRANGER)
OWNERS = {"CRM Deal": "deal_owner", "CRM Lead": "lead_owner"}


@pytest.fixture
def sold(record: tuple[str, str]) -> tuple[str, str]:
	"""A record of STRANGER's among salespeople, each of whom sees his own, and two tasks of ASSIGNER's on it."""
	doctype, name = record
	for user in SELLERS:
		frappe.get_doc("User", user).add_roles("Sales User")
	give(doctype, name, ASSIGNER)
	for observers in ([{"user": OBSERVER}], []):
		make_task(reference_doctype=doctype, reference_name=name, observers=observers)
	give(doctype, name, STRANGER)
	return record


def give(doctype: str, name: str, owner: str) -> None:
	"""CRM's own way: whoever a record is assigned to last owns it and may read it; others of before may not."""
	frappe.db.delete("ToDo", {"reference_type": doctype, "reference_name": name})
	frappe.db.delete("DocShare", {"share_doctype": doctype, "share_name": name})
	frappe.get_doc(doctype, name).update({OWNERS[doctype]: owner}).save()


def test_who_reads_a_record_sees_no_task_of_others(sold: tuple[str, str]) -> None:
	doctype, name = sold
	with acting_as(STRANGER):
		assert frappe.has_permission(doctype, "read", doc=name)
		assert records.beside(doctype, name)["open"] == 0
		assert records.counts(doctype, [name]) == {}
		assert connected(doctype, name) == 0
		assert frappe.get_list("TD Task", {"reference_name": name}) == []


def test_who_has_a_task_sees_no_record_of_others(sold: tuple[str, str]) -> None:
	doctype, name = sold
	for user in (RESPONSIBLE, CO_ASSIGNEE, OBSERVER):  # one of them sells, and the record is another's
		with acting_as(user):
			assert frappe.get_list("TD Task", {"reference_name": name})
			assert not frappe.has_permission(doctype, "read", doc=name)
			with pytest.raises(frappe.PermissionError):
				records.beside(doctype, name)
	with acting_as(OBSERVER):
		assert records.counts(doctype, [name]) == {}


def test_who_sees_both_counts_what_is_his(sold: tuple[str, str]) -> None:
	doctype, name = sold
	give(doctype, name, OBSERVER)
	with acting_as(OBSERVER):
		assert records.beside(doctype, name)["open"] == 1
		assert records.counts(doctype, [name])[name]["open"] == 1
		assert connected(doctype, name) == 1


def test_nobody_links_what_crm_hides_from_him(sold: tuple[str, str]) -> None:
	doctype, name = sold
	with pytest.raises(frappe.PermissionError):
		make_task(ASSIGNER, reference_doctype=doctype, reference_name=name)


def connected(doctype: str, name: str) -> int:
	getdoc(doctype, name)
	counted = records.get_open_count(doctype, name)["count"]["external_links_found"]
	return {row["doctype"]: row["count"] for row in counted}["TD Task"]


def test_a_record_with_tasks_is_not_deleted_by_accident(record: tuple[str, str]) -> None:
	doctype, name = record
	make_task("Administrator", reference_doctype=doctype, reference_name=name)
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc(doctype, name)


def test_a_lead_that_becomes_a_deal_keeps_its_tasks(rolled_back: None) -> None:
	organization = of_organization("deal")["organization"]
	lead = insert("CRM Lead", first_name="Ada", organization=organization)
	make_task("Administrator", reference_doctype="CRM Lead", reference_name=lead.name)
	deal = lead.convert_to_deal({"currency": "USD"})
	assert records.beside("CRM Lead", lead.name)["open"] == 1
	assert records.beside("CRM Deal", deal)["open"] == 0
