"""Mends what is safe to mend from the desk; each saves the host's own record with the rights of whoever asks."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import cint, escape_html

from task_discipline.services import inputs
from task_discipline.standing import MANAGER_ROLE, USER_ROLE, is_active

_MOST_PEOPLE = 100
_FEWEST_DAYS, _MOST_DAYS = 5, 3_660


def enable_scheduler() -> None:
	"""Switch the scheduler on; what the site's configuration stops is for the shell."""
	_set_host("enable_scheduler", 1)


def stay_awake(days: object) -> None:
	"""Let the site stay awake for so many days without a login. Raises for a number that nobody can mean."""
	wanted = cint(days)
	if not _FEWEST_DAYS <= wanted <= _MOST_DAYS:
		frappe.throw(_("Give a number of days between {0} and {1}.").format(_FEWEST_DAYS, _MOST_DAYS))
	_set_host("dormant_days", wanted)


def give_role(role: object, people: Sequence[object]) -> int:
	"""Give one of our roles to people who have an account of the desk, and say how many did not have it.

	Raises ``frappe.ValidationError`` for another role and for somebody without an account; nobody gets it then.
	"""
	if role not in (MANAGER_ROLE, USER_ROLE):
		frappe.throw(
			_("Choose one of the roles {0} and {1}; others are given in the list of users.").format(
				USER_ROLE, MANAGER_ROLE
			)
		)
	users = [_known(person) for person in _chosen(people)]
	fresh = [user for user in users if role not in {row.role for row in user.roles}]
	for user in fresh:
		user.add_roles(role)
	return len(fresh)


def _chosen(people: Sequence[object]) -> list[str]:
	names = list(dict.fromkeys(inputs.plain_text(person) for person in people))
	if not names:
		frappe.throw(_("Choose the people first."))
	if len(names) > _MOST_PEOPLE:
		frappe.throw(_("Choose at most {0} people at once.").format(_MOST_PEOPLE))
	return names


def _known(name: str) -> "frappe.model.document.Document":
	if not frappe.db.exists("User", {"name": name, "enabled": 1}) or not is_active(name):
		frappe.throw(
			_(
				"{0} has no active account of the desk. Make the account first, or choose another person."
			).format(frappe.bold(escape_html(name)))
		)
	user = frappe.get_doc("User", name, for_update=True)
	user.check_permission("write")
	return user


def _set_host(setting: str, value: int) -> None:
	settings = frappe.get_doc("System Settings")
	settings.set(setting, value)
	# A site whose set-up wizard was left early lacks what the host wants, and none of it is ours.
	settings.flags.ignore_mandatory = True
	settings.save()
