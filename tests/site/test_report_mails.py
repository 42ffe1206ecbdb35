"""A report by mail shows what the person may read in whose name it is sent, whoever lets it run."""

from typing import Any

import frappe
import pytest

from tests.factories import ASSIGNER, HEAD, MANAGER, RESPONSIBLE, STRANGER, acting_as, make_task

NAMES = {RESPONSIBLE: "Boris Tester", STRANGER: "Greta Tester"}


def mail_of(user: str, report: str = "Workload", **fields: Any) -> Any:
	given = {"report": report, "user": user, "email_to": user, "format": "CSV", "frequency": "Daily"}
	mail = frappe.get_doc(doctype="Auto Email Report", filters="{}", **given | fields)
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
