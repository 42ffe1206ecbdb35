"""The saved reports of the report builder: what they list, and that nobody reads more through them."""

import json
from typing import Any

import frappe
import pytest
from frappe.desk.form.load import getdoc
from frappe.utils import add_days, getdate

from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	NEWCOMER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	in_hours,
	make_task,
)
from tests.projects import add_milestone, make_project

SAVED = {
	"Late Submissions": "TD Task",
	"Milestones Due": "TD Milestone",
	"Task Returns": "TD Task Event",
	"Tasks Set by Me": "TD Task",
	"Tasks by Responsible": "TD Task",
}


def read(report: str, reader: str, **filters: Any) -> list[frappe._dict]:
	"""The rows as the host mails or exports them for ``reader``."""
	with acting_as(reader):
		_columns, rows = frappe.get_doc("Report", report).get_data(filters=filters, user=reader, as_dict=True)
	return rows


@pytest.mark.parametrize(("report", "doctype"), SAVED.items())
def test_each_is_a_file_whose_fields_exist(report: str, doctype: str) -> None:
	stored = frappe.get_doc("Report", report)
	assert (stored.report_type, stored.is_standard, stored.ref_doctype) == ("Report Builder", "Yes", doctype)
	said, meta = json.loads(stored.json), frappe.get_meta(doctype)
	named = {field for field, _parent in said["fields"]} | {one[1] for one in said["filters"]}
	assert [field for field in named - {"name", "_aggregate_column"} if not meta.has_field(field)] == []
	for one in said["filters"]:
		options = meta.get_field(one[1]).options.split("\n")
		assert set(one[3] if isinstance(one[3], list) else [one[3]]) <= set(options)
	assert stored.is_permitted()


@pytest.fixture
def late() -> str:
	task = make_task(needs_review=1)
	frappe.db.set_value("TD Task", task.name, "deadline", in_hours(-30))
	act(RESPONSIBLE, task.name, "submit_task", result="x")
	act(ASSIGNER, task.name, "return_for_rework", reason="The sums are wrong")
	act(RESPONSIBLE, task.name, "submit_task", result="x")
	return task.name


def test_late_submissions(late: str) -> None:
	for reader in (MANAGER, HEAD, ASSIGNER, RESPONSIBLE):
		assert late in [row.name for row in read("Late Submissions", reader)]
	assert read("Late Submissions", STRANGER) == []


def test_returns_with_their_reasons(late: str) -> None:
	(row,) = [row for row in read("Task Returns", RESPONSIBLE) if row.task == late]
	assert (row.reason, row.actor, row.responsible) == ("The sums are wrong", ASSIGNER, RESPONSIBLE)
	assert read("Task Returns", STRANGER) == []


def test_tasks_by_responsible_counts_what_the_reader_may_read() -> None:
	for _number in range(2):
		make_task(co_assignees=[], observers=[])
	make_task(STRANGER, responsible=STRANGER, co_assignees=[], observers=[])
	counts = {row.responsible: row._aggregate_column for row in read("Tasks by Responsible", MANAGER)}
	assert counts[RESPONSIBLE] >= 2
	assert {row.responsible: row._aggregate_column for row in read("Tasks by Responsible", STRANGER)} == {
		STRANGER: 1
	}


def test_milestones_due() -> None:
	project = make_project().name
	add_milestone(project, "Keel", getdate(add_days(getdate(), 5)))
	reached = add_milestone(project, "Drawing", getdate(add_days(getdate(), 2)))
	frappe.db.set_value("TD Milestone", reached, "state", "Reached")
	titles = [row.title for row in read("Milestones Due", ASSIGNER)]
	assert "Keel" in titles and "Drawing" not in titles
	assert read("Milestones Due", STRANGER) == []


@pytest.mark.parametrize("reader", [ASSIGNER, STRANGER])
def test_set_by_me_opens_with_the_name_of_whoever_opens_it(reader: str) -> None:
	with acting_as(reader):
		getdoc("Report", "Tasks Set by Me")
	opened = frappe.response.docs[-1]
	assert ["TD Task", "assigner", "=", reader] in json.loads(opened.json)["filters"]
	assert reader not in frappe.db.get_value("Report", "Tasks Set by Me", "json")


def test_set_by_me_is_mailed_about_the_person_whose_it_is() -> None:
	mine = make_task(ASSIGNER, observers=[{"user": NEWCOMER}]).name
	hers = make_task(NEWCOMER, observers=[{"user": ASSIGNER}]).name
	for user, expected in ((ASSIGNER, mine), (NEWCOMER, hers)):
		with acting_as(user):
			mail = frappe.get_doc(
				doctype="Auto Email Report",
				report="Tasks Set by Me",
				user=user,
				email_to=user,
				format="CSV",
				frequency="Daily",
				filters="{}",
			)
			mail.flags.ignore_permissions = True
			mail.insert()
		content = str(mail.get_report_content())
		assert expected in content
		assert {mine, hers} - {expected} & set(content.split(",")) != {expected}
		assert ({mine, hers} - {expected}).pop() not in content
