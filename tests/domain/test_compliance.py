"""One word for what became of an occurrence."""

import pytest

from task_discipline.domain.compliance import Occurrence, Verdict, kept, verdict

CASES = [
	("nothing yet", Occurrence(), Verdict.OPEN),
	("made late, still open", Occurrence(made_late_by_outage=True), Verdict.OPEN),
	("nothing handed in", Occurrence(overdue=True), Verdict.MISSED),
	(
		"made late, nothing handed in",
		Occurrence(overdue=True, made_late_by_outage=True),
		Verdict.SYSTEM_FAULT,
	),
	("handed in before the deadline", Occurrence(handed_in=True), Verdict.ON_TIME),
	("made late and on time", Occurrence(handed_in=True, made_late_by_outage=True), Verdict.ON_TIME),
	("late", Occurrence(handed_in=True, fairly_late=True, late_by_the_clock=True), Verdict.LATE),
	(
		"late, an outage excuses a part of it only",
		Occurrence(handed_in=True, fairly_late=True, late_by_the_clock=True, late_within_outage=True),
		Verdict.LATE,
	),
	(
		"made late and handed in late",
		Occurrence(handed_in=True, fairly_late=True, late_by_the_clock=True, made_late_by_outage=True),
		Verdict.SYSTEM_FAULT,
	),
	(
		"late by the clock, all of it within an outage",
		Occurrence(handed_in=True, late_by_the_clock=True, late_within_outage=True),
		Verdict.SYSTEM_FAULT,
	),
	(
		"made late, late by the clock and fairly on time",
		Occurrence(handed_in=True, late_by_the_clock=True, made_late_by_outage=True),
		Verdict.SYSTEM_FAULT,
	),
	(
		"late by the clock, excused by a hold",
		Occurrence(handed_in=True, late_by_the_clock=True),
		Verdict.ON_TIME,
	),
	("cancelled while overdue", Occurrence(cancelled=True, overdue=True), Verdict.CANCELLED),
	("cancelled after work", Occurrence(cancelled=True, handed_in=True), Verdict.CANCELLED),
]


@pytest.mark.parametrize(
	("occurrence", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_verdict(occurrence: Occurrence, expected: Verdict) -> None:
	assert verdict(occurrence) is expected


@pytest.mark.parametrize(
	("on_time", "counted", "share"), [(0, 0, None), (0, 4, 0.0), (2, 3, 66.7), (4, 4, 100.0)]
)
def test_kept(on_time: int, counted: int, share: float | None) -> None:
	assert kept(on_time, counted) == share
