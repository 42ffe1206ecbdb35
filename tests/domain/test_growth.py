"""The simulation of a large company: waits as queueing says."""

import pytest

from benchmarks.growth import Kind, simulate

LIST = Kind("list", 1, 50, 10)


def mean(values: list[float]) -> float:
	return sum(values) / len(values)


def test_with_workers_to_spare_nobody_waits_and_answers_take_what_they_take() -> None:
	waits, answers = simulate({LIST: 10.0}, 20, seed=1)
	assert max(waits) == 0
	assert mean(answers) == pytest.approx(50, rel=0.1)


def test_more_is_asked_than_one_worker_does_so_the_queue_grows() -> None:
	waits, _answers = simulate({LIST: 25.0}, 1, seed=1)
	assert waits[-1] > 10_000 > waits[0]


@pytest.mark.parametrize("busy", [0.5, 0.8])
def test_one_worker_lets_wait_as_long_as_pollaczek_and_khinchine_say(busy: float) -> None:
	waits, answers = simulate({LIST: busy * 20}, 1, seed=3, seconds=20_000)
	took = [answer - wait for wait, answer in zip(waits, answers, strict=True)]
	second_moment = mean([one**2 for one in took])
	rate = busy * 20 / 1000
	assert mean(waits) == pytest.approx(rate * second_moment / (2 * (1 - rate * mean(took))), rel=0.15)
