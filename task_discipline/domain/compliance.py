"""What became of one occurrence of a systemic task, in one word that a calendar shows."""

from dataclasses import dataclass
from enum import Enum


class Verdict(str, Enum):
	"""What became of an occurrence, the worst first."""

	MISSED = "Missed"
	LATE = "Late"
	SYSTEM_FAULT = "System Fault"
	OPEN = "Open"
	SKIPPED = "Skipped"
	CANCELLED = "Cancelled"
	ON_TIME = "On Time"


COUNTED = frozenset({Verdict.MISSED, Verdict.LATE, Verdict.ON_TIME})
"""Verdicts for which somebody answers: the share of those on time is taken of these."""


@dataclass(frozen=True)
class Occurrence:
	"""What is known of the task that an occurrence has made."""

	cancelled: bool = False
	handed_in: bool = False
	"""Submitted or done."""
	fairly_late: bool = False
	"""Late after all deductions."""
	late_by_the_clock: bool = False
	"""Handed in after its deadline, whatever excuses it."""
	overdue: bool = False
	"""The deadline has passed and nothing was handed in."""
	made_late_by_outage: bool = False
	late_within_outage: bool = False
	"""An outage lies between the deadline and the submission."""


def verdict(occurrence: Occurrence) -> Verdict:
	"""What became of an occurrence that has a task.

	Whoever was on time has kept the date, also where the system made the task late; who was late because of the
	system has not broken it.
	"""
	if occurrence.cancelled:
		return Verdict.CANCELLED
	if occurrence.handed_in:
		return _of_submission(occurrence)
	if occurrence.overdue:
		return Verdict.SYSTEM_FAULT if occurrence.made_late_by_outage else Verdict.MISSED
	return Verdict.OPEN


def _of_submission(occurrence: Occurrence) -> Verdict:
	if occurrence.fairly_late:
		return Verdict.SYSTEM_FAULT if occurrence.made_late_by_outage else Verdict.LATE
	by_outage = occurrence.late_within_outage or occurrence.made_late_by_outage
	is_excused = occurrence.late_by_the_clock and by_outage
	return Verdict.SYSTEM_FAULT if is_excused else Verdict.ON_TIME


def kept(on_time: int, counted: int) -> float | None:
	"""Share of the dates that were kept among those that somebody answers for, in percent."""
	return round(100 * on_time / counted, 1) if counted else None
