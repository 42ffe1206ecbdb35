"""The people behind user names, as notices need them."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.utils import get_system_timezone

from task_discipline.services.settings import Settings


@dataclass(frozen=True)
class Recipient:
	"""One person who can be told something: how, in which language and in which time zone."""

	user: str
	email: str
	language: str
	time_zone: str
	wants_bell: bool
	wants_mail: bool


def load(users: Iterable[str]) -> list[Recipient]:
	"""The enabled ones among ``users``, each once, with their own and the host's switches for notices."""
	names = list(dict.fromkeys(users))
	if not names:
		return []
	found = {row.name: _recipient(row) for row in _rows(names)}
	return [found[name] for name in names if name in found]


@dataclass(frozen=True)
class Channels:
	"""By which ways a person is told, and why not by both."""

	bell: bool
	mail: bool
	reason: str = ""


def channels(one: Recipient, site: Settings, mail_is_ready: bool) -> Channels:
	"""How a person is reminded: what the site sends, what he takes, and what can reach him."""
	bell = site.notify_by_bell and one.wants_bell
	for is_missing, reason in (
		(not site.notify_by_mail, "The site sends no e-mail"),
		(not one.wants_mail, "The person takes no e-mail"),
		(not one.email, "The person has no e-mail address"),
		(not mail_is_ready, "The site has no outgoing e-mail account"),
	):
		if is_missing:
			return Channels(bell, False, reason)
	return Channels(bell, True, "" if bell else "The bell is switched off")


def _rows(names: list[str]) -> list[frappe._dict]:
	user, switches = frappe.qb.DocType("User"), frappe.qb.DocType("Notification Settings")
	return (
		frappe.qb.from_(user)
		.left_join(switches)
		.on(switches.name == user.name)
		.where(user.name.isin(names) & (user.enabled == 1))
		.select(
			user.name,
			user.email,
			user.language,
			user.time_zone,
			switches.enabled.as_("bell"),
			switches.enable_email_notifications.as_("mail"),
		)
		.run(as_dict=True)
	)


def _recipient(row: frappe._dict) -> Recipient:
	# No row of switches means that the person never touched them: the host tells him everything.
	return Recipient(
		user=row.name,
		email=row.email if "@" in (row.email or "") else "",
		language=row.language or frappe.db.get_default("lang") or "en",
		time_zone=row.time_zone or get_system_timezone(),
		wants_bell=row.bell is None or bool(row.bell),
		wants_mail=row.mail is None or bool(row.mail),
	)


def remember_names(users: Iterable[str]) -> None:
	"""Let the host know at once how ``users`` are called, which it would ask for one by one."""
	known = getattr(frappe.local, "fullnames", None)
	frappe.local.fullnames = (known or {}) | full_names(users)


def full_names(users: Iterable[str | None]) -> dict[str, str]:
	"""How people are called, the disabled ones too; unknown users are left out."""
	names, user = {name for name in users if name}, frappe.qb.DocType("User")
	if not names:
		return {}
	rows = frappe.qb.from_(user).select(user.name, user.full_name).where(user.name.isin(sorted(names))).run()
	return {name: full_name or name for name, full_name in rows}
