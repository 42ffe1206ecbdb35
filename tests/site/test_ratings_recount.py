"""Stored ratings beside a second count that walks through every minute, over histories that nobody has thought out.

The second count knows nothing of the first: it marks each working minute after a deadline and strikes out those that
were not the person's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.services import clock
from task_discipline.services.ratings import writing
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, act, make_task
from tests.working import make_absence, use_office_week

MINUTE = timedelta(minutes=1)
MONDAY = datetime(2031, 3, 3, 9, 0)
PEOPLE = (RESPONSIBLE, CO_ASSIGNEE)
AWAY = {(RESPONSIBLE, 6), (CO_ASSIGNEE, 11), (CO_ASSIGNEE, 12)}
"""Days of March on which a person is away."""
DOWN = (datetime(2031, 3, 10, 14), datetime(2031, 3, 11, 10))
HISTORIES, STEPS = 12, 16


@pytest.fixture(autouse=True)
def office(rolled_back: None) -> Iterator[None]:
	use_office_week()
	frappe.db.delete("TD Outage")
	for user, day in AWAY:
		make_absence(user, datetime(2031, 3, day).date(), datetime(2031, 3, day).date())
	outage = {"what": "Mail", "started_at": DOWN[0], "ended_at": DOWN[1], "cause": "Mails Failed"}
	frappe.get_doc(doctype="TD Outage", **outage).db_insert()
	yield


@dataclass
class Walk:
	"""One task on its way through chance, by the buttons of its people."""

	chance: random.Random
	task: str = ""
	now: datetime = MONDAY
	deadline: datetime = MONDAY
	responsible: str = RESPONSIBLE
	status: str = "New"
	taken: list[str] = field(default_factory=list)

	def begin(self) -> None:
		self.deadline = self.now + timedelta(minutes=30 * self.chance.randint(4, 200))
		with clock.at(self.now):
			made = make_task(deadline=self.deadline, co_assignees=[], observers=[], plan=[])
		self.task = made.name

	def step(self) -> None:
		"""Wait for some hours, then do one thing that can be done now."""
		self.now += timedelta(minutes=self.chance.randint(1, 900), seconds=self.chance.randint(0, 59))
		action = self.chance.choice(_POSSIBLE[self.status])
		user, arguments = self._details(action)
		with clock.at(self.now):
			answer = act(user, self.task, action, **arguments)
		self.status = str(answer["status"])
		self.taken.append(action)

	def _details(self, action: str) -> tuple[str, dict[str, Any]]:
		reason = {"reason": "By chance"}
		if action in ("start", "submit_task", "withdraw", "decline"):
			return self.responsible, reason if action == "decline" else {}
		if action == "reassign":
			self.responsible = next(user for user in PEOPLE if user != self.responsible)
			return ASSIGNER, {"user": self.responsible, **reason}
		if action == "change_deadline":
			# Never the one that it has already, and never without seconds enough to come later than now.
			moved = self.now.replace(second=0) + timedelta(minutes=self.chance.randint(2, 2_000))
			self.deadline = moved + MINUTE if moved == self.deadline else moved
			return ASSIGNER, {"deadline": str(self.deadline), **reason}
		return ASSIGNER, {} if action in ("resume", "accept_result") else reason


_POSSIBLE = {
	"New": ("start", "submit_task", "change_deadline", "reassign", "decline"),
	"In Progress": ("submit_task", "submit_task", "hold", "change_deadline", "reassign"),
	"On Hold": ("resume", "resume", "change_deadline", "reassign"),
	"Submitted": (
		"accept_result",
		"return_for_rework",
		"return_for_rework",
		"withdraw",
		"reassign",
		"change_deadline",
	),
	"Done": ("reopen",),
	"Declined": ("reassign",),
}


def up(moment: datetime) -> datetime:
	"""The whole minute in which a moment ends."""
	down = moment.replace(second=0, microsecond=0)
	return down if down == moment else down + MINUTE


def minutes(begin: datetime, end: datetime) -> set[datetime]:
	"""Working minutes from nine to five, Monday to Friday."""
	at, last, found = up(begin), up(end), set()
	while at < last:
		if at.weekday() < 5 and 9 <= at.hour < 17:
			found.add(at)
		at += MINUTE
	return found


def paused(events: list[frappe._dict], user: str, until: datetime) -> set[datetime]:
	"""Minutes that were not the person's: by the state of the task, by who had it, by absence and by outage."""
	found = minutes(*DOWN)
	for number, event in enumerate(events):
		end = events[number + 1].happened_at if number + 1 < len(events) else until
		ended = next((one for one in events[number + 1 :] if one.to_status != event.to_status), None)
		is_taken_back = ended and ended.event == "Withdrawn" and ended.responsible == user
		holder = event.new_person if event.event == "Reassigned" else event.responsible
		rests = event.to_status in ("On Hold", "Submitted", "Done", "Declined") and not is_taken_back
		if holder != user or rests:
			found |= minutes(event.happened_at, end)
	days = {day for person, day in AWAY if person == user}
	return found | {
		at for at in minutes(MONDAY, MONDAY + timedelta(days=60)) if at.month == 3 and at.day in days
	}


def recount(task: str) -> dict[str, dict[str, object]]:
	"""What the ratings of a task must say of who handed it in, from its raw events alone."""
	events = frappe.get_all("TD Task Event", {"task": task}, ["*"], order_by="happened_at asc, name asc")
	if events[-1].to_status not in ("Submitted", "Done"):
		return {}
	number = max(index for index, event in enumerate(events) if event.event == "Submitted")
	settled, user = events[number].happened_at, events[number].responsible
	known = events[:number]
	given = next(
		event.happened_at
		for event in events
		if user in (event.new_person, event.responsible) and (event.new_person or user) == user
	)
	off = paused(known, user, settled)
	moves = [
		event
		for event in known
		if event.new_deadline != event.old_deadline and event.event != "Deadline Proposed"
	]
	fair, begin, deadline = 0, given, events[0].new_deadline
	for move in moves:
		if move.happened_at > begin:
			if begin > given or _could_be_kept(known, user, given, deadline, move.happened_at):
				fair += _late(deadline, begin, move.happened_at, off)
			begin = move.happened_at
		deadline = move.new_deadline
	fair += _late(deadline, begin, settled, off)
	handed_in = [event.responsible for event in events if event.event == "Submitted"]
	ends = [event.event for event in events if event.event in ("Returned", "Withdrawn", "Accepted")]
	returned = list(zip(handed_in, ends, strict=False)).count((user, "Returned"))
	return {
		user: {
			"settled_at": settled,
			"deadline": deadline,
			"fair_delay_minutes": fair,
			"returns": returned,
			"given_at": given,
		}
	}


def _could_be_kept(
	events: list[frappe._dict], user: str, given: datetime, deadline: datetime, until: datetime
) -> bool:
	"""Whether the deadline that a person got was one to be kept, or he said yes to it before it was replaced."""
	got = next(event for event in events if event.happened_at == given)
	warned = {"short_notice", "absent_at_deadline"} & set(
		frappe.parse_json(got.details or "{}").get("warnings", ())
	)
	yes = any(
		event.event == "Started" and event.responsible == user and given < event.happened_at <= until
		for event in events
	)
	return yes or (deadline > given and not warned)


def _late(deadline: datetime, begin: datetime, end: datetime, off: set[datetime]) -> int:
	"""Working minutes late under one deadline: those after it less all that were not the person's while it was in force."""
	after = len(minutes(max(up(deadline), up(begin)), end))
	return max(0, after - len(off & minutes(begin, end)))


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_each_stored_rating_is_what_a_walk_through_every_minute_finds(seed: int) -> None:
	walk = Walk(random.Random(seed))
	walk.begin()
	for _step in range(STEPS):
		walk.step()
		stored = {row.user: row for row in _stored(walk.task) if row.outcome != "Handed Over"}
		expected = recount(walk.task)
		found = {user: {key: row[key] for key in expected.get(user, {})} for user, row in stored.items()}
		assert found == expected, walk.taken
	assert writing.rate([walk.task]) == 0, "the night finds nothing to write"


def _stored(task: str) -> list[frappe._dict]:
	return frappe.get_all("TD Task Rating", {"task": task}, ["*"], order_by="name asc")


def test_chance_has_made_some_late() -> None:
	late = 0
	for seed in range(5):
		walk = Walk(random.Random(seed))
		walk.begin()
		for _step in range(STEPS):
			walk.step()
			late += any(row.fair_delay_minutes for row in _stored(walk.task))
	assert late > 5


def test_sums_of_a_rating_are_those_of_its_lines() -> None:
	walk = Walk(random.Random(7))
	walk.begin()
	for _step in range(STEPS * 3):
		walk.step()
		for row in _stored(walk.task):
			lines = frappe.parse_json(row.explanation)
			taken = [
				values[2]
				for code, values in lines
				if code not in ("clock", "first", "day", "judged", "impossible")
			]
			fair = [values[4] for code, values in lines if code == "clock"]
			assert (sum(taken), sum(fair)) == (row.deducted_minutes, row.fair_delay_minutes)
