"""Cases of a person's whole month: streaks without a miss, most done on time, work that was accepted at once.

What could be gamed counts for nothing: tasks set to oneself, given to nobody in earnest, done in no time, or whose
deadline nobody agreed to. Heavy tasks count for more than light ones. Who shares the first place shares the reward.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from task_discipline.domain.award_tasks import DONE, is_late, is_short
from task_discipline.domain.award_terms import Clock, Event, Terms
from task_discipline.domain.awards import OPEN, Case, Cases, Line, Mark, Month, Past, Site, plain, price

People = Mapping[str, Sequence[Mark]]
_LAST = timedelta(microseconds=1)


def find(
	month: Month,
	rules: Mapping[Event, Sequence[Terms]],
	people: People,
	site: Site,
	past: Past,
	cases: Cases,
) -> None:
	"""Add to ``cases`` what the rules say of the month of each person; what is told at its end waits for it."""
	_find_streaks(month, _in_force(rules[Event.STREAK], month), people, site, past, cases)
	if month.is_over:
		_find_most_done(month, _in_force(rules[Event.MOST_DONE], month), people, site, cases)
		_find_first_pass(month, _in_force(rules[Event.FIRST_PASS], month), people, site, cases)


def _told_at(month: Month) -> datetime:
	return min(month.as_of, month.end - _LAST)


def _in_force(rules: Sequence[Terms], month: Month) -> list[Terms]:
	return [terms for terms in rules if terms.is_in_force(_told_at(month))]


def _add(
	cases: Cases, month: Month, terms: Terms, user: str, lines: tuple[Line, ...], site: Site, **how: int
) -> None:
	priced = price(terms, user, site, **how)
	if priced is None:
		cases.notes.add(("no_base", user, terms.rule))
		return
	cases.found.append(Case(user, terms, _told_at(month), priced[0], (*lines, *priced[1])))


def _find_streaks(
	month: Month, rules: Sequence[Terms], people: People, site: Site, past: Past, cases: Cases
) -> None:
	for user, marks in people.items() if rules else ():
		for terms in rules:
			if not terms.scope.has_person(user):
				continue
			run, complete = _streaks(terms, month, marks, site, past.runs.get((terms.rule, user), 0))
			if complete:
				line: Line = ("streak", {"length": terms.streak_length, "run": run})
				_add(cases, month, terms, user, (line,), site, times=complete)
				break


def _streaks(terms: Terms, month: Month, marks: Sequence[Mark], site: Site, run: int) -> tuple[int, int]:
	"""The longest run of tasks on time that the month saw, and how many streaks it completed."""
	longest = complete = 0
	for _moment, _task, is_miss in sorted(_steps(terms, month, marks, site)):
		run = 0 if is_miss else run + 1
		longest = max(longest, run)
		complete += run > 0 and run % terms.streak_length == 0
	return longest, complete


def _steps(
	terms: Terms, month: Month, marks: Sequence[Mark], site: Site
) -> Iterable[tuple[datetime, str, bool]]:
	"""Hits and misses of the month in the order of time; a miss happens when the deadline passes."""
	for mark in marks:
		if not mark.is_fit or not _is_for(terms, mark):
			continue
		missed_at = lapse_of(mark, terms.clock)
		if missed_at:
			if month.has(missed_at) and missed_at >= terms.begun_at:
				yield missed_at, mark.task, True
		elif is_hit(mark, site) and month.has(mark.settled_at) and mark.settled_at >= terms.begun_at:
			yield mark.settled_at, mark.task, False


def lapse_of(mark: Mark, clock: Clock) -> datetime | None:
	"""When the deadline passed that the task broke; None where it was done in time."""
	if not is_late(mark, clock):
		return None
	return mark.missed_at if clock is Clock.CURRENT else mark.first_deadline


def is_hit(mark: Mark, site: Site) -> bool:
	"""Whether a task on time may be rewarded."""
	return mark.outcome == DONE and not is_short(mark, site)


def _is_for(terms: Terms, mark: Mark) -> bool:
	return terms.scope.has_task(mark.project, mark.template, mark.priority)


def _done(terms: Terms, month: Month, marks: Sequence[Mark], site: Site) -> list[Mark]:
	return [
		mark
		for mark in marks
		if mark.outcome != OPEN
		and mark.is_fit
		and is_hit(mark, site)
		and month.has(mark.settled_at)
		and _is_for(terms, mark)
	]


def _least(terms: Terms, site: Site) -> int:
	return terms.least_sample or site.least_sample


def _weight(marks: Iterable[Mark]) -> Decimal:
	return sum((Decimal(str(mark.weight)) for mark in marks), Decimal(0))


def _find_most_done(month: Month, rules: Sequence[Terms], people: People, site: Site, cases: Cases) -> None:
	winners: set[str] = set()
	for terms in rules:
		scores = _scores(terms, month, people, site)
		best = max((weight for weight, _number in scores.values()), default=None)
		first = sorted(user for user, (weight, _number) in scores.items() if weight == best)
		for user in first:
			if user not in winners:
				weight, number = scores[user]
				line: Line = ("most_done", {"tasks": number, "weight": plain(weight), "among": len(scores)})
				_add(cases, month, terms, user, (line,), site, shared_by=len(first))
		winners.update(first)


def _scores(terms: Terms, month: Month, people: People, site: Site) -> dict[str, tuple[Decimal, int]]:
	"""Weight and number of tasks on time of everybody whom the rule is for and who has done enough."""
	found = {}
	for user, marks in people.items():
		if terms.scope.has_person(user):
			on_time = [mark for mark in _done(terms, month, marks, site) if not is_late(mark, terms.clock)]
			if on_time and len(on_time) >= _least(terms, site):
				found[user] = (_weight(on_time), len(on_time))
	return found


def _find_first_pass(month: Month, rules: Sequence[Terms], people: People, site: Site, cases: Cases) -> None:
	for user, marks in people.items() if rules else ():
		for terms in rules:
			if terms.scope.has_person(user) and (line := _first_pass(terms, month, marks, site)):
				_add(cases, month, terms, user, (line,), site)
				break


def _first_pass(terms: Terms, month: Month, marks: Sequence[Mark], site: Site) -> Line | None:
	done = _done(terms, month, marks, site)
	if not done or len(done) < _least(terms, site):
		return None
	at_once = [mark for mark in done if mark.first_pass]
	whole, part = _weight(done), _weight(at_once)
	if not whole or part * 100 < terms.least_rate * whole:
		return None
	rate = (part * 100 / whole).quantize(Decimal("0.1"))
	figures = {
		"tasks": len(done),
		"at_once": len(at_once),
		"rate": plain(rate),
		"least": plain(terms.least_rate),
	}
	return ("first_pass", figures)
