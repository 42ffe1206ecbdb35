"""A company of 5,000 people in teams of fifty, and who of them looks at reports."""

import frappe
from frappe.utils import now

from task_discipline.services import rows
from task_discipline.standing import MANAGER_ROLE, USER_ROLE

PEOPLE = tuple(f"worker{number:05d}@reports.example" for number in range(1, 5_001))
_TEAM = 50

MANAGER = PEOPLE[0]
"""Sees every task; head of nobody."""
HEAD = PEOPLE[_TEAM]
"""Head of fifty people, himself among them."""
PARTICIPANT = PEOPLE[_TEAM + 1]
"""An ordinary person of that team."""

TEAMS = tuple(PEOPLE[start : start + _TEAM] for start in range(0, len(PEOPLE), _TEAM))
"""People by team, each team's head first."""

_USER_COLUMNS = (
	"name creation modified owner modified_by email username first_name full_name enabled user_type language time_zone"
).split()
_ROLE_COLUMNS = "name creation modified owner modified_by parent parenttype parentfield role".split()


def create() -> None:
	"""Create the people, their roles and their teams, unless they are there; nobody is told."""
	if frappe.db.exists("User", PEOPLE[-1]):
		return
	moment = now()
	stamp = (moment, moment, "Administrator", "Administrator")
	users, roles = [], []
	for person in PEOPLE:
		short = person.split("@")[0]
		account = (person, short, short.title(), short.title(), 1, "System User", "en", "Europe/Berlin")
		users.append((person, *stamp, *account))
		role = MANAGER_ROLE if person == MANAGER else USER_ROLE
		roles.append((f"reports{short}", *stamp, person, "User", "roles", role))
	frappe.db.bulk_insert("User", _USER_COLUMNS, users)
	frappe.db.bulk_insert("Has Role", _ROLE_COLUMNS, roles)
	_create_teams()


def _create_teams() -> None:
	names = [f"Department {number}" for number in range(1, len(TEAMS))]
	teams = TEAMS[1:]  # the first one is in no team: no company is tidy
	rows.insert(
		"TD Team",
		[{"team_name": name, "head": team[0]} for name, team in zip(names, teams, strict=True)],
		names,
	)
	members = [
		{"parent": name, "parenttype": "TD Team", "parentfield": "members", "user": user}
		for name, team in zip(names, teams, strict=True)
		for user in team
	]
	rows.insert("TD Task User", members)
