"""The bridges to a real CRM: deals and leads have their tasks, and nothing of them changes."""

import frappe
import pytest
from frappe.desk.form.load import getdoc

from task_discipline.api import records
from tests.factories import make_task
from tests.projects import make_project
from tests.site import snapshots
from tests.site.beside.real import insert

pytestmark = pytest.mark.beside("crm")


@pytest.fixture(params=["CRM Deal", "CRM Lead"])
def record(request: pytest.FixtureRequest, rolled_back: None) -> tuple[str, str]:
	kind = "deal" if request.param == "CRM Deal" else "lead"
	status = frappe.get_all(f"{request.param} Status", pluck="name", order_by="position asc", limit=1)[0]
	names = (
		{"organization": insert("CRM Organization", organization_name="Acme").name} if kind == "deal" else {}
	)
	return request.param, insert(request.param, first_name="Ada", status=status, **names).name


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
	getdoc(doctype, name)
	counted = records.get_open_count(doctype, name)["count"]["external_links_found"]
	assert {row["doctype"]: row["count"] for row in counted}["TD Task"] == 1


def test_a_list_says_how_many_are_open(record: tuple[str, str]) -> None:
	doctype, name = record
	make_task("Administrator", reference_doctype=doctype, reference_name=name)
	assert records.counts(doctype, [name])[name]["open"] == 1
