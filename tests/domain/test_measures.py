"""From sums to shares, efficiency, score and ranks."""

from typing import Any

import pytest

from task_discipline.domain.measures import Sums, measure, ranks, score, total


def sums(**values: Any) -> Sums:
	return Sums(**values)


EIGHT_OF_TEN = sums(
	counted=8,
	done=6,
	on_time=7,
	late=1,
	first_on_time=6,
	first_passes=5,
	weight=8.0,
	on_time_weight=7.0,
	first_on_time_weight=6.0,
	overdue=2,
	overdue_weight=2.0,
	in_progress=12,
	delays=[30, 90, 600],
	earliness=[1440, 2880],
)


def test_what_is_overdue_now_stands_in_every_denominator() -> None:
	found = measure(EIGHT_OF_TEN)
	assert found.on_time_share == 70
	assert found.first_on_time_share == 60
	assert found.first_pass_share == pytest.approx(83.33, abs=0.01)
	assert found.efficiency == 75  # 12 in progress, 1 late and 2 overdue
	assert found.score == pytest.approx(100 * (0.5 * 0.7 + 0.2 * 0.6 + 0.3 * 5 / 8))
	assert (found.median_delay, found.median_earliness) == (90, 2160)


def test_nothing_says_nothing() -> None:
	found = measure(Sums())
	assert set(vars(found).values()) == {None}


@pytest.mark.parametrize(
	("given", "expected"),
	[
		(sums(counted=2, weight=2, on_time_weight=2, first_on_time_weight=2, on_time=2), 100),
		# nothing judged yet: the two clocks alone, in their proportion
		(sums(counted=2, weight=2, on_time_weight=2), 100 * 0.5 / 0.7),
		(sums(overdue=1, overdue_weight=1.0), 0),
		(sums(counted=4, done=4, weight=4, on_time_weight=4, first_on_time_weight=4, first_passes=0), 70),
		# an urgent late task costs more than a low one in time brings
		(sums(counted=2, weight=2.5, on_time_weight=0.5, first_on_time_weight=0.5), 20),
		(sums(settled=3), None),
	],
)
def test_score(given: Sums, expected: float | None) -> None:
	assert score(given) == (None if expected is None else pytest.approx(expected))


def test_efficiency_is_never_below_nothing() -> None:
	assert measure(sums(in_progress=2, late=2, overdue=5)).efficiency == 0


def scored(value: float, sample: int = 5) -> Sums:
	"""Sums of a person whose two clocks and first pass give ``value`` percent."""
	return sums(
		counted=sample,
		done=sample,
		weight=sample,
		on_time_weight=sample * value / 100,
		first_on_time_weight=sample * value / 100,
		first_passes=sample * value / 100,
	)


def test_equal_scores_share_a_place_and_the_next_one_stays_free() -> None:
	people = {"a": scored(90), "b": scored(80), "c": scored(80), "d": scored(10), "few": scored(100, 4)}
	assert ranks(people, 5) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_what_looks_equal_is_equal() -> None:
	assert ranks({"a": scored(80.01), "b": scored(79.98)}, 1) == {"a": 1, "b": 1}


def test_whoever_has_nothing_has_no_rank_even_where_no_sample_is_asked_for() -> None:
	assert ranks({"a": Sums(settled=3), "b": scored(50, 1)}, 0) == {"b": 1}


def test_a_team_is_the_sum_of_its_people() -> None:
	together = total([EIGHT_OF_TEN, EIGHT_OF_TEN])
	assert measure(together) == measure(EIGHT_OF_TEN)
	assert (together.counted, len(together.delays), len(EIGHT_OF_TEN.delays)) == (16, 6, 3)
