"""What people have chosen: by which ways they are told of what, and when the digest reaches them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline.domain.channels import USUAL, Choice, Mail, Preferences, Topic
from task_discipline.services import settings

PREFERENCES = "TD Preferences"
NOBODYS = Preferences()
_COLUMNS = (
	"`user`",
	"digest",
	"digest_hour",
	*(f"{topic.value}_{way}" for topic in Topic for way in ("bell", "mail")),
)
WITHOUT_DIGEST = frozenset({"Administrator"})
"""Accounts that no digest is written for: what would wait for it goes at once."""


def load(users: Iterable[str]) -> dict[str, Preferences]:
	"""The preferences of each of ``users``, the usual ones for whoever never chose; one query for all."""
	names = list(dict.fromkeys(users))
	if not names:
		return {}
	# Without the query builder, which would take longer than the database: this is asked for every notice.
	rows = frappe.db.sql(
		f"select {', '.join(_COLUMNS)} from `tab{PREFERENCES}` where `user` in %s", (tuple(names),)
	)
	stored = {user: _preferences(*values) for user, *values in rows}
	chosen = {name: stored.get(name, NOBODYS) for name in names}
	return chosen | {
		name: replace(chosen[name], wants_digest=False) for name in names if name in WITHOUT_DIGEST
	}


@lru_cache(maxsize=1024)  # most people choose alike
def _preferences(digest: int, digest_hour: str | None, *pairs: object) -> Preferences:
	bells, mails = pairs[::2], pairs[1::2]
	return Preferences(
		choices={topic: _choice(*pair, topic) for topic, *pair in zip(Topic, bells, mails, strict=True)},
		wants_digest=bool(digest),
		digest_hour=hour_of(digest_hour),
	)


def _choice(bell: object, mail: object, topic: Topic) -> Choice:
	known = Mail(mail) if mail in Mail._value2member_map_ else USUAL[topic].mail
	return Choice(bool(bell), known)


def hour_of(stored: str | None) -> int | None:
	"""The hour in a field; None where work begins, or where no hour stands in it."""
	text = (stored or "").split(":")[0]
	return int(text) if text.isdecimal() and int(text) < 24 else None


def check(chosen: Document) -> None:
	"""Raises ``frappe.ValidationError`` where a person switches off what his company has made mandatory."""
	before = chosen.get_doc_before_save()
	for topic in sorted(settings.load().mandatory):
		# What was off before it became mandatory may stay in its field: it counts again when it is no longer.
		if _switched_off(chosen, topic) - (_switched_off(before, topic) if before else set()):
			label = _(chosen.meta.get_label(f"{topic.value}_section"))
			frappe.throw(
				_(
					"{0}: your company has made these notices mandatory. Leave the bell and the e-mail on."
				).format(label),
				title=_("Mandatory notices"),
			)


def _switched_off(chosen: Document, topic: Topic) -> set[str]:
	bell, mail = f"{topic.value}_bell", f"{topic.value}_mail"
	return {
		field
		for field, is_off in (
			(bell, not cint(chosen.get(bell))),
			(mail, chosen.get(mail) == Mail.NEVER.value),
		)
		if is_off
	}


def forget(user: str) -> None:
	"""The account goes, and with it what its person has chosen."""
	frappe.db.delete(PREFERENCES, {"user": user})


def make_room(old: str, new: str) -> None:
	"""Of two accounts that become one, the choices of the one that stays count."""
	if frappe.db.exists(PREFERENCES, {"user": new}):
		forget(old)


def follow(new: str) -> None:
	"""The account has another name now, which the host has written into ``user`` already."""
	frappe.db.sql(f"update `tab{PREFERENCES}` set name = `user` where `user` = %s", new)
