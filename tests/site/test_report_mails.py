"""A report by mail shows what the person may read in whose name it is sent, whoever lets it run."""

from typing import Any

import frappe
import pytest

from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_task,
)

NAMES = {RESPONSIBLE: "Boris Tester", STRANGER: "Greta Tester"}


def mail_of(user: str, report: str = "Workload", **fields: Any) -> Any:
	given = {"report": report, "user": user, "email_to": user, "format": "CSV", "frequency": "Daily"}
	mail = frappe.get_doc(doctype="Auto Email Report", **{"filters": "{}"} | given | fields)
	with acting_as(user):
		mail.flags.ignore_permissions = True
		return mail.insert()


@pytest.mark.parametrize(
	("user", "seen"),
	[
		(STRANGER, {STRANGER}),
		(HEAD, {RESPONSIBLE}),
		(RESPONSIBLE, {RESPONSIBLE}),
		(MANAGER, {STRANGER, RESPONSIBLE}),
	],
)
def test_a_script_report_is_made_for_its_user(user: str, seen: set[str]) -> None:
	make_task(co_assignees=[], observers=[])
	make_task(STRANGER, responsible=STRANGER, co_assignees=[], observers=[])
	mail = mail_of(user)
	# As the scheduler does, in the administrator's name.
	content = str(frappe.get_doc("Auto Email Report", mail.name).get_report_content())
	assert {person for person, name in NAMES.items() if name in content} == seen
	assert frappe.session.user == "Administrator"


def test_other_reports_are_left_as_they_are() -> None:
	frappe.get_doc(
		doctype="Report", report_name="All notes", ref_doctype="Note", report_type="Report Builder", json="{}"
	).insert()
	frappe.get_doc(doctype="Note", title="Of the administrator").insert()
	mail = mail_of(ASSIGNER, "All notes", send_if_data=0)
	assert "ID" in str(frappe.get_doc("Auto Email Report", mail.name).get_report_content())


def test_nobody_downloads_the_report_of_another() -> None:
	make_task(co_assignees=[], observers=[])
	mail = mail_of(RESPONSIBLE)
	for reader in (SYSTEM_MANAGER, STRANGER):
		with acting_as(reader), pytest.raises(frappe.PermissionError, match="may see"):
			frappe.get_doc("Auto Email Report", mail.name).get_report_content()


def test_nothing_is_mailed_in_the_name_of_somebody_who_left() -> None:
	mail = mail_of(RESPONSIBLE)
	frappe.db.set_value("User", RESPONSIBLE, "enabled", 0)
	frappe.clear_document_cache("User", RESPONSIBLE)
	assert frappe.get_doc("Auto Email Report", mail.name).get_report_content() is None


@pytest.mark.parametrize(
	"report", ["Execution Discipline", "Overdue Now", "Deadline Moves", "Review Discipline"]
)
@pytest.mark.parametrize("form", ["HTML", "CSV", "XLSX"])
def test_each_report_can_be_mailed(report: str, form: str) -> None:
	mail = mail_of(RESPONSIBLE, report, format=form, filters='{"period": "Last Month"}', send_if_data=0)
	content = frappe.get_doc("Auto Email Report", mail.name).get_report_content()
	assert content
