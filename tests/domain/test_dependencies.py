"""Tasks that wait for others."""

from datetime import datetime, timedelta, timezone
from graphlib import CycleError
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.dependencies import Dates, circle, in_order, proposed
from task_discipline.domain.worktime import WorkCalendar, work_time_between

NAMES = "abcdefgh"
EDGES = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=16)
UTC = timezone.utc
OFFICE = WorkCalendar(week=(((9 * 60, 17 * 60),),) * 5 + ((), ()), zone=ZoneInfo("UTC"), name="Office")
NEVER = WorkCalendar(week=((),) * 7, zone=ZoneInfo("UTC"), name="Never")
HOUR = timedelta(hours=1)


def graph(edges: set[tuple[str, str]]) -> dict[str, set[str]]:
	return {name: {awaited for waiting, awaited in edges if waiting == name} for name in NAMES}


def reaches_itself(edges: dict[str, set[str]]) -> bool:
	"""Whether some task waits for itself, by following every way as far as it can lead."""
	reach = {name: set(edges[name]) for name in NAMES}
	for _round in NAMES:
		reach = {name: found.union(*(reach[one] for one in found)) for name, found in reach.items()}
	return any(name in found for name, found in reach.items())


@given(EDGES)
def test_a_circle_is_found_where_there_is_one_and_is_one(edges: set) -> None:
	waits_for = graph(edges)
	found = circle(waits_for)
	assert bool(found) == reaches_itself(waits_for)
	for task, awaited in pairwise((*found, *found[:1])):
		assert awaited in waits_for[task]


@given(EDGES)
def test_order_puts_each_task_after_those_it_waits_for(edges: set) -> None:
	waits_for = graph(edges)
	if reaches_itself(waits_for):
		with pytest.raises(CycleError):
			in_order(NAMES, waits_for)
		return
	order = in_order(NAMES, waits_for)
	assert sorted(order) == list(NAMES)
	assert all(order.index(awaited) < order.index(task) for task, awaited in edges)


def at(day: int, hour: int) -> datetime:
	"""A moment of the week that begins on Monday, 4 May 2026."""
	return datetime(2026, 5, 3 + day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
	("dates", "ready", "slip", "expected"),
	[
		# The predecessor is ready in time.
		(Dates(at(2, 9), at(3, 17)), at(2, 9), 8 * HOUR, None),
		# Two working days of work begin when it is ready, over the weekend.
		(Dates(at(4, 9), at(5, 17)), at(5, 9), 8 * HOUR, Dates(at(5, 9), at(8, 17))),
		# Ready at night: the work begins in the morning.
		(Dates(at(2, 9), at(2, 17)), at(2, 22), 8 * HOUR, Dates(at(3, 9), at(3, 17))),
		# Without a beginning the deadline moves by the slip.
		(Dates(None, at(5, 12)), at(2, 9), 8 * HOUR, Dates(None, at(8, 12))),
		(Dates(None, at(5, 12)), at(2, 9), -HOUR, None),
	],
)
def test_a_slip_proposes_dates_that_keep_the_length(
	dates: Dates, ready: datetime, slip: timedelta, expected: Dates | None
) -> None:
	assert proposed(dates, ready, slip, OFFICE) == expected


@given(st.integers(0, 400), st.integers(1, 80), st.integers(-400, 400))
def test_a_proposal_is_later_never_earlier_and_as_long_in_working_time(
	start: int, length: int, late: int
) -> None:
	starts_on = at(1, 9) + start * HOUR
	dates = Dates(starts_on, starts_on + length * HOUR)
	found = proposed(dates, starts_on + late * HOUR, late * HOUR, OFFICE)
	if found:
		assert found.deadline > dates.deadline
		assert found.starts_on is not None and found.starts_on >= starts_on + late * HOUR
		planned = work_time_between(OFFICE, starts_on, dates.deadline)
		assert work_time_between(OFFICE, found.starts_on, found.deadline) == planned


def test_without_working_time_the_clock_on_the_wall_counts() -> None:
	dates = Dates(at(1, 9), at(1, 12))
	assert proposed(dates, at(2, 9), 24 * HOUR, NEVER) == Dates(at(2, 9), at(2, 12))
	assert proposed(Dates(None, at(1, 12)), at(2, 9), 24 * HOUR, NEVER) == Dates(None, at(2, 12))
