"""What could go wrong with money over the months: nothing is charged twice, paid for what was on record only, or lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import drafting, statement_view
from task_discipline.services.reports import counting, reader
from task_discipline.services.reports.period import Period
from tests.factories import MANAGER, RESPONSIBLE, act, acting_as, make_task
from tests.money import (
	AFTER,
	APRIL,
	FEBRUARY,
	MARCH,
	change_rating,
	entries,
	evaluate,
	make_late,
	make_on_time,
	make_rule,
	make_statement,
	march,
	settled_task,
	total,
	use_money,
)
from tests.reminding import use_office_hours
from tests.statements import step

MAY = datetime(2031, 5, 3, 9)


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	yield


def draft(period: Any = MARCH, at: datetime = AFTER, users: Any = (RESPONSIBLE,)) -> str:
	"""The statement of RESPONSIBLE, drafted at a moment."""
	with clock.at(at):
		drafting.draft(period, users, lambda: None)
	return str(frappe.db.get_value(STATEMENT, {"user": RESPONSIBLE, "period": period}))


def take(name: str, method: str, at: datetime, user: str = MANAGER, /, **arguments: Any) -> None:
	"""A step at a moment."""
	with clock.at(at):
		step(user, name, method, **arguments)


def use_mode(mode: str) -> None:
	"""Another mode from now on."""
	frappe.db.set_single_value("TD Settings", "money_mode", mode)
	frappe.clear_document_cache("TD Settings", "TD Settings")


def open_fines(name: str) -> list[dict[str, Any]]:
	"""The rows of a statement that may be waived."""
	rows = statement_view.for_form(frappe.get_doc(STATEMENT, name))["entries"]
	return [row for row in rows if row["may_be_waived"]]


def test_what_changed_between_drafting_and_showing_is_corrected_later() -> None:
	"""An outage that is recorded while the draft waits counts no less than one that is recorded after it was shown."""
	make_rule()
	rating = make_late()
	name = draft(at=datetime(2031, 4, 1, 9))
	change_rating(rating, timeliness="On Time", fair_delay_minutes=0, modified=datetime(2031, 4, 2, 9))
	take(name, "show_to_person", datetime(2031, 4, 3, 9))
	draft(APRIL, at=MAY)
	assert entries() == [("03", -5), ("04", 5)]


def test_a_preview_is_drafted_again_before_it_is_shown() -> None:
	make_rule()
	make_late(at=march(5))
	make_late(at=march(25))
	name = draft(at=march(15))
	with pytest.raises(frappe.ValidationError, match="before the month was over"):
		take(name, "show_to_person", AFTER)
	assert entries() == [("03", -5)]
	draft()
	take(name, "show_to_person", AFTER)
	assert entries() == [("03", -5), ("03", -5)]


def test_an_old_month_that_is_evaluated_after_a_newer_one_charges_nothing_twice() -> None:
	use_office_hours()
	make_rule("Late", 5)
	make_rule("Working Day Late", 5)
	deadline = datetime(2031, 3, 27, 12)
	with clock.at(deadline - timedelta(days=3)):
		task = make_task(deadline=deadline, observers=[], co_assignees=[], plan=[])
		act(RESPONSIBLE, task.name, "start")
	with clock.at(datetime(2031, 4, 2, 12)):
		act(RESPONSIBLE, task.name, "submit_task", result="Done")
	evaluate(APRIL)
	charged = total()
	assert charged == -25, "once late, and four working days"
	assert evaluate(MARCH).made == 0
	assert evaluate(APRIL).made == 0
	assert total() == charged


def test_the_limit_of_a_year_holds_in_any_order_of_the_months() -> None:
	make_rule("Late", 60, cap_per_person=100)
	make_late(at=march(10))
	make_late(at=datetime(2031, 2, 10))
	evaluate(MARCH)
	evaluate(FEBRUARY)
	assert (total(), entries()) == (-100, [("03", -60), ("02", -40)])
	assert (evaluate(MARCH).made, evaluate(FEBRUARY).made) == (0, 0)


PAYING = ("Bonus", "HRMS Additional Salary")


@pytest.mark.parametrize("mode", PAYING)
def test_what_was_on_record_only_never_turns_into_money(mode: str) -> None:
	"""Neither a correction of a month on record, nor entries without a statement, nor a draft of that time."""
	make_rule()
	rating = make_late(at=datetime(2031, 2, 10))
	name = draft(FEBRUARY, at=datetime(2031, 3, 2))
	take(name, "show_to_person", datetime(2031, 3, 3))
	make_late(at=march(10))
	evaluate(MARCH)
	use_mode(mode)
	change_rating(rating, timeliness="On Time", fair_delay_minutes=0)
	april = draft(APRIL, at=MAY)
	assert not april or frappe.db.get_value(STATEMENT, april, "net") == 0
	assert total(period=APRIL) == 0
	assert not frappe.get_all(ENTRY, {"statement": april, "about": ("<", APRIL)}) if april else True


def test_a_month_that_was_drafted_on_record_stays_on_record() -> None:
	make_rule()
	make_late()
	name = draft()
	use_mode("Bonus")
	draft(at=MAY)
	assert frappe.db.get_value(STATEMENT, name, "mode") == "Record Only"


def test_a_month_for_the_bonus_follows_a_site_that_stops_paying() -> None:
	use_mode("Bonus")
	make_rule()
	make_late()
	name = draft()
	use_mode("Record Only")
	draft(at=MAY)
	assert frappe.db.get_value(STATEMENT, name, ["mode", "net"]) == ("Record Only", -5)


def test_a_month_on_record_is_not_corrected_by_money() -> None:
	make_rule()
	make_late()
	name = draft()
	take(name, "show_to_person", AFTER)
	use_mode("Bonus")
	entry = frappe.get_last_doc(ENTRY)
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match="on record only"):
		entry.correct(5, "The client was late")


def test_what_the_rules_took_back_already_is_not_waived_again() -> None:
	"""The correction of a correction: what is left is a matter of the case, not of a single row."""
	make_rule("Working Day Late", 5)
	rating = make_late(2)
	draft()
	change_rating(rating, late_days=3)
	draft()
	change_rating(rating, late_days=0, timeliness="On Time", fair_delay_minutes=0)
	name = draft()
	assert [amount for _month, amount in entries()] == [-10, -5, 15]
	assert open_fines(name) == []
	take(name, "show_to_person", AFTER)
	take(name, "object_to", AFTER, RESPONSIBLE, reason="All of it")
	with pytest.raises(frappe.ValidationError, match="taken back already"):
		first = frappe.get_all(ENTRY, fields=["name"], pluck="name", order_by="name")[0]
		take(name, "decide", AFTER, decision="Upheld", reason="Yes", waived=[first])
	assert total() == 0


def test_an_objection_about_no_fine_may_be_upheld() -> None:
	make_rule("Early", 20, early_hours=1)
	make_on_time(early_minutes=120, timeliness="Early")
	name = draft()
	(reward,) = frappe.get_all(ENTRY, fields=["name"], pluck="name")
	take(name, "show_to_person", AFTER)
	take(name, "object_to", AFTER, RESPONSIBLE, reason="It was two tasks", entries=[reward])
	take(name, "decide", AFTER, decision="Upheld", reason="A correction follows")
	assert frappe.db.get_value(STATEMENT, name, ["decision", "net"]) == ("Upheld", 20)


def test_no_number_of_ours_is_cut_by_its_column() -> None:
	"""Later hosts make a column as narrow as the field's precision says, and coins may have three places and more."""
	ours = frappe.get_all("DocType", {"module": "Task Discipline"}, pluck="name", order_by=None)
	numbers = {"parent": ("in", ours), "fieldtype": ("in", ("Float", "Currency", "Percent"))}
	fields = frappe.get_all("DocField", numbers, ["parent", "fieldname", "precision"], order_by=None)
	assert len(fields) > 10
	assert [field for field in fields if field.precision] == []


def test_sums_have_the_places_of_their_currency() -> None:
	use_money(money_currency="KWD")
	make_rule(amount=1.125)
	make_late(at=march(3))
	make_late(at=march(4))
	make_late(at=march(5))
	name = draft()
	rows = statement_view.for_form(frappe.get_doc(STATEMENT, name))
	assert [row["sum"] for row in rows["entries"]] == ["−1.125 KWD"] * 3
	assert (rows["sums"]["net"], frappe.db.get_value(STATEMENT, name, "net")) == ("−3.375 KWD", -3.375)
	take(name, "show_to_person", AFTER)
	take(name, "object_to", AFTER, RESPONSIBLE, reason="All of it")
	take(name, "decide", AFTER, decision="Upheld", reason="Yes")
	assert (total(), frappe.db.get_value(STATEMENT, name, "net")) == (0, 0)


def test_a_manager_does_not_close_his_own_month() -> None:
	make_rule()
	make_late(user=MANAGER)
	with clock.at(AFTER):
		drafting.draft(MARCH, [MANAGER], lambda: None)
	name = frappe.db.get_value(STATEMENT, {"user": MANAGER})
	take(name, "show_to_person", AFTER)
	take(name, "agree", AFTER)
	with pytest.raises(frappe.PermissionError, match="own month"):
		take(name, "close_month", AFTER)
	take(name, "close_month", AFTER, "Administrator")
	assert frappe.db.get_value(STATEMENT, name, "state") == "Closed"


def test_a_manager_does_not_set_his_own_bonus_base() -> None:
	base = {"doctype": "TD Bonus Base", "user": MANAGER, "amount": 9e6, "currency": "EUR"}
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError, match="about yourself"):
		frappe.get_doc(base | {"valid_from": MARCH}).insert()
	stored = frappe.get_doc(base | {"valid_from": MARCH}).insert()
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError, match="about yourself"):
		frappe.get_doc("TD Bonus Base", stored.name).delete()
	forged = frappe.get_doc("TD Bonus Base", stored.name).update({"user": RESPONSIBLE})
	for deed in (forged.save, forged.delete):
		with acting_as(MANAGER), pytest.raises(frappe.PermissionError, match="about yourself"):
			deed()


@pytest.mark.parametrize("amount", ["nan", "inf", "-inf", "1e40", "1e300", True, None, [], "5; drop"])
def test_a_correction_is_a_number_that_can_be_paid(amount: Any) -> None:
	make_rule()
	make_late()
	evaluate()
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError):
		frappe.get_last_doc(ENTRY).correct(amount, "Whatever")
	assert total() == -5


def test_a_rule_for_a_person_follows_the_new_name_of_the_account() -> None:
	new = "renamed@td-test.example"
	make_rule(who="Person", people=[{"user": RESPONSIBLE}])
	make_late()
	evaluate()
	task = settled_task()
	frappe.rename_doc("User", RESPONSIBLE, new, force=True)
	make_late(user=new, at=march(20), task=task)
	assert evaluate().made == 1
	assert [amount for _month, amount in entries(user=new)] == [-5, -5]
	assert make_statement(user=new)


def test_a_rule_for_a_team_follows_its_new_name() -> None:
	make_rule(who="Team", team="Test team")
	make_late()
	frappe.rename_doc("TD Team", "Test team", "Renamed team", force=True)
	assert evaluate().made == 1


def test_the_figures_of_a_statement_are_those_of_the_report() -> None:
	make_rule()
	make_late()
	make_on_time(march(11)), make_on_time(march(12), counted=0, left_out="Cancelled", timeliness=None)
	shown = statement_view.for_form(frappe.get_doc(STATEMENT, draft()))["figures"]
	report = counting.ended(
		counting.Question(Period(MARCH, march(31).date()), reader.of_session(), reader.Narrowing())
	)[RESPONSIBLE]
	assert [row["value"] for row in shown] == ["3", "2", "1", "1", "1"]
	assert [report.settled, report.counted, report.on_time, report.late, report.first_on_time] == [
		int(row["value"]) for row in shown
	]


def test_any_number_of_people_costs_the_same_queries(monkeypatch: pytest.MonkeyPatch) -> None:
	make_rule()
	make_rule("Working Day Late", 5)
	task, users = (
		settled_task(),
		frappe.get_all("User", {"enabled": 1, "user_type": "System User"}, pluck="name"),
	)
	asked, run = [], frappe.db.sql

	def listening(query: Any, *arguments: Any, **named: Any) -> Any:
		asked.append(query)
		return run(query, *arguments, **named)

	def queries_for(people: list[str]) -> int:
		for user in people:
			make_late(user=user, task=task)
		asked.clear()
		with monkeypatch.context() as patched:
			patched.setattr(frappe.db, "sql", listening)
			draft(users=None)
		return len(asked)

	queries_for(users[:1])  # what is kept from the first time on
	few = queries_for(users[1:3])
	assert queries_for(users[3:]) == few and len(users) > 9
	assert frappe.db.count(STATEMENT) == len(users)
