"""Ratings and rules -> what each person is to be fined and rewarded: the cases, and what all limits leave of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from task_discipline.domain import award_months, award_tasks
from task_discipline.domain.award_terms import NOTHING, SIGN, Event, Kind, Terms, by_event
from task_discipline.domain.awards import (
	Case,
	CaseKey,
	Cases,
	Line,
	Mark,
	Month,
	Past,
	Site,
	Sums,
	by_person,
)


@dataclass(frozen=True)
class Target:
	"""What the record of a month is to say of a case, signed."""

	user: str
	event: Event
	task: str
	terms: Terms
	rating: int | None
	computed: Decimal
	amount: Decimal
	capped_by: str
	"""The limit that cut it last; empty where none did."""
	lines: tuple[Line, ...]

	@property
	def key(self) -> CaseKey:
		"""By which earlier entries of the same case are found."""
		return (self.user, self.event, self.task)


@dataclass(frozen=True)
class Outcome:
	"""What the rules say of a month, and what could not be counted: (code, person, rule)."""

	targets: tuple[Target, ...]
	notes: tuple[tuple[str, str, str], ...]


def evaluate(
	month: Month, rules: Iterable[Terms], marks: Iterable[Mark], site: Site, past: Past | None = None
) -> Outcome:
	"""What each person is to be fined and rewarded in the month."""
	past, ordered, people = past or Past(), by_event(rules), by_person(marks)
	cases = Cases()
	for one in people.values():
		award_tasks.find(month, ordered, one, site, cases)
	award_months.find(month, ordered, people, site, past, cases)
	targets = limited(cases, site, past)
	return Outcome(tuple(targets), tuple(sorted(cases.notes)))


def limited(cases: Cases, site: Site, past: Past) -> list[Target]:
	"""The cases of all people with every limit taken into account."""
	tallies: dict[str, _Tally] = {}
	targets = []
	for case in sorted(cases.found, key=lambda one: (one.user, one.at, one.terms.event.value, one.task)):
		tally = tallies.get(case.user) or tallies.setdefault(case.user, _Tally(_most_fines(case.user, site)))
		if _is_bare(case, site):
			cases.notes.add(("no_base_for_limit", case.user, case.terms.rule))
		target = _target(case, tally, past, site)
		if target.computed or target.amount:
			targets.append(target)
	return targets


@dataclass
class _Tally:
	"""What a person's month has come to so far."""

	most_fines: Decimal | None
	by_rule: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
	fines: Decimal = NOTHING


def _is_bare(case: Case, site: Site) -> bool:
	return bool(case.terms.kind is Kind.FINE and site.most_fines_percent and case.user not in site.bases)


def _most_fines(user: str, site: Site) -> Decimal | None:
	"""The most that the person is fined in the month; without a base no share of it is known, so it is nothing."""
	limits = [site.most_fines] if site.most_fines else []
	if site.most_fines_percent:
		base = site.bases.get(user, NOTHING)
		limits.append(site.coins(base * site.most_fines_percent / 100, ROUND_DOWN))
	return min(limits, default=None)


class _Cut(NamedTuple):
	left: Decimal
	by: str
	lines: tuple[Line, ...]


def _target(case: Case, tally: _Tally, past: Past, site: Site) -> Target:
	before = past.before.get(case.key, Sums())
	more = case.total - abs(before.computed)
	lines = case.lines + _told_before(before)
	cut = _cut(case, more, abs(before.amount), tally, past, site)
	if more > 0:
		tally.by_rule[case.terms.rule] += cut.left
		tally.fines += cut.left if case.terms.kind is Kind.FINE else NOTHING
	return Target(
		case.user,
		case.terms.event,
		case.task,
		case.terms,
		case.rating,
		site.signed(more, case.terms.kind),
		site.signed(cut.left, case.terms.kind),
		cut.by,
		lines + cut.lines,
	)


def _told_before(before: Sums) -> tuple[Line, ...]:
	return (("before", {"sum": str(abs(before.amount))}),) if before.computed or before.amount else ()


def _cut(case: Case, more: Decimal, taken: Decimal, tally: _Tally, past: Past, site: Site) -> _Cut:
	most = case.terms.limits.task
	whole = min(case.total, site.coins(most, ROUND_DOWN)) if most and case.task else case.total
	if more <= 0:
		# It has become less than what stands on record: what was taken above it goes back, and no more than that.
		return _Cut(min(NOTHING, whole - taken), "", ())
	left, by = more, ""
	lines: tuple[Line, ...] = ()
	for name, limit, room in _rooms(case, taken, tally, past):
		if left > room:
			left, by = site.coins(max(room, NOTHING), ROUND_DOWN), name
			lines += ((f"cap_{name.lower()}", {"most": str(site.coins(limit)), "sum": str(left)}),)
	return _Cut(left, by, lines)


def _rooms(case: Case, taken: Decimal, tally: _Tally, past: Past) -> Iterable[tuple[str, Decimal, Decimal]]:
	"""Each limit that is set: its name, itself, and what is left of it."""
	limits, rule = case.terms.limits, case.terms.rule
	this_month = tally.by_rule[rule]
	if limits.task and case.task:
		yield "Task", limits.task, limits.task - taken
	if limits.month:
		yield "Month", limits.month, limits.month - this_month
	if limits.year:
		spent = max(NOTHING, SIGN[case.terms.kind] * past.spent.get((rule, case.user), NOTHING))
		yield "Year", limits.year, limits.year - spent - this_month
	if case.terms.kind is Kind.FINE and tally.most_fines is not None:
		yield "Site", tally.most_fines, tally.most_fines - tally.fines
