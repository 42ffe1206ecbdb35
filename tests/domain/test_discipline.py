"""Every case of discipline_cases.txt gives exactly the numbers that stand there; the notation is told at its top."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from task_discipline.domain import discipline
from task_discipline.domain.cases import Asked, Facts
from task_discipline.domain.deductions import Person
from task_discipline.domain.discipline import Rating
from task_discipline.domain.tenures import Event
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

CASES = Path(__file__).with_name("discipline_cases.txt")
ZONE = ZoneInfo("Europe/Berlin")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS = {
	"office": (((540, 1020),),) * 5 + ((), ()),
	"night": (((1320, 1800),),) * 7,
	"always": ALWAYS.week,
}
VERBS = {
	"held": ("Held", "On Hold"),
	"resumed": ("Resumed", "In Progress"),
	"blocked": ("Blocked", ""),
	"unblocked": ("Unblocked", ""),
	"submitted": ("Submitted", "Submitted"),
	"withdrawn": ("Withdrawn", "In Progress"),
	"returned": ("Returned", "In Progress"),
	"approved": ("Accepted", "Done"),
	"reopened": ("Reopened", "In Progress"),
	"moved": ("Deadline Changed", ""),
	"proposed": ("Deadline Proposed", ""),
	"refused": ("Deadline Refused", ""),
	"agreed": ("Assignment Accepted", ""),
	"started": ("Started", "In Progress"),
	"declined": ("Declined", "Declined"),
	"reassigned": ("Reassigned", ""),
	"cancelled": ("Cancelled", "Cancelled"),
}
HIS = frozenset({"proposed", "agreed", "started", "declined", "submitted", "withdrawn"})


@dataclass
class Case:
	"""One case of the file, read line by line."""

	name: str
	holds: dict[str, list[str]] = field(default_factory=dict)
	happened: list[str] = field(default_factory=list)
	expected: dict[str, dict[str, str]] = field(default_factory=dict)

	@property
	def monday(self) -> date:
		return date.fromisoformat(self.holds.get("week", ["2027-06-07"])[0])

	def day(self, word: str) -> date:
		"""``Tue+1``: the Tuesday of the second week."""
		name, _plus, weeks = word.partition("+")
		return self.monday + timedelta(days=DAYS.index(name) + 7 * int(weeks or 0))

	def moment(self, day: str, clock: str) -> datetime:
		hour, minute, *second = map(int, clock.split(":"))
		return datetime.combine(self.day(day), time(hour, minute, *second), ZONE)

	def spans(self, key: str) -> list[tuple[datetime, datetime]]:
		"""``Wed 15:00 - Thu 10:00``."""
		words = [line.replace("-", " ").split() for line in self.holds.get(key, [])]
		return [(self.moment(*line[:2]), self.moment(*line[2:])) for line in words]


def read() -> Iterator[Case]:
	"""The cases of the file."""
	for line in CASES.read_text().splitlines():
		if line.startswith("== "):
			case = Case(line[3:])
			yield case
		elif line.startswith("= "):
			user, *pairs = line[2:].split()
			case.expected[user] = dict(pair.split("=") for pair in pairs)
		elif ": " in line and not line.startswith("#"):
			key, value = line.split(": ", 1)
			case.holds.setdefault(key, []).append(value)
		elif line and not line.startswith("#"):
			case.happened.append(line)


def events(case: Case) -> list[Event]:
	"""What happened, as the history of a task holds it."""
	found: list[Event] = []
	user, status, deadline = "boris", "New", None
	for line in case.happened:
		day, clock, verb, *words = line.split()
		at = case.moment(day, clock)
		named = case.moment(*words) if len(words) == 2 else None
		if verb == "created":
			deadline = named
			warned = tuple(case.holds.get("warned", ()))
			found.append(Event("Created", at, user, "New", False, None, deadline, deadline, warned))
			continue
		kind, target = VERBS[verb]
		status = "Done" if words == ["done"] else target or ("New" if verb == "reassigned" else status)
		if verb == "reassigned" and found[-1].to_status == "Submitted":
			status = "Submitted"
		moved = named or deadline
		person = words[0] if verb == "reassigned" else None
		found.append(Event(kind, at, user, status, verb in HIS, person, deadline, moved))
		user, deadline = person or user, deadline if verb == "proposed" else moved
	return found


def people(case: Case) -> dict[str, Person]:
	"""Everybody's working time."""
	week = WEEKS[case.holds.get("calendar", ["office"])[0]]
	holidays = {case.day(word): () for word in case.holds.get("holiday", [])}
	base = WorkCalendar(week=week, zone=ZONE, exceptions=holidays, name="Cases")
	found = {}
	for user in ("anna", "boris", "clara"):
		lines = [line.split()[1:] for line in case.holds.get("absent", []) if line.startswith(user)]
		absences = tuple((case.day(words[0]), case.day(words[-1])) for words in lines)
		closed = [
			first + timedelta(days=number)
			for first, last in absences
			for number in range((last - first).days + 1)
		]
		found[user] = Person(base, closed_on(base, closed), absences)
	return found


def facts(case: Case) -> Facts:
	"""What holds for the task and the site."""
	outages = case.spans("outage")
	due = case.holds.get("due")
	return Facts(
		assigner=case.holds.get("assigner", ["anna"])[0],
		early_margin=timedelta(hours=24),
		review_time=timedelta(hours=8),
		silence=timedelta(hours=8),
		outages=outages,
		due_since=case.moment(*due[0].split()) if due else None,
		stopped=outages,
		questions=questions(case),
	)


def questions(case: Case) -> list[Asked]:
	"""``boris Tue 10:00 - Wed 9:00``: his question waited so long; without an end it stands open."""
	found = []
	for line in case.holds.get("asked", []):
		asker, *words = line.replace("-", " ").split()
		found.append(Asked(asker, case.moment(*words[:2]), case.moment(*words[2:]) if words[2:] else None))
	return found


def told(case: Case, rating: Rating) -> dict[str, str]:
	"""A rating in the words of the file."""

	def word(value: object) -> str:
		return str(getattr(value, "value", value) or "").replace(" ", "_")

	def moment(at: datetime | None) -> str:
		local = at and at.astimezone(ZONE)
		return f"{DAYS[local.weekday()]}_{local.hour}:{local:%M}" if local else ""

	return {
		"outcome": word(rating.outcome),
		"timeliness": word(rating.timeliness),
		"first": word(rating.first_timeliness),
		"fair": str(rating.fair_delay),
		"first_fair": str(rating.first_fair_delay),
		"days": str(rating.late_days),
		"deducted": str(rating.deducted),
		"left_out": word(rating.left_out),
		"agreement": word(rating.agreement),
		"moves": str(rating.deadline_moves),
		"late_moves": str(rating.late_moves),
		"returns": str(rating.returns),
		"pass": str(int(rating.first_pass)),
		"review": str(rating.reviews.minutes),
		"review_late": str(rating.reviews.delay),
		"reviewed": moment(rating.reviews.decided_at),
		"given": moment(rating.given_at),
		"settled": moment(rating.settled_at),
		"deadline": moment(rating.deadline),
		"first_deadline": moment(rating.first_deadline),
	}


ALL = list(read())


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_numbers_are_those_computed_by_hand(case: Case) -> None:
	found = {
		rating.user: told(case, rating) for rating in discipline.rate(facts(case), events(case), people(case))
	}
	expected = {user: words for user, words in case.expected.items() if user != "nobody"}
	asked = {
		user: {key: value for key, value in words.items() if key in expected.get(user, {})}
		for user, words in found.items()
	}
	assert asked == expected
