"""What one round works on: made and committed before anything is struck."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe

from task_discipline.money_names import ENTRY, STATEMENT
from tests import chatting, factories, money, reminding, statements
from tests.chatting import ANNA, BORIS, CLARA, DMITRI
from tests.factories import MANAGER
from tests.recurring import make_whole_template

TEMPLATES, REMINDED, ACTED, ENTRIES = 16, 24, 10, 2
FIRST = datetime(2031, 3, 3, 9, 0)
NOW = datetime(2031, 3, 6, 16, 40)
"""Thursday afternoon: every occurrence of the templates is due, and so is a reminder of each task."""
EARNERS = (ANNA, BORIS, CLARA, DMITRI, factories.HEAD, MANAGER, factories.STRANGER, factories.NEWCOMER)
REMINDED_PEOPLE = (BORIS, CLARA)
TALKERS = (ANNA, BORIS, CLARA)


@dataclass(frozen=True)
class World:
	"""Names of everything that a round is about."""

	templates: tuple[str, ...]
	reminded: tuple[str, ...]
	"""Tasks whose deadline is near."""
	acted: tuple[str, ...]
	"""Tasks that their people accept, submit and judge."""
	group: str
	upload: str
	"""The task that files are uploaded to."""


def make(mail_port: int) -> World:
	"""A new world; what an earlier round has left is removed."""
	_clear(mail_port)
	world = World(
		templates=tuple(make_whole_template(number, FIRST.date()).name for number in range(TEMPLATES)),
		reminded=tuple(_near(number) for number in range(REMINDED)),
		acted=tuple(_task(f"Work {number}") for number in range(ACTED)),
		group=chatting.make_group(members=(BORIS, CLARA, DMITRI)),
		upload=_task("Papers"),
	)
	for user in EARNERS:
		for number in range(ENTRIES):
			statements.make_entry(user, -10.0 - number)
	frappe.db.delete("Email Queue")
	frappe.db.delete("Email Queue Recipient")
	frappe.db.delete("Notification Log")
	frappe.db.commit()
	return world


def _clear(mail_port: int) -> None:
	factories.ensure_people()
	chatting.forget_groups()
	chatting.forget_limits()
	factories.purge()
	for doctype in (
		"TD Reminder",
		"TD Digest",
		"TD Outage",
		ENTRY,
		STATEMENT,
		"Error Log",
		"TD Task Template",
	):
		frappe.db.delete(doctype)
	money.use_money()
	reminding.use_office_hours()
	frappe.db.set_single_value("TD Settings", "chat_messages_per_minute", 6_000)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	factories.make_mail_account(mail_port)


def _near(number: int) -> str:
	return str(reminding.accepted_task(subject=f"Near {number}", co_assignees=[{"user": CLARA}]).name)


def _task(subject: str) -> str:
	return str(factories.make_task(subject=subject, deadline=NOW + timedelta(days=30)).name)
