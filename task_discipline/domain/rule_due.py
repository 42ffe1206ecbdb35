"""Which occurrences are due, and what becomes of those that were missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice, takewhile

from task_discipline.domain.rule_dates import ONE_DAY, dates_from, working_day_near
from task_discipline.domain.rule_days_off import occurrences
from task_discipline.domain.rules import Missed, Note, Occurrence, Rule
from task_discipline.domain.worktime import WorkCalendar

MISSED_AFTER = timedelta(hours=1)
"""An occurrence that is created later than this was missed."""

MOST_PASSED_OVER = 1_000
"""So many passed over occurrences are told one by one, the newest ones."""

LOOK_AHEAD = 1_000
"""A rule of whose next dates so many are skipped has come to its end."""


@dataclass(frozen=True)
class Due:
	"""What is to be done now."""

	make: tuple[Occurrence, ...]
	passed_over: tuple[tuple[Occurrence, str], ...]
	"""Due, but not to be made, each with its reason: day_off, merged, over_cap, superseded or missed."""
	handled_until: datetime | None
	"""The planned date of the last occurrence that was looked at."""
	next: Occurrence | None
	"""The next one that will be made; None where the rule has come to its end."""
	older_passed_over: int = 0
	"""How many dates before those in ``passed_over`` were passed over without a look at each."""


def due(
	rule: Rule,
	calendar: WorkCalendar,
	handled_until: datetime | None,
	now: datetime,
	missed: Missed,
	cap: int,
) -> Due:
	"""What came due since ``handled_until`` and is to be made, what is passed over, and what comes next.

	Occurrences that are created at one moment are never missed for each other's sake: only a later moment supersedes.
	Nor is one missed whose moment is still to come: it is made, however late for its working days ahead.
	"""
	begin, older = _pass_over_oldest(rule, calendar, handled_until, now, MOST_PASSED_OVER + cap)
	came, coming = _read(rule, calendar, begin, now)
	standing = [occurrence for occurrence in came if not occurrence.is_skipped]
	make = _to_make(standing, now, missed, cap)
	made = {occurrence.planned for occurrence in make}
	passed = [(found, _reason(found, missed)) for found in came if found.planned not in made]
	return Due(
		make=tuple(make),
		passed_over=tuple(passed[-MOST_PASSED_OVER:]),
		handled_until=came[-1].planned if came else begin,
		next=coming,
		older_passed_over=older + max(0, len(passed) - MOST_PASSED_OVER),
	)


def _pass_over_oldest(
	rule: Rule, calendar: WorkCalendar, handled_until: datetime | None, now: datetime, kept: int
) -> tuple[datetime | None, int]:
	"""Where to begin so that about ``kept`` dates are left after a long outage, and how many lie before that."""
	begin = handled_until.date() + ONE_DAY if handled_until else rule.starts
	if (now.date() - begin).days <= kept:
		return handled_until, 0
	# What is planned up to the last working day before today has taken place, whatever it was shifted to.
	end = working_day_near(calendar, now.date(), -1) if rule.asks_calendar else now.date() - ONE_DAY
	planned = list(takewhile(lambda day: day <= end, dates_from(rule, calendar, begin)))
	older = len(planned) - kept
	if older <= 0:
		return handled_until, 0
	return datetime.combine(planned[older - 1], rule.at), older


def _read(
	rule: Rule, calendar: WorkCalendar, begin: datetime | None, now: datetime
) -> tuple[list[Occurrence], Occurrence | None]:
	"""All that came due, and the first later one that takes place."""
	found = occurrences(rule, calendar, begin)
	came: list[Occurrence] = []
	for occurrence in found:
		if occurrence.create_at > now:
			return came, _first_standing(chain((occurrence,), found))
		came.append(occurrence)
	return came, None


def _first_standing(found: Iterable[Occurrence]) -> Occurrence | None:
	return next((occurrence for occurrence in islice(found, LOOK_AHEAD) if not occurrence.is_skipped), None)


def _to_make(standing: list[Occurrence], now: datetime, missed: Missed, cap: int) -> list[Occurrence]:
	if not standing:
		return []
	newest = standing[-1].create_at
	coming = sum(found.moment > now for found in standing)
	if missed is Missed.NONE:
		in_time = sum(now - found.create_at <= MISSED_AFTER for found in standing)
		return standing[len(standing) - max(coming, in_time) :]
	together = sum(found.create_at == newest for found in standing)
	return standing[-max(together, coming, cap if missed is Missed.ALL else 1) :]


def _reason(occurrence: Occurrence, missed: Missed) -> str:
	if Note.SKIPPED_DAY_OFF in occurrence.notes:
		return "day_off"
	return "merged" if occurrence.is_skipped else _REASONS[missed]


_REASONS = {Missed.ALL: "over_cap", Missed.LATEST: "superseded", Missed.NONE: "missed"}
