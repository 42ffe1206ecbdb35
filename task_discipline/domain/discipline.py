"""From the history of a task to how each person did it: two clocks, every deduction, and what is left out.

The person who answers for a task is rated, from the moment he got it to the moment it left him. Against the first
deadline he had, all time after it counts; against the current one each deadline counts for as long as it was in
force, so that moving it after its lapse restores nothing. From both is taken what was not his time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from itertools import chain

from task_discipline.domain import agreement, cases, deductions, reviews, tenures
from task_discipline.domain.agreement import Agreement, Given, Happening, Kind, Silence
from task_discipline.domain.cases import Case, Facts, Outcome
from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.deductions import Deduction, Person, minutes_between
from task_discipline.domain.reviews import Reviews
from task_discipline.domain.tenures import Cause, Event, Span, Term
from task_discipline.domain.worktime import WorkCalendar


class LeftOut(str, Enum):
	"""Why statistics do not count it."""

	SELF_ASSIGNED = "Self-assigned"
	CANCELLED = "Cancelled"
	NO_DEADLINE = "No Deadline"
	IMPOSSIBLE = "Impossible"


IMPOSSIBLE_WARNINGS = frozenset({"short_notice", "absent_at_deadline"})
LAPSED = "lapsed"
"""Why a task could not be done in time, beside those warnings: its deadline had passed when it was given."""
_EXPLICIT = frozenset({Agreement.ACCEPTED, Agreement.OWN_PROPOSAL})
_WHOLE_DAY = 1440


@dataclass(frozen=True)
class Clock:
	"""One deadline against which a person was late, in working minutes."""

	term: Term
	worked: int
	"""From the deadline to the end."""
	deductions: tuple[Deduction, ...]
	fair: int


@dataclass(frozen=True)
class Rating:
	"""How a person did a task. Moments are aware, minutes of working time unless said otherwise."""

	user: str
	outcome: Outcome | None
	"""None where the task is still his: this is how he stands so far."""
	given_at: datetime
	settled_at: datetime
	deadline: datetime | None
	first_deadline: datetime | None
	clocks: tuple[Clock, ...]
	"""Of each deadline that was in force, in order."""
	first: Clock | None
	timeliness: Timeliness | None
	first_timeliness: Timeliness | None
	left_out: LeftOut | None
	impossible: str | None
	"""What made it impossible to do in time, where the person has not accepted it all the same."""
	agreement: Agreement
	late_days: int = 0
	day_minutes: int = 0
	"""Length of a working day by which they are counted."""
	deadline_moves: int = 0
	returns: int = 0
	first_pass: bool = False
	reviews: Reviews = field(default_factory=Reviews)

	@property
	def fair_delay(self) -> int:
		"""Delay against the current deadline and those before it."""
		return sum(clock.fair for clock in self.clocks)

	@property
	def first_fair_delay(self) -> int:
		return self.first.fair if self.first else 0

	@property
	def deducted(self) -> int:
		return sum(deductions.total(clock.deductions) for clock in self.clocks)

	@property
	def missed_at(self) -> datetime | None:
		"""When a deadline passed last while the task was not done; None where none did."""
		missed = [clock.term for clock in self.clocks if clock.fair]
		return max(missed[-1].deadline or missed[-1].begin, missed[-1].begin) if missed else None

	@property
	def late_moves(self) -> int:
		"""How often the deadline was moved after he was late already."""
		return sum(bool(clock.fair) for clock in self.clocks if clock.term.is_replaced)


def rate(facts: Facts, events: Sequence[Event], people: Mapping[str, Person]) -> list[Rating]:
	"""The ratings that the history of a task has come to; empty while nobody has handed anything in.

	``people`` holds everybody who had the task, and its assigner.
	"""
	found = [_rating(case) for case in cases.settled(facts, events, people)]
	# Who gave a task away in time has nothing to answer for.
	return [one for one in found if one.outcome is not Outcome.HANDED_OVER or one.fair_delay]


def so_far(
	facts: Facts, events: Sequence[Event], people: Mapping[str, Person], now: datetime
) -> Rating | None:
	"""How the person stands who has an open task, were it settled ``now``; None at the moment he got it."""
	case = cases.open_case(facts, events, people, now)
	return _rating(case) if case else None


def _rating(case: Case) -> Rating:
	clocks, first = _clocks(case)
	deadline, agreed = clocks[-1].term.deadline, _agreement(case)
	impossible = _impossible(case, clocks, agreed)
	reviews = _reviews(case)
	fair, day = sum(clock.fair for clock in clocks), _day_minutes(case.person.base)
	return Rating(
		user=case.user,
		outcome=case.outcome,
		given_at=case.begin,
		settled_at=case.end,
		deadline=deadline,
		first_deadline=first.term.deadline if first else None,
		clocks=clocks,
		first=first,
		timeliness=_timeliness(case, clocks[-1], fair),
		first_timeliness=_timeliness(case, first, first.fair) if first else None,
		left_out=_left_out(case, deadline, impossible),
		impossible=impossible,
		agreement=agreed,
		late_days=-(-fair // day),
		day_minutes=day,
		deadline_moves=sum(clock.term.is_replaced and clock.term.deadline is not None for clock in clocks),
		returns=reviews.returns,
		first_pass=case.outcome is Outcome.DONE and not reviews.returns,
		reviews=reviews,
	)


def _clocks(case: Case) -> tuple[tuple[Clock, ...], Clock | None]:
	"""Each deadline with the time it was in force, and the first one with all time since."""
	spans, made_late = _spans(case), _made_late(case)
	terms = tenures.terms(case.events, case.begin, case.end)
	clocks = tuple(
		_clock(case.person, term, spans, () if number else made_late) for number, term in enumerate(terms)
	)
	if put_off := _was_put_off(case, terms[0]):
		clocks = _forgiven(clocks[0]), *clocks[1:]
	number = _first_agreed(case, terms, int(put_off))
	if number is None or len(terms) == 1:
		return clocks, clocks[0] if number is not None else None
	whole = Term(terms[number].deadline, terms[number].begin, case.end, is_replaced=False)
	return clocks, _clock(case.person, whole, spans, () if number else made_late)


def _was_put_off(case: Case, first: Term) -> bool:
	"""Whether the deadline he got could not be kept, and was replaced before he said yes to it."""
	words = _words(case, case.mine[0].first)
	agreed = any(one.kind is Kind.ACCEPTED and one.at <= first.end for one in words)
	return first.is_replaced and not agreed and _hopeless(case, first) is not None


def _forgiven(clock: Clock) -> Clock:
	"""The same with nothing left of what he was late."""
	term = clock.term
	if not clock.fair or term.deadline is None:
		return clock
	begin = max(term.deadline, term.begin)
	return replace(clock, deductions=(Deduction(Cause.HOPELESS, begin, term.end, clock.worked, 0),), fair=0)


def _first_agreed(case: Case, terms: Sequence[Term], since: int) -> int | None:
	"""Number of the first deadline, from ``since`` on, that the person agreed to, or that he had, where he agreed to none;
	one that had passed when he got it is his only where it stayed."""
	dated = [number for number, term in enumerate(terms) if term.deadline and number >= since]
	ahead = [number for number in dated if (due := terms[number].deadline) and due > terms[number].begin]
	agreed = (number for number in ahead if len(ahead) > 1 and _was_agreed(case, terms[number]))
	return next(chain(agreed, ahead, dated[-1:]), None)


def _was_agreed(case: Case, term: Term) -> bool:
	"""Whether he had agreed to a deadline by the time that it was replaced, or the task left him."""
	silence = Silence(case.person.present, case.facts.silence)
	for mine in case.mine:
		until = min(mine.end or term.end, term.end)
		if mine.begin < term.end and until > term.begin:
			given = Given(mine.begin, case.events[mine.first].new_deadline)
			# What replaced it says nothing of it.
			words = [one for one in _words(case, mine.first) if one.at < term.end or not term.is_replaced]
			if agreement.judge(given, words, silence, until).is_agreed:
				return True
	return False


def _clock(person: Person, term: Term, spans: Sequence[Span], before: Sequence[Deduction]) -> Clock:
	taken = (*before, *deductions.within(person, spans, term.begin, term.end))
	worked = 0
	if term.deadline:
		worked = minutes_between(person.base, max(term.deadline, term.begin), term.end)
	return Clock(term, worked, taken, max(0, worked - deductions.total(taken)))


def _spans(case: Case) -> list[Span]:
	outages = [Span(Cause.OUTAGE, begin, end) for begin, end in case.facts.outages]
	waits = [
		Span(Cause.QUESTION, one.begin, one.end or case.end)
		for one in case.facts.questions
		if one.asker == case.user
	]
	pauses = tenures.pauses(case.events, case.user, case.end)
	return [*pauses, *tenures.elsewhere(case.mine), *outages, *waits]


def _made_late(case: Case) -> Sequence[Deduction]:
	"""What the person lost of his time because nothing made the task when it was due."""
	since = case.facts.due_since
	if since is None or case.mine[0].first:
		return ()
	stopped = [Span(Cause.MADE_LATE, begin, end) for begin, end in case.facts.stopped]
	return deductions.within(replace(case.person, absences=()), stopped, since, case.begin)


def _timeliness(case: Case, clock: Clock, fair: int) -> Timeliness | None:
	deadline = clock.term.deadline
	if deadline is None or case.outcome is Outcome.CANCELLED:
		return None
	if fair:
		return Timeliness.LATE
	margin = case.facts.early_margin
	return Timeliness.EARLY if margin and deadline - case.end >= margin else Timeliness.ON_TIME


def _agreement(case: Case) -> Agreement:
	last = case.mine[-1]
	given = Given(last.begin, case.events[last.first].new_deadline)
	silence = Silence(case.person.present, case.facts.silence)
	return agreement.judge(given, _words(case, last.first), silence, case.end).agreement


def _words(case: Case, since: int) -> list[Happening]:
	"""What was said and done about the deadline after an event, in the person's hands."""
	found = (
		agreement.happening(
			event.kind,
			event.at,
			is_his=event.is_his,
			old_deadline=event.old_deadline,
			new_deadline=event.new_deadline,
		)
		for event in case.own_since(since)
	)
	return [one for one in found if one]


def _impossible(case: Case, clocks: Sequence[Clock], agreed: Agreement) -> str | None:
	"""Why nobody could do it in time; None where the person took it on all the same, or got more time."""
	first, last = clocks[0].term, clocks[-1].term
	if first.deadline is None or (last.deadline and last.deadline > first.deadline):
		return None
	if agreed in _EXPLICIT or any(one.kind is Kind.ACCEPTED for one in _words(case, case.mine[0].first)):
		return None
	return _hopeless(case, first)


def _hopeless(case: Case, first: Term) -> str | None:
	"""Why the deadline that he got with the task could not be kept."""
	if first.deadline is None or first.deadline <= first.begin:
		return LAPSED if first.deadline else None
	given = case.events[case.mine[0].first]
	return next((code for code in given.warnings if code in IMPOSSIBLE_WARNINGS), None)


def _left_out(case: Case, deadline: datetime | None, impossible: str | None) -> LeftOut | None:
	reasons = {
		LeftOut.CANCELLED: case.outcome is Outcome.CANCELLED,
		LeftOut.SELF_ASSIGNED: case.facts.assigner == case.user,
		LeftOut.NO_DEADLINE: deadline is None,
		LeftOut.IMPOSSIBLE: impossible is not None,
	}
	return next((reason for reason, applies in reasons.items() if applies), None)


def _day_minutes(calendar: WorkCalendar) -> int:
	"""Length of a working day: the mean of the week's."""
	lengths = [sum(end - begin for begin, end in shifts) for shifts in calendar.week if shifts]
	return sum(lengths) // len(lengths) if lengths else _WHOLE_DAY


def _reviews(case: Case) -> Reviews:
	facts = case.facts
	judge = case.people[facts.assigner]
	return reviews.of(case.history, case.user, judge, facts.review_time, facts.outages)
