"""The demo's people as users of the site: made, recognised and told apart from everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from task_discipline.setup.demo import company, surroundings
from task_discipline.setup.demo.company import Person

_MARK = "task_discipline_demo"
"""A user default that each person of the demo carries: it tells him from a real one with such an address."""


def marked() -> list[str]:
	"""Logins of the people whom the demo has made."""
	return frappe.get_all("DefaultValue", filters={"defkey": _MARK}, pluck="parent", order_by="parent asc")


def obstacles() -> list[str]:
	"""What stands on the site already under the names that the demo needs; empty where it can be added."""
	users = frappe.get_all("User", filters={"name": ("in", list(company.USERS.values()))}, pluck="name")
	teams = frappe.get_all("TD Team", filters={"name": ("in", list(company.TEAMS))}, pluck="name")
	calendars = frappe.get_all("TD Work Calendar", filters={"name": surroundings.CALENDAR}, pluck="name")
	return [
		*(_("user {0}").format(name) for name in sorted(users)),
		*(_("team {0}").format(name) for name in sorted(teams)),
		*(_("calendar {0}").format(name) for name in calendars),
	]


def make() -> None:
	"""Create the people, their departments and their preferences."""
	with _as_installer():
		for person in company.PEOPLE:
			_make_user(person)
	users = [person.user for person in company.PEOPLE]
	# Their addresses lead nowhere, so the host is told to write to none of them.
	frappe.db.set_value("Notification Settings", {"name": ("in", users)}, "enable_email_notifications", 0)
	for name, (head, *members) in company.TEAMS.items():
		_make_team(name, head, members)
	for key, chosen in company.CHOICES.items():
		frappe.get_doc({"doctype": "TD Preferences", "user": company.user_of(key), **chosen}).insert()


@contextmanager
def _as_installer() -> Iterator[None]:
	"""Let the host finish with each user at once.

	Otherwise it makes his contact and asks gravatar.com for his picture in jobs, which could come after a removal.
	"""
	before = frappe.flags.in_install
	frappe.flags.in_install = "task_discipline"
	try:
		yield
	finally:
		frappe.flags.in_install = before


def _make_user(person: Person) -> None:
	first_name, last_name = person.full_name.split(" ", 1)
	user = frappe.get_doc(
		doctype="User",
		email=person.user,
		first_name=first_name,
		last_name=last_name,
		bio=person.title,
		language="en",
		send_welcome_email=0,
		new_password=company.PASSWORD,
		roles=[{"role": person.role}],
		# The role makes a desk user of him. Were he one from the start, a site without a System Manager
		# would make him that.
		user_type="Website User",
	)
	user.flags.ignore_password_policy = True
	user.insert()
	frappe.defaults.add_default(_MARK, "1", person.user)


def _make_team(name: str, head: str, members: list[str]) -> None:
	team = frappe.get_doc(doctype="TD Team", team_name=name, head=company.user_of(head))
	team.extend("members", [{"user": company.user_of(member)} for member in members])
	team.insert()
