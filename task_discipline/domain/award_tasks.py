"""Cases of single tasks: late, each working day late, a late review, finished early."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from task_discipline.domain.award_terms import OF_A_TASK, Clock, Event, Terms
from task_discipline.domain.awards import OPEN, Case, Cases, Line, Mark, Month, Site, first_for, price

LATE, DONE = "Late", "Done"


def find(
	month: Month, rules: Mapping[Event, Sequence[Terms]], marks: Iterable[Mark], site: Site, cases: Cases
) -> None:
	"""Add to ``cases`` what the rules say of each task of ``marks``."""
	asked = [event for event in Event if event in OF_A_TASK and rules[event]]
	for mark in marks:
		for event in asked:
			_look(month, event, rules[event], mark, site, cases)


def _look(month: Month, event: Event, rules: Sequence[Terms], mark: Mark, site: Site, cases: Cases) -> None:
	user = mark.assigner if event is Event.LATE_REVIEW else mark.user
	moment = moment_of(event, mark)
	if moment is None or not (month.has(moment) or (mark.outcome == OPEN and moment == month.as_of)):
		return
	if not _may_follow(event, mark, site):
		return
	for terms in first_for(rules, mark, user, _told_at(mark, moment)):
		if (measured := _MEASURES[event](terms, mark)) is not None:
			_add(cases, terms, mark, user, moment, measured, site)
			return


def moment_of(event: Event, mark: Mark) -> datetime | None:
	"""When the case is settled: a review when it was given, anything else with the task."""
	return mark.reviewed_at if event is Event.LATE_REVIEW else mark.settled_at


def _told_at(mark: Mark, moment: datetime) -> datetime:
	# What stands open at the end of a month goes by the terms of its last moment.
	return moment - timedelta(microseconds=1) if mark.outcome == OPEN else moment


def _may_follow(event: Event, mark: Mark, site: Site) -> bool:
	if event is Event.LATE_REVIEW:
		return bool(mark.counted)  # whoever reviews late has agreed to nothing, and need not have
	if event is Event.EARLY and (mark.outcome != DONE or is_short(mark, site)):
		return False
	return mark.is_fit


def is_short(mark: Mark, site: Site) -> bool:
	"""Whether it took so little time that nobody is rewarded for it."""
	took = mark.settled_at - mark.given_at if mark.given_at else None
	return took is not None and took < timedelta(minutes=site.shortest_minutes)


def is_late(mark: Mark, clock: Clock) -> bool:
	"""Whether the task broke the deadline that the rule goes by."""
	return (mark.timeliness if clock is Clock.CURRENT else mark.first_timeliness) == LATE


def _add(
	cases: Cases,
	terms: Terms,
	mark: Mark,
	user: str,
	moment: datetime,
	measured: tuple[int, tuple[Line, ...]],
	site: Site,
) -> None:
	times, lines = measured
	priced = price(terms, user, site, times=times)
	if priced is None:
		cases.notes.add(("no_base", user, terms.rule))
		return
	total, sums = priced
	cases.found.append(Case(user, terms, moment, total, (*lines, *sums), mark.task, mark.rating))


def _late(terms: Terms, mark: Mark) -> tuple[int, tuple[Line, ...]] | None:
	delay = mark.fair_delay_minutes if terms.clock is Clock.CURRENT else mark.first_fair_delay_minutes
	if not is_late(mark, terms.clock) or delay <= terms.grace_minutes:
		return None
	code = "late" if terms.clock is Clock.CURRENT else "late_first"
	still_open: tuple[Line, ...] = (("open", {}),) if mark.outcome == OPEN else ()
	return 1, (*still_open, *_with_grace((code, {"minutes": delay}), terms))


def _days_late(terms: Terms, mark: Mark) -> tuple[int, tuple[Line, ...]] | None:
	found = _late(terms, mark)
	return (mark.late_days, found[1]) if found and mark.late_days > 0 else None


def _late_review(terms: Terms, mark: Mark) -> tuple[int, tuple[Line, ...]] | None:
	delay = mark.review_delay_minutes
	if not mark.late_review or delay <= terms.grace_minutes:
		return None
	code = "unreviewed" if mark.outcome == OPEN else "late_review"
	return 1, _with_grace((code, {"minutes": delay}), terms)


def _early(terms: Terms, mark: Mark) -> tuple[int, tuple[Line, ...]] | None:
	# A deadline that was moved makes nobody early: what counts is the earlier of the two.
	before_first = max(0, -mark.first_delay_minutes) if mark.first_deadline else mark.early_minutes
	early = min(mark.early_minutes, before_first)
	if is_late(mark, Clock.CURRENT) or is_late(mark, Clock.FIRST) or early < max(terms.early_minutes, 1):
		return None
	code = "early" if early == mark.early_minutes else "early_first"
	return 1, ((code, {"minutes": early, "least": terms.early_minutes}),)


def _with_grace(line: Line, terms: Terms) -> tuple[Line, ...]:
	grace: Line = ("grace", {"minutes": terms.grace_minutes})
	return (line, grace) if terms.grace_minutes else (line,)


_MEASURES = {
	Event.LATE: _late,
	Event.DAY_LATE: _days_late,
	Event.LATE_REVIEW: _late_review,
	Event.EARLY: _early,
}
