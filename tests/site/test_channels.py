"""By which ways reminders and notices go: choices of people, of their company, of the site and of the host together."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import frappe
import pytest

from task_discipline.domain.channels import Topic
from task_discipline.domain.digest import Verdict
from task_discipline.domain.reminders import Void
from task_discipline.services import mail, recipients
from task_discipline.services.digests import delivery as digests
from task_discipline.services.reminders import reasons
from task_discipline.services.reminders.delivery import DISABLED
from task_discipline.services.reminders.planning import RETOLD
from tests.choosing import choose, insist_on
from tests.factories import (
	ASSIGNER,
	OBSERVER,
	RESPONSIBLE,
	act,
	make_mail_account,
	make_task,
)
from tests.reminding import (
	FRIDAY,
	MONDAY,
	accepted_task,
	forget_reminders,
	ledger,
	rung,
	set_task,
	tick,
	use_office_hours,
)

DAY = timedelta(days=1)
THURSDAY = FRIDAY - DAY - timedelta(minutes=30)
NEXT_MONDAY = MONDAY + 7 * DAY
NEXT_TUESDAY = MONDAY + 8 * DAY
NOTHING = {"bell": 0, "mail": "No"}


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> None:
	forget_reminders()
	use_office_hours()
	make_mail_account(9)


def host_switches(person: str, **switches: int) -> None:
	"""What a person has chosen in the host's own Notification Settings."""
	frappe.db.set_value("Notification Settings", person, switches)


def chosen_for(topic: str, **chosen: Any) -> None:
	choose(RESPONSIBLE, **{f"{topic}_{field}": value for field, value in chosen.items()})


def went(kind: str, task: Any) -> tuple[Any, ...]:
	"""State, ways and reason of the only reminder of that kind to the responsible."""
	fields = ("state", "by_bell", "by_mail", "by_digest", "reason")
	(row,) = [row for row in ledger(task, *fields, kind=kind, user=RESPONSIBLE) if row[0] != "Planned"]
	return row


NO_MAIL, NOT_THIS, NO_BELL = (
	"The person takes no e-mail",
	"The person takes no e-mail of this kind",
	"The bell is switched off",
)


@pytest.mark.parametrize(
	("chosen", "host", "mandatory", "expected"),
	[
		({}, {}, (), ("Sent", 1, 1, 0, None)),
		({"bell": 0}, {}, (), ("Sent", 0, 1, 0, NO_BELL)),
		({"mail": "No"}, {}, (), ("Sent", 1, 0, 0, NOT_THIS)),
		({"mail": "In the Morning Digest"}, {}, (), ("Sent", 1, 0, 1, None)),
		({"bell": 0, "mail": "In the Morning Digest"}, {}, (), ("Sent", 0, 0, 1, NO_BELL)),
		(NOTHING, {}, (), ("Skipped", 0, 0, 0, NOT_THIS)),
		(NOTHING, {}, (Topic.DEADLINES,), ("Sent", 1, 1, 0, None)),
		(NOTHING, {}, (Topic.OVERDUE,), ("Skipped", 0, 0, 0, NOT_THIS)),
		({}, {"enabled": 0, "enable_email_notifications": 0}, (), ("Skipped", 0, 0, 0, NO_MAIL)),
		({}, {"enabled": 0, "enable_email_notifications": 0}, (Topic.DEADLINES,), ("Sent", 1, 1, 0, None)),
		(
			{"mail": "In the Morning Digest"},
			{"enable_email_notifications": 0},
			(Topic.DEADLINES,),
			("Sent", 1, 1, 0, None),
		),
		({"mail": "In the Morning Digest"}, {}, (Topic.DEADLINES,), ("Sent", 1, 0, 1, None)),
	],
)
def test_a_reminder_goes_as_its_person_and_his_company_choose(
	chosen: dict[str, Any],
	host: dict[str, int],
	mandatory: tuple[Topic, ...],
	expected: tuple[Any, ...],
) -> None:
	chosen_for("deadlines", **chosen)
	if host:
		host_switches(RESPONSIBLE, **host)
	insist_on(*mandatory)
	task = accepted_task()
	tick(THURSDAY)
	assert went("Before Deadline", task) == expected
	assert len(rung(RESPONSIBLE, task)) == expected[1]


@pytest.mark.parametrize(
	("fields", "digest", "expected"),
	[
		({}, 1, (1, 0, 1)),
		({}, 0, (1, 1, 0)),
		({"priority": "Urgent"}, 1, (1, 1, 0)),
	],
)
def test_what_is_overdue_waits_for_the_digest_unless_it_is_urgent(
	fields: dict[str, Any], digest: int, expected: tuple[int, ...]
) -> None:
	choose(RESPONSIBLE, digest=digest)
	task = accepted_task(**fields)
	tick(NEXT_MONDAY)
	tick(NEXT_TUESDAY)
	assert went("Overdue", task)[1:4] == expected


def test_an_escalation_never_waits() -> None:
	choose(ASSIGNER, overdue_mail="In the Morning Digest")
	task = accepted_task()
	tick(NEXT_MONDAY)
	tick(NEXT_TUESDAY)
	assert ledger(task, "by_mail", "by_digest", kind="Escalation", state="Sent", user=ASSIGNER) == [(1, 0)]


def test_what_was_not_accepted_waits_for_the_responsible_and_not_for_the_assigner() -> None:
	task = set_task()
	tick(MONDAY + 2 * DAY)
	told = ledger(task, "user", "by_mail", "by_digest", kind="Not Accepted")
	assert sorted(told) == [(ASSIGNER, 1, 0), (RESPONSIBLE, 0, 1)]


@pytest.mark.parametrize(
	("switches", "reason"),
	[
		({"notify_by_mail": 0}, "The site sends no e-mail"),
		({"notify_by_bell": 0}, NO_BELL),
	],
)
def test_what_is_mandatory_never_passes_the_switches_of_the_site(
	switches: dict[str, int], reason: str
) -> None:
	insist_on(*Topic)
	frappe.db.set_single_value("TD Settings", switches)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	task = accepted_task()
	tick(THURSDAY)
	assert went("Before Deadline", task)[4] == reason


def test_of_two_reminders_each_goes_by_its_own_ways() -> None:
	"""The deadline rings and is mailed; the step that is due at the same time waits for the digest in silence."""
	choose(RESPONSIBLE, plan_bell=0)
	steps = [{"title": "Draft", "person": RESPONSIBLE, "due_date": NEXT_MONDAY.date()}]
	task = accepted_task(plan=steps)
	tick(NEXT_MONDAY)
	assert went("Plan Step", task)[1:4] == (0, 0, 1)
	assert went("Deadline", task)[1:4] == (1, 1, 0)
	assert len(rung(RESPONSIBLE, task)) == 1
	(letter,) = frappe.get_all(
		"Email Queue", {"reference_name": task.name, "owner": "Administrator"}, pluck="message"
	)
	assert "deadline has passed" in letter and "step" not in letter


def bells(person: str, task: Any) -> int:
	return frappe.db.count("Notification Log", {"for_user": person, "document_name": task.name})


def letters(person: str, task: Any) -> int:
	queued = frappe.get_all("Email Queue", {"reference_name": task.name}, pluck="name")
	return frappe.db.count("Email Queue Recipient", {"parent": ("in", [*queued, ""]), "recipient": person})


@pytest.mark.parametrize(
	("chosen", "mandatory", "expected"),
	[
		({}, (), (1, 1)),
		({"work_bell": 0}, (), (0, 1)),
		({"work_mail": "No"}, (), (1, 0)),
		({"work_bell": 0, "work_mail": "No"}, (), (0, 0)),
		({"work_bell": 0, "work_mail": "No"}, (Topic.WORK,), (1, 1)),
	],
)
def test_news_of_a_task_go_as_the_person_and_his_company_choose(
	chosen: dict[str, Any], mandatory: tuple[Topic, ...], expected: tuple[int, int]
) -> None:
	choose(OBSERVER, **chosen)
	insist_on(*mandatory)
	task = make_task()
	assert (bells(OBSERVER, task), letters(OBSERVER, task)) == expected
	assert (bells(RESPONSIBLE, task), letters(RESPONSIBLE, task)) == (1, 1)


def test_an_action_tells_those_who_want_to_know() -> None:
	choose(ASSIGNER, work_bell=0, work_mail="No")
	task = make_task()
	act(RESPONSIBLE, task.name, "accept_assignment")
	assert (bells(ASSIGNER, task), letters(ASSIGNER, task)) == (0, 0)


def test_every_reason_that_a_row_may_hold_is_in_the_catalogue_of_words() -> None:
	known = {str(sentence) for sentence in reasons.SENTENCES}
	told = {void.value for void in Void} | {DISABLED, RETOLD, mail.FAILED, mail.REFUSED, mail.NO_ACCOUNT}
	told |= {verdict.value for verdict in (Verdict.DAY_OFF, Verdict.OVER)} | {
		digests.NOTHING,
		digests.UNWANTED,
	}
	written = Path(recipients.__file__).read_text()
	told |= set(re.findall(r'"(The (?:site|person|bell) [^"]+)"', written))
	assert told - known == set() and len(told) > 12
