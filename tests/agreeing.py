"""What tests of agreement do: people ask for deadlines, answer, move them, and read what the form says."""

from typing import Any

import frappe

from task_discipline.services import agreement, task_view
from tests.factories import ASSIGNER, RESPONSIBLE, act, acting_as, in_hours, make_task

REQUEST = "TD Deadline Request"


def settle(**values: int) -> None:
	"""Settings of the site for this test."""
	frappe.db.set_single_value("TD Settings", values)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def make_limited(**fields: Any) -> Any:
	"""A task whose latest deadline may be given in hours from now."""
	latest = fields.get("latest_deadline")
	return make_task(**fields | ({"latest_deadline": in_hours(latest)} if isinstance(latest, int) else {}))


def ask(task: Any, hours: float = 72, reason: str = "More time") -> None:
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(hours)), reason=reason)


def answer(task: Any, method: str, **words: str) -> None:
	asked = frappe.db.get_value(REQUEST, {"task": task.name, "status": "Open"})
	with acting_as(ASSIGNER):
		getattr(frappe.get_doc(REQUEST, asked), method)(**words)


def move(task: Any, hours: float, person: str = ASSIGNER) -> None:
	act(person, task.name, "change_deadline", deadline=str(in_hours(hours)), reason="The client wants it")


def shown(task: Any, user: str = RESPONSIBLE) -> tuple[dict[str, Any] | None, list[str]]:
	"""What the form says of the agreement, and the actions that it offers."""
	with acting_as(user):
		seen = task_view.for_form(frappe.get_doc("TD Task", task.name))
	return seen["agreement"], seen["actions"]


def judged(task: Any) -> str:
	return agreement.standing(frappe.get_doc("TD Task", task.name).as_dict()).agreement.value


def last_details(task: Any) -> dict[str, Any]:
	event = frappe.get_last_doc("TD Task Event", {"task": task.name}, order_by="name desc")
	return frappe.parse_json(event.details or "{}")
