"""The two clocks of a task."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.clocks import Timeliness, delay_minutes, is_overdue, open_timeliness, rate
from task_discipline.domain.lifecycle import Status

DEADLINE = datetime(2026, 3, 2, 18, 0)
DAY = timedelta(days=1)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))


@pytest.mark.parametrize(
	("submitted", "timeliness", "delay"),
	[
		(DEADLINE, Timeliness.ON_TIME, 0),
		(DEADLINE + timedelta(seconds=1), Timeliness.LATE, 1),
		(DEADLINE + timedelta(minutes=90), Timeliness.LATE, 90),
		(DEADLINE - timedelta(hours=23, minutes=59), Timeliness.ON_TIME, -1439),
		(DEADLINE - DAY, Timeliness.EARLY, -1440),
	],
)
def test_rating_against_the_current_deadline(submitted: datetime, timeliness: Timeliness, delay: int) -> None:
	rating = rate(submitted, DEADLINE, DEADLINE, DAY)
	assert (rating.timeliness, rating.delay_minutes) == (timeliness, delay)


def test_the_first_deadline_is_rated_beside_the_current_one() -> None:
	rating = rate(DEADLINE, DEADLINE, DEADLINE - DAY, DAY)
	assert (rating.timeliness, rating.delay_minutes, rating.first_delay_minutes) == (
		Timeliness.ON_TIME,
		0,
		1440,
	)


def test_without_a_deadline_nothing_is_rated() -> None:
	rating = rate(DEADLINE, None, None, DAY)
	assert (rating.timeliness, rating.delay_minutes, rating.first_delay_minutes) == (
		Timeliness.NOT_RATED,
		0,
		0,
	)


def test_without_a_margin_nothing_is_early() -> None:
	assert rate(DEADLINE - DAY, DEADLINE, DEADLINE, timedelta(0)).timeliness is Timeliness.ON_TIME


@given(moments, moments)
def test_late_means_a_positive_delay(deadline: datetime, submitted: datetime) -> None:
	rating = rate(submitted, deadline, deadline, DAY)
	assert (rating.timeliness is Timeliness.LATE) == (rating.delay_minutes > 0) == (submitted > deadline)


@given(moments, moments, moments)
def test_a_moved_deadline_never_changes_the_first_clock(
	first: datetime, moved: datetime, submitted: datetime
) -> None:
	assert rate(submitted, moved, first, DAY).first_delay_minutes == delay_minutes(first, submitted)


@pytest.mark.parametrize("status", list(Status))
def test_only_running_tasks_are_overdue(status: Status) -> None:
	after = DEADLINE + timedelta(seconds=1)
	expected = status in {Status.NEW, Status.IN_PROGRESS}
	assert is_overdue(status, DEADLINE, after) is expected
	assert open_timeliness(status, DEADLINE, after) is (Timeliness.OVERDUE if expected else Timeliness.OPEN)
	assert not is_overdue(status, DEADLINE, DEADLINE)
	assert not is_overdue(status, None, after)
