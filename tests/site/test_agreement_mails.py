"""What mails say of the agreement to a deadline: to the responsible alone, with the moment and its zone, in his language."""

import email
import email.policy
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from tests.agreeing import settle
from tests.factories import ASSIGNER, NEWCOMER, OBSERVER, RESPONSIBLE, act, make_mail_account
from tests.recurring import daily, renew, tasks_of
from tests.reminding import FRIDAY, MONDAY, do, set_task, tick, use_office_hours

DAY = timedelta(days=1)
BY_SILENCE = "Without an answer until {0} (Europe/Berlin) the deadline counts as agreed."
ON_WORD = "The deadline counts once you accept it."


@pytest.fixture(autouse=True)
def mail_account() -> None:
	make_mail_account(2525)
	use_office_hours()
	frappe.db.delete("TD Reminder")


def mails(task: str, person: str) -> list[tuple[str, str]]:
	"""The two parts of each mail to a person, the oldest first, each in one line."""
	found = frappe.db.sql(
		"""select queued.message from `tabEmail Queue` queued join `tabEmail Queue Recipient` reader
		on reader.parent = queued.name where queued.reference_name = %s and reader.recipient = %s
		order by queued.creation, queued.name""",
		(task, person),
	)
	parsed = [email.message_from_string(row[0], policy=email.policy.default) for row in found]
	return [tuple(_line(message, kind) for kind in ("plain", "html")) for message in parsed]


def _line(message: Any, kind: str) -> str:
	return " ".join(message.get_body((kind,)).get_content().split())


def berlin(day: int, hour: int) -> str:
	"""A moment of the week in the words of the mails, on the clock of the readers."""
	from task_discipline.services import mail

	return mail.moment_in_words(datetime(2031, 3, day, hour), "Europe/Berlin").removesuffix(
		" (Europe/Berlin)"
	)


def expect_said(task: str, person: str, sentence: str) -> None:
	for part in mails(task, person)[-1]:
		assert sentence in part


def expect_silent(task: str, person: str) -> None:
	for part in mails(task, person)[-1]:
		assert "counts" not in part and "count as agreed" not in part


def test_the_mail_of_a_task_says_until_when_silence_is_no_agreement() -> None:
	task = set_task(MONDAY, observers=[{"user": OBSERVER}])
	expect_said(task.name, RESPONSIBLE, BY_SILENCE.format(berlin(3, 17)))
	expect_silent(task.name, OBSERVER)


@pytest.mark.parametrize(
	("hours", "deadline"), [(0, FRIDAY), (8, MONDAY + timedelta(hours=7))], ids=["switched off", "too short"]
)
def test_where_silence_does_not_count_the_mail_says_so(hours: int, deadline: datetime) -> None:
	settle(silence_agrees_hours=hours)
	expect_said(set_task(MONDAY, deadline=deadline).name, RESPONSIBLE, ON_WORD)


def test_nobody_is_asked_who_has_nothing_to_agree_to() -> None:
	without = set_task(MONDAY, deadline=None, observers=[{"user": OBSERVER}])
	expect_silent(without.name, RESPONSIBLE)
	accepted = set_task(MONDAY)
	do(MONDAY, RESPONSIBLE, accepted, "start")
	do(MONDAY, ASSIGNER, accepted, "change_deadline", deadline=str(FRIDAY + DAY), reason="More time")
	expect_silent(accepted.name, RESPONSIBLE)


def test_the_mail_of_a_tightened_deadline_asks_anew() -> None:
	task = set_task(MONDAY, observers=[{"user": OBSERVER}])
	do(MONDAY, RESPONSIBLE, task, "start")
	do(MONDAY + DAY, ASSIGNER, task, "change_deadline", deadline="2031-03-06 12:00:00", reason="Sooner")
	expect_said(task.name, RESPONSIBLE, "The deadline was moved earlier. " + BY_SILENCE.format(berlin(4, 17)))
	expect_silent(task.name, OBSERVER)


def test_whoever_gets_work_of_somebody_else_is_asked_too() -> None:
	task = set_task(MONDAY)
	do(MONDAY, RESPONSIBLE, task, "start")
	do(MONDAY + DAY, ASSIGNER, task, "reassign", user=NEWCOMER, reason="Ill")
	expect_said(task.name, NEWCOMER, BY_SILENCE.format(berlin(4, 17)))


def test_a_refused_request_leaves_the_word_to_him() -> None:
	task = set_task(MONDAY)
	do(MONDAY, RESPONSIBLE, task, "propose_deadline", deadline=str(FRIDAY + DAY), reason="More time")
	with clock.at(MONDAY):
		frappe.set_user(ASSIGNER)
		frappe.get_last_doc("TD Deadline Request", {"task": task.name}).refuse(reason="No")
		frappe.set_user("Administrator")
	expect_said(task.name, RESPONSIBLE, ON_WORD)


def test_a_reminder_that_comes_before_says_it_again_and_one_that_comes_after_says_since_when() -> None:
	frappe.get_doc(doctype="TD Preferences", user=RESPONSIBLE, plan_mail="At Once", plan_bell=1).insert(
		ignore_permissions=True
	)
	settle(silence_agrees_hours=16)
	task = set_task(MONDAY, observers=[{"user": OBSERVER}])
	tick(MONDAY + DAY)
	expect_said(task.name, RESPONSIBLE, BY_SILENCE.format(berlin(4, 17)))
	expect_silent(task.name, ASSIGNER)
	settle(silence_agrees_hours=4)
	late = set_task(MONDAY)
	tick(MONDAY + DAY)
	expect_said(late.name, RESPONSIBLE, f"counts as agreed since {berlin(3, 13)} (Europe/Berlin).")


def test_the_mail_of_many_tasks_names_one_moment_for_all() -> None:
	template = daily(missed_runs="Create All", observers=[{"user": OBSERVER}])
	renew(MONDAY + timedelta(days=4, hours=5))
	last = tasks_of(template)[-1].name
	expect_said(last, RESPONSIBLE, "the deadlines that lie after it count as agreed")
	expect_silent(last, OBSERVER)


def test_it_speaks_the_readers_language() -> None:
	german = "Ohne Antwort bis {0} gilt die Frist als vereinbart."
	source = "Without an answer until {0} the deadline counts as agreed."
	frappe.get_doc(doctype="Translation", language="de", source_text=source, translated_text=german).insert()
	frappe.db.set_value("User", RESPONSIBLE, "language", "de")
	task = set_task(MONDAY)
	frappe.clear_cache()
	expect_said(task.name, RESPONSIBLE, "gilt die Frist als vereinbart.")


def test_a_site_without_mail_asks_in_the_form_alone() -> None:
	settle(notify_by_mail=0)
	task = set_task(MONDAY)
	act(RESPONSIBLE, task.name, "start")
	assert not mails(task.name, RESPONSIBLE)
