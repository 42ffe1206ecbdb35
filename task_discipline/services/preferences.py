"""What people have chosen: by which ways they are told of what, and when the digest reaches them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline.domain.channels import USUAL, Choice, Mail, Preferences, Topic
from task_discipline.services import settings

PREFERENCES = "TD Preferences"
WORK_BEGINS = "When Work Begins"
NOBODYS = Preferences()
WITHOUT_DIGEST = frozenset({"Administrator"})
"""Accounts that no digest is written for: what would wait for it goes at once."""


def load(users: Iterable[str]) -> dict[str, Preferences]:
	"""The preferences of each of ``users``, the usual ones for whoever never chose; one query for all."""
	names = list(dict.fromkeys(users))
	if not names:
		return {}
	# Without the query builder, which would take longer than the database: this is asked for every notice.
	rows = frappe.db.sql(
		f"select * from `tab{PREFERENCES}` where `user` in %s", (tuple(names),), as_dict=True
	)
	stored = {row.user: _preferences(row) for row in rows}
	chosen = {name: stored.get(name, NOBODYS) for name in names}
	return chosen | {
		name: replace(chosen[name], wants_digest=False) for name in names if name in WITHOUT_DIGEST
	}


def _preferences(row: Mapping[str, Any]) -> Preferences:
	return Preferences(
		choices={topic: _choice(row, topic) for topic in Topic},
		wants_digest=bool(row["digest"]),
		digest_hour=hour_of(row["digest_hour"]),
	)


def _choice(row: Mapping[str, Any], topic: Topic) -> Choice:
	mail = row[f"{topic.value}_mail"]
	known = Mail(mail) if mail in Mail._value2member_map_ else USUAL[topic].mail
	return Choice(bool(row[f"{topic.value}_bell"]), known)


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
