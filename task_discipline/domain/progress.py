"""How far a project is, and whether it will be in time: shares of done work, and health with its reasons.

A task counts with its weight. Cancelled tasks and those that only gather subtasks are left out, so that neither
giving up work nor splitting it up changes what the rest is worth.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from task_discipline.domain.lifecycle import Status

USUAL_WEIGHT = Decimal(1)
"""What a task counts whose weight nobody gave."""
NEAR = timedelta(days=3)
"""A milestone that is due so soon, with work left, is in danger."""
BEHIND = 20
"""Percentage points by which the share of time passed may exceed the share of work done."""
_WEIGHT_STEP = Decimal("0.000000001")  # as exact as the database keeps a number


@dataclass(frozen=True)
class Figures:
	"""Tasks and work, in total and done; those of tasks add up to those of their project."""

	tasks: int = 0
	tasks_done: int = 0
	work: Decimal = Decimal(0)
	work_done: Decimal = Decimal(0)

	def __add__(self, other: "Figures") -> "Figures":
		return Figures(
			self.tasks + other.tasks,
			self.tasks_done + other.tasks_done,
			self.work + other.work,
			self.work_done + other.work_done,
		)

	def __neg__(self) -> "Figures":
		return Figures(-self.tasks, -self.tasks_done, -self.work, -self.work_done)

	def __sub__(self, other: "Figures") -> "Figures":
		return self + -other

	@property
	def percent(self) -> float:
		"""Share of the work that is done, 0 to 100; 100 is never shown before the last task is done."""
		if not self.work:
			return 0.0
		share = float(round(100 * self.work_done / self.work, 2))
		return share if self.tasks == self.tasks_done else min(share, 99.99)


NOTHING = Figures()


def figures_of(status: Status, weight: float | Decimal | None, *, is_group: bool) -> Figures:
	"""What one task adds to the figures of its project."""
	if status is Status.CANCELLED or is_group:
		return NOTHING
	worth = Decimal(str(weight)).quantize(_WEIGHT_STEP) if weight else USUAL_WEIGHT
	is_done = status is Status.DONE
	return Figures(1, int(is_done), worth, worth if is_done else Decimal(0))


class Health(str, Enum):
	"""Whether a project will reach its end in time."""

	NOT_RATED = "Not Rated"
	ON_TRACK = "On Track"
	AT_RISK = "At Risk"
	LATE = "Late"


class Cause(str, Enum):
	"""Why a project is not on track."""

	END_PASSED = "End Passed"
	MILESTONES_MISSED = "Milestones Missed"
	TASKS_OVERDUE = "Tasks Overdue"
	MILESTONES_NEAR = "Milestones Near"
	TASKS_BEYOND_END = "Tasks Beyond End"
	BEHIND_TIME = "Behind Time"


@dataclass(frozen=True)
class Reason:
	"""A cause with the number that shows it: days, tasks, milestones or percentage points."""

	cause: Cause
	number: int


@dataclass(frozen=True)
class Standing:
	"""What is known of a project on one day; days are those of the site's calendar."""

	today: date
	starts_on: date | None
	ends_on: date | None
	figures: Figures
	overdue: int = 0
	"""Tasks whose deadline has passed."""
	beyond_end: int = 0
	"""Open tasks that are due after the project's end."""
	milestones_missed: int = 0
	"""Milestones whose day has passed before anybody reached them."""
	milestones_near: int = 0
	"""Milestones due within ``NEAR`` whose tasks are not all done."""

	@property
	def open_tasks(self) -> int:
		"""Tasks that are not done."""
		return self.figures.tasks - self.figures.tasks_done

	@property
	def percent_of_time(self) -> float | None:
		"""Share of the project's time that has passed, its first and last day included."""
		if not (self.starts_on and self.ends_on):
			return None
		days, passed = (self.ends_on - self.starts_on).days + 1, (self.today - self.starts_on).days
		return 100 * min(max(passed / days, 0.0), 1.0)


_GRAVE = frozenset({Cause.END_PASSED, Cause.MILESTONES_MISSED})


def health(standing: Standing) -> tuple[Health, tuple[Reason, ...]]:
	"""How a project stands, and why, the gravest reason first."""
	if not standing.figures.tasks and not standing.milestones_missed:
		return Health.NOT_RATED, ()
	reasons = tuple(Reason(cause, number) for cause, number in _causes(standing) if number > 0)
	if any(reason.cause in _GRAVE for reason in reasons):
		return Health.LATE, reasons
	return (Health.AT_RISK if reasons else Health.ON_TRACK), reasons


def _causes(standing: Standing) -> Iterator[tuple[Cause, int]]:
	if standing.ends_on and standing.open_tasks:
		yield Cause.END_PASSED, (standing.today - standing.ends_on).days
	yield Cause.MILESTONES_MISSED, standing.milestones_missed
	yield Cause.TASKS_OVERDUE, standing.overdue
	yield Cause.MILESTONES_NEAR, standing.milestones_near
	yield Cause.TASKS_BEYOND_END, standing.beyond_end
	passed = standing.percent_of_time
	if passed is not None and standing.open_tasks:
		behind = passed - standing.figures.percent
		yield Cause.BEHIND_TIME, round(behind) if behind > BEHIND else 0
