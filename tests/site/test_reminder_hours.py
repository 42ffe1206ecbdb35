"""Reminders whose hour changed after they were planned: an outage that ends at night, an absence that is written down later."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from tests.factories import ASSIGNER, RESPONSIBLE
from tests.reminding import (
	accepted_task,
	forget_reminders,
	ledger,
	rung,
	tick,
	ticks,
	use_office_hours,
)
from tests.working import make_absence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = datetime(2031, 3, 6, 16, 30)
"""When the reminder of the day before goes: half an hour before the work of that day ends."""
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
SATURDAY_NIGHT = datetime(2031, 3, 8, 3, 0)


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	use_office_hours()
	forget_reminders()
	yield


def at_any_hour(kind: str) -> None:
	settings = frappe.get_doc("TD Settings")
	for line in settings.reminder_rules:
		line.always = int(line.kind == kind)
	settings.save()


def test_24_and_26_an_outage_that_ends_at_night_wakes_nobody() -> None:
	task = accepted_task()
	tick(SATURDAY_NIGHT)
	assert rung(RESPONSIBLE, task) == []
	ticks(SATURDAY_NIGHT, NEXT_MONDAY - timedelta(minutes=5), HOUR)
	assert rung(RESPONSIBLE, task) == []
	tick(NEXT_MONDAY)
	assert len(rung(RESPONSIBLE, task)) == 1
	assert ledger(task, "kind", "state", state=("!=", "Skipped"), sent_at=NEXT_MONDAY) == [
		("Before Deadline", "Late"),
		("Deadline", "Sent"),
	]


def test_26_what_goes_at_any_hour_goes_at_night_after_an_outage_too() -> None:
	at_any_hour("Before Deadline")
	task = accepted_task()
	tick(SATURDAY_NIGHT)
	assert len(rung(RESPONSIBLE, task)) == 1


def test_33_an_absence_written_down_later_is_respected() -> None:
	task = accepted_task()
	make_absence(RESPONSIBLE, date(2031, 3, 10), date(2031, 3, 11))
	ticks(NEXT_MONDAY, NEXT_MONDAY + DAY + 8 * HOUR, HOUR)
	assert ledger(task, "user", kind="Deadline", state="Sent") == []
	back = datetime(2031, 3, 12, 9, 0)
	tick(back)
	assert ledger(task, "state", "sent_at", kind="Deadline", user=RESPONSIBLE) == [("Sent", back)]


def test_24_work_that_is_done_before_the_morning_after_an_outage_is_not_told() -> None:
	task = accepted_task(needs_review=0)
	tick(SATURDAY_NIGHT)
	frappe.db.set_value("TD Task", task.name, "status", "Done")
	tick(NEXT_MONDAY + HOUR)
	assert rung(RESPONSIBLE, task) == rung(ASSIGNER, task) == []


def test_25_three_days_over_new_year_collapse_to_one_message_on_the_first_working_day() -> None:
	"""The scheduler stands still from the 30th on; the holidays and the days off are nobody's to be disturbed on."""
	make_holidays(date(2032, 1, 1), date(2032, 1, 2))
	task = accepted_task(datetime(2031, 12, 29, 9, 0), deadline=datetime(2031, 12, 30, 17, 0))
	gap = datetime(2032, 1, 2, 23, 0)  # a Friday night: three days and more without a turn
	ticks(gap, datetime(2032, 1, 5, 8, 59), HOUR)
	assert rung(RESPONSIBLE, task) == []
	ticks(datetime(2032, 1, 5, 9, 0), datetime(2032, 1, 5, 16, 0))
	assert len(rung(RESPONSIBLE, task)) == 1


def make_holidays(*days: date) -> None:
	calendar = frappe.get_doc("TD Work Calendar", "Office of reminders")
	for day in days:
		calendar.append("days", {"date": day, "kind": "Day Off"})
	calendar.save()


def test_22_nothing_that_is_put_off_starves_what_is_due() -> None:
	waiting: list[Any] = [accepted_task(subject=f"Task {number}") for number in range(5)]
	tick(SATURDAY_NIGHT)
	assert tick(SATURDAY_NIGHT + timedelta(minutes=5)) == 0
	assert all(ledger(task, "moment", kind="Before Deadline") == [(NEXT_MONDAY,)] for task in waiting)
