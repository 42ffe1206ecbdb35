"""The ledger of reminders on a real site: what is planned, and what a change of the task does to it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock, notices
from task_discipline.services.reminders import planning
from tests import watching
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	NEWCOMER,
	RESPONSIBLE,
	acting_as,
)
from tests.recurring import daily, renew, tasks_of
from tests.reminding import (
	FRIDAY,
	MONDAY,
	accepted_task,
	do,
	forget_reminders,
	ledger,
	rung,
	set_task,
	tick,
	use_office_hours,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = datetime(2031, 3, 6, 16, 30)
"""When the reminder of the day before goes: half an hour before the work of that day ends."""
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	use_office_hours()
	forget_reminders()
	yield


def planned(task: Any) -> list[tuple[Any, ...]]:
	return ledger(task, "kind", "user", "moment", state="Planned")


def _rows_of(task: Any) -> list[tuple[Any, ...]]:
	return ledger(task, "name", "user", "kind", "moment", "about", "step", "state")


def _generated(**fields: Any) -> Any:
	template = daily(**fields)
	renew(MONDAY)
	return tasks_of(template)[0]


class TestPlanning:
	def test_a_new_task(self) -> None:
		assert planned(set_task()) == [
			("Not Accepted", RESPONSIBLE, datetime(2031, 3, 4, 9, 0)),
			("Not Accepted", ASSIGNER, datetime(2031, 3, 4, 9, 0)),
			("Before Deadline", RESPONSIBLE, THURSDAY),
			("Deadline", RESPONSIBLE, NEXT_MONDAY),
		]

	def test_what_is_planned_of_a_new_task_is_what_its_rows_ask_for(self) -> None:
		step = {"title": "Draft", "person": CO_ASSIGNEE, "due_date": "2031-03-05"}
		strangers = {"title": "Final", "person": NEWCOMER, "due_date": "2031-03-06"}
		people = {"co_assignees": [{"user": CO_ASSIGNEE}], "priority": "Urgent"}
		for task in (
			set_task(plan=[step, strangers], **people),
			_generated(
				plan=[{"title": "Draft", "person": CO_ASSIGNEE, "after": 1, "after_unit": "Days"}], **people
			),
			_generated(milestones=[{"title": "Half", "after": 1, "after_unit": "Days"}]),
		):
			written = _rows_of(task)
			with clock.at(MONDAY):
				planning.replan([task.name])
			assert len(written) > 2
			assert _rows_of(task) == written

	def test_an_accepted_one_needs_no_reminder_to_accept(self) -> None:
		task = accepted_task()
		assert [row[0] for row in planned(task)] == ["Before Deadline", "Deadline"]
		assert ledger(task, "reason", kind="Not Accepted") == [("The task stands elsewhere",)] * 2

	def test_32_a_moved_deadline_is_reminded_of_at_its_new_date_alone(self) -> None:
		task = accepted_task()
		do(MONDAY + HOUR, ASSIGNER, task, "change_deadline", deadline=str(FRIDAY + 7 * DAY), reason="Later")
		assert {row[2].date() > FRIDAY.date() for row in planned(task)} == {True}
		assert ledger(task, "state", "reason", about=FRIDAY, kind="Deadline") == [
			("Skipped", "The date moved")
		]
		tick(NEXT_MONDAY + HOUR)
		assert rung(RESPONSIBLE, task) == []

	def test_a_deadline_that_comes_back_is_planned_again(self) -> None:
		task = accepted_task()
		for hour, deadline in ((1, FRIDAY + 7 * DAY), (2, FRIDAY)):
			do(
				MONDAY + hour * HOUR,
				ASSIGNER,
				task,
				"change_deadline",
				deadline=str(deadline),
				reason="Moved",
			)
		assert planned(task) == [
			("Before Deadline", RESPONSIBLE, THURSDAY),
			("Deadline", RESPONSIBLE, NEXT_MONDAY),
		]

	def test_28_whoever_loses_the_task_is_not_reminded_of_it(self) -> None:
		task = accepted_task()
		do(MONDAY + HOUR, ASSIGNER, task, "reassign", user=NEWCOMER, reason="Moved on")
		assert {row[1] for row in planned(task)} == {NEWCOMER}
		assert {row[0] for row in ledger(task, "reason", user=RESPONSIBLE, kind="Deadline")} == {
			"No longer on the task"
		}

	def test_28_a_co_assignee_who_is_taken_off(self) -> None:
		task = accepted_task(co_assignees=[{"user": CO_ASSIGNEE}])
		assert CO_ASSIGNEE in {row[1] for row in planned(task)}
		with clock.at(MONDAY + HOUR), acting_as(ASSIGNER):
			doc = frappe.get_doc("TD Task", task.name)
			doc.set("co_assignees", [])
			doc.save()
		assert CO_ASSIGNEE not in {row[1] for row in planned(task)}

	def test_a_step_with_a_date_reminds_its_person_until_it_is_done(self) -> None:
		step = {"title": "Draft", "person": CO_ASSIGNEE, "due_date": "2031-03-05"}
		task = accepted_task(plan=[step], co_assignees=[{"user": CO_ASSIGNEE}])
		morning = ("Plan Step", CO_ASSIGNEE, datetime(2031, 3, 5, 9, 0))
		assert morning in planned(task)
		name = frappe.get_doc("TD Task", task.name).plan[0].name
		do(MONDAY + HOUR, CO_ASSIGNEE, task, "tick_step", step=name)
		assert morning not in planned(task)

	def test_a_step_of_somebody_who_may_not_read_the_task_reminds_the_responsible(self) -> None:
		task = accepted_task(plan=[{"title": "Draft", "person": NEWCOMER, "due_date": "2031-03-05"}])
		assert ledger(task, "user", kind="Plan Step") == [(RESPONSIBLE,)]

	def test_what_a_save_does_not_touch_stays(self) -> None:
		task = accepted_task()
		before = ledger(task, "name", "moment", "state")
		with clock.at(MONDAY + HOUR), acting_as(ASSIGNER):
			doc = frappe.get_doc("TD Task", task.name)
			doc.subject = "Prepare the other contract"
			doc.save()
		assert ledger(task, "name", "moment", "state") == before

	def test_a_request_waits_for_its_answer(self) -> None:
		task = accepted_task()
		do(MONDAY, RESPONSIBLE, task, "propose_deadline", deadline=str(FRIDAY + 7 * DAY), reason="Ill")
		assert ("Deadline Request", ASSIGNER, datetime(2031, 3, 4, 9, 0)) in planned(task)
		do(MONDAY + HOUR, ASSIGNER, task, "change_deadline", deadline=str(FRIDAY + DAY), reason="A day")
		assert "Deadline Request" not in [row[0] for row in planned(task)]

	def test_a_held_task_wakes_up_and_is_silent_until_then(self) -> None:
		task = accepted_task()
		do(MONDAY, ASSIGNER, task, "hold", reason="Frost", until=str(datetime(2031, 3, 5, 12, 0)))
		assert sorted(planned(task)) == [
			("Wake-up", ASSIGNER, datetime(2031, 3, 5, 12, 0)),
			("Wake-up", RESPONSIBLE, datetime(2031, 3, 5, 12, 0)),
		]

	def test_history_that_is_made_up_reaches_nobody(self) -> None:
		with notices.muted():
			task = accepted_task(datetime(2021, 3, 1, 9, 0), deadline=datetime(2021, 3, 5, 17, 0))
		assert {row[2] for row in ledger(task) if row[0] != "Overdue"} == {"Skipped"}
		assert ledger(task, "kind", state="Planned") == [("Overdue",)]
		assert {row[0] for row in ledger(task, "reason", state="Skipped")} == {planning.RETOLD}


def test_22_never_early_in_the_night_when_an_hour_comes_twice() -> None:
	"""Clocks go back at three on 26 October 2031; one hour before half past three is the second half past two."""
	watching.set_host("time_zone", "Europe/Berlin")
	settings = frappe.get_doc("TD Settings")
	rule = {"kind": "Before Deadline", "amount": 1, "unit": "Hours", "priorities": "All", "always": 1}
	settings.set("reminder_rules", [rule | {"enabled": 1}])
	settings.save()
	task = accepted_task(datetime(2031, 10, 24, 9), deadline=datetime(2031, 10, 26, 3, 30))
	assert ledger(task, "moment", kind="Before Deadline") == [(datetime(2031, 10, 26, 3, 0),)]
	frappe.db.rollback()
	watching.forget_host_settings()
