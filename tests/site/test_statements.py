"""The life of a person's month: drafted, shown, answered, decided on and closed, each step once and with words."""

from datetime import timedelta

import frappe
import pytest
from frappe.www.printview import get_html_and_style
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import merging, months, totals
from tests.factories import HEAD, MANAGER, OBSERVER, RESPONSIBLE, STRANGER, acting_as
from tests.statements import (
	NEXT,
	PERIOD,
	draft,
	drafted,
	entries_of,
	let_time_pass,
	make_entry,
	name_of,
	set_money,
	shown,
	step,
	values,
)


@pytest.fixture(autouse=True)
def money_is_counted() -> None:
	set_money()


def refused(words: str, user: str, name: str, method: str, /, **arguments: object) -> None:
	"""The step is refused with these words, and the statement stays as it was."""
	before = frappe.get_doc(STATEMENT, name).as_dict()
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=words):
		step(user, name, method, **arguments)
	assert frappe.get_doc(STATEMENT, name).as_dict() == before


def test_a_month_is_agreed_and_closed() -> None:
	name = shown(-50, -20, 30)
	assert values(name, "state", "fines", "rewards", "net", "entries") == {
		"state": "Shown",
		"fines": -70,
		"rewards": 30,
		"net": -40,
		"entries": 3,
	}
	step(RESPONSIBLE, name, "agree")
	step(MANAGER, name, "close_month")
	closed = values(name, "state", "closed_by", "closed_at", "answered_at")
	assert (closed.state, closed.closed_by) == ("Closed", MANAGER)
	assert closed.closed_at and closed.answered_at


def test_silence_is_no_objection_and_is_on_record() -> None:
	name = shown(-50)
	refused("may still object until", MANAGER, name, "close_month")
	let_time_pass(name)
	refused("The time for objections ended", RESPONSIBLE, name, "object_to", reason="Too late")
	step(MANAGER, name, "close_month")
	assert values(name, "state", "answered_at") == {"state": "Closed", "answered_at": None}


def test_an_objection_that_is_upheld_takes_the_fine_back_by_a_new_row() -> None:
	"""PEERS 51: an excuse counts before anything is posted."""
	name = shown(-50, -20)
	first, second = entries_of(name)
	step(RESPONSIBLE, name, "object_to", reason="I was ill, see the file", entries=[first])
	refused("Decide on that first", MANAGER, name, "close_month")
	step(MANAGER, name, "decide", decision="Upheld", reason="The doctor says so")
	assert entries_of(name)[:2] == [first, second]
	correction = frappe.get_doc(ENTRY, entries_of(name)[2])
	assert (correction.corrects, correction.amount, correction.reason) == (
		str(first),
		50,
		"The doctor says so",
	)
	assert (correction.kind, correction.period, correction.made_by_system) == ("Fine", PERIOD, 0)
	assert frappe.db.get_value(ENTRY, first, "amount") == -50
	assert values(name, "fines", "net", "entries", "decision") == {
		"fines": -20,
		"net": -20,
		"entries": 3,
		"decision": "Upheld",
	}
	step(MANAGER, name, "close_month")
	assert values(name, "state") == "Closed"


def test_an_objection_to_the_whole_month_upheld_takes_every_fine_back() -> None:
	name = shown(-50, -20, 30)
	step(RESPONSIBLE, name, "object_to", reason="The server was down")
	step(MANAGER, name, "decide", decision="Upheld", reason="It was")
	assert values(name, "fines", "rewards", "net") == {"fines": 0, "rewards": 30, "net": 30}


def test_an_objection_is_rejected_or_upheld_in_part_with_a_reason() -> None:
	name = shown(-50, -20)
	first, second = entries_of(name)
	step(RESPONSIBLE, name, "object_to", reason="Both are wrong")
	refused("Write why", MANAGER, name, "decide", decision="Rejected", reason=" ")
	refused("Choose a decision", MANAGER, name, "decide", decision="Maybe", reason="x")
	refused("Choose the entries", MANAGER, name, "decide", decision="Partly Upheld", reason="x")
	refused("waives nothing", MANAGER, name, "decide", decision="Rejected", reason="x", waived=[first])
	step(MANAGER, name, "decide", decision="Partly Upheld", reason="The second", waived=[second])
	assert values(name, "net") == -50
	refused("has decided already", MANAGER, name, "decide", decision="Rejected", reason="x")
	other = shown(-5, user=OBSERVER)
	step(OBSERVER, other, "object_to", reason="No")
	step(MANAGER, other, "decide", decision="Rejected", reason="The calendar says otherwise")
	assert values(other, "net", "decision") == {"net": -5, "decision": "Rejected"}


def test_an_objection_is_taken_back_by_agreeing() -> None:
	name = shown(-50)
	step(RESPONSIBLE, name, "object_to", reason="Hm")
	step(RESPONSIBLE, name, "agree")
	assert values(name, "state", "objection") == {"state": "Agreed", "objection": "Hm"}


@pytest.mark.parametrize("stranger", [STRANGER, HEAD, OBSERVER])
def test_strangers_learn_nothing_and_do_nothing(stranger: str) -> None:
	name = shown(-50)
	for method in ("show_to_person", "agree", "close_month"):
		refused("You have no access to statement", stranger, name, method)
	refused("You have no access to statement", stranger, name, "object_to", reason="x")
	with acting_as(stranger):
		assert name not in frappe.get_list(STATEMENT, pluck="name")
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(STATEMENT, name).check_permission("read")


def test_a_draft_is_hidden_from_its_person_until_it_is_shown() -> None:
	name = drafted(-50)
	refused("You have no access", RESPONSIBLE, name, "agree")
	with acting_as(RESPONSIBLE):
		assert frappe.get_list(STATEMENT, pluck="name") == []
	step(MANAGER, name, "show_to_person")
	with acting_as(RESPONSIBLE):
		assert frappe.get_list(STATEMENT, pluck="name") == [name]


def test_a_head_reads_the_months_of_his_people_where_the_site_says_so() -> None:
	name = shown(-50)
	for whom, is_seen in (("Oneself", False), ("Heads", True), ("Everybody", True)):
		set_money(ranks_shown_to=whom)
		with acting_as(HEAD):
			assert frappe.has_permission(STATEMENT, "read", doc=name) is is_seen
			assert (frappe.get_list(STATEMENT, pluck="name") == [name]) is is_seen
	refused("Only Boris Tester answers", HEAD, name, "agree")
	refused("Only a Task Discipline Manager", HEAD, name, "close_month")
	with acting_as(STRANGER):
		assert not frappe.has_permission(STATEMENT, "read", doc=name)


def test_nobody_acts_in_anothers_place() -> None:
	name = shown(-50)
	refused("Only Boris Tester answers", MANAGER, name, "agree")
	refused("Only Boris Tester answers", MANAGER, name, "object_to", reason="x")
	refused("Only a Task Discipline Manager", RESPONSIBLE, name, "close_month")
	own = shown(-5, user=MANAGER)
	step(MANAGER, own, "object_to", reason="I disagree")
	refused(
		"Nobody decides on an objection of their own", MANAGER, own, "decide", decision="Upheld", reason="x"
	)


def test_each_step_is_taken_once() -> None:
	name = shown(-50)
	refused("has shown it already", MANAGER, name, "show_to_person")
	step(RESPONSIBLE, name, "object_to", reason="No")
	refused("has objected already", RESPONSIBLE, name, "object_to", reason="No!")
	step(RESPONSIBLE, name, "agree")
	refused("has agreed already", RESPONSIBLE, name, "agree")
	refused("There is no objection", MANAGER, name, "decide", decision="Upheld", reason="x")
	step(MANAGER, name, "close_month")
	refused("has closed it", MANAGER, name, "close_month")
	refused("has closed it", RESPONSIBLE, name, "agree")


@pytest.mark.parametrize("sent", ["[1, 2", [999_999_999], "x", [None], "5", '{"a": 1}'])
def test_entries_of_others_cannot_be_named(sent: object) -> None:
	name, foreign = shown(-50), make_entry(OBSERVER, -5)
	refused("Choose among the entries", RESPONSIBLE, name, "object_to", reason="x", entries=[foreign])
	refused("Choose among the entries", RESPONSIBLE, name, "object_to", reason="x", entries=sent)


def test_an_objection_needs_words_and_bounds() -> None:
	name = shown(-50)
	refused("Write what is wrong", RESPONSIBLE, name, "object_to")
	refused("Write what is wrong", RESPONSIBLE, name, "object_to", reason="<b></b>")
	refused("longer than", RESPONSIBLE, name, "object_to", reason="x" * 3000)


def test_one_fine_is_taken_back_once_and_rewards_never() -> None:
	name = shown(-50, 30)
	fine, reward = entries_of(name)
	step(RESPONSIBLE, name, "object_to", reason="x")
	refused("is no fine", MANAGER, name, "decide", decision="Upheld", reason="x", waived=[reward])
	step(MANAGER, name, "decide", decision="Upheld", reason="x", waived=[fine])
	frappe.db.set_value(STATEMENT, name, {"decided_at": None, "decision": None})
	refused("is no fine", MANAGER, name, "decide", decision="Upheld", reason="x", waived=[fine])


def test_only_what_is_left_of_a_fine_is_taken_back() -> None:
	make_entry(RESPONSIBLE, -50)
	(fine,) = frappe.get_all(ENTRY, {"user": RESPONSIBLE}, ["name"], pluck="name")
	make_entry(RESPONSIBLE, 20, kind="Fine", event="Late", corrects=fine, made_by_system=0)
	name = shown()
	step(RESPONSIBLE, name, "object_to", reason="x")
	step(MANAGER, name, "decide", decision="Upheld", reason="x")
	assert values(name, "net", "entries") == {"net": 0, "entries": 3}


def test_a_fine_added_later_is_in_the_total() -> None:
	"""PEERS 52: the sums are always those of the rows that are shown."""
	name = drafted(-50)
	make_entry(RESPONSIBLE, -25)
	draft()
	assert values(name, "net", "entries") == {"net": -75, "entries": 2}


def test_what_comes_after_it_was_shown_goes_to_the_next_month() -> None:
	"""PEERS 52: a month that was shown or closed stays; corrections are rows of a later month."""
	name = shown(-50)
	make_entry(RESPONSIBLE, 20, kind="Fine", corrects=entries_of(name)[0])
	draft()
	assert values(name, "net", "entries") == {"net": -50, "entries": 1}
	let_time_pass(name)
	step(MANAGER, name, "close_month")
	draft(NEXT)
	later = name_of(period=NEXT)
	assert values(later, "net", "fines") == {"net": 20, "fines": 20}
	assert values(name, "net") == -50


_SUMS = st.lists(st.integers(-100_000, 100_000).filter(bool).map(lambda cents: cents / 100), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_SUMS, later=_SUMS, waived=st.integers(0, 3))
def test_totals_always_equal_the_sum_of_the_shown_rows(
	first: list[float], later: list[float], waived: int
) -> None:
	"""PEERS 52, whatever is added, and whatever a decision takes back."""
	frappe.db.savepoint("example")
	try:
		name = drafted(-1.5, *first)
		for amount in later:
			make_entry(RESPONSIBLE, amount)
		draft()
		_expect_sum_of_rows(name)
		step(MANAGER, name, "show_to_person")
		fines = frappe.get_all(ENTRY, {"statement": name, "amount": ("<", 0)}, ["name"], pluck="name")[
			: waived + 1
		]
		step(RESPONSIBLE, name, "object_to", reason="x", entries=fines)
		step(MANAGER, name, "decide", decision="Upheld", reason="x", waived=fines)
		_expect_sum_of_rows(name)
		step(MANAGER, name, "close_month")
		_expect_sum_of_rows(name)
	finally:
		frappe.db.rollback(save_point="example")


def _expect_sum_of_rows(name: str) -> None:
	rows = frappe.get_all(ENTRY, {"statement": name}, ["kind", "amount"])
	cents = sum(round(row.amount * 100) for row in rows)
	with acting_as(MANAGER):
		seen = frappe.get_doc(STATEMENT, name)
		seen.onload()
	stored = values(name, "net", "fines", "rewards", "entries")
	assert round(stored.net * 100) == round((stored.fines + stored.rewards) * 100) == cents
	shown_rows = seen.get("__onload").task_discipline["entries"]
	assert sum(round(row["amount"] * 100) for row in shown_rows) == cents
	assert len(shown_rows) == stored.entries == len(rows)


def test_recounting_changes_nothing() -> None:
	name = shown(-50, 30)
	before = values(name, "fines", "rewards", "net", "entries", "modified")
	totals.recount([name])
	assert values(name, "fines", "rewards", "net", "entries", "modified") == before


def test_the_running_month_is_a_preview_only() -> None:
	period = months.parsed(str(clock.now().date()))
	name = drafted(-50, period=period)
	refused("is not over: this is a preview", MANAGER, name, "show_to_person")


def test_days_for_an_objection_follow_the_settings() -> None:
	set_money(objection_days=3)
	name = shown(-50)
	shown_at, answer_by = frappe.db.get_value(STATEMENT, name, ["shown_at", "answer_by"])
	assert answer_by.date() == shown_at.date() + timedelta(days=3)
	assert (answer_by.hour, answer_by.minute) == (23, 59)


def test_the_history_tells_each_step() -> None:
	from task_discipline.api.timeline import get_statement_events

	name = shown(-50)
	step(RESPONSIBLE, name, "object_to", reason="I was <b>ill</b>")
	step(MANAGER, name, "decide", decision="Rejected", reason="No proof")
	step(MANAGER, name, "close_month")
	told = " ".join(str(entry["content"]) for entry in get_statement_events(STATEMENT, name))
	for words in ("was drafted", "showed it to", "objected", "decided: ", "No proof", "closed the month"):
		assert words in told
	assert "<b>ill" not in told


def test_accounts_with_a_statement_of_the_same_month_do_not_become_one() -> None:
	drafted(-50)
	drafted(-5, user=OBSERVER)
	with pytest.raises(frappe.ValidationError, match="Both accounts have a statement"):
		frappe.rename_doc("User", OBSERVER, RESPONSIBLE, merge=True, force=True)
	drafted(-7, user=STRANGER, period=NEXT)
	merging.check(STRANGER, RESPONSIBLE)


def test_the_hosts_page_of_a_print_shows_the_paper() -> None:
	"""It sends the document as text, in which a day is no date."""
	name = shown(-50)
	with acting_as(RESPONSIBLE):
		page = get_html_and_style(frappe.as_json(frappe.get_doc(STATEMENT, name).as_dict()))["html"]
	assert "td-paper" in page
	assert "June 2026" in page
