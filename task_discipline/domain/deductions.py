"""Working time that is not counted against a person: each stretch with its own minutes, and no minute twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from task_discipline.domain.tenures import Cause, Span, minute
from task_discipline.domain.worktime import WorkCalendar, work_time_between

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Person:
	"""When somebody works."""

	base: WorkCalendar
	"""His calendar as if he were always there."""
	present: WorkCalendar
	"""The same with his absences closed."""
	absences: tuple[tuple[date, date], ...] = ()
	"""First and last days."""


@dataclass(frozen=True)
class Deduction:
	"""One stretch of time and what it takes off, in working minutes."""

	cause: Cause
	begin: datetime
	end: datetime
	minutes: int
	overlap: int
	"""Further minutes of it that stand in other lines already."""


def minutes_between(calendar: WorkCalendar, begin: datetime, end: datetime) -> int:
	"""Working minutes from the whole minute of one moment to that of another; 0 where ``end`` comes first."""
	return work_time_between(calendar, minute(begin), minute(end)) // _MINUTE if begin < end else 0


def within(person: Person, spans: Iterable[Span], begin: datetime, end: datetime) -> list[Deduction]:
	"""What is deducted between two moments, in order of time: absences first, then what of ``spans`` lies beside them."""
	found = [*_absent(person, begin, end), *_beside(person, spans, begin, end)]
	return sorted((one for one in found if one.minutes or one.overlap), key=lambda one: one.begin)


def _absent(person: Person, begin: datetime, end: datetime) -> Iterable[Deduction]:
	for first, last in _joined(person.absences):
		zone = person.base.zone
		leaves, returns = (datetime.combine(day, time.min, zone) for day in (first, last + _DAY))
		# The last shift may end on the day after.
		span = Span(Cause.ABSENCE, leaves, returns + _DAY).within(begin, end)
		if span:
			work = (minutes_between(one, span.begin, span.end) for one in (person.base, person.present))
			shown = max(leaves, begin), min(max(returns, begin), end)
			yield Deduction(Cause.ABSENCE, *shown, next(work) - next(work), 0)


def _joined(absences: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
	found: list[tuple[date, date]] = []
	for first, last in sorted(absences):
		if found and first <= found[-1][1] + _DAY:
			found[-1] = (found[-1][0], max(last, found[-1][1]))
		else:
			found.append((first, last))
	return found


def _beside(person: Person, spans: Iterable[Span], begin: datetime, end: datetime) -> Iterable[Deduction]:
	reached = begin
	for span in sorted(_clipped(spans, begin, end), key=lambda one: (one.begin, one.end)):
		fresh = max(span.begin, reached)
		minutes = minutes_between(person.present, fresh, span.end)
		whole = minutes_between(person.base, span.begin, span.end)
		yield Deduction(span.cause, span.begin, span.end, minutes, whole - minutes)
		reached = max(reached, span.end)


def _clipped(spans: Iterable[Span], begin: datetime, end: datetime) -> list[Span]:
	return [part for span in spans if (part := span.within(begin, end))]


def total(deductions: Sequence[Deduction]) -> int:
	"""Working minutes of all of them together."""
	return sum(one.minutes for one in deductions)
