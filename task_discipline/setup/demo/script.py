"""The form of a story: a task, and what people do with it on which day.

Days are working days counted from today, so that the demo is as fresh on any day as on the day it was written:
-1 is the last working day before today, 1 the next one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

_SATURDAY = 5


@dataclass(frozen=True)
class Moment:
	"""A time of day on a working day counted from today."""

	day: int
	clock: str

	def on(self, today: date) -> datetime:
		"""The moment as a date and time where the demo is played on ``today``."""
		return datetime.combine(working_day(today, self.day), time.fromisoformat(self.clock))


@dataclass(frozen=True)
class Beat:
	"""One thing that a person does with the task of the story."""

	moment: Moment
	person: str
	deed: str
	words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
	"""A task and its life. ``fields`` are the task's own; ``key``, ``part_of`` and ``waits_for`` name stories."""

	key: str
	subject: str
	set_at: Moment
	assigner: str
	responsible: str
	description: str
	deadline: Moment | None = None
	co_assignees: tuple[str, ...] = ()
	observers: tuple[str, ...] = ()
	plan: tuple[str, ...] = ()
	part_of: str | None = None
	waits_for: tuple[str, ...] = ()
	fields: Mapping[str, object] = field(default_factory=dict)
	beats: tuple[Beat, ...] = ()


def at(day: int, clock: str = "18:00") -> Moment:
	"""A moment of a story, by default the end of the working day."""
	return Moment(day, clock)


def beat(day: int, clock: str, person: str, deed: str, /, **words: object) -> Beat:
	"""``person`` does ``deed``: an action of the task by its name, or one of the deeds that the stage knows."""
	return Beat(Moment(day, clock), person, deed, words)


def working_day(today: date, offset: int) -> date:
	"""The working day, Monday to Friday, that lies ``offset`` working days after ``today``, or before it."""
	day, step = today, timedelta(days=1 if offset > 0 else -1)
	for _unused in range(abs(offset)):
		day += step
		while day.weekday() >= _SATURDAY:
			day += step
	return day


def in_order(stories: Iterable[Story], today: date) -> Iterator[tuple[datetime, Story, Beat]]:
	"""Every beat of every story in order of time; the first one of each story sets its task."""
	beats = [
		(each.moment.on(today), story, each)
		for story in stories
		for each in (Beat(story.set_at, story.assigner, "set_task"), *story.beats)
	]
	return iter(sorted(beats, key=lambda item: item[0]))
