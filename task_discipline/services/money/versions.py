"""Versions of rules, each in force from the moment it is made: of new terms, and of other people in the team of a rule."""

import json
from collections.abc import Mapping

import frappe

from task_discipline import compat
from task_discipline.money_names import RULE, RULE_VERSION
from task_discipline.services import clock, rows
from task_discipline.services.money import rule_words, terms

Values = Mapping[str, object]


def add(new: Mapping[str, tuple[int, Values]]) -> None:
	"""Append a version of each rule: its number and its terms, in force from now on."""
	common = {"in_force_from": clock.now(), "changed_by": frappe.session.user}
	made = [
		{
			"rule": rule,
			"version": number,
			"terms": frappe.as_json(values, indent=None),
			"summary": rule_words.summary(values),
			**common,
		}
		for rule, (number, values) in new.items()
	]
	rows.insert(RULE_VERSION, made)


def follow_team(team: str) -> None:
	"""After a change of a team: the rules that are for it are for the people who are in it now, from now on.

	What was settled before goes by those who were in it then.
	"""
	new = {}
	people = sorted(terms.members([team]).get(team, ()))
	for row in _newest(team):
		values = json.loads(row.terms)
		if values.get(terms.MEMBERS) != people:
			new[row.rule] = (row.version + 1, {**values, terms.MEMBERS: people})
	add(new)
	# Whoever has a rule open may go on: its own terms have not changed.
	compat.update_many(RULE, {rule: {"version": number} for rule, (number, _values) in new.items()})


def _newest(team: str) -> list[frappe._dict]:
	return frappe.db.sql(
		f"""select version.rule, version.version, version.terms from `tab{RULE_VERSION}` version
		join `tab{RULE}` rule on rule.name = version.rule and rule.version = version.version
		where rule.who = 'Team' and rule.team = %s and rule.enabled = 1""",
		team,
		as_dict=True,
	)
