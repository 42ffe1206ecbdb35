"""Progress and health of projects."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.lifecycle import Status
from task_discipline.domain.progress import (
	NOTHING,
	Cause,
	Figures,
	Health,
	Standing,
	figures_of,
	health,
)

WEIGHTS = st.decimals(0, 1_000_000, places=9)
TASKS = st.tuples(st.sampled_from(Status), WEIGHTS, st.booleans())
TODAY = date(2026, 5, 20)


def figures(task: tuple[Status, Decimal, bool]) -> Figures:
	status, weight, is_group = task
	return figures_of(status, weight, is_group=is_group)


@given(st.lists(TASKS, max_size=30), st.lists(st.tuples(st.integers(0, 29), TASKS), max_size=30))
def test_figures_kept_by_differences_equal_a_recount(tasks: list, changes: list) -> None:
	kept = sum(map(figures, tasks), NOTHING)
	for index, task in changes:
		if index < len(tasks):
			kept += figures(task) - figures(tasks[index])
			tasks[index] = task
	assert kept == sum(map(figures, tasks), NOTHING)


@given(st.lists(TASKS, max_size=30))
def test_percent_is_the_share_of_weights_that_count(tasks: list) -> None:
	counted = [
		(Fraction(weight or 1), status is Status.DONE)
		for status, weight, is_group in tasks
		if status is not Status.CANCELLED and not is_group
	]
	total = sum(weight for weight, _done in counted)
	done = sum(weight for weight, is_done in counted if is_done)
	share = float(100 * done / total) if total else 0.0
	assert sum(map(figures, tasks), NOTHING).percent == pytest.approx(share, abs=0.011)


@given(st.lists(TASKS, min_size=1, max_size=30))
def test_a_hundred_percent_means_that_nothing_is_left(tasks: list) -> None:
	kept = sum(map(figures, tasks), NOTHING)
	assert (kept.percent == 100) == (kept.tasks == kept.tasks_done and kept.tasks > 0)


def standing(**given: object) -> Standing:
	usual = {
		"today": TODAY,
		"starts_on": TODAY - timedelta(days=10),
		"ends_on": TODAY + timedelta(days=9),
		"figures": Figures(10, 5, Decimal(10), Decimal(5)),
	}
	return Standing(**usual | given)


@pytest.mark.parametrize(
	("given_", "expected", "reasons"),
	[
		({}, Health.ON_TRACK, []),
		({"figures": NOTHING}, Health.NOT_RATED, []),
		({"figures": NOTHING, "milestones_missed": 1}, Health.LATE, [(Cause.MILESTONES_MISSED, 1)]),
		({"overdue": 2}, Health.AT_RISK, [(Cause.TASKS_OVERDUE, 2)]),
		({"milestones_near": 1}, Health.AT_RISK, [(Cause.MILESTONES_NEAR, 1)]),
		({"beyond_end": 3}, Health.AT_RISK, [(Cause.TASKS_BEYOND_END, 3)]),
		({"milestones_missed": 1, "overdue": 1}, Health.LATE, [(Cause.MILESTONES_MISSED, 1), (Cause.TASKS_OVERDUE, 1)]),
		({"ends_on": TODAY}, Health.AT_RISK, [(Cause.BEHIND_TIME, 41)]),
		({"figures": Figures(10, 3, Decimal(10), Decimal(3))}, Health.ON_TRACK, []),
		({"figures": Figures(10, 2, Decimal(10), Decimal("2.9"))}, Health.AT_RISK, [(Cause.BEHIND_TIME, 21)]),
		({"starts_on": None, "figures": Figures(9, 0, Decimal(9))}, Health.ON_TRACK, []),
	],
)  # fmt: skip
def test_health_says_why(given_: dict, expected: Health, reasons: list) -> None:
	found, why = health(standing(**given_))
	assert (found, [(reason.cause, reason.number) for reason in why]) == (expected, reasons)


def test_a_project_is_late_from_the_day_after_its_end_and_only_with_work_left() -> None:
	yesterday = TODAY - timedelta(days=1)
	assert health(standing(ends_on=yesterday))[0] is Health.LATE
	assert health(standing(ends_on=TODAY))[0] is not Health.LATE
	assert (
		health(standing(ends_on=yesterday, figures=Figures(2, 2, Decimal(2), Decimal(2))))[0]
		is Health.ON_TRACK
	)
