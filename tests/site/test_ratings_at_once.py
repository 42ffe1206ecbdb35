"""Ratings where two people act on one task at the same moment, or an action meets the job."""

from collections.abc import Callable, Iterator
from datetime import datetime

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.ratings import archive, renewal, writing
from tests import factories, workers
from tests.factories import ASSIGNER, RESPONSIBLE, act, acting_as, make_task
from tests.working import use_office_week

DEADLINE, LATER = datetime(2031, 3, 5, 17, 0), datetime(2031, 3, 7, 17, 0)
"""A Wednesday and the Friday after it; office hours are from 9 to 17."""
COLUMNS = ["outcome", "deadline", "fair_delay_minutes", "delay_minutes", "deadline_moves"]


@pytest.fixture(autouse=True)
def committed() -> Iterator[None]:
	factories.purge()
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	use_office_week()
	frappe.db.delete("TD Outage")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	factories.purge()
	frappe.db.set_single_value("TD Settings", "work_calendar", before)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	frappe.delete_doc("TD Work Calendar", "Office week", force=True)
	frappe.db.commit()


def given() -> str:
	with clock.at(datetime(2031, 3, 3, 9)):
		task = make_task(deadline=DEADLINE, co_assignees=[], observers=[], plan=[]).name
	frappe.db.commit()
	return task


def elsewhere(job: Callable[[], None]) -> None:
	"""Do and commit something on another connection, while this one has looked at the database already."""

	def work() -> None:
		job()
		frappe.db.commit()

	(worker,) = workers.start(work, 1)
	worker.join(60)
	assert worker.exitcode == 0


def on(day: int, actor: str, task: str, action: str, **arguments: object) -> None:
	with clock.at(datetime(2031, 3, day, 11)):
		act(actor, task, action, **arguments)


def rating(task: str) -> frappe._dict:
	return frappe.db.get_value("TD Task Rating", {"task": task}, COLUMNS, as_dict=True)


def expect_what_the_night_finds(task: str) -> None:
	frappe.db.commit()
	assert writing.rate([task]) == 0


def test_a_submission_sees_the_deadline_that_was_moved_while_it_came() -> None:
	task = given()
	frappe.db.get_value("TD Task", task, "status")
	elsewhere(lambda: on(4, ASSIGNER, task, "change_deadline", deadline=str(LATER), reason="More time"))
	on(6, RESPONSIBLE, task, "submit_task")
	assert rating(task) == {
		"outcome": "Submitted",
		"deadline": LATER,
		"fair_delay_minutes": 0,
		"delay_minutes": -30 * 60,
		"deadline_moves": 1,
	}
	expect_what_the_night_finds(task)


def test_a_submission_sees_that_the_task_waits_no_longer() -> None:
	awaited, task = given(), given()
	with clock.at(datetime(2031, 3, 3, 9, 30)), acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task)
		doc.append("depends_on", {"task": awaited})
		doc.save()
	frappe.db.commit()
	frappe.db.get_value("TD Task", task, "status")
	elsewhere(lambda: on(5, RESPONSIBLE, awaited, "submit_task") or on(5, ASSIGNER, awaited, "accept_result"))
	on(11, RESPONSIBLE, task, "submit_task")
	# Waited Mon 9:30 to Wed 11:00: 450 + 480 + 120. From Wed 17:00 to Tue 11:00 are 480 * 3 + 120.
	assert rating(task).fair_delay_minutes == 1560 - 1050
	expect_what_the_night_finds(task)


def test_a_judgement_sees_the_submission_that_came_just_before_it() -> None:
	task = given()
	frappe.db.get_value("TD Task", task, "status")
	elsewhere(lambda: on(6, RESPONSIBLE, task, "submit_task"))
	on(7, ASSIGNER, task, "accept_result")
	assert (rating(task).outcome, rating(task).fair_delay_minutes) == ("Done", 120)
	expect_what_the_night_finds(task)


@pytest.mark.parametrize("job", [archive.run, renewal.run])
def test_a_job_that_looked_before_an_action_writes_what_came_of_it(job: Callable[..., int]) -> None:
	task = given()
	on(6, RESPONSIBLE, task, "submit_task")
	frappe.db.set_value("TD Task Rating", {"task": task}, "delay_minutes", 5)
	archive.begin()
	frappe.db.commit()
	frappe.db.get_value("TD Task", task, "status")
	elsewhere(lambda: on(7, ASSIGNER, task, "cancel_task", reason="Not needed"))
	job(frappe.db.commit, 60 if job is archive.run else datetime(2031, 3, 1))
	assert (rating(task).outcome, rating(task).delay_minutes) == ("Cancelled", 0)
	expect_what_the_night_finds(task)


def test_a_job_does_not_bring_back_what_was_returned_meanwhile() -> None:
	task = given()
	on(6, RESPONSIBLE, task, "submit_task")
	frappe.db.set_value("TD Task Rating", {"task": task}, "fair_delay_minutes", 5)
	frappe.db.commit()
	frappe.db.get_value("TD Task", task, "status")
	elsewhere(lambda: on(7, ASSIGNER, task, "return_for_rework", reason="Once more"))
	renewal.run(frappe.db.commit, datetime(2031, 3, 1))
	assert rating(task) is None
	expect_what_the_night_finds(task)
