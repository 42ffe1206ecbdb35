"""Months are drafted for everybody or for some, in the background, as often as somebody likes."""

import frappe
import pytest
from frappe.utils import add_months

from task_discipline.api import statements as doors
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import draft_job, months, payroll
from tests.factories import DISABLED, HEAD, MANAGER, OBSERVER, RESPONSIBLE, STRANGER, acting_as
from tests.statements import (
	NEXT,
	PERIOD,
	draft,
	drafted,
	entries_of,
	make_entry,
	name_of,
	set_money,
	shown,
	values,
)


@pytest.fixture(autouse=True)
def money_is_counted() -> None:
	set_money()
	frappe.db.delete(STATEMENT)
	frappe.db.delete(ENTRY)


def run_job(period: object = PERIOD, users: list[str] | None = None) -> dict:
	"""The work of the background job in the name of MANAGER, in one transaction."""
	with acting_as(MANAGER):
		return draft_job.run(str(period), users, lambda: None)


def test_everybody_with_entries_gets_one_statement() -> None:
	make_entry(RESPONSIBLE, -50)
	make_entry(OBSERVER, 20)
	make_entry(HEAD, 20, period=NEXT)
	outcome = draft(users=None)
	assert (set(outcome.made), outcome.refreshed, outcome.skipped) == ({RESPONSIBLE, OBSERVER}, [], {})
	assert frappe.db.count(STATEMENT) == 2
	assert values(name_of(OBSERVER), "full_name", "unit", "mode", "state") == {
		"full_name": "Dmitri Tester",
		"unit": "EUR",
		"mode": "Record Only",
		"state": "Draft",
	}


def test_drafting_twice_doubles_nothing_and_renews_drafts() -> None:
	make_entry(RESPONSIBLE, -50)
	shown(-5, user=OBSERVER)
	draft(users=None)
	first = frappe.get_all(STATEMENT, ["name", "user", "net", "state"], order_by="name asc")
	make_entry(RESPONSIBLE, -10)
	again = draft(users=None)
	assert (again.made, again.refreshed, again.there) == ([], [RESPONSIBLE], {OBSERVER: "Shown"})
	second = frappe.get_all(STATEMENT, ["name", "user", "net", "state"], order_by="name asc")
	assert [row.name for row in first] == [row.name for row in second]
	assert values(name_of(), "net") == -60
	assert frappe.db.count(ENTRY) == 3


def test_some_people_only() -> None:
	make_entry(RESPONSIBLE, -50)
	make_entry(OBSERVER, -50)
	outcome = draft(users=[OBSERVER, STRANGER])
	assert outcome.made == [OBSERVER]
	assert outcome.skipped == {STRANGER: "Had no tasks, fines or rewards in this month"}
	assert not name_of(RESPONSIBLE)


def test_a_month_without_tasks_says_so() -> None:
	state = run_job()
	assert state["state"] == "done"
	assert state["result"] == {"made": [], "refreshed": [], "there": [], "skipped": [], "notes": []}
	assert state["month"] == "June 2026"


def test_people_whose_account_is_closed_are_skipped_with_a_note() -> None:
	"""PEERS 51: whoever has left gets no statement, and somebody reads why."""
	make_entry(DISABLED, -50)
	make_entry(RESPONSIBLE, -50)
	(skipped,) = run_job()["result"]["skipped"]
	assert (skipped["user"], skipped["name"]) == (DISABLED, "Hans Tester")
	assert "account is closed" in skipped["why"]
	assert not name_of(DISABLED) and name_of(RESPONSIBLE)


@pytest.mark.parametrize(
	("sent", "words"),
	[
		("", "Choose a month"),
		("soon", "Choose a month"),
		("0001-01-01", "Choose a month"),
		("2026-13-01", "Choose a month"),
	],
)
def test_what_is_no_month_is_refused(sent: str, words: str) -> None:
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match=words):
		doors.draft_month(sent)


def test_a_month_to_come_is_refused_and_the_running_one_is_not() -> None:
	today = clock.now().date()
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match="has not begun yet"):
		doors.draft_month(str(add_months(today, 1)))
	assert months.parsed(str(today)) == today.replace(day=1)
	drafted(-5, period=today.replace(day=1))
	assert run_job(today)["state"] == "done"


def test_a_currency_is_needed_where_money_moves() -> None:
	frappe.db.set_default("currency", "")
	for mode, is_needed in (("Record Only", False), ("Points", False), ("Bonus", True)):
		set_money(money_mode=mode, money_currency="")
		with acting_as(MANAGER):
			if is_needed:
				with pytest.raises(frappe.ValidationError, match="No currency is set"):
					doors.draft_month(str(PERIOD))
			else:
				assert doors.draft_month(str(PERIOD))["state"] == "running"
		frappe.cache.delete_value(f"task_discipline_draft_month:{MANAGER}")


def test_nothing_is_drafted_where_money_is_off() -> None:
	set_money(money_mode="Off")
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match="switched off"):
		doors.draft_month(str(PERIOD))


@pytest.mark.parametrize("user", [RESPONSIBLE, HEAD, STRANGER])
def test_managers_alone_draft_show_and_close_many(user: str) -> None:
	name = drafted(-50)
	with acting_as(user):
		for call in (
			lambda: doors.draft_month(str(PERIOD)),
			doors.draft_state,
			lambda: doors.take_on_many([name], "show_to_person"),
		):
			with pytest.raises(frappe.PermissionError, match="only a Task Discipline Manager"):
				call()
	assert values(name, "state") == "Draft"


def test_many_are_shown_and_closed_each_by_itself() -> None:
	first, second = drafted(-50), shown(-5, user=OBSERVER)
	with acting_as(MANAGER):
		rows = doors.take_on_many([first, second, "TDS-99999"], "show_to_person")
		assert [row["ok"] for row in rows] == [True, False, False]
		assert "has shown it already" in rows[1]["message"]
		assert frappe.message_log == []
		rows = doors.take_on_many(frappe.as_json([first]), "close_month")
		assert not rows[0]["ok"] and "may still object" in rows[0]["message"]
		for bad in ("agree", "decide", "delete"):
			with pytest.raises(frappe.ValidationError, match="shown or closed at once"):
				doors.take_on_many([first], bad)
	assert values(first, "state") == "Shown"


def test_sums_of_two_units_are_not_mixed() -> None:
	make_entry(RESPONSIBLE, -50)
	make_entry(RESPONSIBLE, -3, unit="Points")
	draft()
	assert values(name_of(), "net", "unit") == {"net": -50, "unit": "EUR"}
	set_money(money_mode="Points")
	draft(NEXT)
	assert values(name_of(period=NEXT), "net", "unit") == {"net": -3, "unit": "Points"}


def test_a_draft_that_somebody_shows_meanwhile_stays_as_it_was_shown() -> None:
	name = shown(-50)
	late = make_entry(RESPONSIBLE, -7)
	draft(users=None)
	assert late not in entries_of(name)
	assert frappe.db.get_value(ENTRY, late, "statement") is None


def test_a_running_draft_is_not_started_twice_and_a_dead_one_says_so() -> None:
	key = f"task_discipline_draft_month:{MANAGER}"
	with acting_as(MANAGER):
		doors.draft_month(str(PERIOD))
		assert doors.draft_month(str(NEXT))["period"] == str(PERIOD)
		stale = frappe.cache.get_value(key, expires=True) | {"at": "2026-01-01 00:00:00"}
		frappe.cache.set_value(key, stale, expires_in_sec=60)
		assert doors.draft_state()["state"] == "failed"
		frappe.cache.delete_value(key)
		assert doors.draft_state()["state"] == "none"


@pytest.mark.without("hrms")
def test_without_hrms_its_mode_cannot_be_chosen() -> None:
	assert not payroll.is_there()
	settings = frappe.get_doc("TD Settings")
	settings.money_mode = "HRMS Additional Salary"
	with pytest.raises(frappe.ValidationError, match="needs the app HRMS"):
		settings.save()
