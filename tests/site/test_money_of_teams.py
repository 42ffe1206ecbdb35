"""A rule for a team is for whoever was in it at the time: who joins or leaves changes nothing of what has been."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import frappe
import pytest

from task_discipline.patches import keep_members_of_teams
from task_discipline.services import clock
from tests.factories import MANAGER, NEWCOMER, RESPONSIBLE, STRANGER, acting_as
from tests.money import (
	AFTER,
	APRIL,
	BEFORE,
	MARCH,
	change_rule,
	entries,
	evaluate,
	make_late,
	make_rule,
	make_statement,
	march,
	total,
	use_money,
)

VERSION, TEAM = "TD Discipline Rule Version", "Our team"
MAY = datetime(2031, 5, 3, 9)


@pytest.fixture(autouse=True)
def _money(rolled_back: None) -> Iterator[None]:
	use_money()
	with clock.at(BEFORE):
		people = [{"user": RESPONSIBLE}, {"user": NEWCOMER}]
		frappe.get_doc(doctype="TD Team", team_name=TEAM, head=MANAGER, members=people).insert()
	yield


def change_team(at: datetime, *users: str, **values: Any) -> None:
	"""Other people in the team from a moment on."""
	with clock.at(at), acting_as(MANAGER):
		team = frappe.get_doc("TD Team", TEAM)
		team.set("members", [{"user": user} for user in users])
		team.update(values).save()


def versions(rule: str) -> list[frappe._dict]:
	"""Versions of a rule, the oldest first."""
	return frappe.get_all(VERSION, {"rule": rule}, ["*"], order_by="version asc")


def test_who_left_gets_nothing_back_and_who_joined_pays_nothing_for_what_was_before() -> None:
	make_rule(who="Team", team=TEAM)
	make_late(at=march(10))
	make_late(user=STRANGER, at=march(11))
	evaluate()
	make_statement(), make_statement(user=STRANGER)
	change_team(datetime(2031, 4, 2), STRANGER, NEWCOMER)
	make_late(at=march(20), modified=AFTER)
	for user in (RESPONSIBLE, STRANGER):
		make_late(user=user, at=datetime(2031, 4, 10))
	evaluate(APRIL, at=MAY)
	assert entries(user=RESPONSIBLE) == [("03", -5), ("04", -5)]
	assert frappe.get_all("TD Discipline Entry", {"user": RESPONSIBLE}, pluck="about") == [MARCH] * 2
	assert entries(user=STRANGER) == [("04", -5)]
	assert (evaluate(APRIL, at=MAY).made, evaluate(at=MAY).made) == (0, 0)


def test_whoever_joins_in_mid_month_counts_from_then_on() -> None:
	make_rule(who="Team", team=TEAM)
	make_late(user=STRANGER, at=march(10))
	change_team(march(15), RESPONSIBLE, NEWCOMER, STRANGER)
	make_late(user=STRANGER, at=march(20))
	evaluate()
	assert total(STRANGER) == -5


def test_a_change_of_the_team_is_a_version_of_its_rules_and_of_no_others() -> None:
	ours = make_rule(who="Team", team=TEAM)
	other, off = make_rule(), make_rule(who="Team", team=TEAM, enabled=0)
	change_team(march(15), RESPONSIBLE, STRANGER)
	change_team(march(16), STRANGER, RESPONSIBLE, head=STRANGER)
	first, second = versions(ours.name)
	assert (first.version, second.version, second.changed_by) == (1, 2, MANAGER)
	assert second.in_force_from == march(15)
	assert [json.loads(row.terms)["members"] for row in (first, second)] == [
		sorted((RESPONSIBLE, NEWCOMER)),
		sorted((RESPONSIBLE, STRANGER)),
	]
	assert "Greta Tester" in second.summary and "Greta Tester" not in first.summary
	assert [len(versions(rule.name)) for rule in (other, off)] == [1, 1]
	assert change_rule(ours, march(20), amount=7).version == 3
	assert json.loads(versions(ours.name)[-1].terms)["members"] == sorted((RESPONSIBLE, STRANGER))


def test_a_renamed_account_stays_in_the_team_that_was() -> None:
	new = "renamed@td-test.example"
	make_rule(who="Team", team=TEAM)
	make_late()
	evaluate()
	frappe.rename_doc("User", RESPONSIBLE, new, force=True)
	change_team(march(15), STRANGER)
	assert (evaluate().made, total(new)) == (0, -5)


def test_teams_that_become_one_are_its_people_from_then_on() -> None:
	rule = make_rule(who="Team", team=TEAM)
	with clock.at(march(15)):
		frappe.get_doc(
			doctype="TD Team", team_name="Other", head=MANAGER, members=[{"user": STRANGER}]
		).insert()
		frappe.rename_doc("TD Team", TEAM, "Other", merge=True, force=True)
	make_late(at=march(10)), make_late(user=STRANGER, at=march(10))
	make_late(user=STRANGER, at=march(20))
	evaluate()
	assert (total(), total(STRANGER), len(versions(rule.name))) == (-5, -5, 2)


def test_older_versions_keep_who_is_in_the_team_when_the_app_is_updated() -> None:
	rule = make_rule(who="Team", team=TEAM)
	terms = json.loads(versions(rule.name)[0].terms)
	kept = terms.pop("members")
	frappe.db.set_value(VERSION, {"rule": rule.name}, "terms", frappe.as_json(terms))
	make_late()
	assert evaluate().made == 1, "until then today's members count"
	keep_members_of_teams.execute()
	assert json.loads(versions(rule.name)[0].terms)["members"] == kept
	assert evaluate(date(2031, 3, 1)).made == 0
