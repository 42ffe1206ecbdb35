"""Ratings follow what happens to tasks, at once or by the job behind what changed beside them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import frappe
import pytest

from task_discipline.services import clock, outages, watermarks
from task_discipline.services.ratings import archive, renewal, view, writing
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	RESPONSIBLE,
	act,
	acting_as,
	make_task,
)
from tests.recurring import daily, renew, tasks_of
from tests.working import use_office_week

DEADLINE = datetime(2031, 3, 5, 17, 0)
"""A Wednesday; office hours are from 9 to 17."""
MONDAY = datetime(2031, 3, 3, 9, 0)


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> Iterator[None]:
	use_office_week()
	frappe.db.delete("TD Outage")  # other tests stop the site in these years too
	yield


def given(**fields: Any) -> str:
	"""A task of Monday, nine o'clock."""
	with clock.at(MONDAY):
		return make_task(
			**{"deadline": DEADLINE, "co_assignees": [], "observers": [], "plan": []} | fields
		).name


def on(task: str, day: int, hour: float, actor: str, action: str, /, **arguments: Any) -> None:
	"""An action on that day of March."""
	with clock.at(datetime(2031, 3, day, int(hour), round(hour % 1 * 60))):
		act(actor, task, action, **arguments)


def ratings(task: str) -> dict[str, frappe._dict]:
	"""The stored ratings of a task by person."""
	found = frappe.get_all("TD Task Rating", {"task": task}, ["*"], order_by="name asc")
	return {row.user: row for row in found}


def late_task() -> str:
	"""Submitted on Thursday at 11: two hours late."""
	task = given()
	on(task, 6, 11, RESPONSIBLE, "submit_task")
	return task


def no_commit() -> None:
	"""For jobs whose work the test takes back."""


def test_a_submission_writes_and_a_judgement_completes() -> None:
	task = late_task()
	row = ratings(task)[RESPONSIBLE]
	assert (row.outcome, row.timeliness, row.fair_delay_minutes, row.counted) == ("Submitted", "Late", 120, 1)
	assert (row.settled_at, row.given_at, row.deadline) == (datetime(2031, 3, 6, 11), MONDAY, DEADLINE)
	assert (row.delay_minutes, row.first_delay_minutes, row.late_days) == (18 * 60, 18 * 60, 1)
	on(task, 6, 12, ASSIGNER, "accept_result")
	done = ratings(task)[RESPONSIBLE]
	assert (done.name, done.outcome, done.first_pass, done.review_minutes) == (row.name, "Done", 1, 60)


@pytest.mark.parametrize(
	("user", "action", "arguments"),
	[
		(ASSIGNER, "return_for_rework", {"reason": "Once more"}),
		(RESPONSIBLE, "withdraw", {}),
	],
)
def test_what_is_open_again_is_not_rated(user: str, action: str, arguments: dict[str, str]) -> None:
	task = late_task()
	on(task, 6, 12, user, action, **arguments)
	assert ratings(task) == {}
	on(task, 7, 9, RESPONSIBLE, "submit_task")
	assert ratings(task)[RESPONSIBLE].settled_at == datetime(2031, 3, 7, 9)


def test_what_is_reopened_is_not_rated() -> None:
	task = late_task()
	on(task, 6, 12, ASSIGNER, "accept_result")
	on(task, 6, 13, ASSIGNER, "reopen", reason="A page is missing")
	assert ratings(task) == {}


def test_who_hands_over_late_keeps_his_part_whatever_becomes_of_the_task() -> None:
	task = given()
	on(task, 6, 11, ASSIGNER, "reassign", user=CO_ASSIGNEE, reason="Illness")
	on(task, 6, 15, CO_ASSIGNEE, "submit_task")
	on(task, 6, 16, ASSIGNER, "return_for_rework", reason="Once more")
	row = ratings(task)
	assert list(row) == [RESPONSIBLE]
	assert (row[RESPONSIBLE].outcome, row[RESPONSIBLE].fair_delay_minutes) == ("Handed Over", 120)


def test_who_gets_it_back_is_not_handed_over_any_more() -> None:
	task = given()
	on(task, 6, 11, ASSIGNER, "reassign", user=CO_ASSIGNEE, reason="Illness")
	on(task, 7, 9, ASSIGNER, "reassign", user=RESPONSIBLE, reason="Back again")
	assert RESPONSIBLE not in ratings(task)
	on(task, 7, 10, RESPONSIBLE, "submit_task")
	assert ratings(task)[RESPONSIBLE].fair_delay_minutes == 180


def test_who_submitted_late_answers_for_it_though_another_has_to_do_it_again() -> None:
	task = late_task()
	on(task, 6, 12, ASSIGNER, "reassign", user=CO_ASSIGNEE, reason="Illness")
	assert ratings(task)[RESPONSIBLE].outcome == "Submitted"
	on(task, 6, 13, ASSIGNER, "return_for_rework", reason="Once more")
	row = ratings(task)
	assert list(row) == [RESPONSIBLE]
	assert (row[RESPONSIBLE].outcome, row[RESPONSIBLE].settled_at.hour) == ("Handed Over", 11)


def test_what_is_handed_over_with_too_little_time_is_impossible_for_the_next() -> None:
	task = given()
	on(task, 5, 16, ASSIGNER, "reassign", user=CO_ASSIGNEE, reason="Illness")
	on(task, 6, 10, CO_ASSIGNEE, "submit_task")
	row = ratings(task)[CO_ASSIGNEE]
	assert (row.left_out, row.counted, row.timeliness) == ("Impossible", 0, "Late")


def test_a_task_that_a_template_made_late_has_its_lost_time_back() -> None:
	with clock.at(MONDAY.replace(hour=14)):
		task = make_task(deadline=DEADLINE, co_assignees=[], observers=[], plan=[]).name
		outages.record(outages.SCHEDULER, MONDAY, MONDAY.replace(hour=14), "Did Not Run")
	frappe.db.set_value("TD Task", task, {"template": "TDT-00000", "occurrence": MONDAY.replace(hour=10)})
	on(task, 6, 15, RESPONSIBLE, "submit_task")
	row = ratings(task)[RESPONSIBLE]
	assert (row.fair_delay_minutes, row.deducted_minutes) == (6 * 60 - 4 * 60, 4 * 60)


@pytest.mark.parametrize(
	("rule", "made", "lost"),
	[
		# Tuesday's deadline had passed on Thursday, so it counts from then on: nothing of the term is lost.
		({}, datetime(2031, 3, 6, 11), 0),
		# To be made on Monday, a day before its date, and made on Tuesday.
		({"starts_on": date(2031, 3, 4), "days_ahead": 1}, datetime(2031, 3, 4, 9), 8 * 60),
	],
	ids=["a term that begins anew", "made ahead of its date"],
)
def test_what_an_outage_took_of_a_term_is_what_is_given_back(
	rule: dict[str, Any], made: datetime, lost: int
) -> None:
	template = daily(**{"repeat_every": 30, "term": 1} | rule)
	with clock.at(made):
		outages.record(outages.SCHEDULER, MONDAY, made, "Did Not Run")
	renew(made)
	(task,) = tasks_of(template, "name", "deadline")
	on(task.name, task.deadline.day + 7, 16, RESPONSIBLE, "submit_task")
	row = ratings(task.name)[RESPONSIBLE]
	assert (row.given_at, row.deducted_minutes) == (made, lost)


def test_a_task_that_was_brought_in_done_is_rated_by_its_dates() -> None:
	task = given()
	frappe.db.set_value("TD Task Event", {"task": task, "event": "Created"}, "to_status", "Done")
	brought = {
		"status": "Done",
		"is_open": 0,
		"creation": datetime(2031, 2, 24, 9),
		"submitted_at": datetime(2031, 2, 28, 10),
		"accepted_at": datetime(2031, 2, 28, 12),
	}
	frappe.db.set_value("TD Task", task, brought)
	writing.rate([task])
	row = ratings(task)[RESPONSIBLE]
	assert (row.outcome, row.timeliness, row.given_at) == ("Done", "Early", brought["creation"])
	assert (row.settled_at, row.reviewed_at) == (brought["submitted_at"], brought["accepted_at"])


def test_a_cancelled_task_is_a_row_that_counts_nowhere() -> None:
	task = given()
	on(task, 6, 11, ASSIGNER, "cancel_task", reason="Not needed")
	row = ratings(task)[RESPONSIBLE]
	assert (row.outcome, row.counted, row.left_out, row.timeliness) == ("Cancelled", 0, "Cancelled", "")


@pytest.mark.parametrize(
	("priority", "weight", "expected"),
	[("Low", 1, 0.5), ("Urgent", 1, 2), ("High", 0, 1.5), ("Urgent", 5, 5), ("Low", 0.25, 0.25)],
)
def test_a_rating_weighs_what_somebody_said_or_what_the_priority_says(
	priority: str, weight: float, expected: float
) -> None:
	task = given(priority=priority, weight=weight)
	on(task, 5, 11, RESPONSIBLE, "submit_task")
	assert ratings(task)[RESPONSIBLE].weight == expected


def test_a_rating_follows_its_task() -> None:
	task = late_task()
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task)
		doc.priority = "Urgent"
		doc.save()
	assert (ratings(task)[RESPONSIBLE].priority, ratings(task)[RESPONSIBLE].weight) == ("Urgent", 2)


def test_actions_that_change_no_rating_ask_nothing_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
	task = given()
	asked: list[str] = []
	sql = frappe.db.sql

	def listening(query: Any, *arguments: Any, **named: Any) -> Any:
		asked.append(str(query))
		return sql(query, *arguments, **named)

	monkeypatch.setattr(frappe.db, "sql", listening)
	on(task, 3, 10, RESPONSIBLE, "start")
	on(task, 3, 11, ASSIGNER, "hold", reason="Waits")
	on(task, 3, 12, ASSIGNER, "resume")
	on(task, 3, 13, ASSIGNER, "change_deadline", deadline="2031-03-07 17:00:00", reason="More time")
	on(task, 3, 14, RESPONSIBLE, "propose_deadline", deadline="2031-03-10 17:00:00", reason="More still")
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task)
		doc.subject = "Another name"
		doc.save()
	assert not [query for query in asked if "TD Task Rating" in query]


def test_an_absence_that_is_written_afterwards_counts_once_the_job_ran() -> None:
	task = late_task()
	absence = frappe.get_doc(
		doctype="TD Absence", user=RESPONSIBLE, from_date="2031-03-04", to_date="2031-03-04"
	).insert()
	span = renewal.moments("2031-03-04", "2031-03-04")
	assert renewal.run(no_commit, *span, RESPONSIBLE) == 1
	row = ratings(task)[RESPONSIBLE]
	assert (row.timeliness, row.fair_delay_minutes, row.deducted_minutes) == ("On Time", 0, 480)
	absence.delete()
	renewal.run(no_commit, *span, RESPONSIBLE)
	assert ratings(task)[RESPONSIBLE].fair_delay_minutes == 120
	assert ratings(task)[RESPONSIBLE].name == row.name


def test_an_absence_of_others_or_of_another_time_concerns_no_rating() -> None:
	late_task()
	span = renewal.moments("2031-03-04", "2031-03-04")
	assert renewal.run(no_commit, *span, MANAGER) == 0
	before = renewal.moments("2031-02-01", "2031-02-02")
	assert renewal.run(no_commit, *before, RESPONSIBLE) == 0


@pytest.mark.parametrize("moved", ["write", "delete"])
def test_a_change_of_absences_calls_the_job(moved: str, monkeypatch: pytest.MonkeyPatch) -> None:
	days = date(2031, 3, 4), date(2031, 3, 6)
	absence = frappe.get_doc(
		doctype="TD Absence", user=RESPONSIBLE, from_date=days[0], to_date=days[1]
	).insert()
	called: list[tuple[Any, ...]] = []
	monkeypatch.setattr(renewal, "call", lambda *arguments: called.append(arguments))
	if moved == "delete":
		absence.delete()
		assert called == [(*days, RESPONSIBLE)]
	else:
		absence.to_date = date(2031, 3, 5)
		absence.save()
		assert set(called) == {(*days, RESPONSIBLE), (days[0], date(2031, 3, 5), RESPONSIBLE)}


def test_an_outage_calls_the_job_from_what_is_news_on(monkeypatch: pytest.MonkeyPatch) -> None:
	with clock.at(datetime(2031, 3, 6, 10)):
		since = outages.record(
			outages.SCHEDULER, datetime(2031, 3, 6, 9), datetime(2031, 3, 6, 10), "Did Not Run"
		)
	with clock.at(datetime(2031, 3, 6, 12)):
		later = outages.record(
			outages.SCHEDULER, datetime(2031, 3, 6, 9), datetime(2031, 3, 6, 12), "Did Not Run"
		)
	assert (since, later) == (datetime(2031, 3, 6, 9), datetime(2031, 3, 6, 10))


def test_the_night_rates_again_what_an_outage_has_touched_and_nothing_else() -> None:
	task, other = late_task(), given()
	on(other, 4, 11, RESPONSIBLE, "submit_task")
	untouched = ratings(other)[RESPONSIBLE]
	with clock.at(datetime(2031, 3, 7, 9)):
		outages.record(outages.MAIL, datetime(2031, 3, 6, 9), datetime(2031, 3, 6, 10), "Mails Failed")
	with clock.at(datetime(2031, 3, 8, 2)):
		renewal.of_last_months(no_commit)
	row = ratings(task)[RESPONSIBLE]
	assert (row.fair_delay_minutes, row.deducted_minutes) == (60, 60)
	assert ratings(other)[RESPONSIBLE] == untouched


def test_everything_there_is_gets_its_rating_in_turns() -> None:
	tasks = [late_task() for _number in range(3)]
	frappe.db.delete("TD Task Rating", {"task": ("in", tasks)})
	archive.begin()
	assert archive.run(no_commit, 60) >= len(tasks)
	assert all(ratings(task)[RESPONSIBLE].fair_delay_minutes == 120 for task in tasks)
	assert archive.run(no_commit, 60) == 0


def test_a_save_of_the_settings_does_not_lose_how_far_the_job_has_come() -> None:
	stale = frappe.get_doc("TD Settings")
	archive.begin()
	mark = watermarks.read(archive.FIELD)
	stale.review_hours = 9
	stale.save()
	assert mark and watermarks.read(archive.FIELD) == mark


def test_an_open_task_says_what_it_would_come_to() -> None:
	task = given()
	with clock.at(datetime(2031, 3, 4, 9)):
		assert view.of_task(task) == []
	with clock.at(datetime(2031, 3, 6, 10)):
		(said,) = view.of_task(task)
	assert said["outcome"] == "" and said["verdicts"][0]["timeliness"] == "Late"
	assert said["blocks"][0]["lines"][-1]["amount"] == "1 h"
	assert ratings(task) == {}


def test_two_accounts_that_become_one_have_one_rating() -> None:
	old, new = (_account(name) for name in ("old", "new"))
	task = given(responsible=old)
	on(task, 6, 11, ASSIGNER, "reassign", user=new, reason="Another account")
	on(task, 6, 15, new, "submit_task")
	assert set(ratings(task)) == {old, new}
	frappe.rename_doc("User", old, new, merge=True)
	assert renewal.run(no_commit, *renewal.moments("", ""), new) == 1
	row = ratings(task)
	assert list(row) == [new] and row[new].fair_delay_minutes == 360


def _account(name: str) -> str:
	user = frappe.get_doc(
		doctype="User", email=f"{name}@td-ratings.example", first_name=name, send_welcome_email=0
	)
	user.append_roles("Task Discipline User")
	return str(user.insert().name)
