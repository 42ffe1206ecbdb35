"""Who belongs to which team today: TD Team, and where somebody is in none, the people of his chief."""

from collections.abc import Collection
from dataclasses import dataclass

import frappe
from frappe import _

from task_discipline import people
from task_discipline.services.reports import names


@dataclass(frozen=True)
class Team:
	"""A team as a row of a report: a record of its own, or what an employee's chief makes."""

	label: str
	record: str | None = None


def of(users: Collection[str]) -> dict[str, list[Team]]:
	"""The teams of each of ``users``; whoever is in several counts in each."""
	found: dict[str, list[Team]] = {}
	rows = frappe.get_all(
		"TD Task User",
		{"parenttype": "TD Team", "user": ("in", [*users, ""])},
		["parent", "user"],
		order_by="parent asc",
	)
	for row in rows:
		found.setdefault(row.user, []).append(Team(row.parent, row.parent))
	return found | _of_chiefs([user for user in users if user not in found])


def _of_chiefs(users: list[str]) -> dict[str, list[Team]]:
	chiefs = people.heads_of(users)
	called = names.of_people({head for heads in chiefs.values() for head in heads})
	return {
		user: [Team(_("People of {0}").format(called[head])) for head in heads]
		for user, heads in chiefs.items()
	}
