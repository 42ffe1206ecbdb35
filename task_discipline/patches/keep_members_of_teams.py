"""Versions of rules for a team keep who was in it; of those that do not yet, today's people are the best that is known."""

import json

import frappe

from task_discipline.money_names import RULE_VERSION
from task_discipline.services.money import terms


def execute() -> None:
	"""Fill the versions that do not say who was in the team."""
	teams = terms.members()
	for row in frappe.get_all(RULE_VERSION, fields=["name", "terms"], order_by=None, limit=0):
		values = json.loads(row.terms)
		if values["who"] == "Team" and terms.MEMBERS not in values:
			values[terms.MEMBERS] = sorted(teams.get(values["team"], ()))
			kept = frappe.as_json(values, indent=None)
			frappe.db.set_value(RULE_VERSION, row.name, "terms", kept, update_modified=False)
