"""The bridges to a real ERPNext: records made by its own rules, and none of them changed by us."""

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from frappe.desk.form import assign_to
from frappe.desk.form.load import getdoc

from task_discipline import people
from task_discipline.api import records
from task_discipline.services.imports import erpnext_tasks
from tests.factories import ASSIGNER, CO_ASSIGNEE, HEAD, MANAGER, RESPONSIBLE, acting_as, make_task
from tests.site import snapshots
from tests.site.beside.real import employee, holiday_list, insert

pytestmark = pytest.mark.beside("erpnext")

TODAY = date.today()
SOON = str(TODAY + timedelta(days=20))


@pytest.fixture
def importer(rolled_back: None) -> str:
	"""A manager of tasks who may read ERPNext's."""
	user = frappe.get_doc("User", MANAGER)
	for role in ("System Manager", "Projects User", "Projects Manager"):
		user.append("roles", {"role": role})
	user.save()
	frappe.cache.delete_value("task_discipline_erpnext_import")
	return MANAGER


def their_task(subject: str, user: str = RESPONSIBLE, **fields: Any) -> Any:
	task = insert("Task", subject=subject, exp_end_date=SOON, **fields)
	with acting_as("Administrator"):
		assign_to.add({"assign_to": [user], "doctype": "Task", "name": task.name, "description": subject})
	return task


def of_theirs() -> dict[str, list[Any]]:
	tables = ("tabTask", "tabTask Depends On", "tabProject", "tabProject User", "tabEmployee", "tabCustomer")
	return {table: rows for table, rows in snapshots.take().items() if table in tables}


def test_tasks_and_projects_are_imported_and_left_as_they_are(importer: str) -> None:
	project = insert(
		"Project", project_name="Move the shop", users=[{"user": ASSIGNER, "welcome_email_sent": 1}]
	)
	first = their_task("Pack", project=project.name, priority="Urgent", expected_time=5)
	second = their_task(
		"Unpack", CO_ASSIGNEE, project=project.name, depends_on=[{"task": first.name}], status="Working"
	)
	before = of_theirs()
	with acting_as(importer):
		foretold = erpnext_tasks.dry_run()
		erpnext_tasks.run(lambda: None)
	assert of_theirs() == before
	assert foretold["coming"] == 2
	one, two = (frappe.get_doc("TD Task", {"imported_from": task.name}) for task in (first, second))
	assert (one.subject, one.status, one.responsible, one.priority) == ("Pack", "New", RESPONSIBLE, "Urgent")
	assert (two.subject, two.status, two.responsible) == ("Unpack", "In Progress", CO_ASSIGNEE)
	assert (one.reference_doctype, one.reference_name) == ("Task", first.name)
	assert frappe.db.get_value("TD Project Link", one.project, ["reference_name", "project_name"]) == (
		project.name,
		"Move the shop",
	)


def test_chiefs_are_those_of_the_employees() -> None:
	chief = employee(HEAD)
	employee(RESPONSIBLE, chief)
	assert HEAD in people.heads_of([RESPONSIBLE])[RESPONSIBLE]
	assert RESPONSIBLE in people.people_of(HEAD)
	task = make_task()
	with acting_as(HEAD):
		assert frappe.get_list("TD Task", {"name": task.name}, pluck="name") == [task.name]


def test_who_left_is_known() -> None:
	name = employee(RESPONSIBLE)
	assert people.who_left([RESPONSIBLE]) == set()
	frappe.get_doc("Employee", name).update({"status": "Left", "relieving_date": str(TODAY)}).save()
	assert people.who_left([RESPONSIBLE]) == {RESPONSIBLE}


def test_a_holiday_list_fills_a_calendar() -> None:
	day = f"{TODAY.year}-05-04"
	holidays = holiday_list("Shop", {"holiday_date": day, "description": "<b>Founders'</b> day"})
	calendar = frappe.get_doc(
		"TD Work Calendar", frappe.get_all("TD Work Calendar", limit=1, order_by=None)[0]
	)
	calendar.import_holiday_list(holidays)
	found = {str(row.date): row.title for row in calendar.reload().days}
	assert found[day] == "Founders' day"


def test_a_customer_shows_its_tasks() -> None:
	customer = insert(
		"Customer", customer_name="Acme", customer_group="Commercial", territory="Rest Of The World"
	)
	make_task("Administrator", reference_doctype="Customer", reference_name=customer.name)
	getdoc("Customer", customer.name)
	counted = records.get_open_count("Customer", customer.name)
	assert {row["doctype"]: row["count"] for row in counted["count"]["external_links_found"]}["TD Task"] == 1
	assert records.beside("Customer", customer.name)["open"] == 1
