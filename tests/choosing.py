"""What people choose, and what their company insists on."""

from typing import Any

import frappe

from task_discipline.domain.channels import Topic
from tests.factories import acting_as


def choose(person: str, **chosen: Any) -> Any:
	"""The preferences of a person, written by himself: what is not named keeps its value."""
	with acting_as(person):
		if frappe.db.exists("TD Preferences", person):
			return frappe.get_doc("TD Preferences", person).update(chosen).save()
		return frappe.get_doc({"doctype": "TD Preferences", "user": person, **chosen}).insert()


def insist_on(*topics: Topic) -> None:
	"""The company makes these topics mandatory, and no others."""
	for topic in Topic:
		frappe.db.set_single_value("TD Settings", f"mandatory_{topic.value}", int(topic in topics))
	frappe.clear_document_cache("TD Settings", "TD Settings")
