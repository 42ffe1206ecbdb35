"""Tasks of a company with many people: one month, what came after it, and an archive of years behind it.

The month and everything after it are the same whatever the size of the archive. Made of few assumptions, the same at
every run: some people get far more to do than others, some are late often and most seldom, a sixth of the deadlines is
moved, a tenth of the results comes back, and a third belongs to projects, of which some are big.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from benchmarks.reports.people import PEOPLE, TEAMS

Row = dict[str, object]

A_MONTH = 28_000
"""Tasks that end in a month: what a million of them comes to in three years."""
OPEN = 30_000
RUNNING_PROJECTS, ENDED_PROJECTS, TEMPLATES = 100, 300, 200
_MONTHS_BEHIND = 34
_DAY = timedelta(days=1)
_PRIORITIES = ("Low", "Medium", "High", "Urgent")
_OPEN_STATES = ("New", "In Progress", "On Hold", "Submitted", "Declined")
_OPEN_WEIGHTS = (25, 55, 5, 12, 3)


@dataclass(frozen=True)
class Company:
	"""Who gets how much, and how often each is late."""

	loads: list[float]
	lateness: list[float]
	projects: list[float]


def name_of(number: int) -> str:
	"""Name of a task; they rise with time, as those of the doctype's series do."""
	return f"TD-{number:07d}"


def month_before(moment: datetime) -> date:
	"""The first day of the last whole month before ``moment``."""
	return (moment.replace(day=1).date() - _DAY).replace(day=1)


def size_of_present(moment: datetime) -> int:
	"""How many tasks ended in the month or after it, or are open."""
	return A_MONTH + _since(moment) + OPEN


def _since(moment: datetime) -> int:
	return A_MONTH * moment.day // 30


def past(count: int, moment: datetime) -> Iterator[Row]:
	"""``count`` tasks that ended before the month, the oldest first."""
	chance, company = random.Random(1), _company()
	last = datetime.combine(month_before(moment), time())
	first = last - timedelta(days=30 * _MONTHS_BEHIND)
	for number in range(count):
		day = first + (last - first - _DAY) * (number / count)
		yield _closed(chance, company, _at_work(chance, day), is_past=True)


def present(moment: datetime) -> list[Row]:
	"""What ended in the month and after it, and what is open at ``moment``; by the time at which it was given."""
	chance, company = random.Random(2), _company()
	first = datetime.combine(month_before(moment), time())
	after = datetime.combine(moment.replace(day=1).date(), time())
	whole = (after - first).days
	ended = [_at_work(chance, first + _DAY * chance.randrange(2, whole)) for _task in range(A_MONTH)]
	since = [
		_at_work(chance, after + _DAY * chance.randrange(max(moment.day - 1, 1)))
		for _task in range(_since(moment))
	]
	closed = [_closed(chance, company, end) for end in (*ended, *since)]
	opened = [_opened(chance, company, moment) for _task in range(OPEN)]
	return sorted((*closed, *opened), key=lambda row: row["creation"])


def _company() -> Company:
	chance = random.Random(3)
	return Company(
		list(accumulate(chance.lognormvariate(0, 0.6) for _person in PEOPLE)),
		[chance.betavariate(1.2, 5) for _person in PEOPLE],
		list(accumulate(1 / (place + 2) for place in range(max(RUNNING_PROJECTS, ENDED_PROJECTS)))),
	)


def _at_work(chance: random.Random, day: datetime) -> datetime:
	"""A moment of a working day, at weekends of the Friday before."""
	day -= _DAY * max(0, day.weekday() - 4)
	return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
		seconds=chance.randrange(32_400, 61_200)
	)


def _closed(chance: random.Random, company: Company, end: datetime, *, is_past: bool = False) -> Row:
	who = _responsible(chance, company)
	taken = timedelta(hours=1 + chance.lognormvariate(4, 1))
	given = _at_work(chance, end - taken) if taken > _DAY else end - taken / 3
	first, deadline, moved = _deadlines(chance, given, end, is_late=chance.random() < company.lateness[who])
	cancelled = chance.random() < 0.03
	review = timedelta(hours=chance.expovariate(1 / 16))
	return {
		**_content(chance, company, who, given, is_past=is_past),
		"status": "Cancelled" if cancelled else "Done",
		"is_open": 0,
		"timeliness": "Not Rated" if cancelled else _timeliness(deadline, end),
		"deadline": deadline,
		"first_deadline": first,
		"deadline_moves": moved,
		"returns": int(not cancelled and chance.random() < 0.1),
		"submitted_at": None if cancelled else end,
		"accepted_at": None if cancelled else (end + review).replace(microsecond=0),
		"modified": end,
		**_delays(first, deadline, end),
	}


def _deadlines(
	chance: random.Random, given: datetime, end: datetime, *, is_late: bool
) -> tuple[datetime, datetime, int]:
	"""The first one, the one in force, and how often it was moved."""
	slack = timedelta(hours=chance.lognormvariate(2.5, 1.2))
	deadline = max(end - slack, given + timedelta(hours=1)) if is_late else end + slack
	deadline = deadline.replace(minute=0, second=0, microsecond=0)
	if chance.random() > 0.16:
		return deadline, deadline, 0
	first = max(deadline - timedelta(days=chance.randrange(1, 8)), given + timedelta(hours=2))
	return first.replace(minute=0, second=0, microsecond=0), deadline, 1


def _timeliness(deadline: datetime, end: datetime) -> str:
	if end > deadline:
		return "Late"
	return "Early" if deadline - end >= _DAY else "On Time"


def _delays(first: datetime, deadline: datetime, end: datetime) -> Row:
	minutes = int((end - deadline).total_seconds() // 60)
	return {
		"delay_minutes": minutes,
		"working_delay_minutes": max(minutes * 5 // 21, 0),
		"first_delay_minutes": int((end - first).total_seconds() // 60),
	}


def _opened(chance: random.Random, company: Company, moment: datetime) -> Row:
	given = _at_work(chance, moment - _DAY * (1 + chance.expovariate(1 / 25)))
	deadline = moment + timedelta(hours=chance.randrange(24, 24 * 40))
	if chance.random() < 0.18:
		deadline = moment - timedelta(hours=chance.expovariate(1 / 200))
	deadline = max(deadline, given + timedelta(hours=4)).replace(minute=0, second=0, microsecond=0)
	status = chance.choices(_OPEN_STATES, _OPEN_WEIGHTS)[0]
	is_late = deadline < moment and status in ("New", "In Progress")
	submitted = given + (moment - given) * 0.9 if status == "Submitted" else None
	return {
		**_content(chance, company, _responsible(chance, company), given),
		"status": status,
		"is_open": 1,
		"timeliness": "Overdue" if is_late else "Open",
		"deadline": deadline,
		"first_deadline": deadline,
		"deadline_moves": 0,
		"returns": 0,
		"submitted_at": submitted and submitted.replace(microsecond=0),
		"accepted_at": None,
		"modified": given + (moment - given) * chance.random(),
		"delay_minutes": 0,
		"working_delay_minutes": 0,
		"first_delay_minutes": 0,
	}


def _responsible(chance: random.Random, company: Company) -> int:
	return chance.choices(range(len(PEOPLE)), cum_weights=company.loads)[0]


def _content(
	chance: random.Random, company: Company, who: int, given: datetime, *, is_past: bool = False
) -> Row:
	assigner = _assigner(chance, who)
	template = f"TDT-R{chance.randrange(TEMPLATES):04d}" if chance.random() < 0.25 else None
	return {
		"creation": given,
		"owner": assigner,
		"modified_by": PEOPLE[who],
		"subject": f"Prepare the papers for client {chance.randrange(2_000)}",
		"priority": chance.choices(_PRIORITIES, (15, 60, 20, 5))[0],
		"assigner": assigner,
		"responsible": PEOPLE[who],
		"needs_review": 1,
		"project": _project(chance, company, is_past=is_past) if chance.random() < 0.35 else None,
		"template": template,
		"occurrence": given.replace(microsecond=chance.randrange(1_000_000)) if template else None,
		"estimated_hours": chance.choice((0, 0, 1, 2, 4, 8)),
		"weight": 1,
	}


def _assigner(chance: random.Random, who: int) -> str:
	team, draw = TEAMS[who // len(TEAMS[0])], chance.random()
	if draw < 0.1:
		return PEOPLE[who]
	if draw < 0.7:
		return team[0]
	return chance.choice(team) if draw < 0.85 else chance.choice(TEAMS)[0]


def _project(chance: random.Random, company: Company, *, is_past: bool) -> str:
	count, kind = (ENDED_PROJECTS, "E") if is_past else (RUNNING_PROJECTS, "R")
	number = chance.choices(range(count), cum_weights=company.projects[:count])[0]
	return f"TDP-{kind}{number:04d}"
