"""Who has agreed to which deadline, case by case: a week of ordinary working days, eight hours of silence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from task_discipline.domain.agreement import (
	Agreement,
	Given,
	Happening,
	Kind,
	Silence,
	Verdict,
	happening,
	judge,
)
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

ZONE = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar(week=(((540, 1020),),) * 5 + ((), ()), zone=ZONE, name="Office")
DAYS = {"mon": 7, "tue": 8, "wed": 9, "thu": 10, "fri": 11, "next": 14, "later": 15}
"""Days of June 2027; "next" is the Monday after the week, "later" its Tuesday."""


def at(words: str | None) -> datetime | None:
	"""``mon 9:30`` of that week."""
	if not words:
		return None
	day, clock = words.split()
	hour, minute = clock.split(":")
	return datetime(2027, 6, DAYS[day], int(hour), int(minute), tzinfo=ZONE)


def read(line: str) -> Happening:
	"""``mon 9:30 moved thu 17:00``."""
	day, clock, kind, *deadline = line.split()
	return Happening(at(f"{day} {clock}"), Kind(kind), at(" ".join(deadline)))


def verdict(
	lines: str,
	until: str = "later 17:00",
	deadline: str | None = "fri 17:00",
	hours: float = 8,
	calendar: WorkCalendar = OFFICE,
) -> Verdict:
	"""Of a task given on Monday at nine; ``lines`` are what happened, separated by semicolons."""
	happened = [read(line) for line in lines.split(";") if line.strip()]
	silence = Silence(calendar, timedelta(hours=hours))
	return judge(Given(at("mon 9:00"), at(deadline)), happened, silence, at(until))


CASES = [
	# what happened, until when, and how he stands then since when
	("", "mon 16:59", "Not Agreed", None),
	("", "mon 17:00", "Silence", "mon 17:00"),
	("mon 9:30 accepted", "later 17:00", "Accepted", "mon 9:30"),
	# A word after silence is worth more than silence; a second word changes nothing.
	("tue 10:00 accepted", "later 17:00", "Accepted", "tue 10:00"),
	("mon 9:30 accepted; tue 10:00 accepted", "later 17:00", "Accepted", "mon 9:30"),
	# What lies after the moment of judgement does not count.
	("mon 12:00 accepted", "mon 11:00", "Not Agreed", None),
	# An objection stops silence for good, whether it is answered or not.
	("mon 10:00 objected later 12:00", "later 17:00", "Not Agreed", None),
	("mon 10:00 objected", "later 17:00", "Not Agreed", None),
	# It comes too late where silence was long enough before.
	("tue 10:00 objected later 12:00", "later 17:00", "Silence", "mon 17:00"),
	("mon 10:00 objected later 12:00; wed 9:00 accepted", "later 17:00", "Accepted", "wed 9:00"),
	# What he asked for, or more, is his own proposal.
	("mon 10:00 objected next 12:00; mon 11:00 moved next 12:00", "later 17:00", "Own Proposal", "mon 11:00"),
	("mon 10:00 objected next 12:00; mon 11:00 moved later 9:00", "later 17:00", "Own Proposal", "mon 11:00"),
	("mon 10:00 objected wed 12:00; mon 11:00 moved wed 12:00", "later 17:00", "Own Proposal", "mon 11:00"),
	# It stays his own where he starts afterwards.
	(
		"mon 10:00 objected next 12:00; mon 11:00 moved next 12:00; mon 12:00 accepted",
		"later 17:00",
		"Own Proposal",
		"mon 11:00",
	),
	# Less than he asked for is a new question, and silence runs anew.
	("mon 10:00 objected later 12:00; tue 9:00 moved next 12:00", "tue 16:59", "Not Agreed", None),
	("mon 10:00 objected later 12:00; tue 9:00 moved next 12:00", "later 17:00", "Silence", "tue 17:00"),
	# A later deadline needs no answer from him who has agreed.
	("mon 9:30 accepted; tue 9:00 moved later 17:00", "later 17:00", "Accepted", "mon 9:30"),
	(
		"mon 9:30 accepted; tue 9:00 objected later 9:00; wed 9:00 moved next 9:00",
		"later 17:00",
		"Accepted",
		"mon 9:30",
	),
	# An earlier one does.
	("mon 9:30 accepted; tue 9:00 moved thu 12:00", "tue 16:00", "Not Agreed", None),
	("mon 9:30 accepted; tue 9:00 moved thu 12:00", "later 17:00", "Silence", "tue 17:00"),
	("mon 9:30 accepted; tue 9:00 moved thu 12:00; tue 9:05 accepted", "later 17:00", "Accepted", "tue 9:05"),
	(
		"mon 9:30 accepted; tue 9:00 moved thu 12:00; tue 9:05 objected thu 17:00",
		"later 17:00",
		"Not Agreed",
		None,
	),
	# Earlier than the last one counts, though it is the first one again.
	(
		"mon 9:30 accepted; tue 9:00 moved later 17:00; tue 10:00 moved fri 17:00",
		"tue 12:00",
		"Not Agreed",
		None,
	),
	# Taken back before he answered: he has agreed to that one already.
	(
		"mon 9:30 accepted; tue 9:00 moved thu 12:00; tue 9:30 moved fri 17:00",
		"tue 12:00",
		"Accepted",
		"mon 9:30",
	),
	(
		"mon 9:30 accepted; tue 9:00 moved wed 12:00; tue 9:30 moved thu 12:00",
		"tue 12:00",
		"Not Agreed",
		None,
	),
	# A move before he answered asks anew, whichever way it goes.
	("mon 12:00 moved later 17:00", "mon 17:00", "Not Agreed", None),
	("mon 12:00 moved later 17:00", "tue 12:00", "Silence", "tue 12:00"),
	# Silence that would end after the deadline never counts.
	("mon 9:30 accepted; tue 9:00 moved tue 16:00", "later 17:00", "Not Agreed", None),
	("mon 9:30 accepted; tue 9:00 moved tue 17:00", "later 17:00", "Silence", "tue 17:00"),
	# A manager who moves the deadline of his own work has agreed to it.
	("mon 9:30 chose wed 12:00", "later 17:00", "Own Proposal", "mon 9:30"),
]


@pytest.mark.parametrize(("lines", "until", "expected", "since"), CASES, ids=lambda value: str(value)[:70])
def test_every_case(lines: str, until: str, expected: str, since: str | None) -> None:
	found = verdict(lines, until)
	assert (found.agreement.value, found.since) == (expected, at(since))
	assert found.is_agreed is (expected != "Not Agreed")


def test_silence_never_counts_where_the_site_says_so() -> None:
	found = verdict("", hours=0)
	assert found.agreement is Agreement.NOT_AGREED and found.silence_ends is None


def test_whoever_is_away_is_not_silent() -> None:
	away = closed_on(OFFICE, [at("mon 9:00").date(), at("tue 9:00").date()])
	assert verdict("", "wed 16:59", calendar=away).agreement is Agreement.NOT_AGREED
	assert verdict("", "wed 17:00", calendar=away).since == at("wed 17:00")


def test_whoever_never_works_is_never_silent() -> None:
	idle = WorkCalendar(week=((),) * 7, zone=ZONE)
	assert verdict("", calendar=idle).agreement is Agreement.NOT_AGREED
	assert verdict("", "mon 17:00", calendar=ALWAYS).since == at("mon 17:00")


def test_without_a_deadline_there_is_nothing_to_agree_to_by_silence() -> None:
	assert verdict("", deadline=None).agreement is Agreement.NOT_AGREED
	assert verdict("mon 9:30 accepted", deadline=None).agreement is Agreement.ACCEPTED
	first = verdict("mon 9:30 accepted; tue 9:00 moved thu 12:00", "tue 9:01", deadline=None)
	assert (first.agreement, first.was) == (Agreement.NOT_AGREED, None)


def test_what_the_person_is_told_while_he_has_not_answered() -> None:
	found = verdict("mon 9:30 accepted; tue 9:00 moved thu 12:00", "tue 10:00")
	assert (found.asked_at, found.silence_ends, found.was) == (
		at("tue 9:00"),
		at("tue 17:00"),
		at("fri 17:00"),
	)
	twice = verdict("mon 9:30 accepted; tue 9:00 moved wed 12:00; tue 9:30 moved thu 12:00", "tue 10:00")
	assert (twice.asked_at, twice.was) == (at("tue 9:30"), at("fri 17:00"))
	asked = verdict("mon 9:30 accepted; tue 9:00 moved thu 12:00; tue 9:05 objected thu 17:00", "tue 10:00")
	assert (asked.silence_ends, asked.was) == (None, at("fri 17:00"))


@pytest.mark.parametrize(
	("event", "is_his", "moved", "expected"),
	[
		("Assignment Accepted", True, False, Kind.ACCEPTED),
		("Started", True, False, Kind.ACCEPTED),
		("Deadline Agreed", True, False, Kind.ACCEPTED),
		("Declined", True, False, Kind.OBJECTED),
		("Deadline Proposed", True, True, Kind.OBJECTED),
		("Deadline Proposed", False, True, None),
		("Deadline Refused", False, False, None),
		("Deadline Changed", False, True, Kind.MOVED),
		("Deadline Changed", True, True, Kind.CHOSE),
		("Returned", False, True, Kind.MOVED),
		("Returned", False, False, None),
		("Submitted", True, False, None),
		("Edited", False, False, None),
	],
)
def test_what_events_say(event: str, is_his: bool, moved: bool, expected: Kind | None) -> None:
	old, new = at("fri 17:00"), at("thu 12:00" if moved else "fri 17:00")
	found = happening(event, at("tue 9:00"), is_his=is_his, old_deadline=old, new_deadline=new)
	assert (found and found.kind) == expected
	if found and moved:
		assert found.deadline == new
