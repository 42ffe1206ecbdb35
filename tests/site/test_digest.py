"""The morning digest: who gets one and who does not, what it tells of, and who may look at it."""

import email
import email.policy
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.model.base_document import get_controller

from task_discipline.services import calendars
from tests.digesting import READER, TUESDAY, forget_digests, full_day, outcome, turn
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_mail_account,
)
from tests.reminding import FRIDAY, MONDAY, accepted_task, do, set_task, use_office_hours
from tests.working import make_absence

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _office(rolled_back: None) -> Iterator[None]:
	forget_digests()
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)  # mails stay in the queue
	frappe.db.delete("Email Queue")
	yield


def mail_to(user: str) -> tuple[str, str, str]:
	"""Subject, plain part and HTML part of the one digest in the queue for a person."""
	(stored,) = frappe.db.sql(
		"""select queue.message from `tabEmail Queue` queue join `tabEmail Queue Recipient` recipient
		on recipient.parent = queue.name
		where recipient.recipient = %s and queue.reference_doctype = 'TD Digest'""",
		user,
		pluck=True,
	)
	message = email.message_from_string(stored, policy=email.policy.default)
	parts = (str(message.get_body((form,)).get_content()) for form in ("plain", "html"))
	return (str(message["subject"]), *parts)


def sections_of(user: str) -> dict[str, list[str]]:
	"""Subjects by section, as the plain part shows them."""
	found: dict[str, list[str]] = {}
	title = ""
	for line in mail_to(user)[1].splitlines():
		if heading := re.fullmatch(r"(.+) \(\d+\)", line):
			title = heading[1]
		elif line.startswith("* "):
			found.setdefault(title, []).append(line[2:])
	return found


def test_a_full_day_section_by_section() -> None:
	full_day()
	turn(TUESDAY)
	subject, text, html = mail_to(READER)
	assert subject == "Your day, Tue 4 Mar: 2 overdue, 2 due today, 1 to review, 2 to answer"
	found = sections_of(READER)
	assert list(found) == [
		"Overdue",
		"Due today",
		"Steps and milestones due",
		"Waiting for your review",
		"Waiting for your answer",
		"Not accepted by you yet",
		"The next 7 days",
		"Set by you and overdue",
	]
	assert found["Overdue"] == ["Renew the insurance of the vans", "Answer the auditors [Urgent]"]
	assert found["Steps and milestones due"] == ["Collect the quotations", "Compare them"]
	assert found["Waiting for your answer"] == ["Repair the gate", "Count the stock"]
	assert found["Not accepted by you yet"] == ["Prepare the annual meeting"]
	assert len(found["The next 7 days"]) == 10 and "and 4 more" in text and "and 4 more" in html
	for words in ("I am on leave", "The spare part comes on Thursday", "5 days late", "from Elena Tester"):
		assert words in text and words in html
	assert "comes late" not in text


def test_every_row_leads_to_its_task_in_both_parts() -> None:
	task = accepted_task(subject='Sign the <b>lease</b> & "send" it')
	turn(TUESDAY)
	_subject, text, html = mail_to(RESPONSIBLE)
	assert text.count(f"/app/td-task/{task.name}") == html.count(f"/app/td-task/{task.name}") == 1
	assert "Sign the lease & " in text and "lease &amp; " in html and "<b>" not in html


def _no_account() -> None:
	frappe.db.delete("Email Account", {"name": "TD Tests"})
	frappe.clear_cache(doctype="Email Account")


def _unsubscribe() -> None:
	frappe.get_doc(doctype="Email Unsubscribe", email=RESPONSIBLE, global_unsubscribe=1).insert()


def _switch_off_mail_of_site() -> None:
	frappe.db.set_single_value("TD Settings", "notify_by_mail", 0)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def _host_switch() -> None:
	name = frappe.db.exists("Notification Settings", RESPONSIBLE)
	doc = frappe.get_doc("Notification Settings", name) if name else None
	doc = doc or frappe.get_doc(doctype="Notification Settings", user=RESPONSIBLE).insert()
	doc.db_set("enable_email_notifications", 0)


def _set(field: str, value: object) -> Callable[[], None]:
	return lambda: frappe.db.set_value("User", RESPONSIBLE, field, value)


SKIPPED: dict[str, tuple[Callable[[], Any], datetime, str]] = {
	"day off": (lambda: None, TUESDAY + timedelta(days=4), "Day off"),
	"absent": (lambda: make_absence(RESPONSIBLE, TUESDAY.date(), TUESDAY.date()), TUESDAY, "Day off"),
	"after work": (lambda: None, TUESDAY + 8 * HOUR, "The day was over"),
	"disabled": (_set("enabled", 0), TUESDAY, "The account is disabled or may not use the desk"),
	"without address": (_set("email", ""), TUESDAY, "The person has no e-mail address"),
	"bad address": (
		_set("email", "boris@"),
		TUESDAY,
		"The e-mail could not be written; the error log says why",
	),
	"host's switch": (_host_switch, TUESDAY, "The person takes no e-mail"),
	"site's switch": (_switch_off_mail_of_site, TUESDAY, "The site sends no e-mail"),
	"no account": (_no_account, TUESDAY, "The site has no outgoing e-mail account"),
	"unsubscribed": (_unsubscribe, TUESDAY, "The address has unsubscribed"),
}


@pytest.mark.parametrize(("prepare", "at", "reason"), SKIPPED.values(), ids=SKIPPED)
def test_who_gets_none_and_why(prepare: Callable[[], Any], at: datetime, reason: str) -> None:
	accepted_task()
	prepare()
	turn(at)
	state, _tasks, said = outcome(RESPONSIBLE, at.date())
	assert (state, said) == ("Skipped", reason)
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "TD Digest"})
	assert turn(at) == 0


def test_what_a_person_has_chosen_counts() -> None:
	accepted_task(co_assignees=[{"user": CO_ASSIGNEE}])
	for user, chosen in ((RESPONSIBLE, {"digest": 0}), (CO_ASSIGNEE, {"digest": 1, "digest_hour": "11:00"})):
		with acting_as(user):
			frappe.get_doc({"doctype": "TD Preferences", "user": user, **chosen}).insert()
	turn(TUESDAY)
	assert outcome(RESPONSIBLE) == ("Skipped", 0, "The person takes no morning digest")
	assert outcome(CO_ASSIGNEE) is None
	there = calendars.naive(
		calendars.aware(TUESDAY).astimezone(calendars.zone_or_site("Europe/Berlin")).replace(hour=11)
	)
	turn(there - HOUR / 4)
	assert outcome(CO_ASSIGNEE) is None
	turn(there)
	assert outcome(CO_ASSIGNEE) == ("Sent", 1, None)


def test_nothing_to_tell_is_no_mail() -> None:
	accepted_task()
	turn(TUESDAY)
	assert outcome(ASSIGNER) == ("Skipped", 0, "Nothing to tell")
	assert outcome(RESPONSIBLE) == ("Sent", 1, None)
	assert outcome(STRANGER) is None, "who was on no task has no row"


def test_never_early_once_a_day_and_late_after_an_outage() -> None:
	accepted_task(deadline=FRIDAY + timedelta(days=2))
	assert turn(TUESDAY - timedelta(minutes=1)) == 0
	turn(TUESDAY)
	for minutes in (0, 15, 300):
		assert turn(TUESDAY + timedelta(minutes=minutes)) == 0
	frappe.db.delete("Email Queue")
	turn(TUESDAY + timedelta(days=1, hours=3))
	state, *_rest = outcome(RESPONSIBLE, TUESDAY.date() + timedelta(days=1))
	assert state == "Late" and "comes late: it should have reached you at" in mail_to(RESPONSIBLE)[1]


def test_in_the_readers_language_and_zone() -> None:
	frappe.db.set_value("User", RESPONSIBLE, {"language": "de", "time_zone": "America/New_York"})
	accepted_task(deadline=calendars.naive(datetime.fromisoformat("2031-03-04T15:30:00-05:00")))
	turn(TUESDAY)
	subject, text, html = mail_to(RESPONSIBLE)
	assert "Di. 4" in subject and 'lang="de"' in html and "Dienstag" in html
	assert "15:30" in text and "America/New_York" in text and "America/New_York" in html


def test_nobody_reads_of_a_task_that_he_may_not_open() -> None:
	day = str(TUESDAY.date())
	plan = [{"title": "Hidden step", "due_date": day, "person": CO_ASSIGNEE}]
	task = accepted_task(plan=plan, co_assignees=[{"user": CO_ASSIGNEE}], observers=[{"user": OBSERVER}])
	other = accepted_task(subject="Another one", co_assignees=[{"user": CO_ASSIGNEE}])
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task.name)
		doc.set("co_assignees", [])
		doc.save()
	turn(TUESDAY)
	assert sections_of(CO_ASSIGNEE) == {"The next 7 days": [other.subject]}
	assert sections_of(RESPONSIBLE)["Steps and milestones due"] == ["Hidden step"], "his own to see to now"
	assert outcome(OBSERVER) == ("Skipped", 0, "Nothing to tell")


def test_what_is_done_is_not_told() -> None:
	task = accepted_task(needs_review=0, plan=[{"title": "Draft", "due_date": str(MONDAY.date())}])
	with acting_as(RESPONSIBLE):
		doc = frappe.get_doc("TD Task", task.name)
		doc.plan[0].done = 1
		doc.save()
	do(MONDAY, RESPONSIBLE, task, "submit_task")
	turn(TUESDAY)
	assert outcome(RESPONSIBLE) == ("Skipped", 0, "Nothing to tell")


def test_own_new_tasks_and_undated_ones() -> None:
	set_task(subject="Undated", deadline=None)
	set_task(MONDAY, ASSIGNER, subject="My own", responsible=ASSIGNER, deadline=FRIDAY)
	turn(TUESDAY)
	assert sections_of(RESPONSIBLE) == {"Not accepted by you yet": ["Undated"]}
	assert sections_of(ASSIGNER) == {"The next 7 days": ["My own"]}
	assert "without deadline" in mail_to(RESPONSIBLE)[1]


def test_the_ledger_and_the_mail_are_the_persons_and_the_managers() -> None:
	accepted_task()
	turn(TUESDAY)
	digest = frappe.db.get_value("TD Digest", {"user": RESPONSIBLE})
	mail = frappe.db.get_value("Email Queue", {"reference_doctype": "TD Digest", "reference_name": digest})
	for user, reads in ((RESPONSIBLE, True), (MANAGER, True), (STRANGER, False), (SYSTEM_MANAGER, False)):
		with acting_as(user):
			assert (digest in frappe.get_list("TD Digest", pluck="name")) is reads
			assert bool(frappe.has_permission("TD Digest", "read", doc=digest)) is reads
			assert not frappe.has_permission("TD Digest", "write", doc=digest)
	with acting_as(SYSTEM_MANAGER):
		assert mail not in frappe.get_list("Email Queue", pluck="name", limit=0)
		assert not frappe.has_permission("Email Queue", "read", doc=mail)
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError):
		frappe.delete_doc("TD Digest", digest)


def test_the_host_clears_old_rows_by_its_log_settings() -> None:
	accepted_task()
	turn(TUESDAY)
	frappe.db.set_value(
		"TD Digest", {"user": ASSIGNER}, "day", frappe.utils.add_days(frappe.utils.nowdate(), -91)
	)
	settings = frappe.get_doc("Log Settings")
	settings.add_default_logtypes()
	(line,) = [row for row in settings.logs_to_clear if row.ref_doctype == "TD Digest"]
	get_controller("TD Digest").clear_old_logs(line.days)
	assert outcome(RESPONSIBLE) and not frappe.db.exists("TD Digest", {"user": ASSIGNER})


def test_an_idle_turn_asks_little(monkeypatch: pytest.MonkeyPatch) -> None:
	accepted_task()
	turn(TUESDAY)
	asked: list[str] = []
	sql = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda query, *args, **more: asked.append(query) or sql(query, *args, **more)
	)
	assert turn(TUESDAY + HOUR) == 0
	assert len(asked) <= 2


def test_as_many_queries_for_many_people_as_for_few() -> None:
	def queries(of_people: int) -> int:
		forget_digests()
		with pytest.MonkeyPatch.context() as patch:
			asked: list[str] = []
			sql = frappe.db.sql
			patch.setattr(
				frappe.db,
				"sql",
				lambda query, *args, **more: asked.append(query) or sql(query, *args, **more),
			)
			assert turn(TUESDAY) >= of_people
			return len(asked)

	accepted_task()
	few = queries(1)
	for user in (CO_ASSIGNEE, OBSERVER, STRANGER, HEAD):
		accepted_task(subject=f"With {user}", co_assignees=[{"user": user}])
	assert queries(5) == few
