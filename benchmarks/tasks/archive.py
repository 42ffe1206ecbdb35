"""An archive of tasks as a company has it after three years, made in bulk and the same at every run.

Nine of ten tasks are closed. The open ones are mostly of the last months; some older ones were forgotten, the others
have had their deadline moved, and a third of all is overdue.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from benchmarks.tasks.people import ORDINARY, TASKS_OF

Row = dict[str, object]
People = tuple[str, str, str, str]
"""Assigner, responsible, co-assignee, observer; one of the last two may be empty."""

_YEARS = timedelta(days=3 * 365)
_RECENT = 0.12
_OPEN_AMONG_RECENT, _OPEN_AMONG_OLD = 0.6, 0.032
_FORGOTTEN = 0.15
"""Among the open ones: those whose deadline was never moved."""
_OPEN_STATES = ("New", "In Progress", "On Hold", "Submitted", "Declined")
_OPEN_WEIGHTS = (25, 50, 5, 15, 5)
_PLACES = (1, 0, 2, 3, 1)
"""Where a measured person stands, in turn: responsible twice as often as anything else."""
_WORDS = "contract report invoice delivery budget audit training release repair survey".split()
_DESCRIPTION = (
	"<p>" + "Collect the papers, agree on the terms with both sides and write down the outcome. " * 4 + "</p>"
)


def name_of(number: int) -> str:
	"""Name of the task with this number, as the series of the doctype gives it."""
	return f"TD-{number:05d}"


def casts(count: int) -> Iterator[People]:
	"""The people of each of ``count`` tasks: a few busy ones, many ordinary ones, the measured ones exactly."""
	chance = random.Random(1)
	weights = [chance.lognormvariate(0, 0.6) for _person in ORDINARY]
	fixed = _fixed_places(count)
	drawn = iter(chance.choices(ORDINARY, weights, k=count * 4))
	for number in range(1, count + 1):
		people = [next(drawn) for _place in range(4)]
		if number in fixed:
			person, place = fixed[number]
			people[place] = person
		yield _apart(people)


def _fixed_places(count: int) -> dict[int, tuple[str, int]]:
	numbers = iter(random.Random(2).sample(range(1, count + 1), sum(TASKS_OF.values())))
	return {
		next(numbers): (person, _PLACES[turn % len(_PLACES)])
		for person, tasks in TASKS_OF.items()
		for turn in range(tasks)
	}


def _apart(people: list[str]) -> People:
	assigner, responsible, co_assignee, observer = people
	if co_assignee in (assigner, responsible):
		co_assignee = ""
	if observer in (assigner, responsible, co_assignee):
		observer = ""
	return assigner, responsible, co_assignee, observer


def tasks(count: int, today: datetime) -> Iterator[tuple[Row, People]]:
	"""Every task as a row of the table, with its people."""
	chance = random.Random(3)
	for number, people in enumerate(casts(count), 1):
		age = 1 - number / count
		created = (today - _YEARS * age - timedelta(minutes=chance.randrange(600))).replace(microsecond=0)
		is_open = chance.random() < (_OPEN_AMONG_RECENT if age < _RECENT else _OPEN_AMONG_OLD)
		state = _open_task(chance, created, today) if is_open else _closed_task(chance, created)
		yield _content(chance, number, created, people) | state, people


def _content(chance: random.Random, number: int, created: datetime, people: People) -> Row:
	parent = chance.randrange(1, number) if number > 1 and chance.random() < 0.03 else None
	return {
		"name": name_of(number),
		"creation": created,
		"owner": people[0],
		"modified_by": people[1],
		"subject": f"Prepare the {chance.choice(_WORDS)} for client {chance.randrange(2_000)}",
		"description": _DESCRIPTION,
		"priority": chance.choices(("Low", "Medium", "High", "Urgent"), (15, 60, 20, 5))[0],
		"assigner": people[0],
		"responsible": people[1],
		"needs_review": int(people[0] != people[1]),
		"parent_task": name_of(parent) if parent else None,
		"weight": 1,
	}


def _open_task(chance: random.Random, created: datetime, today: datetime) -> Row:
	status = chance.choices(_OPEN_STATES, _OPEN_WEIGHTS)[0]
	deadline = today + timedelta(minutes=chance.randrange(-20 * 1440, 40 * 1440))
	if chance.random() < _FORGOTTEN:
		deadline = created + timedelta(days=chance.randrange(1, 60))
	late = deadline < today and status in ("New", "In Progress")
	changed = created + (today - created) * chance.random()
	return _state(status, "Overdue" if late else "Open", deadline, changed)


def _closed_task(chance: random.Random, created: datetime) -> Row:
	status = chance.choices(("Done", "Cancelled"), (95, 5))[0]
	deadline = created + timedelta(days=min(chance.lognormvariate(2, 0.8), 120))
	timeliness = chance.choices(("Early", "On Time", "Late"), (40, 35, 25))[0]
	delay = {"Early": -2_880, "On Time": -60, "Late": 1_440}[timeliness]
	done = deadline + timedelta(minutes=delay)
	if status == "Cancelled":
		return _state(status, "Not Rated", deadline, done)
	return _state(status, timeliness, deadline, done) | {
		"submitted_at": done,
		"accepted_at": done,
		"delay_minutes": delay,
		"working_delay_minutes": delay,
		"first_delay_minutes": delay,
	}


def _state(status: str, timeliness: str, deadline: datetime, changed: datetime) -> Row:
	changed = changed.replace(microsecond=0)
	return {
		"modified": changed,
		"status": status,
		"is_open": int(status not in ("Done", "Cancelled")),
		"timeliness": timeliness,
		"deadline": deadline.replace(second=0, microsecond=0),
		"first_deadline": deadline.replace(second=0, microsecond=0),
		"submitted_at": changed if status == "Submitted" else None,
		"accepted_at": None,
		"delay_minutes": 0,
		"working_delay_minutes": 0,
		"first_delay_minutes": 0,
	}
