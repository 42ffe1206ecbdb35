"""Whoever loses the desk reads, hears and does nothing more of tasks, though he stays on them and may still log in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import frappe
import pytest

from task_discipline import permissions
from task_discipline.services import mail_actions, mail_links
from task_discipline.services.mail_links import Link
from tests.digesting import TUESDAY, forget_digests, outcome
from tests.digesting import turn as morning
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, acting_as, make_mail_account, make_task
from tests.reminding import accepted_task, do, forget_reminders, ledger, rung, tick, use_office_hours
from tests.replying import Post, comments, kept, mailbox, reply_to

NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
WHY = "The account is disabled or may not use the desk"


@pytest.fixture
def office(rolled_back: None) -> Iterator[None]:
	forget_reminders()
	forget_digests()
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)  # mails stay in the queue
	yield
	frappe.db.rollback()
	frappe.clear_cache(user=RESPONSIBLE)


@pytest.fixture
def post() -> Iterator[Post]:
	with mailbox() as found:
		yield found


def take_desk_from(user: str) -> None:
	"""What the host makes of an account that loses its last role of the desk: it may still log in, to web pages."""
	frappe.db.delete("Has Role", {"parenttype": "User", "parent": user})
	frappe.db.set_value("User", user, "user_type", "Website User")
	frappe.clear_cache(user=user)


def told(user: str, task: Any) -> tuple[int, int]:
	"""How many bells and mails of a task a person got."""
	mails = frappe.get_all("Email Queue", {"reference_name": task.name}, pluck="name")
	return (
		frappe.db.count("Notification Log", {"for_user": user, "document_name": task.name}),
		frappe.db.count("Email Queue Recipient", {"parent": ("in", [*mails, ""]), "recipient": user}),
	)


def test_no_reminder_and_no_news(office: None) -> None:
	task = accepted_task()
	take_desk_from(RESPONSIBLE)
	before = told(RESPONSIBLE, task)
	tick(NEXT_MONDAY)
	do(
		NEXT_MONDAY,
		ASSIGNER,
		task,
		"change_deadline",
		deadline=str(NEXT_MONDAY + timedelta(days=9)),
		reason="-",
	)
	assert told(RESPONSIBLE, task) == before and rung(RESPONSIBLE, task) == []
	assert ledger(task, "state", "reason", kind="Deadline", user=RESPONSIBLE)[0] == ("Skipped", WHY)


def test_no_digest(office: None) -> None:
	accepted_task()
	take_desk_from(RESPONSIBLE)
	morning(TUESDAY)
	state, _tasks, said = outcome(RESPONSIBLE, TUESDAY.date())
	assert (state, said) == ("Skipped", WHY)


def test_no_page_and_no_action(office: None) -> None:
	task = make_task(subject="Sign the zanzibar lease")
	link = urlsplit(mail_links.url(Link("accept", task.name, RESPONSIBLE), 14)).query
	take_desk_from(RESPONSIBLE)
	assert not permissions.can_read(task.name, RESPONSIBLE)
	with acting_as(RESPONSIBLE):
		page = mail_actions.page(link)
		assert "zanzibar" not in str(page) and not page.button
		with pytest.raises(frappe.PermissionError):
			mail_actions.confirm(link, None)


def test_no_word_by_mail(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(OBSERVER)
	frappe.db.set_value("User", OBSERVER, "user_type", "Website User")
	frappe.clear_document_cache("User", OBSERVER)
	try:
		post.fetch(reply_to(mail, OBSERVER))
		assert comments(task) == [] and len(kept()) == 1
	finally:
		frappe.db.set_value("User", OBSERVER, "user_type", "System User")
		frappe.clear_document_cache("User", OBSERVER)
		frappe.db.commit()
