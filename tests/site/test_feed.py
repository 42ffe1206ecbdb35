"""The calendar that people subscribe to: what is in it, for whom, and what its secret address gives away."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import frappe
import pytest
import vobject
from werkzeug.test import TestResponse

from task_discipline.api import feed as doors
from task_discipline.services import feed, feed_address
from tests.choosing import choose
from tests.doors import GUEST, knock
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	acting_as,
	make_task,
)
from tests.projects import add_milestone, make_project

TOMORROW = datetime.now().replace(microsecond=0, second=0) + timedelta(days=1)


def entries(user: str) -> dict[str, Any]:
	"""The entries of a person's calendar by their headings, as a reader sees them that knows nothing of ours."""
	calendar = vobject.readOne(feed.of(user).decode())
	calendar.validate(raiseException=True)
	return {one.summary.value: one for one in calendar.contents.get("vevent", [])}


def test_a_deadline_is_an_entry_at_its_moment_in_universal_time() -> None:
	task = make_task(subject="Mend the roof; bring tiles, nails", deadline=TOMORROW)
	entry = entries(RESPONSIBLE)["Mend the roof; bring tiles, nails"]
	expected = TOMORROW.replace(tzinfo=ZoneInfo(frappe.utils.get_system_timezone())).astimezone(timezone.utc)
	assert entry.dtend.value == expected
	assert entry.dtstart.value == expected - timedelta(minutes=30)
	assert entry.uid.value == f"td-task-{task.name}@{frappe.local.site}"
	assert task.name in entry.url.value and "New" in entry.description.value
	assert entry.transp.value == "TRANSPARENT"


@pytest.mark.parametrize(
	("reader", "is_there"),
	[(RESPONSIBLE, True), (CO_ASSIGNEE, True), (ASSIGNER, True), (OBSERVER, False), (STRANGER, False)],
)
def test_whose_calendar_shows_a_task(reader: str, is_there: bool) -> None:
	make_task(
		subject="Count the stock",
		deadline=TOMORROW,
		co_assignees=[{"user": CO_ASSIGNEE}],
		observers=[{"user": OBSERVER}],
	)
	assert any(heading.startswith("Count the stock") for heading in entries(reader)) == is_there


def test_what_the_assigner_set_names_the_one_who_does_it() -> None:
	make_task(subject="Count the stock", deadline=TOMORROW)
	name = frappe.db.get_value("User", RESPONSIBLE, "full_name")
	assert f"Count the stock ({name})" in entries(ASSIGNER)


def test_what_is_handed_in_or_long_past_is_no_deadline_any_more() -> None:
	handed_in = make_task(subject="Handed in", deadline=TOMORROW)
	with acting_as(RESPONSIBLE):
		handed_in.submit_task()
	old = make_task(subject="Forgotten", deadline=TOMORROW)
	frappe.db.set_value("TD Task", old.name, "deadline", TOMORROW - timedelta(days=120))
	assert entries(RESPONSIBLE) == {}


def test_milestones_are_whole_days() -> None:
	project = make_project(members=[RESPONSIBLE])
	day = TOMORROW.date()
	add_milestone(project.name, "Shell stands", day)
	entry = entries(RESPONSIBLE)["Milestone: Shell stands"]
	assert (entry.dtstart.value, entry.dtend.value) == (day, day + timedelta(days=1))
	assert "House" in entry.description.value
	assert "Milestone: Shell stands" not in entries(STRANGER)


@pytest.mark.parametrize("subject", ["Ä" * 140, "END:VEVENT", "a\\nb", 'quote " here', "Срок 📌 " * 10])
def test_any_words_make_a_calendar_that_can_be_read(subject: str) -> None:
	make_task(subject=subject[:140].strip(), deadline=TOMORROW)
	body = feed.of(RESPONSIBLE)
	assert [*entries(RESPONSIBLE)] == [subject[:140].strip()]
	assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_nothing_at_all_is_a_calendar_too() -> None:
	assert entries(STRANGER) == {}
	assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in feed.of(STRANGER)


# The address


@pytest.fixture
def address() -> Iterator[str]:
	"""The address of the responsible person's calendar, committed, for requests see nothing else."""
	with acting_as(RESPONSIBLE):
		found = doors.renew()
	frappe.db.commit()
	yield str(found)
	frappe.db.delete("TD Preferences", {"user": RESPONSIBLE})
	frappe.db.set_value("User", RESPONSIBLE, "enabled", 1)
	frappe.clear_document_cache("User", RESPONSIBLE)
	frappe.db.commit()


def visit(address: str, **changed: str) -> TestResponse:
	"""What a program gets that subscribes to the address."""
	parts = urlsplit(address)
	return knock(
		GUEST, "GET", parts.path, {key: value[0] for key, value in parse_qs(parts.query).items()} | changed
	)


def test_a_program_that_cannot_log_in_reads_the_calendar(address: str) -> None:
	answer = visit(address)
	assert answer.status_code == 200
	assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
	assert vobject.readOne(answer.get_data(as_text=True)).name == "VCALENDAR"


@pytest.mark.parametrize(
	"changed",
	[
		{"_signature": "0" * 40},
		{"_signature": ""},
		{"person": ASSIGNER},
		{"person": "Administrator"},
		{"turn": "2"},
		{"turn": "-1"},
		{"turn": "one"},
		{"person": "nobody@td-test.example"},
	],
	ids=str,
)
def test_a_forged_address_shows_nothing(address: str, changed: dict[str, str]) -> None:
	answer = visit(address, **changed)
	assert answer.status_code == 404 and b"VCALENDAR" not in answer.data


def test_an_address_that_was_given_up_shows_nothing(address: str) -> None:
	with acting_as(RESPONSIBLE):
		doors.revoke()
		assert doors.address() is None
	frappe.db.commit()
	assert visit(address).status_code == 404
	with acting_as(RESPONSIBLE):
		newer = str(doors.renew())
	frappe.db.commit()
	assert newer != address
	assert (visit(address).status_code, visit(newer).status_code) == (404, 200)


def test_a_closed_account_has_no_calendar(address: str) -> None:
	frappe.db.set_value("User", RESPONSIBLE, "enabled", 0)
	frappe.clear_document_cache("User", RESPONSIBLE)
	frappe.db.commit()
	assert visit(address).status_code == 404


def test_a_form_that_stood_open_brings_no_address_back() -> None:
	with acting_as(RESPONSIBLE):
		given_away = doors.renew()
		form = frappe.get_doc("TD Preferences", RESPONSIBLE)
		doors.revoke()
		form.digest_hour = "07:00"
		form.feed_turn = 1
		form.save()
		assert doors.address() is None
		choose(RESPONSIBLE, digest=0)
		assert doors.renew() not in (None, given_away)


def test_whoever_may_not_log_in_gets_no_address() -> None:
	for user in (DISABLED, GUEST):
		with acting_as(user), pytest.raises(frappe.PermissionError):
			doors.renew()
		assert feed_address.of(user) is None
