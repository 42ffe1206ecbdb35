"""What the scheduler calls: small, idempotent, and each its own catch-up."""

from functools import partial

import frappe

from task_discipline.services import (
	batches,
	heartbeat,
	mail_recovery,
	milestones_due,
	missed_milestones,
	overdue,
)
from task_discipline.services.chat import inquiry_job, retention, retention_job, word_care
from task_discipline.services.chat import reminding as questions
from task_discipline.services.chat.away import sending as unread_talk
from task_discipline.services.digests import sending as digests
from task_discipline.services.generation import run
from task_discipline.services.imports import erpnext_tasks
from task_discipline.services.money import draft_job
from task_discipline.services.projects import figures, standing
from task_discipline.services.ratings import archive
from task_discipline.services.ratings import renewal as rating_renewal
from task_discipline.services.reminders import renewal, sending

_SECONDS = 240
"""Less than the five minutes to the next turn, and than what the host gives a job."""
_NIGHT = 1_200
"""Less than what the host gives a long job."""


def mark_overdue() -> None:
	"""Every five minutes: mark the tasks whose deadline has passed."""
	for step in (overdue.mark, missed_milestones.mark, milestones_due.tell):
		batches.tried(step, frappe.db.commit)


def rate_projects() -> None:
	"""Every quarter of an hour: rate the running projects, whose health changes with time alone."""
	for names in standing.running_batches():
		batches.tried(partial(standing.refresh, names), frappe.db.commit)


def recount_projects() -> None:
	"""Every night: count the tasks of the running projects anew, for what was written past every form."""
	for names in standing.running_batches():
		batches.tried(partial(figures.recount, names), frappe.db.commit)


def renew_templates() -> None:
	"""Every five minutes: make the tasks that templates ask for, in transactions of their own."""
	frappe.set_user("Administrator")  # the system does it, whoever has woken it
	heartbeat.beat()
	frappe.db.commit()
	run.renew(frappe.db.commit, _SECONDS)


def send_reminders() -> None:
	"""Every five minutes: send the reminders whose moment has come, in transactions of their own.

	Mails that were given up while no mail went out get another chance.
	"""
	frappe.set_user("Administrator")  # the system does it, whoever has woken it
	heartbeat.beat()
	frappe.db.commit()
	sending.send(frappe.db.commit, _SECONDS)
	mail_recovery.revive()
	frappe.db.commit()


def send_digests() -> None:
	"""Every quarter of an hour: send the morning digests whose hour has come, in transactions of their own."""
	frappe.set_user("Administrator")  # the system does it, whoever has woken it
	digests.send(frappe.db.commit, _SECONDS)


def remind_of_questions() -> None:
	"""Every five minutes: remind people of the questions that wait for them, in transactions of their own."""
	frappe.set_user("Administrator")  # the system does it, whoever has woken it
	questions.send(frappe.db.commit, _SECONDS)


def mail_unread_talk() -> None:
	"""Every quarter of an hour: mail people what was said to them while they were away, in transactions of their own."""
	frappe.set_user("Administrator")  # the system does it, whoever has woken it
	unread_talk.send(frappe.db.commit, _SECONDS)


def mend_search() -> None:
	"""Every quarter of an hour: see that messages are found by their words, which a crash of the database may prevent."""
	word_care.mend(frappe.db.commit)


def replan_reminders() -> None:
	"""Every five minutes, and at once when the rules change: plan the reminders of open tasks anew where they did."""
	frappe.set_user("Administrator")  # the system does it, whoever has changed the rules
	renewal.run(frappe.db.commit, _SECONDS)


def import_erpnext_tasks(user: str) -> None:
	"""Once, when a manager asks for it: bring ERPNext's tasks, in his name and in transactions of their own."""
	frappe.set_user(user)  # the host would go on as Administrator where it tries again
	erpnext_tasks.run(frappe.db.commit)


def draft_month(user: str, period: str, users: list[str] | None) -> None:
	"""When a manager asks for it: draft the statements of a month, in his name and in transactions of their own."""
	frappe.set_user(user)  # the host would go on as Administrator where it tries again
	draft_job.run(period, users, frappe.db.commit)


def rate_again(since: str = "", until: str = "", user: str = "") -> None:
	"""When an outage, an absence or a calendar was written: rate again what it touches."""
	frappe.set_user("Administrator")  # the system does it, whoever has written it
	rating_renewal.run(frappe.db.commit, *rating_renewal.moments(since, until), user or None)


def rate_last_months() -> None:
	"""Every night: rate the tasks of the last two months again; what is right already is not written."""
	frappe.set_user("Administrator")
	rating_renewal.of_last_months(frappe.db.commit)


def rate_archive() -> None:
	"""Every quarter of an hour: go on rating all tasks there are, where that is called for."""
	frappe.set_user("Administrator")
	archive.run(frappe.db.commit, _SECONDS)


def delete_old_talk() -> None:
	"""Every night: delete messages that are older than the site keeps them, and copies that were taken for an inquiry."""
	frappe.set_user("Administrator")
	inquiry_job.drop_old()
	frappe.db.commit()
	retention.run(frappe.db.commit, _NIGHT)


def delete_old_talk_now(user: str) -> None:
	"""When somebody who looks after the settings asks for it: delete old messages, and tell him how far it is."""
	frappe.set_user(user)  # the host would go on as Administrator where it tries again
	retention_job.run(frappe.db.commit)


def copy_talk(user: str, group: str, reason: str, file_type: str, upto: int) -> None:
	"""When a manager asks for it: write the copy of a large group, in his name."""
	frappe.set_user(user)  # the host would go on as Administrator where it tries again
	inquiry_job.run(group, reason, file_type, upto, frappe.db.commit)
