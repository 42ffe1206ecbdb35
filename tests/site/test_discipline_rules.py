"""Rules of fines and rewards: what is refused and why, which rules meet, what is kept of each, and what a rule says."""

from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.money import examples, preview, rule_words, terms
from tests.doors import call, told
from tests.factories import DISABLED, MANAGER, RESPONSIBLE, STRANGER, acting_as
from tests.money import AFTER, change_rule, evaluate, make_late, make_rule, march, use_money

RULE, VERSION = "TD Discipline Rule", "TD Discipline Rule Version"


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	yield


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
	"negative amount": ({"amount": -5}, "Amount must be a number between 0"),
	"negative limit": ({"cap_per_month": -1}, "At most per person and month must be a number"),
	"negative grace": ({"grace_minutes": -1}, "Grace in working minutes must be a number"),
	"no amount": ({"amount": 0}, "an amount above zero"),
	"no number": ({"amount": "much"}, "Amount must be a number"),
	"more than all": ({"amount": 101, "amount_kind": "Percent of Base"}, "More than 100 percent"),
	"from after until": ({"valid_from": "2031-02-02", "valid_until": "2031-02-01"}, "ends before it begins"),
	"unknown person": (
		{"who": "Person", "people": [{"user": "nobody@td-test.example"}]},
		"Could not find Row #1: Person",
	),
	"disabled person": ({"who": "Person", "people": [{"user": DISABLED}]}, "is disabled"),
	"nobody": ({"who": "Person"}, "Choose the people"),
	"no team": ({"who": "Team"}, "Choose the team"),
	"unknown team": ({"who": "Team", "team": "No such team"}, "Could not find Team"),
	"a reward for being late": ({"kind": "Reward"}, "is fined, not rewarded"),
	"a fine for being early": (
		{"event": "Early", "early_hours": 5, "kind": "Fine"},
		"is rewarded, not fined",
	),
	"per day for being late once": ({"amount_kind": "Per Day"}, "can be: Fixed, Percent of Base"),
	"no streak": ({"event": "Streak", "kind": "Reward"}, "how many tasks in a row"),
	"no such event": ({"event": "Sneezing"}, "is none of the choices"),
	"no title": ({"title": "<b></b>"}, "Give the rule a title"),
	"a rate over 100": (
		{"event": "First-Pass Rate", "kind": "Reward", "least_rate": 101},
		"between 0 and 100",
	),
}


@pytest.mark.parametrize(("values", "words"), REFUSED.values(), ids=REFUSED)
def test_bad_terms_are_refused_with_what_to_do(values: dict[str, Any], words: str) -> None:
	given = {"doctype": RULE, "title": "Late", "enabled": 1, "kind": "Fine", "event": "Late", "amount": 5}
	unset = dict.fromkeys(("streak_length", "early_hours", "least_rate"), 0)
	with pytest.raises(frappe.ValidationError, match=words):
		frappe.get_doc(given | unset | values).insert()


def test_an_empty_team_is_refused() -> None:
	frappe.get_doc(doctype="TD Team", team_name="Empty", head=MANAGER).insert()
	with pytest.raises(frappe.ValidationError, match="Nobody is in the team"):
		make_rule(who="Team", team="Empty")


def test_money_needs_a_currency_and_points_none() -> None:
	frappe.db.set_default("currency", "")
	use_money(money_currency=None)
	with pytest.raises(frappe.ValidationError, match="No currency is set"):
		make_rule()
	assert make_rule(enabled=0).name, "a rule that counts nothing needs none"
	use_money(money_mode="Points", money_currency=None)
	assert make_rule().name
	with pytest.raises(frappe.ValidationError, match="Points have no bonus base"):
		make_rule(amount_kind="Percent of Base")


def test_every_change_of_terms_keeps_a_version_and_nothing_else_does() -> None:
	rule = make_rule()
	change_rule(rule, march(1), title="Another name")
	change_rule(rule, march(2), amount=6)
	change_rule(rule, march(3), enabled=0)
	kept = frappe.get_all(VERSION, {"rule": rule.name}, ["version", "in_force_from"], order_by="version")
	assert [(row.version, row.in_force_from) for row in kept][1:] == [(2, march(2)), (3, march(3))]
	assert frappe.db.get_value(RULE, rule.name, "version") == 3
	assert [(str(one.amount), one.until) for one in terms.all_terms()] == [
		("5.0", march(2)),
		("6.0", march(3)),
	]


def test_the_number_of_a_version_is_not_the_clients() -> None:
	rule = make_rule()
	assert change_rule(rule, march(1), version=99).version == 1


def test_rules_that_meet_are_named() -> None:
	make_rule(title="You & I")
	make_rule(title="For later", valid_from="2032-01-01")
	make_rule("Working Day Late", title="Another event")
	make_rule(title="Another project", priority="Low")
	frappe.clear_messages()
	make_rule(
		title="His", who="Person", people=[{"user": RESPONSIBLE}], valid_until="2031-12-31", priority="High"
	)
	(message,) = [one["message"] for one in frappe.message_log]
	assert "You &amp; I" in message and "so it counts there" in message
	assert not any(title in message for title in ("For later", "Another event", "Another project"))


def test_a_rule_that_was_used_stays() -> None:
	used, unused = make_rule(), make_rule("Streak", streak_length=3)
	make_late()
	evaluate()
	with pytest.raises(frappe.ValidationError, match="Disable it instead"):
		used.delete()
	unused.delete()
	assert not frappe.db.exists(VERSION, {"rule": unused.name})


SENTENCES = {
	"A task late by more than 60 working minutes costs 5.00 EUR per started working day."
	" At most 15.00 EUR per task, 50.00 EUR per person and month. For everybody.": {
		"event": "Working Day Late",
		"grace_minutes": 60,
		"cap_per_task": 15,
		"cap_per_month": 50,
	},
	"A task late against the first deadline agreed costs 2 % of the bonus base. For Boris Tester.": {
		"clock": "First Deadline",
		"amount": 2,
		"amount_kind": "Percent of Base",
		"who": "Person",
		"people": [{"user": RESPONSIBLE}],
	},
	"Every 10 tasks on time in a row, without a miss between them, bring 5.00 EUR."
	" For the team Test team. Only tasks of the priority High. It is not enabled.": {
		"event": "Streak",
		"streak_length": 10,
		"who": "Team",
		"team": "Test team",
		"priority": "High",
		"enabled": 0,
	},
}


@pytest.mark.parametrize(("sentence", "values"), SENTENCES.items())
def test_a_rule_says_what_it_does(sentence: str, values: dict[str, Any]) -> None:
	assert rule_words.summary(terms.values_of(make_rule(**values))) == sentence


def test_what_a_rule_would_have_given_last_month_is_stored_nowhere() -> None:
	make_late(2, user=STRANGER), make_late(5)
	draft = {
		"title": "New",
		"enabled": 0,
		"kind": "Fine",
		"event": "Working Day Late",
		"amount_kind": "Per Day",
		"amount": 5,
		"cap_per_task": 20,
	}
	with clock.at(AFTER):
		found = preview.last_month(draft)
	assert (found["cases"], found["people"], found["sum"], found["cut"]) == (2, 2, "−30.00 EUR", 1)
	assert not frappe.db.count("TD Discipline Entry") and not frappe.db.count(VERSION)
	assert "above zero" in preview.look(draft | {"amount": 0})["error"]


def test_examples_are_disabled_and_come_once() -> None:
	with acting_as(MANAGER):
		made = examples.add()
		assert len(made) == 7 and examples.add() == []
	assert not frappe.db.count(RULE, {"enabled": 1})
	assert frappe.db.count(RULE, {"title": ("like", "% (example, check with your lawyer)")}) == 7
	make_late()
	assert evaluate().made == 0


def test_a_rule_is_read_by_everybody_and_written_by_managers() -> None:
	rule = make_rule()
	with acting_as(STRANGER):
		assert frappe.get_list(RULE, pluck="name") == [rule.name]
		assert frappe.has_permission(RULE, "read", doc=rule.name)
		assert not frappe.has_permission(RULE, "write", doc=rule.name)
		with pytest.raises(frappe.PermissionError):
			examples.add()


@pytest.mark.parametrize("door", ["last_month", "add_examples"])
def test_doors_of_managers_are_shut_to_others(door: str) -> None:
	answer = call(
		STRANGER, f"task_discipline.api.money.{door}", **({"doc": "{}"} if door == "last_month" else {})
	)
	assert answer.status_code == 403, told(answer)
