"""The people of the benchmark's company, and who plays which part."""

import random

import frappe
from frappe.utils import now

from task_discipline.standing import MANAGER_ROLE, USER_ROLE

PEOPLE = tuple(f"person{number:04d}@bench.example" for number in range(1, 1_001))

LIGHT = PEOPLE[0]
"""On 200 tasks."""
HEAVY = PEOPLE[1]
"""On 5,000 tasks."""
HEAD = PEOPLE[2]
"""Chief of 50 ordinary people; on 300 tasks himself."""
SMALL_HEAD = PEOPLE[3]
"""Chief of three people with 200 tasks each; on 100 tasks himself."""
MANAGER = PEOPLE[4]
"""Sees every task."""

SMALL_TEAM = PEOPLE[5:8]
TASKS_OF = {LIGHT: 200, HEAVY: 5_000, HEAD: 300, SMALL_HEAD: 100, **dict.fromkeys(SMALL_TEAM, 200)}
"""On exactly how many tasks the measured people are; everybody else shares the rest."""
ORDINARY = tuple(person for person in PEOPLE if person not in TASKS_OF)
TEAM = tuple(sorted(random.Random(50).sample(ORDINARY[1:], 50)))

_USER_COLUMNS = (
	"name creation modified owner modified_by email username first_name full_name enabled user_type language time_zone"
).split()


def create() -> None:
	"""Create the people, their roles and the two teams; nobody is told."""
	if not frappe.db.exists("User", LIGHT):
		_insert_users()
	for name, head, members in (("Fifty", HEAD, TEAM), ("Three", SMALL_HEAD, SMALL_TEAM)):
		frappe.db.delete("TD Team", name)
		frappe.get_doc(
			doctype="TD Team", team_name=name, head=head, members=[{"user": user} for user in members]
		).insert()


def _insert_users() -> None:
	moment = now()
	stamp = (moment, moment, "Administrator", "Administrator")
	users = []
	for person in PEOPLE:
		short = person.split("@")[0]
		zone = "Europe/Berlin"
		users.append(
			(person, *stamp, person, short, short.title(), short.title(), 1, "System User", "en", zone)
		)
	frappe.db.bulk_insert("User", _USER_COLUMNS, users)
	roles = [(f"bench{person[:10]}", *stamp, person, "User", "roles", _role_of(person)) for person in PEOPLE]
	columns = "name creation modified owner modified_by parent parenttype parentfield role".split()
	frappe.db.bulk_insert("Has Role", columns, roles)


def _role_of(person: str) -> str:
	return MANAGER_ROLE if person == MANAGER else USER_ROLE
