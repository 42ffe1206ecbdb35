"""Who belongs to which team today: TD Team, and where somebody is in none, the people of his chief."""

from collections.abc import Collection
from dataclasses import dataclass

from frappe import _

from task_discipline import people
from task_discipline.services.reports import names, scope


@dataclass(frozen=True)
class Team:
	"""A team as a row of a report: a record of its own, or what an employee's chief makes."""

	label: str
	record: str | None = None


def of(users: Collection[str]) -> dict[str, list[Team]]:
	"""The teams of each of ``users``; whoever is in several counts in each."""
	found: dict[str, list[Team]] = {}
	asked = set(users)
	for team, belonging in scope.team_people().items():
		for user in asked.intersection(belonging):
			found.setdefault(user, []).append(Team(team, team))
	return found | _of_chiefs([user for user in users if user not in found])


def _of_chiefs(users: list[str]) -> dict[str, list[Team]]:
	chiefs = people.heads_of(users)
	called = names.of_people({head for heads in chiefs.values() for head in heads})
	return {
		user: [Team(_("People of {0}").format(called[head])) for head in heads]
		for user, heads in chiefs.items()
	}
