"""Working time from stored calendars: whose calendar counts, what absences close, and the clocks that read it."""

from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.domain.worktime import is_working_day
from task_discipline.services import calendars, clock, inputs, working_time
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	act,
	make_task,
)
from tests.working import make_absence, make_calendar, use_calendar

MONDAY = date(2031, 3, 3)
FRIDAY = date(2031, 3, 7)


def at(day: date, clock_time: str) -> datetime:
	"""A moment of the site."""
	return datetime.fromisoformat(f"{day.isoformat()} {clock_time}")


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> Any:
	"""The company works from nine to five, from Monday to Friday."""
	return use_calendar(make_calendar("Office"))


def fields(task: Any, *names: str) -> Any:
	return frappe.db.get_value("TD Task", task.name, names)


def test_the_nearest_calendar_counts() -> None:
	make_calendar("Own", people=[RESPONSIBLE])
	of_team = make_calendar("Of the team")
	frappe.get_doc(
		doctype="TD Team",
		team_name="Calendar team",
		head=ASSIGNER,
		work_calendar=of_team.name,
		members=[{"user": RESPONSIBLE}, {"user": CO_ASSIGNEE}],
	).insert()
	found = calendars.of_people([RESPONSIBLE, CO_ASSIGNEE, ASSIGNER, OBSERVER])
	assert {user: calendar.name for user, calendar in found.items()} == {
		RESPONSIBLE: "Own",
		CO_ASSIGNEE: "Of the team",
		ASSIGNER: "Of the team",
		OBSERVER: "Office",
	}


def test_without_a_calendar_every_hour_counts() -> None:
	use_calendar(None)
	assert calendars.of_people([OBSERVER])[OBSERVER].name == ""
	submitted_at = at(FRIDAY, "17:00:00")
	assert working_time.review_due(submitted_at, ASSIGNER) == submitted_at + timedelta(hours=8)
	assert working_time.end_of_day(FRIDAY) == at(FRIDAY, "18:00:00")


def test_a_calendar_that_is_gone_leaves_that_of_the_company() -> None:
	assert calendars.named("No such calendar").name == "Office"
	assert calendars.named(None).name == "Office"


def test_absences_close_days_of_one_person() -> None:
	make_absence(RESPONSIBLE, MONDAY, MONDAY + timedelta(days=1))
	make_absence(RESPONSIBLE, FRIDAY, FRIDAY)
	found = calendars.of_people([RESPONSIBLE, CO_ASSIGNEE])
	works = {
		user: [is_working_day(found[user], MONDAY + timedelta(days=n)) for n in range(5)] for user in found
	}
	assert works == {RESPONSIBLE: [False, False, True, True, False], CO_ASSIGNEE: [True] * 5}
	touching = calendars.absences_of(
		[RESPONSIBLE, CO_ASSIGNEE], MONDAY + timedelta(days=1), FRIDAY - timedelta(days=1)
	)
	assert touching == {RESPONSIBLE: [(MONDAY, MONDAY + timedelta(days=1))]}


def test_an_edited_calendar_counts_at_once(office: Any) -> None:
	assert is_working_day(calendars.company(), MONDAY)
	office.append("days", {"date": MONDAY, "kind": "Day Off", "title": "Founding day"})
	office.save()
	assert not is_working_day(calendars.company(), MONDAY)


def test_any_number_of_people_costs_the_same_queries(monkeypatch: pytest.MonkeyPatch) -> None:
	asked: list[str] = []
	sql = frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda *args, **kwargs: asked.append(args[0]) or sql(*args, **kwargs)
	)
	costs = []
	for people in (1, 1, 100):
		asked.clear()
		calendars.of_people([f"person{number}@td-test.example" for number in range(people)])
		costs.append(len(asked))
	# The first time calendars are compiled; leaves of HRMS take one query more.
	assert costs[1] == costs[2] <= 5 + ("hrms" in frappe.get_installed_apps())


def test_the_review_clock_runs_while_the_assigner_works() -> None:
	make_calendar("Early", people=[ASSIGNER], between=("06:00:00", "10:00:00"))
	with clock.at(at(FRIDAY, "09:00:00")):
		task = make_task(deadline=at(FRIDAY, "17:00:00"))
		act(CO_ASSIGNEE, task.name, "submit_task")
	# An hour on Friday, four on Monday, three on Tuesday.
	assert fields(task, "review_due") == at(FRIDAY + timedelta(days=4), "09:00:00")


def test_the_review_clock_waits_for_an_absent_assigner() -> None:
	make_absence(ASSIGNER, FRIDAY, FRIDAY + timedelta(days=4))
	with clock.at(at(FRIDAY, "09:00:00")):
		task = make_task(deadline=at(FRIDAY, "17:00:00"))
		act(RESPONSIBLE, task.name, "submit_task")
	assert fields(task, "review_due") == at(FRIDAY + timedelta(days=5), "17:00:00")


def test_a_review_falls_due_even_where_nobody_ever_works() -> None:
	calendar = make_calendar("Lost", people=[ASSIGNER])
	frappe.db.delete("TD Work Hours", {"parent": calendar.name})
	frappe.db.set_value("TD Work Calendar", calendar.name, "filled_until", "2030-12-31")
	submitted_at = at(FRIDAY, "09:00:00")
	assert working_time.review_due(submitted_at, ASSIGNER) == submitted_at + timedelta(hours=8)


@pytest.mark.parametrize(
	("submitted", "minutes", "working"),
	[
		((FRIDAY, "16:30:00"), -30, -30),
		((FRIDAY, "17:00:00"), 0, 0),
		((FRIDAY + timedelta(days=1), "12:00:00"), 19 * 60, 0),
		((FRIDAY + timedelta(days=3), "10:00:01"), 65 * 60 + 1, 61),
	],
)
def test_lateness_in_working_time_stands_beside_the_calendar_one(
	submitted: tuple[date, str], minutes: int, working: int
) -> None:
	with clock.at(at(MONDAY, "09:00:00")):
		task = make_task(deadline=at(FRIDAY, "17:00:00"))
	with clock.at(at(*submitted)):
		act(RESPONSIBLE, task.name, "submit_task")
	assert fields(task, "delay_minutes", "working_delay_minutes") == (minutes, working)


def test_a_date_alone_means_the_end_of_the_responsibles_working_day() -> None:
	make_calendar("Late", people=[RESPONSIBLE], between=("12:00:00", "20:30:00"))
	with clock.at(at(MONDAY, "09:00:00")):
		mine, other = (
			make_task(deadline=str(FRIDAY)),
			make_task(deadline=str(FRIDAY), responsible=OBSERVER, observers=[]),
		)
		act(
			ASSIGNER, other.name, "change_deadline", deadline=str(FRIDAY - timedelta(days=1)), reason="Sooner"
		)
	assert fields(mine, "deadline") == at(FRIDAY, "20:30:00")
	assert fields(other, "deadline") == at(FRIDAY - timedelta(days=1), "17:00:00")


def test_a_date_on_a_day_off_ends_at_the_hour_of_the_settings() -> None:
	saturday = FRIDAY + timedelta(days=1)
	assert inputs.moment(str(saturday), "Deadline", RESPONSIBLE) == at(saturday, "18:00:00")


def test_a_night_shift_ends_in_the_morning_after() -> None:
	make_calendar("Night", people=[RESPONSIBLE], between=("22:00:00", "06:00:00"), ends_next_day=1)
	assert working_time.end_of_day(FRIDAY, RESPONSIBLE) == at(FRIDAY + timedelta(days=1), "06:00:00")


def test_another_zone_works_by_its_own_clock() -> None:
	# Half past five ahead of UTC the whole year; the site's zone may change its clock.
	make_calendar("Bangalore", people=[RESPONSIBLE], time_zone="Asia/Kolkata")
	end = calendars.aware(working_time.end_of_day(FRIDAY, RESPONSIBLE))
	assert end.isoformat(timespec="minutes") and end.astimezone(calendars.named("Bangalore").zone).hour == 17


def test_editing_a_calendar_rewrites_no_result(office: Any) -> None:
	with clock.at(at(MONDAY, "09:00:00")):
		submitted, done = (
			make_task(deadline=at(MONDAY, "17:00:00")),
			make_task(deadline=at(MONDAY, "17:00:00")),
		)
	with clock.at(at(FRIDAY, "10:00:00")):
		act(RESPONSIBLE, submitted.name, "submit_task")
		act(RESPONSIBLE, done.name, "submit_task")
		act(ASSIGNER, done.name, "accept_result")
	before = frappe.db.sql("select * from `tabTD Task` where name in %s", ((submitted.name, done.name),))
	office.set("hours", [row for row in office.hours if row.weekday != "Tuesday"])
	office.append("days", {"date": MONDAY + timedelta(days=2), "kind": "Day Off"})
	office.save()
	make_absence(ASSIGNER, FRIDAY, FRIDAY + timedelta(days=30))
	assert (
		frappe.db.sql("select * from `tabTD Task` where name in %s", ((submitted.name, done.name),)) == before
	)


@pytest.mark.parametrize("user", [MANAGER, HEAD])
def test_absences_of_people_without_any_are_none(user: str) -> None:
	assert calendars.absences_of([user, NEWCOMER], date(1970, 1, 1), date(2199, 12, 31)) == {}
