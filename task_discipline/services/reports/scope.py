"""Whose rows a report shows to whom: everybody's to a manager, his people's to a head, one's own to oneself."""

from collections.abc import Collection
from dataclasses import dataclass

import frappe

from task_discipline import people
from task_discipline.standing import is_active, is_manager

TEAM = "TD Team"


@dataclass(frozen=True)
class Scope:
	"""The people about whom a reader knows everything; ``everybody`` where that is all of them."""

	reader: str
	people: frozenset[str]
	everybody: bool = False

	def knows(self, person: str) -> bool:
		"""Whether the reader sees every task that the person answers for."""
		return self.everybody or person in self.people


def of(reader: str) -> Scope:
	"""What ``reader`` may know of people, by his role and by today's teams; nothing where he may not log in."""
	if not is_active(reader):
		return Scope(reader, frozenset())
	return Scope(reader, frozenset({reader}) | people.people_of(reader), is_manager(reader))


def team_people(teams: Collection[str] | None = None) -> dict[str, list[str]]:
	"""The people of teams, each team's head first; of every team where none is named."""
	heads = frappe.get_all(
		TEAM, {"name": ("in", list(teams))} if teams else {}, ["name", "head"], order_by="name asc", limit=0
	)
	members = frappe.get_all(
		"TD Task User",
		{"parenttype": TEAM, "parent": ("in", [row.name for row in heads] or [""])},
		["parent", "user"],
		order_by="idx asc",
		limit=0,
	)
	found = {row.name: [row.head] if row.head else [] for row in heads}
	for row in members:
		if row.user not in found[row.parent]:
			found[row.parent].append(row.user)
	return found
