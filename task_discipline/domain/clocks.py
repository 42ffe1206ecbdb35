"""The clocks of a task: how late it is against the current and against the first agreed deadline.

All moments are naive datetimes in the site's time zone, as the host stores them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from task_discipline.domain.lifecycle import RUNNING_STATES, Status


class Timeliness(str, Enum):
	"""How a task stands, or stood, against its current deadline."""

	OPEN = "Open"
	OVERDUE = "Overdue"
	EARLY = "Early"
	ON_TIME = "On Time"
	LATE = "Late"
	NOT_RATED = "Not Rated"


@dataclass(frozen=True)
class Rating:
	"""Result of a submission; delays in calendar minutes, negative where it came before the deadline."""

	timeliness: Timeliness
	delay_minutes: int
	first_delay_minutes: int


def delay_minutes(deadline: datetime, at: datetime) -> int:
	"""Whole calendar minutes from ``deadline`` to ``at``; a started minute of lateness counts as one."""
	return whole_minutes(at - deadline)


def whole_minutes(span: timedelta) -> int:
	"""Minutes of a span of time; a started one counts."""
	return -(-span // timedelta(minutes=1))


def rate(
	submitted_at: datetime,
	deadline: datetime | None,
	first_deadline: datetime | None,
	early_margin: timedelta,
) -> Rating:
	"""Rate a submission: late after the deadline, early when ``early_margin`` or more is left.

	A task without a deadline is not rated.
	"""
	if deadline is None:
		return Rating(Timeliness.NOT_RATED, 0, 0)
	return Rating(
		_timeliness(submitted_at, deadline, early_margin),
		delay_minutes(deadline, submitted_at),
		delay_minutes(first_deadline or deadline, submitted_at),
	)


def _timeliness(submitted_at: datetime, deadline: datetime, early_margin: timedelta) -> Timeliness:
	if submitted_at > deadline:
		return Timeliness.LATE
	if early_margin and deadline - submitted_at >= early_margin:
		return Timeliness.EARLY
	return Timeliness.ON_TIME


def is_overdue(status: Status, deadline: datetime | None, now: datetime) -> bool:
	"""Whether the responsible is late now: never while the task is submitted, held or closed."""
	return status in RUNNING_STATES and deadline is not None and now > deadline


def open_timeliness(status: Status, deadline: datetime | None, now: datetime) -> Timeliness:
	"""Timeliness of a task that is not submitted."""
	return Timeliness.OVERDUE if is_overdue(status, deadline, now) else Timeliness.OPEN
