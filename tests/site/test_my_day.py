"""My Day: what it shows to whom, by the person's own clock, and at what price."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import frappe
import pytest

from task_discipline.api import my_day as doors
from task_discipline.domain.my_day import Beside, Group
from task_discipline.services import calendars, clock
from task_discipline.services.my_day import groups
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
)

NOON = datetime(2026, 3, 4, 12)
"""A Wednesday, in the zone of the people."""


def stored(moment: datetime, zone: str = "Europe/Berlin") -> datetime:
	"""A moment of somebody's clock, as the site stores it."""
	return calendars.naive(moment.replace(tzinfo=ZoneInfo(zone)))


@pytest.fixture(autouse=True)
def _noon(rolled_back: None) -> Iterator[None]:
	with clock.at(stored(NOON)):
		yield


def day_of(user: str) -> dict[str, Any]:
	with acting_as(user):
		return doors.load()


def shown(user: str) -> dict[str, list[str]]:
	"""Subjects by group, the empty groups left out."""
	found = {group["name"]: [row["subject"] for row in group["rows"]] for group in day_of(user)["groups"]}
	return {name: subjects for name, subjects in found.items() if subjects}


def row_of(user: str, group: Group) -> dict[str, Any]:
	rows = next(one["rows"] for one in day_of(user)["groups"] if one["name"] == group.value)
	assert len(rows) == 1
	return rows[0]


def task_due(due: datetime | None, **fields: Any) -> Any:
	"""A task with a deadline that may have passed already."""
	task = make_task(**({"deadline": stored(NOON) + timedelta(days=30), "plan": []} | fields))
	frappe.db.set_value("TD Task", task.name, "deadline", due)
	return task


DEADLINES = [
	("long ago", NOON - timedelta(days=300), Group.OVERDUE),
	("this morning", NOON.replace(hour=8), Group.OVERDUE),
	("right now", NOON, Group.OVERDUE),
	("in a second", NOON + timedelta(seconds=1), Group.TODAY),
	("last second of today", NOON.replace(hour=23, minute=59, second=59), Group.TODAY),
	("midnight", datetime(2026, 3, 5), Group.NEXT),
	("last second of the week", datetime(2026, 3, 11, 23, 59, 59), Group.NEXT),
	("after the week", datetime(2026, 3, 12), Beside.LATER),
	("never", None, Beside.UNDATED),
]


@pytest.mark.parametrize(("words", "due", "place"), DEADLINES, ids=[case[0] for case in DEADLINES])
@pytest.mark.parametrize("user", [RESPONSIBLE, CO_ASSIGNEE])
def test_a_deadline_decides_on_the_group(
	user: str, words: str, due: datetime | None, place: Group | Beside
) -> None:
	task_due(due and stored(due), subject=words)
	expected = {place.value: [words]} if isinstance(place, Group) else {}
	assert shown(user) == expected
	assert [name for name, number in day_of(user)["beside"].items() if number] == (
		[] if expected else [place.value]
	)


@pytest.mark.parametrize(
	("zone", "group", "date"),
	[
		("Europe/Berlin", Group.NEXT, "2026-03-04"),
		("America/New_York", Group.TODAY, "2026-03-04"),
		("Pacific/Kiritimati", Group.TODAY, "2026-03-05"),
		("Nowhere/At_All", Group.NEXT, None),
		(None, Group.NEXT, None),
	],
)
def test_today_is_the_persons_own_day(zone: str | None, group: Group, date: str | None) -> None:
	frappe.db.set_value("User", RESPONSIBLE, "time_zone", zone)
	frappe.clear_document_cache("User", RESPONSIBLE)
	# One in the morning in Berlin is still the evening before in New York.
	task_due(stored(datetime(2026, 3, 5, 1)))
	if date:
		assert shown(RESPONSIBLE) == {group.value: ["Prepare the contract"]}
		assert day_of(RESPONSIBLE)["date"] == date
	else:
		site_noon = calendars.aware(clock.now())
		assert day_of(RESPONSIBLE)["date"] == str(site_noon.date())


STATES = [
	("new", (), {RESPONSIBLE: "overdue", CO_ASSIGNEE: "overdue", ASSIGNER: "set_overdue"}),
	(
		"started",
		[(RESPONSIBLE, "start", {})],
		{RESPONSIBLE: "overdue", CO_ASSIGNEE: "overdue", ASSIGNER: "set_overdue"},
	),
	("held", [(RESPONSIBLE, "start", {}), (ASSIGNER, "hold", {"reason": "Waits"})], {}),
	("submitted", [(CO_ASSIGNEE, "submit_task", {})], {ASSIGNER: "review"}),
	("declined", [(RESPONSIBLE, "decline", {"reason": "No licence"})], {ASSIGNER: "asked"}),
	(
		"asked for time",
		[(RESPONSIBLE, "propose_deadline", {"deadline": "2026-05-05 18:00:00", "reason": "Ill"})],
		# It is late as well, and both are for the assigner to see.
		{RESPONSIBLE: "overdue", CO_ASSIGNEE: "overdue", ASSIGNER: "asked set_overdue"},
	),
	("done", [(RESPONSIBLE, "submit_task", {}), (ASSIGNER, "accept_result", {})], {}),
	("cancelled", [(ASSIGNER, "cancel_task", {"reason": "Not needed"})], {}),
]


@pytest.mark.parametrize(("words", "steps", "expected"), STATES, ids=[case[0] for case in STATES])
def test_a_state_decides_who_sees_it(words: str, steps: list[Any], expected: dict[str, str]) -> None:
	task = task_due(stored(NOON) + timedelta(days=20))
	for user, action, arguments in steps:
		act(user, task.name, action, **arguments)
	frappe.db.set_value("TD Task", task.name, "deadline", stored(NOON) - timedelta(days=2))
	everybody = (ASSIGNER, RESPONSIBLE, CO_ASSIGNEE, OBSERVER, HEAD, MANAGER, STRANGER)
	found = {user: " ".join(shown(user)) for user in everybody}
	assert {user: places for user, places in found.items() if places} == expected


@pytest.mark.parametrize(
	("until", "expected"), [(timedelta(0), ["asked"]), (timedelta(seconds=1), []), (None, [])]
)
def test_a_task_whose_hold_has_run_out_is_asked_of_its_assigner(
	until: timedelta | None, expected: list[str]
) -> None:
	task = task_due(stored(NOON) + timedelta(days=20))
	act(RESPONSIBLE, task.name, "start")
	act(ASSIGNER, task.name, "hold", reason="Waits for the bank")
	frappe.db.set_value(
		"TD Task", task.name, "held_until", stored(NOON) + until if until is not None else None
	)
	assert list(shown(ASSIGNER)) == expected
	assert day_of(RESPONSIBLE)["beside"]["held"] == 1


def test_a_row_says_what_a_person_needs_to_know() -> None:
	task = make_task(priority="High", deadline=stored(NOON) + timedelta(hours=3))
	frappe.db.set_value("TD Plan Step", task.plan[0].name, "done", 1)
	row = row_of(RESPONSIBLE, Group.TODAY)
	assert (row["assigner_name"], row["responsible_name"]) == ("Anna Tester", "Boris Tester")
	assert (row["priority"], row["steps"], row["steps_done"], row["helps"]) == ("High", 2, 1, False)
	assert row["roles"] == ["responsible"]
	assert {"accept_assignment", "submit_task", "propose_deadline"} <= set(row["actions"])
	helper = row_of(CO_ASSIGNEE, Group.TODAY)
	assert helper["helps"] and helper["actions"] == ["submit_task"]


def test_a_decision_brings_the_words_it_waits_for() -> None:
	asked = task_due(stored(NOON) + timedelta(days=20), subject="Asked")
	act(
		RESPONSIBLE, asked.name, "propose_deadline", deadline="2026-05-05 18:00:00", reason="The bank is shut"
	)
	row = row_of(ASSIGNER, Group.ASKED)
	assert row["request"]["reason"] == "The bank is shut"
	assert str(row["request"]["proposed_deadline"]) == "2026-05-05 18:00:00"
	act(ASSIGNER, asked.name, "change_deadline", deadline="2026-05-05 18:00:00", reason="Well")
	declined = task_due(stored(NOON) + timedelta(days=20), subject="Declined")
	act(RESPONSIBLE, declined.name, "decline", reason="No licence")
	row = row_of(ASSIGNER, Group.ASKED)
	assert (row["subject"], row["words"]) == ("Declined", "No licence")


def test_own_tasks_are_late_once() -> None:
	late = stored(NOON) - timedelta(days=2)
	task_due(late, subject="Alone", responsible=ASSIGNER, co_assignees=[], observers=[])
	task_due(late, subject="Beside another", co_assignees=[{"user": ASSIGNER}])
	assert shown(ASSIGNER) == {"overdue": ["Alone", "Beside another"]}


def test_rows_come_by_their_moments() -> None:
	for days, subject in ((-1, "second"), (-9, "first")):
		task_due(stored(NOON) + timedelta(days=days), subject=subject, co_assignees=[])
	task_due(
		stored(NOON) - timedelta(days=5),
		subject="between",
		responsible=OBSERVER,
		observers=[],
		co_assignees=[{"user": RESPONSIBLE}],
	)
	assert shown(RESPONSIBLE) == {"overdue": ["first", "between", "second"]}
	assert shown(ASSIGNER) == {"set_overdue": ["first", "between", "second"]}


def test_what_does_not_fit_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(groups, "PAGE", 2)
	for number in range(3):
		task_due(stored(NOON) - timedelta(days=number + 1), subject=f"late {number}")
	for user, name in ((RESPONSIBLE, "overdue"), (ASSIGNER, "set_overdue")):
		group = next(one for one in day_of(user)["groups"] if one["name"] == name)
		assert ([row["subject"] for row in group["rows"]], group["total"]) == (["late 2", "late 1"], 3)


def test_a_disabled_person_has_no_day() -> None:
	frappe.db.set_value("User", DISABLED, "enabled", 1)
	frappe.clear_document_cache("User", DISABLED)
	task_due(stored(NOON) - timedelta(days=1), responsible=DISABLED)
	assert shown(DISABLED)
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	frappe.clear_document_cache("User", DISABLED)
	day = day_of(DISABLED)
	assert day["groups"] == [] and not any(day["beside"].values())


def test_what_dialogs_ask_for_is_closed_to_strangers() -> None:
	task = task_due(stored(NOON) + timedelta(hours=2), require_file=1)
	with acting_as(RESPONSIBLE):
		asked = doors.task(task.name)
	assert asked["view"]["missing"] == ["file"] and asked["doc"]["require_file"] == 1
	for name in (task.name, "TD-99999999"):
		with acting_as(STRANGER), pytest.raises(frappe.PermissionError):
			doors.task(name)


@contextmanager
def queries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
	asked: list[str] = []
	sql = frappe.db.sql
	with monkeypatch.context() as patch:
		patch.setattr(
			frappe.db, "sql", lambda *args, **kwargs: asked.append(str(args[0])) or sql(*args, **kwargs)
		)
		yield asked


def furnish(number: int) -> None:
	for count in range(number):
		late = stored(NOON) - timedelta(days=count + 1)
		task_due(late, plan=[{"title": "Step"}])
		task_due(late, responsible=ASSIGNER, co_assignees=[{"user": RESPONSIBLE}])
		waiting = task_due(stored(NOON) + timedelta(days=20), responsible=OBSERVER, observers=[])
		act(OBSERVER, waiting.name, "decline", reason="No")


@pytest.mark.parametrize("user", [ASSIGNER, RESPONSIBLE])
def test_any_number_of_tasks_costs_the_same_queries(user: str, monkeypatch: pytest.MonkeyPatch) -> None:
	counts = []
	for _round in range(2):
		furnish(2)
		day_of(user)
		with queries(monkeypatch) as asked:
			day_of(user)
		counts.append(len(asked))
	assert counts[0] == counts[1] <= 12
