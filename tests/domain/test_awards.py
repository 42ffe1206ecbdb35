"""Fines and rewards of a month: which case comes to what, by which rule, and what limits leave of it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from task_discipline.domain.award_limits import Outcome, evaluate
from task_discipline.domain.award_terms import Breadth, Clock, Event, Limits, Scope, Terms
from task_discipline.domain.awards import Mark, Past, Site, Sums
from tests.awarding import ANNA, APRIL, BORIS, CLARA, DAY, HOUR, MARCH, day, late, mark, percent, rule

SITE = Site(bases={BORIS: Decimal("1000")}, shortest_minutes=5)
LATE, DAYS, REVIEW, EARLY = Event.LATE, Event.DAY_LATE, Event.LATE_REVIEW, Event.EARLY
STREAK, MOST, PASS = Event.STREAK, Event.MOST_DONE, Event.FIRST_PASS


def sums(outcome: Outcome) -> dict[tuple[str, str], str]:
	"""Amounts by person and task."""
	return {(one.user, one.task): str(one.amount) for one in outcome.targets}


def amounts(rules: list[Terms], marks: list[Mark], **values: Any) -> dict[tuple[str, str], str]:
	"""What March comes to."""
	return sums(evaluate(MARCH, rules, marks, replace(SITE, **values)))


A = (BORIS, "A")
CASES: dict[str, tuple[Terms, Mark, dict[tuple[str, str], str]]] = {
	"late": (rule(LATE), late("A"), {A: "-5.00"}),
	"on time": (rule(LATE), mark("A"), {}),
	"within the grace": (rule(LATE, grace_minutes=480), late("A"), {}),
	"beyond the grace it counts whole": (rule(DAYS, grace_minutes=60), late("A", 3), {A: "-15.00"}),
	"each working day": (rule(DAYS), late("A", 3), {A: "-15.00"}),
	"at most per task": (rule(DAYS, limits=Limits(task=Decimal(10))), late("A", 3), {A: "-10.00"}),
	"late by the first clock only": (
		rule(LATE, clock=Clock.FIRST),
		late("A", timeliness="On Time", fair_delay_minutes=0),
		{A: "-5.00"},
	),
	"moved before the lapse": (
		rule(LATE),
		late("A", timeliness="On Time", fair_delay_minutes=0),
		{},
	),
	"two percent of the base": (percent(LATE, 2), late("A"), {A: "-20.00"}),
	"a share of the base each day": (percent(DAYS, "0.5"), late("A", 3), {A: "-15.00"}),
	"no base": (percent(LATE, 2), late("A", user=CLARA), {}),
	"set to oneself": (rule(LATE), late("A", counted=0), {}),
	"not agreed to": (rule(LATE), late("A", agreement="Not Agreed"), {}),
	"agreed by silence": (rule(LATE), late("A", agreement="Silence"), {A: "-5.00"}),
	"handed over late": (rule(LATE), late("A", outcome="Handed Over"), {A: "-5.00"}),
	"settled in another month": (rule(LATE), late("A", at=datetime(2031, 4, 1)), {}),
	"settled in the first moment": (rule(LATE), late("A", at=datetime(2031, 3, 1)), {A: "-5.00"}),
	"before the rule": (rule(LATE, since=day(11)), late("A"), {}),
	"after the rule": (rule(LATE, until=day(10)), late("A"), {}),
	"another project": (rule(LATE, scope=Scope(project="P1")), late("A"), {}),
	"of the project": (rule(LATE, scope=Scope(project="P1")), late("A", project="P1"), {A: "-5.00"}),
	"another priority": (rule(LATE, scope=Scope(priority="High")), late("A"), {}),
	"another person": (rule(LATE, scope=Scope(frozenset({ANNA}), Breadth.PERSON)), late("A"), {}),
	"a review that came late": (
		rule(REVIEW),
		mark("A", late_review=1, review_delay_minutes=90),
		{(ANNA, "A"): "-5.00"},
	),
	"a late review of a task nobody agreed to": (
		rule(REVIEW),
		mark("A", late_review=1, review_delay_minutes=90, agreement="Not Agreed"),
		{(ANNA, "A"): "-5.00"},
	),
	"a review of the next month": (
		rule(REVIEW),
		mark("A", late_review=1, review_delay_minutes=90, reviewed_at=datetime(2031, 4, 2)),
		{},
	),
	"early enough": (rule(EARLY, early_minutes=600), mark("A", early_minutes=600), {A: "5.00"}),
	"not early enough": (rule(EARLY, early_minutes=600), mark("A", early_minutes=599), {}),
	"early by a deadline that was moved": (
		rule(EARLY, early_minutes=600),
		mark("A", early_minutes=3000, first_delay_minutes=-599),
		{},
	),
	"early by both deadlines": (
		rule(EARLY, early_minutes=600),
		mark("A", early_minutes=3000, first_delay_minutes=-600),
		{A: "5.00"},
	),
	"late by the first deadline": (
		rule(EARLY, early_minutes=600),
		mark("A", early_minutes=3000, first_delay_minutes=90, first_timeliness="Late"),
		{},
	),
	"early by a deadline that was moved ahead": (
		rule(EARLY, early_minutes=600),
		mark("A", early_minutes=599, first_delay_minutes=-3000),
		{},
	),
	"early by the only deadline it had": (
		rule(EARLY, early_minutes=600),
		mark("A", early_minutes=600, first_deadline=None, first_delay_minutes=0),
		{A: "5.00"},
	),
	"early but not accepted yet": (
		rule(EARLY, early_minutes=60),
		mark("A", early_minutes=600, outcome="Submitted"),
		{},
	),
	"early because it was nothing": (
		rule(EARLY, early_minutes=60),
		mark("A", early_minutes=600, given_at=day(10) - HOUR / 30),
		{},
	),
	"nothing to be early for": (rule(EARLY, early_minutes=0), mark("A"), {}),
}


@pytest.mark.parametrize(("terms", "found", "expected"), CASES.values(), ids=CASES)
def test_one_task_and_one_rule(terms: Terms, found: Mark, expected: dict[tuple[str, str], str]) -> None:
	assert amounts([terms], [found]) == expected


def test_the_sums_are_shown() -> None:
	terms = rule(DAYS, grace_minutes=60, limits=Limits(task=Decimal(10)))
	(target,) = evaluate(MARCH, [terms], [late("A", 3)], SITE).targets
	assert target.lines == (
		("late", {"minutes": 1440}),
		("grace", {"minutes": 60}),
		("per_day", {"days": 3, "amount": "5.00", "sum": "15.00"}),
		("cap_task", {"most": "10.00", "sum": "10.00"}),
	)
	assert (target.computed, target.amount, target.capped_by) == (Decimal(-15), Decimal(-10), "Task")


def _narrow(**scope: Any) -> Terms:
	return rule(LATE, 7, "narrow", scope=Scope(**scope))


PRECEDENCE = {
	"a person's": _narrow(people=frozenset({BORIS}), breadth=Breadth.PERSON),
	"a team's": _narrow(people=frozenset({BORIS, CLARA}), breadth=Breadth.TEAM),
	"with tasks named": _narrow(priority="Medium"),
	"the newer": rule(LATE, 7, "narrow", made_at=day(1)),
}


@pytest.mark.parametrize("narrow", PRECEDENCE.values(), ids=PRECEDENCE)
def test_of_several_rules_the_narrowest_counts(narrow: Terms) -> None:
	wide = rule(LATE, 5, "wide")
	for rules in ([wide, narrow], [narrow, wide]):
		assert amounts(rules, [late("A")]) == {A: "-7.00"}


def test_a_persons_rule_goes_before_one_with_tasks_named() -> None:
	his = rule(LATE, 3, "his", scope=Scope(frozenset({BORIS}), Breadth.PERSON))
	assert amounts(
		[rule(LATE, 9, "tasks", scope=Scope(priority="Medium", project="P")), his], [late("A")]
	) == {A: "-3.00"}


def test_rules_of_two_events_both_count() -> None:
	outcome = evaluate(MARCH, [rule(LATE, 10, "L"), rule(DAYS, 5, "D")], [late("A", 2)], SITE)
	assert [(one.event, str(one.amount)) for one in outcome.targets] == [(LATE, "-10.00"), (DAYS, "-10.00")]


def test_a_case_goes_by_the_version_in_force_when_it_was_settled() -> None:
	versions = [rule(LATE, 5, until=day(15)), rule(LATE, 8, version=2, since=day(15))]
	found = [late("A", at=day(14)), late("B", at=day(15))]
	assert amounts(versions, found) == {A: "-5.00", (BORIS, "B"): "-8.00"}


LIMITS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
	"none": ({}, {}, ["-6.00", "-6.00", "-6.00"]),
	"of the month": ({"month": Decimal(10)}, {}, ["-6.00", "-4.00", "0.00"]),
	"of the year": ({"year": Decimal(8)}, {}, ["-6.00", "-2.00", "0.00"]),
	"of the site": ({}, {"most_fines": Decimal(7)}, ["-6.00", "-1.00", "0.00"]),
	"of the site by share": ({}, {"most_fines_percent": Decimal(1)}, ["-6.00", "-4.00", "0.00"]),
	"the lowest of all": ({"month": Decimal(10)}, {"most_fines": Decimal(3)}, ["-3.00", "0.00", "0.00"]),
}


@pytest.mark.parametrize(("limits", "site", "expected"), LIMITS.values(), ids=LIMITS)
def test_limits_leave_what_came_first(
	limits: dict[str, Any], site: dict[str, Any], expected: list[str]
) -> None:
	terms = rule(LATE, 6, limits=Limits(**limits))
	found = [late("C", at=day(12)), late("A", at=day(10)), late("B", at=day(11))]
	targets = evaluate(MARCH, [terms], found, replace(SITE, **site)).targets
	assert [one.task for one in targets] == ["A", "B", "C"]
	assert [str(one.amount) for one in targets] == expected


def test_what_was_taken_earlier_in_the_year_counts() -> None:
	terms, past = rule(LATE, 6, limits=Limits(year=Decimal(8))), Past(spent={("R1", BORIS): Decimal(-5)})
	assert sums(evaluate(MARCH, [terms], [late("A")], SITE, past)) == {A: "-3.00"}


def test_whoever_has_no_base_is_not_fined_where_a_share_of_it_is_the_limit() -> None:
	outcome = evaluate(
		MARCH, [rule(LATE)], [late("A", user=CLARA)], replace(SITE, most_fines_percent=Decimal(5))
	)
	assert [str(one.amount) for one in outcome.targets] == ["0.00"]
	assert outcome.notes == (("no_base_for_limit", CLARA, "R1"),)


def test_a_limit_of_fines_cuts_no_reward() -> None:
	found = mark("A", early_minutes=600)
	assert amounts([rule(EARLY, 50, early_minutes=60)], [found], most_fines=Decimal(1)) == {A: "50.00"}


def test_a_task_still_overdue_costs_its_days_so_far_and_the_rest_next_month() -> None:
	terms = rule(DAYS, limits=Limits(task=Decimal(20)))
	as_it_stands = late("A", 2, at=MARCH.end, outcome="Open", missed_at=day(28))
	(now,) = evaluate(MARCH, [terms], [as_it_stands], SITE).targets
	assert str(now.amount) == "-10.00" and ("open", {}) in now.lines
	past = Past(before={now.key: Sums(now.computed, now.amount)})
	(then,) = evaluate(APRIL, [terms], [late("A", 5, at=datetime(2031, 4, 3))], SITE, past).targets
	assert (str(then.computed), str(then.amount)) == ("-15.00", "-10.00")
	assert ("before", {"sum": "10.00"}) in then.lines and then.capped_by == "Task"


def test_what_turns_out_less_goes_back_as_far_as_it_was_taken() -> None:
	past = Past(before={(BORIS, DAYS, "A"): Sums(Decimal(-10), Decimal(-8))})
	(back,) = evaluate(APRIL, [rule(DAYS)], [late("A", 1, at=datetime(2031, 4, 3))], SITE, past).targets
	assert (str(back.computed), str(back.amount)) == ("5.00", "3.00")


def _run(*tasks: str, user: str = BORIS, first: int = 1) -> list[Mark]:
	return [mark(task, user, day(number)) for number, task in enumerate(tasks, first)]


STREAKS: dict[str, tuple[list[Mark], int, str | None]] = {
	"too short": (_run("A", "B"), 0, None),
	"complete": (_run("A", "B", "C"), 0, "5.00"),
	"complete twice": (_run(*"ABCDEF"), 0, "10.00"),
	"begun in the month before": (_run("A"), 2, "5.00"),
	"broken": ([*_run("A", "B"), late("X", at=day(3)), *_run("C", "D", first=4)], 0, None),
	"broken when the deadline passed": (
		[*_run(*"ABC"), late("X", at=day(20), missed_at=day(3, 6))],
		0,
		None,
	),
	"a task that is overdue now": (
		[*_run(*"ABC"), late("X", at=MARCH.end, missed_at=day(3, 6), outcome="Open")],
		0,
		None,
	),
	"set to oneself counts neither way": (
		[*_run("A", "B"), mark("X", at=day(3), counted=0), *_run("C", first=4)],
		0,
		"5.00",
	),
	"not accepted yet": ([*_run("A", "B"), mark("C", at=day(3), outcome="Submitted")], 0, None),
}


@pytest.mark.parametrize(("found", "before", "expected"), STREAKS.values(), ids=STREAKS)
def test_streaks(found: list[Mark], before: int, expected: str | None) -> None:
	past = Past(runs={("R1", BORIS): before})
	outcome = evaluate(MARCH, [rule(STREAK, streak_length=3)], found, SITE, past)
	assert sums(outcome) == ({(BORIS, ""): expected} if expected else {})


def test_most_done_on_time_by_weight() -> None:
	found = [*_run("A", "B"), mark("C", CLARA, weight=3.0), mark("D", CLARA), late("E", user=CLARA)]
	assert amounts([rule(MOST, 100)], found) == {(CLARA, ""): "100.00"}
	assert amounts([rule(MOST, 100)], found, least_sample=3) == {}


def test_whoever_shares_the_first_place_shares_the_reward() -> None:
	found = [mark("A"), mark("B", CLARA), mark("C", ANNA)]
	assert set(amounts([rule(MOST, 100)], found).values()) == {"33.33"}


@pytest.mark.parametrize(
	"useless",
	[
		mark("Z", counted=0),
		mark("Z", agreement="Not Agreed"),
		mark("Z", outcome="Submitted"),
		mark("Z", given_at=day(10)),
		late("Z"),
	],
)
def test_what_could_be_gamed_wins_nothing(useless: Mark) -> None:
	assert amounts([rule(MOST, 100)], [useless, mark("A", CLARA)]) == {(CLARA, ""): "100.00"}


def test_a_teams_best_is_found_in_the_team() -> None:
	team = rule(MOST, 30, "team", scope=Scope(frozenset({BORIS}), Breadth.TEAM))
	found = [mark("A"), mark("B", CLARA), mark("C", CLARA)]
	assert amounts([rule(MOST, 100), team], found) == {(BORIS, ""): "30.00", (CLARA, ""): "100.00"}
	assert amounts([rule(MOST, 100), team], [mark("A")]) == {(BORIS, ""): "30.00"}


def test_the_share_accepted_at_once_is_weighed() -> None:
	found = [*_run(*"ABC"), mark("D", at=day(5), first_pass=0, weight=0.25)]
	assert amounts([rule(PASS, 20, least_rate=Decimal(92))], found) == {(BORIS, ""): "20.00"}
	assert amounts([rule(PASS, 20, least_rate=Decimal(93))], found) == {}
	assert amounts([rule(PASS, 20, least_rate=Decimal(92), least_sample=5)], found) == {}


@pytest.mark.parametrize("event", [MOST, PASS])
def test_what_a_whole_month_tells_waits_for_its_end(event: Event) -> None:
	running = replace(MARCH, as_of=MARCH.end - DAY)
	assert evaluate(running, [rule(event)], [mark("A")], SITE).targets == ()


def test_a_month_without_tasks_comes_to_nothing() -> None:
	rules = [rule(event, name=event.value) for event in Event]
	assert evaluate(MARCH, rules, [], SITE) == Outcome((), ())
