"""Makes templates for the tests, and lets the generator look at them."""

from datetime import date, datetime
from typing import Any

import frappe
from frappe.utils import now_datetime

from task_discipline.services import clock
from task_discipline.services.generation import run
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE, acting_as

ROWS_BESIDE = {
	("TD Task Access", "task"): 4,
	("TD Task Event", "task"): 1,
	("TD Task User", "parent"): 2,
	("TD Plan Step", "parent"): 2,
	("TD Milestone", "task"): 1,
	("ToDo", "reference_name"): 2,
}
"""How many rows each task of ``make_whole_template`` has beside it."""
MONDAY = datetime(2031, 3, 3, 9, 0)
"""A Monday that no other template reaches."""


def template_fields(**fields: Any) -> dict[str, Any]:
	"""What a form sends for a daily template of one person, due at once and with work for a day."""
	defaults: dict[str, Any] = {
		"doctype": "TD Task Template",
		"subject": "Count the cash",
		"responsible": RESPONSIBLE,
		"repeat_unit": "Day",
		"repeat_every": 1,
		"starts_on": now_datetime().date(),
		"time_of_day": "00:00:00",
		"term": 3,
		"term_unit": "Days",
	}
	return defaults | fields


def make_whole_template(number: int, first: date) -> Any:
	"""A daily template with everything that a task has beside it, which makes up for whatever it missed since ``first``."""
	return make_template(
		subject=f"Template {number}",
		starts_on=first,
		time_of_day="09:00:00",
		missed_runs="Create All",
		co_assignees=[{"user": CO_ASSIGNEE}],
		observers=[{"user": OBSERVER}],
		plan=[{"title": "Count"}, {"title": "Write down"}],
		milestones=[{"title": "Half", "after": 1, "after_unit": "Days"}],
	)


def make_template(set_by: str = ASSIGNER, /, **fields: Any) -> Any:
	"""A stored template, made by a person through the ordinary door."""
	with acting_as(set_by):
		return frappe.get_doc(template_fields(**fields)).insert()


def daily(set_by: str = ASSIGNER, /, **fields: Any) -> Any:
	"""A template whose first task is due on MONDAY at nine."""
	return make_template(set_by, **{"starts_on": MONDAY.date(), "time_of_day": "09:00:00"} | fields)


def state(template: Any, *fields: str) -> Any:
	"""Fields of a stored template, its status if none is named."""
	return frappe.db.get_value("TD Task Template", template.name, fields or "status")


def tasks_of(template: Any, *fields: str) -> list[Any]:
	"""The tasks of a template in the order of their occurrences."""
	return frappe.get_all(
		"TD Task",
		filters={"template": template.name},
		fields=list(fields or ["name"]),
		order_by="occurrence asc",
	)


def outcomes_of(template: Any) -> list[str]:
	"""What happened to a template beside its tasks, oldest first."""
	return frappe.get_all(
		"TD Template Event", filters={"template": template.name}, pluck="outcome", order_by="name asc"
	)


def renew(at: datetime | None = None) -> None:
	"""Let the generator look at all templates, at ``at`` or now, without ending the transaction."""
	with clock.at(at or now_datetime()):
		run.renew(lambda: None, seconds=60)
