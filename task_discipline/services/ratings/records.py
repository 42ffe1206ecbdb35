"""A rating as the row that is stored: figures for reports, and the lines behind them as codes for whoever reads them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from task_discipline.domain import clocks, deductions
from task_discipline.domain.cases import Outcome
from task_discipline.domain.deductions import Deduction
from task_discipline.domain.discipline import Clock, Rating
from task_discipline.domain.tenures import minute
from task_discipline.services import calendars

Record = dict[str, object]
SYSTEM = "Administrator"
"""Whoever acts on a task: its ratings are nobody's work."""
_WEIGHTS = {"Low": 0.5, "Medium": 1.0, "High": 1.5, "Urgent": 2.0}
_USUAL_WEIGHT = 1.0
"""What every task has that nobody has weighed: then its priority counts."""


def of(task: Mapping[str, object], rating: Rating) -> Record:
	"""The row of a rating; moments as the site stores them, delays by the clock on the wall beside the fair ones."""
	return {
		"task": task["name"],
		"user": rating.user,
		"assigner": task["assigner"],
		**copied(task),
		"outcome": _word(rating.outcome),
		"counted": int(rating.left_out is None),
		"left_out": _word(rating.left_out),
		"agreement": rating.agreement.value,
		**_dates(rating),
		**_delays(rating),
		**_course(rating),
		**_review(rating),
		"owner": SYSTEM,
		"modified_by": SYSTEM,
		"explanation": json.dumps(list(lines(rating)), separators=(",", ":")),
	}


def copied(task: Mapping[str, object]) -> Record:
	"""What a rating holds of its task."""
	return {
		"project": task["project"],
		"template": task["template"],
		"priority": task["priority"],
		"weight": _weight(task),
	}


def _weight(task: Mapping[str, object]) -> float:
	own = float(str(task["weight"] or 0))
	return own if own > 0 and own != _USUAL_WEIGHT else _WEIGHTS.get(str(task["priority"]), _USUAL_WEIGHT)


def _word(value: object) -> str:
	return str(getattr(value, "value", ""))


def _dates(rating: Rating) -> Record:
	return {
		"given_at": calendars.naive(rating.given_at),
		"settled_at": calendars.naive(rating.settled_at),
		"deadline": _naive(rating.deadline),
		"first_deadline": _naive(rating.first_deadline),
		"missed_at": _naive(rating.missed_at),
	}


def _naive(moment: datetime | None) -> datetime | None:
	return calendars.naive(moment) if moment else None


def _delays(rating: Rating) -> Record:
	raw, first = (_delay(rating, deadline) for deadline in (rating.deadline, rating.first_deadline))
	return {
		"timeliness": _word(rating.timeliness),
		"first_timeliness": _word(rating.first_timeliness),
		"delay_minutes": raw,
		"first_delay_minutes": first,
		"fair_delay_minutes": rating.fair_delay,
		"first_fair_delay_minutes": rating.first_fair_delay,
		"late_days": rating.late_days,
		"early_minutes": max(0, -raw),
		"deducted_minutes": rating.deducted,
	}


def _delay(rating: Rating, deadline: datetime | None) -> int:
	if deadline is None or rating.outcome is Outcome.CANCELLED:
		return 0
	# In one zone, or the hour that a clock skips would count.
	return clocks.delay_minutes(minute(deadline), minute(rating.settled_at))


def _course(rating: Rating) -> Record:
	return {
		"deadline_moves": rating.deadline_moves,
		"late_moves": rating.late_moves,
		"returns": rating.returns,
		"first_pass": int(rating.first_pass),
	}


def _review(rating: Rating) -> Record:
	reviews = rating.reviews
	return {
		"reviewed_at": _naive(reviews.decided_at),
		"review_minutes": reviews.minutes,
		"review_delay_minutes": reviews.delay,
		"late_review": int(reviews.delay > 0),
	}


def lines(rating: Rating) -> Iterable[list[object]]:
	"""The working behind a rating: each line a code and its arguments; moments as whole minutes of the site's clock."""
	for clock in rating.clocks:
		yield ["clock", [*_clock(clock), int(clock.term.is_replaced)]]
		yield from (_deduction(one) for one in clock.deductions)
	if rating.first and len(rating.clocks) > 1:
		yield ["first", [*_clock(rating.first), deductions.total(rating.first.deductions)]]
	if rating.late_days:
		yield ["day", [rating.day_minutes]]
	for one in rating.reviews.all:
		moments = (_shown(moment) for moment in (one.submitted_at, one.due, one.decided_at))
		yield ["judged", [*moments, one.minutes, one.delay]]
	if rating.impossible:
		yield ["impossible", [rating.impossible]]


def _clock(clock: Clock) -> list[object]:
	term = clock.term
	deadline = _shown(term.deadline) if term.deadline else None
	return [_shown(term.begin), _shown(term.end), deadline, clock.worked, clock.fair]


def _deduction(one: Deduction) -> list[object]:
	return [one.cause.value, [_shown(one.begin), _shown(one.end), one.minutes, one.overlap]]


def _shown(moment: datetime) -> str:
	return f"{calendars.naive(minute(moment)):%Y-%m-%d %H:%M}"
