"""Changed rules of reminders: every open task is planned anew, whatever comes between."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils.background_jobs import get_job, is_job_enqueued

from task_discipline import td_jobs
from task_discipline.services import clock
from task_discipline.services.reminders import renewal
from tests.factories import RESPONSIBLE, purge
from tests.reminding import MONDAY, accepted_task, forget_reminders, ledger, set_task, use_office_hours
from tests.working import use_calendar

JOB = "task_discipline.td_jobs.replan_reminders"


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	"""Office hours, and nothing left to plan anew."""
	use_office_hours()
	forget_reminders()
	renew()
	yield


@pytest.fixture
def committed() -> Iterator[None]:
	"""A test with commits of its own, taken back."""
	frappe.db.rollback()  # the office hours, so that the calendar before them is seen
	before = frappe.db.get_single_value("TD Settings", "work_calendar", cache=False)
	use_office_hours()
	forget_reminders()
	yield
	frappe.db.rollback()
	change(Deadline={"enabled": 1})
	frappe.db.set_single_value("TD Settings", "replanned_up_to", "")
	use_calendar(frappe._dict(name=before) if before else None)
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True)
	frappe.db.delete("Error Log", {"reference_doctype": "TD Task"})
	purge()
	frappe.db.commit()
	if job := get_job(JOB):
		job.delete()


def renew(commit: Callable[[], None] = lambda: None, seconds: float = 60) -> int:
	with clock.at(MONDAY):
		return renewal.run(commit, seconds)


def mark() -> str:
	return frappe.db.get_single_value("TD Settings", "replanned_up_to", cache=False) or ""


def change(**by_kind: dict[str, Any]) -> None:
	"""Save the settings with other values in the rules of some kinds (``Before_Deadline={"amount": 2}``)."""
	settings = frappe.get_doc("TD Settings")
	for line in settings.reminder_rules:
		line.update(by_kind.get(line.kind.replace(" ", "_"), {}))
	with clock.at(MONDAY):
		settings.save()


def of(task: Any, kind: str) -> list[tuple[Any, ...]]:
	return ledger(task, "step", "state", "reason", kind=kind)


def test_a_rule_out_of_use_and_another_distance() -> None:
	task = accepted_task()
	change(Deadline={"enabled": 0}, Before_Deadline={"amount": 2})
	assert renew() > 0
	assert of(task, "Deadline") == [("", "Skipped", "No longer asked for")]
	assert of(task, "Before Deadline") == [
		("2 Working Days", "Planned", None),
		("1 Working Days", "Skipped", "No longer asked for"),
	]
	change(Deadline={"enabled": 1})
	renew()
	assert of(task, "Deadline") == [("", "Planned", None)]
	assert mark() == ""


def test_only_changed_rules_call_for_it() -> None:
	settings = frappe.get_doc("TD Settings")
	settings.short_notice_hours = 5
	settings.save()
	assert mark() == ""
	change(Deadline={"enabled": 1})
	assert (mark(), renew()) == ("", 0)


@pytest.mark.parametrize("field", ["most_repeats", "morning_hour"])
def test_figures_beside_the_rules_count_too(field: str) -> None:
	settings = frappe.get_doc("TD Settings")
	settings.set(field, settings.get(field) + 1)
	settings.save()
	assert mark().endswith(":")


def test_a_killed_job_is_followed_by_one_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(renewal, "_TASKS_AT_ONCE", 1)
	tasks = [accepted_task() for _number in range(3)]
	change(Deadline={"enabled": 0})
	with pytest.raises(KeyboardInterrupt):
		renew(_at_call_of(lambda: mark().endswith(tasks[1].name), _kill))
	assert [of(task, "Deadline")[0][1] for task in tasks] == ["Skipped", "Skipped", "Planned"]
	assert renew() == 1
	assert (of(tasks[2], "Deadline")[0][1], mark()) == ("Skipped", "")


def test_a_turn_that_takes_too_long_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(renewal, "_TASKS_AT_ONCE", 1)
	tasks = [accepted_task() for _number in range(3)]
	change(Deadline={"enabled": 0})
	assert renew(seconds=0) == 1
	assert mark() != ""
	for _turn in range(frappe.db.count("TD Task", {"is_open": 1})):
		renew(seconds=0)
	assert {of(task, "Deadline")[0][1] for task in tasks} == {"Skipped"}
	assert mark() == ""


def test_rules_that_change_once_more_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(renewal, "_TASKS_AT_ONCE", 1)
	tasks = [accepted_task() for _number in range(3)]
	change(Deadline={"enabled": 0})
	renew(_at_call_of(lambda: mark().endswith(tasks[1].name), lambda: change(Deadline={"enabled": 1})))
	assert [of(task, "Deadline")[0][1] for task in tasks] == ["Planned"] * 3
	assert mark() == ""


def test_a_form_that_stood_open_meanwhile_turns_nothing_back() -> None:
	accepted_task()
	change(Deadline={"enabled": 0})
	stale = frappe.get_doc("TD Settings")
	renew()
	stale.short_notice_hours = 6
	stale.save()
	assert mark() == ""


def test_one_broken_task_leaves_the_others(committed: None) -> None:
	broken, sound = accepted_task(), accepted_task()
	frappe.db.set_value("TD Task", broken.name, "status", "Nonsense")
	change(Deadline={"enabled": 0})
	frappe.db.commit()
	renew(frappe.db.commit)
	assert of(sound, "Deadline")[0][1] == "Skipped"
	assert frappe.db.exists("Error Log", {"reference_name": broken.name})
	assert mark() == ""


def test_what_is_due_stays_due_and_what_was_sent_stays_sent() -> None:
	task = set_task()
	frappe.db.set_value("TD Reminder", {"task": task.name, "kind": "Before Deadline"}, "state", "Sent")
	frappe.db.set_value("TD Reminder", {"task": task.name, "kind": "Deadline"}, "moment", MONDAY)
	change(Not_Accepted={"enabled": 0})
	renew()
	assert {row[1] for row in of(task, "Not Accepted")} == {"Skipped"}
	assert ledger(task, "user", "state", "moment", kind="Deadline") == [(RESPONSIBLE, "Planned", MONDAY)]
	assert of(task, "Before Deadline") == [("1 Working Days", "Sent", None)]


def test_the_manager_is_told_and_the_job_begins_at_once() -> None:
	accepted_task()
	change(Deadline={"enabled": 0})
	assert "planned anew in the background" in frappe.get_message_log()[-1].message
	frappe.db.after_commit.run()
	try:
		assert is_job_enqueued(JOB)
	finally:
		get_job(JOB).delete()
	assert JOB.split(".")[-1] in dir(td_jobs)


def _at_call_of(is_time: Callable[[], bool], act: Callable[[], None]) -> Callable[[], None]:
	"""A commit that does something, once, when its time has come."""
	done = []

	def commit() -> None:
		if not done and is_time():
			done.append(True)
			act()

	return commit


def _kill() -> None:
	raise KeyboardInterrupt
