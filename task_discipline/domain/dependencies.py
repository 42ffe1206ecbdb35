"""Tasks that wait for others to be finished: circles, order, and the dates that a slip proposes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from graphlib import CycleError, TopologicalSorter

from task_discipline.domain.worktime import (
	NoWorkingTime,
	WorkCalendar,
	add_work_time,
	next_working_moment,
	work_time_between,
)

Edges = Mapping[str, Iterable[str]]
"""Which tasks each task waits for."""


def circle(edges: Edges) -> tuple[str, ...]:
	"""Tasks that wait for each other, each for the next one and the last for the first; empty where none do."""
	try:
		TopologicalSorter(edges).prepare()
	except CycleError as error:
		# The library tells the way by which work would flow, its first task again at the end.
		return tuple(reversed(error.args[1][1:]))
	return ()


def in_order(tasks: Sequence[str], edges: Edges) -> list[str]:
	"""The tasks, each after those it waits for. Raises ``graphlib.CycleError`` where they wait for each other."""
	known = set(tasks)
	return list(
		TopologicalSorter({task: known.intersection(edges.get(task, ())) for task in tasks}).static_order()
	)


@dataclass(frozen=True)
class Dates:
	"""When a task is to begin and to end; moments know their zone."""

	starts_on: datetime | None
	deadline: datetime


def proposed(dates: Dates, ready: datetime, slip: timedelta, calendar: WorkCalendar) -> Dates | None:
	"""New dates of a task whose predecessor is ready at ``ready`` only, ``slip`` of working time later than it was.

	A task with a beginning keeps its length in working time and begins when the predecessor is ready; one without
	moves its deadline by the slip. None where its dates leave room enough. Working time that the calendar does not
	have is counted by the clock on the wall.
	"""
	try:
		found = _moved(dates, ready, slip, calendar)
	except NoWorkingTime:
		found = _moved_by_clock(dates, ready, slip)
	return found if found and found.deadline > dates.deadline else None


def _moved(dates: Dates, ready: datetime, slip: timedelta, calendar: WorkCalendar) -> Dates | None:
	if dates.starts_on is None:
		return Dates(None, add_work_time(calendar, dates.deadline, slip)) if slip > timedelta(0) else None
	if ready <= dates.starts_on:
		return None
	length = work_time_between(calendar, dates.starts_on, dates.deadline)
	starts_on = next_working_moment(calendar, ready)
	return Dates(starts_on, add_work_time(calendar, starts_on, length))


def _moved_by_clock(dates: Dates, ready: datetime, slip: timedelta) -> Dates | None:
	if dates.starts_on is None:
		return Dates(None, dates.deadline + slip) if slip > timedelta(0) else None
	if ready <= dates.starts_on:
		return None
	return Dates(ready, ready + (dates.deadline - dates.starts_on))
