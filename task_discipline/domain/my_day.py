"""The day of one person: where it ends on his own clock, and in which part of it a task stands."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from task_discipline.domain.lifecycle import RUNNING_STATES, Status

DAYS_AHEAD = 7
"""How many days after today count as "next"."""


class Group(str, Enum):
	"""The parts of the day, in the order in which they are read."""

	OVERDUE = "overdue"
	TODAY = "today"
	NEXT = "next"
	REVIEW = "review"
	ASKED = "asked"
	SET_OVERDUE = "set_overdue"


class Beside(str, Enum):
	"""Open tasks of a person that want nothing of him this week; they are counted only."""

	LATER = "later"
	UNDATED = "undated"
	HELD = "held"
	SUBMITTED = "submitted"


@dataclass(frozen=True)
class Day:
	"""``now``, and the first moments that belong to tomorrow and to the time after the next days."""

	now: datetime
	tomorrow: datetime
	afterwards: datetime


def day_at(now: datetime, zone: ZoneInfo) -> Day:
	"""The day around ``now`` (aware) by the calendar of ``zone``; its bounds are aware, in that zone."""
	today = now.astimezone(zone).date()

	def midnight(days: int) -> datetime:
		return datetime.combine(today + timedelta(days=days), time.min, zone)

	return Day(now=now, tomorrow=midnight(1), afterwards=midnight(1 + DAYS_AHEAD))


def place_of(status: Status, deadline: datetime | None, day: Day) -> Group | Beside | None:
	"""Where a task stands in the day of somebody who works on it; None where it wants nothing of him.

	``deadline`` and the bounds of ``day`` must be of one kind: all naive in one zone, or all aware.
	"""
	if status in RUNNING_STATES:
		return _by_deadline(deadline, day)
	return {Status.ON_HOLD: Beside.HELD, Status.SUBMITTED: Beside.SUBMITTED}.get(status)


def _by_deadline(deadline: datetime | None, day: Day) -> Group | Beside:
	if deadline is None:
		return Beside.UNDATED
	if deadline <= day.now:
		return Group.OVERDUE
	if deadline < day.tomorrow:
		return Group.TODAY
	return Group.NEXT if deadline < day.afterwards else Beside.LATER
