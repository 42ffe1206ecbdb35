"""Mails to people who were away: one for each person, once for each message, while they work, and only of what is theirs.

PEERS 49: the open wish of other chats, a digest of what people missed who were not online, none on leave.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string, policy
from typing import Any

import frappe
import pytest

from task_discipline import beside
from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.domain.channels import Topic
from task_discipline.services import clock, mail_readers
from task_discipline.services.chat.away import sending
from tests.chatting import ANNA, BORIS, CLARA, forget_limits, make_group, read, say
from tests.choosing import choose, insist_on
from tests.factories import SYSTEM_MANAGER, acting_as, make_mail_account
from tests.reminding import use_office_hours
from tests.working import make_absence

TUESDAY = datetime(2031, 3, 4, 9, 0)
"""When work begins; the office closes at five."""


@pytest.fixture(autouse=True)
def _office(rolled_back: None) -> Iterator[None]:
	use_office_hours()
	for doctype in (MESSAGE, MEMBER, GROUP):
		frappe.db.delete(doctype)
	make_mail_account(25)
	forget_limits()
	with clock.at(TUESDAY):
		yield


def hours(number: float) -> datetime:
	return TUESDAY + timedelta(hours=number)


def turn(at: datetime) -> int:
	with clock.at(at):
		return sending.send(lambda: None, seconds=30)


def mails(user: str) -> list[Any]:
	"""What waits in the host's queue for a person, the oldest first."""
	rows = frappe.db.sql(
		"""select queue.message from `tabEmail Queue` queue join `tabEmail Queue Recipient` line
		on line.parent = queue.name where line.recipient = %s and queue.reference_doctype = %s
		order by queue.creation, queue.name""",
		(user, MEMBER),
		pluck=True,
	)
	return [message_from_string(row, policy=policy.default) for row in rows]


def words(mail: Any) -> str:
	return str(mail.get_body(("plain",)).get_content())


def direct(user: str = ANNA, other: str = BORIS) -> str:
	with acting_as(user):
		return chat_groups.direct_with(other)["group"]["name"]


def test_what_waited_for_two_hours_is_mailed_once_and_together() -> None:
	group, talk = make_group(), direct()
	say(ANNA, group, "Nothing for Boris")
	say(CLARA, group, "@Boris Tester the <b>permit</b>?")
	with clock.at(hours(1)):
		say(ANNA, talk, "Call me")
	assert turn(hours(1.9)) == 0
	assert turn(hours(2)) == 1
	(mail,) = mails(BORIS)
	text = words(mail)
	assert mail["Subject"] == "Unread in 2 groups"
	assert "Harbour" in text and "@Boris Tester the <b>permit</b>?" in text and "Call me" in text
	assert "Nothing for Boris" not in text
	assert f"/app/td-chat/{talk}/" in text
	assert "<b>permit" not in mail.get_body(("html",)).get_content()
	assert (turn(hours(2.5)), turn(hours(7))) == (0, 0)
	assert mails(CLARA) == mails(ANNA) == []


def test_what_comes_later_is_mailed_without_what_was() -> None:
	talk = direct()
	say(ANNA, talk, "First")
	assert turn(hours(2)) == 1
	with clock.at(hours(2.5)):
		say(ANNA, talk, "Second")
	assert turn(hours(5)) == 1
	assert "First" not in words(mails(BORIS)[1]) and "Second" in words(mails(BORIS)[1])


def test_what_was_read_or_deleted_is_not_mailed() -> None:
	talk, group = direct(), make_group()
	read(BORIS, talk, say(ANNA, talk, "Hello")["name"])
	gone = say(ANNA, group, "@Boris Tester oh")["name"]
	with acting_as(ANNA):
		chat.delete(gone)
	assert turn(hours(3)) == 0


def test_muted_talk_is_mailed_where_somebody_is_named_only() -> None:
	talk, group = direct(), make_group()
	with acting_as(BORIS):
		chat_groups.set_muted(talk, True)
		chat_groups.set_muted(group, True)
	say(ANNA, talk, "Hello")
	assert turn(hours(3)) == 0
	say(ANNA, group, "@Boris Tester hello")
	assert turn(hours(3)) == 1
	assert "Harbour" in words(mails(BORIS)[0])


def test_a_question_is_mailed_at_the_next_turn() -> None:
	group = make_group()
	with acting_as(ANNA):
		chat_work.ask(group, "Which quay?", BORIS, str(hours(6)))
	assert turn(hours(0.2)) == 1
	(mail,) = mails(BORIS)
	assert mail["Subject"] == "A question waits for your answer"
	assert "Which quay?" in words(mail) and "Answer by Tue 4 Mar" in words(mail)
	assert turn(hours(3)) == 0


def test_a_question_that_is_answered_or_read_is_not_mailed() -> None:
	group = make_group()
	with acting_as(ANNA):
		first = chat_work.ask(group, "Which quay?", BORIS, str(hours(6)))["name"]
		second = chat_work.ask(group, "Which ship?", CLARA, str(hours(6)))["name"]
	say(BORIS, group, "The third", reply_to=first)
	read(CLARA, group, second)
	assert turn(hours(0.2)) == 0


@pytest.mark.parametrize("at", [-1, 8, 8.5, 24 * 4 + 3, 24 * 5 + 3])
def test_nobody_is_mailed_off_work(at: float) -> None:
	"""Before nine, from five on, and at the weekend."""
	with clock.at(TUESDAY - timedelta(days=1)):
		say(ANNA, direct(), "Hello")
	assert turn(hours(at)) == 0 and mails(BORIS) == []


def test_nobody_is_mailed_on_leave() -> None:
	say(ANNA, direct(), "Hello")
	day = TUESDAY.date()
	make_absence(BORIS, day, day + timedelta(days=1))
	assert (turn(hours(3)), turn(hours(27))) == (0, 0)
	assert turn(hours(48)) == 1


@pytest.mark.parametrize("why", ["chosen", "site", "hours", "chat", "disabled", "archived", "left"])
def test_who_is_not_to_be_mailed(why: str) -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester our secret")
	switches = {
		"site": ("notify_by_mail", 0),
		"hours": ("chat_mail_after_hours", 0),
		"chat": ("chat_enabled", 0),
	}
	if why == "chosen":
		choose(BORIS, chat_mail="No")
	if why in switches:
		frappe.db.set_single_value("TD Settings", *switches[why])
		frappe.clear_document_cache("TD Settings", "TD Settings")
	if why == "disabled":
		frappe.db.set_value("User", BORIS, "enabled", 0)
		frappe.clear_document_cache("User", BORIS)
	with acting_as(ANNA):
		if why == "archived":
			chat_groups.archive(group)
		if why == "left":
			chat_groups.remove_member(group, BORIS)
	assert turn(hours(3)) == 0 and mails(BORIS) == []


def test_a_company_may_insist_on_these_mails() -> None:
	say(ANNA, direct(), "Hello")
	choose(BORIS, chat_mail="No")
	insist_on(Topic.CHAT)
	assert turn(hours(3)) == 1 and len(mails(BORIS)) == 1


def test_a_mail_in_the_queue_is_read_by_nobody_else() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester our secret")
	turn(hours(3))
	row = frappe.get_last_doc("Email Queue", {"reference_doctype": MEMBER})
	assert beside.has_host_record_permission(row, "read", BORIS) is not False
	for user in (SYSTEM_MANAGER, CLARA, ANNA):
		assert beside.has_host_record_permission(row, "read", user) is False
	with acting_as(SYSTEM_MANAGER):
		assert frappe.get_list("Email Queue", {"reference_doctype": MEMBER}) == []


def test_a_mail_that_failed_is_not_sent_again_to_who_was_removed() -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester our secret")
	turn(hours(3))
	fields = ["name", "reference_doctype", "reference_name"]
	(row,) = frappe.get_all("Email Queue", {"reference_doctype": MEMBER}, fields)
	assert mail_readers.keep_readers([row]) == ([row], [])
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	assert mail_readers.keep_readers([row]) == ([], [row])


def test_a_killed_turn_is_taken_again_with_its_mails() -> None:
	say(ANNA, direct(), "Hello")
	frappe.db.savepoint("before_the_kill")
	assert turn(hours(3)) == 1
	frappe.db.rollback(save_point="before_the_kill")
	assert mails(BORIS) == []
	assert (turn(hours(3)), turn(hours(3))) == (1, 0)
	assert len(mails(BORIS)) == 1


def test_many_people_cost_no_more_queries_than_few(monkeypatch: pytest.MonkeyPatch) -> None:
	group = make_group()
	say(ANNA, group, "@Boris Tester")
	few = queries(monkeypatch)
	say(ANNA, group, "@all")
	assert len(queries(monkeypatch)) <= len(few) + 1
	assert len(mails(BORIS)) == 2 and len(mails(CLARA)) == 1


def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
	"""What the job asks the database for."""
	asked: list[str] = []
	sql = frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(
			frappe.db, "sql", lambda *given, **named: asked.append(str(given[0])) or sql(*given, **named)
		)
		turn(hours(3))
	return asked
