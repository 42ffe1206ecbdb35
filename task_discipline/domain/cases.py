"""Who is to be rated for a task: each person once, from when he got it to when it left him."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from task_discipline.domain import tenures
from task_discipline.domain.deductions import Person
from task_discipline.domain.lifecycle import Status
from task_discipline.domain.tenures import Event, Tenure


class Outcome(str, Enum):
	"""How the task left the person."""

	SUBMITTED = "Submitted"
	DONE = "Done"
	HANDED_OVER = "Handed Over"
	CANCELLED = "Cancelled"


@dataclass(frozen=True)
class Asked:
	"""A question about the task: who waited for its answer, and from when to when."""

	asker: str
	begin: datetime
	end: datetime | None
	"""None: it stands open."""


@dataclass(frozen=True)
class Facts:
	"""What a task and its site hold beside the history."""

	assigner: str
	early_margin: timedelta
	review_time: timedelta
	"""For submissions that do not say when their review was due."""
	silence: timedelta
	outages: Sequence[tuple[datetime, datetime]] = ()
	"""When the system did not do its work: in order, none overlapping."""
	due_since: datetime | None = None
	"""When a template should have made the task."""
	stopped: Sequence[tuple[datetime, datetime]] = ()
	"""When nothing made tasks."""
	questions: Sequence[Asked] = ()
	"""What people asked about the task, where waiting for an answer is not counted against them."""


@dataclass(frozen=True)
class Case:
	"""One person, from when he got the task to when it left him."""

	facts: Facts
	people: Mapping[str, Person]
	history: Sequence[Event]
	upto: int
	"""How many events there were when the task left him."""
	mine: Sequence[Tenure]
	end: datetime
	outcome: Outcome | None

	@property
	def events(self) -> Sequence[Event]:
		return self.history[: self.upto]

	@property
	def user(self) -> str:
		return self.mine[0].user

	@property
	def begin(self) -> datetime:
		return self.mine[0].begin

	@property
	def person(self) -> Person:
		return self.people[self.user]

	def own_since(self, number: int) -> list[Event]:
		"""What happened to the task in his hands after an event."""
		return [event for event in self.events[number + 1 :] if event.responsible == self.user]


def settled(facts: Facts, events: Sequence[Event], people: Mapping[str, Person]) -> Iterable[Case]:
	"""Everybody who is done with the task: the one who handed it in, or had it when it was cancelled, and those before."""
	held = tenures.tenures(events)
	number, outcome = _settling(events)
	# Somebody who was given what lies submitted already has done nothing to it.
	past = held if number is None else [one for one in held if one.first <= number]
	for user in {one.user: None for one in past}:
		mine = [one for one in past if one.user == user]
		if mine[-1] is not past[-1]:
			yield _handed_over(facts, people, events, mine)
		elif number is not None:
			yield Case(facts, people, events, number + 1, mine, events[number].at, outcome)


def _settling(events: Sequence[Event]) -> tuple[int | None, Outcome | None]:
	"""Number of the event that has settled the task, and how it did; None while the task is open."""
	state = events[-1].to_status
	if state == Status.CANCELLED.value:
		return _last(events, "Cancelled"), Outcome.CANCELLED
	if state in (Status.SUBMITTED.value, Status.DONE.value):
		outcome = Outcome.DONE if state == Status.DONE.value else Outcome.SUBMITTED
		return _last(events, "Submitted"), outcome
	return None, None


def _last(events: Sequence[Event], kind: str) -> int | None:
	numbers = [number for number, event in enumerate(events) if event.kind == kind]
	return numbers[-1] if numbers else None


def _handed_over(
	facts: Facts, people: Mapping[str, Person], events: Sequence[Event], mine: Sequence[Tenure]
) -> Case:
	last = mine[-1].last or 0
	number = tenures.entered(events[:last])
	# What he had handed in, or given back, was with him no more.
	had_left = events[number].to_status in (Status.SUBMITTED.value, Status.DECLINED.value)
	number = max(number, mine[-1].first) if had_left else last
	return Case(facts, people, events, number + 1, mine, events[number].at, Outcome.HANDED_OVER)


def open_case(
	facts: Facts, events: Sequence[Event], people: Mapping[str, Person], now: datetime
) -> Case | None:
	"""The person who has an open task, as if it left him ``now``; None at the moment he got it."""
	held = tenures.tenures(events)
	mine = [one for one in held if one.user == held[-1].user]
	case = Case(facts, people, events, len(events), mine, now, None)
	return case if now > case.begin else None
