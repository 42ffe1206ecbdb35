"""The terms of rules that are kept as text follow the new names of people and teams: else they would be for nobody."""

import json
from collections.abc import Callable

import frappe

from task_discipline.money_names import RULE_VERSION
from task_discipline.services.money.terms import MEMBERS

Terms = dict[str, object]


def person(old: str, new: str) -> None:
	"""An account has another name now, or has become another account."""

	def follow(terms: Terms) -> None:
		for field in ("people", MEMBERS):
			named = terms.get(field)
			if isinstance(named, list):
				terms[field] = sorted({new if one == old else one for one in named})

	_rewrite(follow)


def team(old: str, new: str) -> None:
	"""A team has another name now, or has become another team."""

	def follow(terms: Terms) -> None:
		terms["team"] = new if terms.get("team") == old else terms.get("team")

	_rewrite(follow)


def _rewrite(follow: Callable[[Terms], None]) -> None:
	# Versions are few, and their text may write a name with escapes.
	for row in frappe.get_all(RULE_VERSION, fields=["name", "terms"], order_by=None, limit=0):
		kept, terms = json.loads(row.terms), json.loads(row.terms)
		follow(terms)
		if terms != kept:
			written = frappe.as_json(terms, indent=None)
			frappe.db.set_value(RULE_VERSION, row.name, "terms", written, update_modified=False)
