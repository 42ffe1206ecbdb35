"""What the calendar makes of the dates of a rule: shifts off days off, merged dates, and when to create.

Dates that a shift brings to one day are one occurrence: the one that stands there anyway, else the first. Which one
that is does not depend on the day from which one reads.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain, groupby, islice

from task_discipline.domain.rule_dates import dates_from, working_day_near
from task_discipline.domain.rules import DayOff, MonthDay, Note, Occurrence, Rule
from task_discipline.domain.worktime import WorkCalendar, add_working_days, is_working_day

_SHIFTS = {DayOff.NEXT: (1, Note.SHIFTED_NEXT), DayOff.PREVIOUS: (-1, Note.SHIFTED_PREVIOUS)}


def occurrences(rule: Rule, calendar: WorkCalendar, after: datetime | None) -> Iterator[Occurrence]:
	"""Occurrences planned after a moment, skipped ones among them, in order and without end unless the rule has one."""
	dates = dates_from(rule, calendar, after.date() if after else rule.starts)
	first = next((day for day in dates if after is None or datetime.combine(day, rule.at) > after), None)
	if first is None:
		return iter(())
	if rule.day_off not in _SHIFTS:
		return _unshifted(rule, calendar, chain((first,), dates))
	if not is_working_day(calendar, first):
		# Dates before the first one may have been shifted to the same day.
		dates = dates_from(rule, calendar, working_day_near(calendar, first, -1))
	else:
		dates = chain((first,), dates)
	return (found for found in _shifted(rule, calendar, dates) if found.planned.date() >= first)


def upcoming(rule: Rule, calendar: WorkCalendar, after: datetime | None, number: int) -> list[Occurrence]:
	"""The next occurrences, as many as there are up to ``number``."""
	return list(islice(occurrences(rule, calendar, after), number))


def _unshifted(rule: Rule, calendar: WorkCalendar, dates: Iterable[date]) -> Iterator[Occurrence]:
	skips = rule.day_off is DayOff.SKIP
	for day in dates:
		is_off = skips and not is_working_day(calendar, day)
		yield _occurrence(rule, calendar, day, day, (Note.SKIPPED_DAY_OFF,) if is_off else ())


def _shifted(rule: Rule, calendar: WorkCalendar, dates: Iterable[date]) -> Iterator[Occurrence]:
	step, shifted = _SHIFTS[rule.day_off]

	def takes_place_on(day: date) -> date:
		return day if is_working_day(calendar, day) else working_day_near(calendar, day, step)

	for day, together in groupby(dates, key=takes_place_on):
		planned = list(together)
		kept = day if day in planned else planned[0]
		for own in planned:
			notes = () if own == day else (shifted,) if own == kept else (shifted, Note.MERGED)
			yield _occurrence(rule, calendar, own, day, notes)


def _occurrence(
	rule: Rule, calendar: WorkCalendar, own: date, day: date, notes: tuple[Note, ...]
) -> Occurrence:
	planned = datetime.combine(own, rule.at)
	moment = planned if own == day else datetime.combine(day, rule.at)
	create_at = moment
	if rule.days_ahead:
		create_at = datetime.combine(add_working_days(calendar, day, -rule.days_ahead), rule.at)
	return Occurrence(planned, moment, create_at, notes + _remarks(rule, calendar, own, day))


def _remarks(rule: Rule, calendar: WorkCalendar, own: date, day: date) -> tuple[Note, ...]:
	is_short = rule.month_day is MonthDay.DAY and rule.day > own.day and rule.counts_months
	is_beyond = calendar.filled_until is not None and max(own, day) > calendar.filled_until
	short = (Note.SHORT_MONTH,) if is_short else ()
	return (*short, Note.BEYOND_CALENDAR) if is_beyond else short
