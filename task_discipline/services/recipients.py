"""The people behind user names, as notices need them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import frappe

from task_discipline import people
from task_discipline.domain.channels import Mail, Preferences, Topic, choice_for, topic_of
from task_discipline.domain.reminder_policy import Kind
from task_discipline.services import calendars, preferences, settings
from task_discipline.services.preferences import NOBODYS
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
	chosen: Preferences = NOBODYS


def load(users: Iterable[str]) -> list[Recipient]:
	"""Those of ``users`` who can log in to the desk, each once, with their own and the host's switches for notices."""
	names = list(dict.fromkeys(users))
	if not names:
		return []
	chosen = preferences.load(names)
	found = {row.name: _recipient(row, chosen[row.name]) for row in _rows(names)}
	return [found[name] for name in names if name in found]


def load_for(topic: Topic, users: Iterable[str]) -> list[Recipient]:
	"""``load``, with what each of them wants of ``topic``, which his company may have made mandatory."""
	mandatory = settings.load().mandatory
	return [_wanting(one, topic, mandatory) for one in load(users)]


def _wanting(one: Recipient, topic: Topic, mandatory: frozenset[Topic]) -> Recipient:
	choice, must = choice_for(topic, one.chosen, mandatory), topic in mandatory
	return replace(
		one,
		wants_bell=choice.bell and (one.wants_bell or must),
		wants_mail=choice.mail is not Mail.NEVER and (one.wants_mail or must),
	)


@dataclass(frozen=True)
class Occasion:
	"""What somebody is reminded of: of which kind, of a task of which priority, and as its responsible or not."""

	kind: Kind
	priority: str
	to_responsible: bool


@dataclass(frozen=True)
class Channels:
	"""By which ways a person is told, and why not by both; what is left to the digest stands there."""

	bell: bool
	mail: bool
	digest: bool = False
	reason: str = ""


def channels(one: Recipient, occasion: Occasion, site: Settings, mail_is_ready: bool) -> Channels:
	"""How a person is reminded: what the site sends, what he takes and must take, and what can reach him."""
	choice = choice_for(
		occasion.kind,
		one.chosen,
		site.mandatory,
		priority=occasion.priority,
		to_responsible=occasion.to_responsible,
	)
	must = topic_of(occasion.kind) in site.mandatory
	bell = site.notify_by_bell and choice.bell and (one.wants_bell or must)
	for is_missing, reason in (
		(not site.notify_by_mail, "The site sends no e-mail"),
		(not one.wants_mail and not must, "The person takes no e-mail"),
		(choice.mail is Mail.NEVER, "The person takes no e-mail of this kind"),
		(not one.email, "The person has no e-mail address"),
		(not mail_is_ready, "The site has no outgoing e-mail account"),
	):
		if is_missing:
			return Channels(bell, False, reason=reason)
	# Whoever has switched off the host's mails gets no digest: what he must be told goes alone.
	waits = choice.mail is Mail.DIGEST and one.wants_mail
	return Channels(bell, not waits, waits, "" if bell else "The bell is switched off")


def _rows(names: list[str]) -> list[frappe._dict]:
	user, switches = frappe.qb.DocType("User"), frappe.qb.DocType("Notification Settings")
	return (
		frappe.qb.from_(user)
		.left_join(switches)
		.on(switches.name == user.name)
		.where(user.name.isin(names) & (user.enabled == 1) & (user.user_type != people.WITHOUT_DESK))
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


def _recipient(row: frappe._dict, chosen: Preferences) -> Recipient:
	# No row of switches means that the person never touched them: the host tells him everything.
	return Recipient(
		user=row.name,
		email=row.email if "@" in (row.email or "") else "",
		language=row.language or frappe.db.get_default("lang") or "en",
		time_zone=calendars.zone_or_site(row.time_zone).key,
		wants_bell=row.bell is None or bool(row.bell),
		wants_mail=row.mail is None or bool(row.mail),
		chosen=chosen,
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
