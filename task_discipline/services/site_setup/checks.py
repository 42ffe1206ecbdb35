"""What monitoring need not watch and a new site must have: no sleep, people with roles, a host without known holes."""

import frappe
from frappe import _

from task_discipline import host_state
from task_discipline.services.health.finding import Finding, error, fine, warning
from task_discipline.standing import MANAGER_ROLE, USER_ROLE

AWAKE_DAYS = 60
"""Longer than any holidays; what the page offers."""
_LONG_ENOUGH = 30


def dormancy() -> Finding:
	"""Whether the site goes to sleep when nobody logs in over the holidays."""
	if not host_state.may_sleep():
		return fine(_("This site never sleeps: its jobs run whether anybody logs in or not."))
	days = host_state.dormant_days()
	if days < _LONG_ENOUGH:
		return warning(
			_(
				"After {0} days without a login the jobs run only once a day, so over long holidays people are reminded late."
			).format(days),
			_("Let the site stay awake for {0} days.").format(AWAKE_DAYS),
			dormant_days=days,
		)
	return fine(_("The site stays awake for {0} days without a login.").format(days), dormant_days=days)


def roles() -> Finding:
	"""Whether anybody sets tasks and anybody sees all of them."""
	managers, setters = _active_holders(MANAGER_ROLE), _active_holders(USER_ROLE)
	figures = {"managers": len(managers), "setters": len(setters | managers)}
	if not managers and not setters:
		return error(
			_("Nobody but Administrator can set tasks for others."),
			_(
				"Give the role Task Discipline User to who sets tasks and Task Discipline Manager to who sees them all."
			),
			**figures,
		)
	if not managers:
		return warning(
			_("People who set tasks: {0}. Nobody sees them all.").format(len(setters)),
			_("Give the role Task Discipline Manager to one person at least."),
			**figures,
		)
	return fine(
		_("People who set tasks: {0}, of whom managers: {1}. Everybody with the desk gets tasks.").format(
			figures["setters"], figures["managers"]
		),
		**figures,
	)


def _active_holders(role: str) -> set[str]:
	holder, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	return set(
		frappe.qb.from_(holder)
		.join(user)
		.on(user.name == holder.parent)
		.where((holder.parenttype == "User") & (holder.role == role))
		.where((user.enabled == 1) & (user.name != "Administrator"))
		.select(user.name)
		.run(pluck=True)
	)


def host() -> Finding:
	"""Whether the host is new enough to have closed what an app can close for its own doctypes alone."""
	version, found = frappe.__version__, host_state.open_doors()
	if not found:
		return fine(_("Frappe {0} has closed the known gaps.").format(version), version=version)
	words = {
		"files": _("copying the address of a private file"),
		"following": _("following records that one may not read"),
		"search": _("link search past permissions"),
		"uploads": _("uploading files to records of others"),
	}
	return warning(
		_("Frappe {0} leaves open for records of other apps: {1}. Tasks are guarded all the same.").format(
			version, ", ".join(words[door] for door in found)
		),
		_("Update Frappe within its version: {0}").format("bench update"),
		version=version,
		doors=list(found),
	)
