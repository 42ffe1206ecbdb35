"""Fines and Rewards: the register of a month, made of the statements that its reader may see."""

from typing import Any

from frappe import _

from task_discipline.money_names import STATEMENT
from task_discipline.services.money import register


def execute(filters: dict[str, Any] | None = None) -> tuple[Any, ...]:
	"""Columns, rows, message, chart and sums for the reader who is logged in."""
	asked = filters or {}
	found = register.rows(asked)
	return (
		_columns(register.places(found)),
		found,
		register.message(asked, found),
		None,
		register.summary(found),
		register.mixes_units(found),
	)


def _columns(places: int) -> list[dict[str, object]]:
	sums = {"fines": _("Fines"), "rewards": _("Rewards"), "net": _("Net")}
	return [
		{
			"fieldname": "statement",
			"label": _("Number", context="of a statement"),
			"fieldtype": "Link",
			"options": STATEMENT,
			"width": 120,
		},
		{"fieldname": "person_name", "label": _("Person"), "fieldtype": "Data", "width": 200},
		*(
			{"fieldname": name, "label": label, "fieldtype": "Float", "precision": places, "width": 120}
			for name, label in sums.items()
		),
		{"fieldname": "unit", "label": _("Unit"), "fieldtype": "Data", "width": 80},
		{"fieldname": "entries", "label": _("Entries"), "fieldtype": "Int", "width": 90},
		{"fieldname": "state", "label": _("State"), "fieldtype": "Data", "width": 210},
		{"fieldname": "answered_at", "label": _("Answered at"), "fieldtype": "Datetime", "width": 150},
		{
			"fieldname": "closed_at",
			"label": _("Closed", context="TD Discipline Statement"),
			"fieldtype": "Datetime",
			"width": 150,
		},
		{"fieldname": "payroll", "label": _("Payroll"), "fieldtype": "Data", "width": 100},
		{"fieldname": "person", "label": _("User"), "fieldtype": "Data", "width": 180, "hidden": 1},
	]
