"""What holds for fines and rewards whatever the rules and the tasks are."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.award_ledger import Booked, Due, differences
from task_discipline.domain.award_limits import Target, evaluate
from task_discipline.domain.award_terms import NOTHING, Event, Kind, Limits, Terms
from task_discipline.domain.awards import CaseKey, Mark, Site, Sums
from tests.awarding import ANNA, BEGIN, BORIS, CLARA, MARCH, late, mark, rule

COINS = st.decimals(0, 200, places=2)
SITE = Site(most_fines=Decimal("37.50"))


@st.composite
def terms_of(draw: st.DrawFn, event: Event) -> Terms:
	limits = Limits(*(draw(COINS) for _limit in range(3)))
	return rule(
		event,
		str(draw(COINS)),
		f"{event.value}{draw(st.integers(0, 1))}",
		limits=limits,
		streak_length=draw(st.integers(1, 3)),
		least_rate=Decimal(draw(st.integers(0, 100))),
		early_minutes=60,
		grace_minutes=draw(st.sampled_from((0, 600))),
	)


@st.composite
def marks_of(draw: st.DrawFn) -> list[Mark]:
	found = []
	for number in range(draw(st.integers(0, 12))):
		at = BEGIN + timedelta(minutes=draw(st.integers(0, 44_000)))
		user = draw(st.sampled_from((BORIS, CLARA, ANNA)))
		values = {
			"weight": draw(st.sampled_from((0.5, 1.0, 2.0))),
			"early_minutes": draw(st.sampled_from((0, 90))),
		}
		days = draw(st.integers(0, 4))
		task = f"T{number}"
		found.append(late(task, days, user, at, **values) if days else mark(task, user, at, **values))
	return found


RULES = st.tuples(*(terms_of(event) for event in Event)).map(list)
MARKS = marks_of()


def booked_of(dues: list[Due], before: dict[CaseKey, Booked] | None = None) -> dict[CaseKey, Booked]:
	"""What stands on record after these entries."""
	found = dict(before or {})
	for due in dues:
		key = (due.user, due.event, due.task)
		known = found.get(key) or Booked(Sums(), 0)
		summed = Sums(known.sums.computed + due.computed, known.sums.amount + due.amount)
		found[key] = Booked(summed, known.entries + 1, (due.rule, due.version))
	return found


def wanted(targets: tuple[Target, ...]) -> dict[CaseKey, Decimal]:
	return {one.key: one.amount for one in targets if one.amount}


def recorded(booked: dict[CaseKey, Booked]) -> dict[CaseKey, Decimal]:
	return {key: one.sums.amount for key, one in booked.items() if one.sums.amount}


@given(RULES, MARKS)
def test_no_sum_exceeds_a_limit(rules: list[Terms], marks: list[Mark]) -> None:
	fines: dict[str, Decimal] = defaultdict(Decimal)
	by_rule: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
	for one in evaluate(MARCH, rules, marks, SITE).targets:
		size = abs(one.amount)
		assert size <= abs(one.computed)
		assert not one.task or not one.terms.limits.task or size <= one.terms.limits.task
		by_rule[(one.user, one.terms.rule)] += size
		fines[one.user] += size if one.terms.kind is Kind.FINE else NOTHING
	limits = {terms.rule: terms.limits for terms in rules}
	for (_user, name), total in by_rule.items():
		assert all(total <= most for most in (limits[name].month, limits[name].year) if most)
	assert all(total <= SITE.most_fines for total in fines.values())


@given(RULES, MARKS, st.randoms())
def test_the_order_of_input_does_not_matter(rules: list[Terms], marks: list[Mark], chance: object) -> None:
	once = evaluate(MARCH, rules, marks, SITE)
	shuffled_rules, shuffled = list(rules), list(marks)
	chance.shuffle(shuffled_rules)
	chance.shuffle(shuffled)
	assert evaluate(MARCH, shuffled_rules, shuffled, SITE) == once


@given(RULES, MARKS)
def test_a_second_evaluation_adds_nothing(rules: list[Terms], marks: list[Mark]) -> None:
	targets = evaluate(MARCH, rules, marks, SITE).targets
	made, unchanged, _decided = differences(targets, {})
	assert (len(made), unchanged) == (len(targets), 0)
	booked = booked_of(made)
	assert recorded(booked) == wanted(targets)
	assert differences(targets, booked) == ([], len(targets), [])


@given(RULES, MARKS, MARKS)
def test_a_correction_brings_the_sum_to_the_new_target(
	rules: list[Terms], marks: list[Mark], others: list[Mark]
) -> None:
	first = evaluate(MARCH, rules, marks, SITE).targets
	then = evaluate(MARCH, rules, others, SITE).targets
	booked = booked_of(differences(first, {})[0])
	corrected = booked_of(differences(then, booked)[0], booked)
	assert recorded(corrected) == wanted(then)


@given(RULES, MARKS, st.integers(0, 44_000))
def test_looking_in_mid_month_changes_nothing_in_the_end(
	rules: list[Terms], marks: list[Mark], minute: int
) -> None:
	midway = replace(MARCH, as_of=BEGIN + timedelta(minutes=minute))
	booked = booked_of(differences(evaluate(midway, rules, marks, SITE).targets, {})[0])
	end = evaluate(MARCH, rules, marks, SITE).targets
	assert recorded(booked_of(differences(end, booked)[0], booked)) == wanted(end)


@given(RULES, MARKS)
def test_people_one_by_one_come_to_the_same(rules: list[Terms], marks: list[Mark]) -> None:
	alone = [terms for terms in rules if terms.event not in (Event.MOST_DONE,)]
	together = evaluate(MARCH, alone, marks, SITE).targets
	parts = [
		target
		for user in sorted({one.user for one in marks})
		for target in evaluate(MARCH, alone, [one for one in marks if one.user == user], SITE).targets
	]
	assert tuple(parts) == together


def test_what_a_manager_has_decided_stays() -> None:
	targets = evaluate(MARCH, [rule(Event.LATE)], [late("A")], SITE).targets
	key = targets[0].key
	booked = {key: Booked(Sums(Decimal(-5), NOTHING), 2, ("R1", 1), is_decided=True)}
	assert differences(targets, booked) == ([], 0, [key])


def test_a_case_that_is_none_any_more_goes_back() -> None:
	booked = {(BORIS, Event.LATE, "A"): Booked(Sums(Decimal(-9), Decimal(-5)), 1, ("R1", 3), 7)}
	((due,), unchanged, decided) = differences([], booked)
	assert (due.computed, due.amount, due.rule, due.version, due.rating, due.serial) == (9, 5, "R1", 3, 7, 1)
	assert due.lines == (("gone", {}), ("already", {"sum": "-5"}))
	assert (unchanged, decided) == (0, [])
